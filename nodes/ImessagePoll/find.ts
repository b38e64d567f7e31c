import type { IExecuteFunctions } from 'n8n-workflow';
import type { Line } from '../shared/spectrum/model/line';
import type { Poll } from '../shared/spectrum/model/poll/poll';
import { pollValuesExample, readPollValues, withValues, type PollValue } from '../shared/spectrum/model/poll/pollChoice';
import { incomingPollOf, parsePollId, pollIdExample } from '../shared/spectrum/model/poll/pollChoiceResults';
import { spaceTypeOf } from '../shared/spectrum/model/space';
import type { Target } from '../shared/spectrum/model/target';
import { findLine } from '../shared/spectrum/gateway/recipes/findLine';
import type { LineChoice } from '../shared/spectrum/gateway/routing';
import { fromItemOrEvent } from '../shared/n8n/parameters/incoming';
import { ItemError } from '../shared/n8n/errors/itemError';
import type { ItemRun } from '../shared/n8n/loop/itemLoop';
import { readLineChoice } from '../shared/n8n/fields/lineChoice';
import { idParameter, invalid } from '../shared/n8n/parameters/parameters';
import { shownValue } from '../shared/n8n/parameters/plainValue';
import { pollMemory } from '../shared/n8n/memory/pollValues';
import { pollIdField } from './pollFields';
import type { FoundPoll } from './output';

/** Which poll an item is about, and what is known about it without a call. */
export interface ChosenPoll {
	readonly pollId: string;
	readonly lineChoice: LineChoice;
	/** Values by their source. The first source that has one counts: the node, the incoming item, then stored values. */
	readonly values: ReadonlyArray<readonly PollValue[]>;
	/** The title that this workflow gave the poll; empty when it did not create the poll. */
	readonly title: string;
}

/** Reads the choice of one item. Refuses a wrong one before any call. */
export function readChosenPoll(context: IExecuteFunctions, itemIndex: number): ChosenPoll {
	const pollId = readPollId(context, itemIndex);
	const foundPoll = pollMemory.recall(context, pollId);
	return {
		pollId,
		lineChoice: readLineChoice(context, itemIndex),
		values: [givenValues(context, itemIndex), incomingValues(context, itemIndex, pollId), foundPoll.values],
		title: foundPoll.title,
	};
}

/**
 * Reads the poll from its line: the chosen line, or the line of the incoming item and then every other, because only
 * one line can have the poll. Rejects with `notFound` when none does.
 */
export async function findPoll({ gateway }: ItemRun, choice: ChosenPoll): Promise<FoundPoll> {
	const { line, value } = await findLine(gateway, choice.lineChoice, async ({ id }) => await gateway.polls.get(id, choice.pollId));
	// A poll ID does not contain its conversation, so the reach is checked here.
	gateway.reach.check({ id: value.spaceId }, line);
	return known(line, value, choice);
}

/** The poll after a change. */
export function afterChange(found: FoundPoll, poll: Poll, choice: ChosenPoll): FoundPoll {
	return known(found.line, poll, choice);
}

/** The conversation of the poll, for the key of a write. */
export function targetOf({ poll }: FoundPoll): Target {
	return { by: 'space', space: { id: poll.spaceId, type: spaceTypeOf(poll.spaceId) } };
}

function known(line: Line, poll: Poll, { values, title }: ChosenPoll): FoundPoll {
	return { line, poll, options: withValues(poll.options, ...values), title: poll.title === '' ? title : poll.title };
}

function readPollId(context: IExecuteFunctions, itemIndex: number): string {
	const text = idParameter(context, pollIdField, itemIndex, pollIdExample);
	if (text === '') {
		const incoming = fromItemOrEvent(context, itemIndex, incomingPollOf);
		if (incoming !== undefined) return incoming;
		throw new ItemError(itemIndex, {
			kind: 'invalid',
			message: `The field "Poll ID" is empty, and the item does not come from a poll`,
			advice: `Enter an ID such as ${pollIdExample}, or place this node after the one that creates the poll.`,
		});
	}
	const parsed = parsePollId(text);
	if (parsed.ok) return parsed.value;
	throw invalid(itemIndex, pollIdField.displayName, parsed.problem, text, pollIdExample);
}

function givenValues(context: IExecuteFunctions, itemIndex: number): readonly PollValue[] {
	const given: unknown = context.getNodeParameter('options.values', itemIndex, '');
	if (given === '' || given === null || given === undefined) return [];
	const parsed = readPollValues(given);
	if (parsed.ok) return parsed.value;
	throw invalid(itemIndex, 'Values', parsed.problem, shownValue(given), pollValuesExample);
}

/** The values from the incoming item, when it is an output of this node for the same poll. */
function incomingValues(context: IExecuteFunctions, itemIndex: number, pollId: string): readonly PollValue[] {
	const json = context.getInputData()[itemIndex]?.json ?? {};
	if (json.pollId !== pollId) return [];
	const parsed = readPollValues(json.options);
	return parsed.ok ? parsed.value : [];
}
