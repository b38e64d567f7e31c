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
import { readLineWish } from '../shared/n8n/fields/lineChoice';
import { idParameter, invalid } from '../shared/n8n/parameters/parameters';
import { pollMemory } from '../shared/n8n/memory/pollValues';
import { pollIdField } from './pollFields';
import type { FoundPoll } from './output';

/** Which poll an item is about, and what is known of it without asking anybody. */
export interface ChosenPoll {
	readonly pollId: string;
	readonly wish: LineChoice;
	/** Values by where they were said, the nearest first. */
	readonly values: ReadonlyArray<readonly PollValue[]>;
	/** As this workflow gave it when it created the poll; empty when it did not. */
	readonly title: string;
}

/** Reads the choice of one item; a wrong one is refused here, before any call. */
export function readChosenPoll(context: IExecuteFunctions, itemIndex: number): ChosenPoll {
	const pollId = readPollId(context, itemIndex);
	const known = pollMemory.recall(context, pollId);
	return {
		pollId,
		wish: readLineWish(context, itemIndex),
		values: [givenValues(context, itemIndex), incomingValues(context, itemIndex, pollId), known.values],
		title: known.title,
	};
}

/**
 * Reads the poll from its line: the pinned one, else that of the incoming item first and then every other, because only
 * one of them can know the poll. Rejects with `notFound` when none does.
 */
export async function findPoll({ gateway }: ItemRun, choice: ChosenPoll): Promise<FoundPoll> {
	const { line, value } = await findLine(gateway, choice.wish, async ({ id }) => await gateway.polls.get(id, choice.pollId));
	// An ID says nothing of its conversation.
	gateway.reach.check({ id: value.spaceId }, line);
	return known(line, value, choice);
}

/** The poll as it stands after a change. */
export function changed(found: FoundPoll, poll: Poll, choice: ChosenPoll): FoundPoll {
	return known(found.line, poll, choice);
}

/** Where the poll is, for the key of a write. */
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
			advice: `Enter an ID such as ${pollIdExample}, or place the node behind the one that creates the poll.`,
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
	const found = typeof given === 'string' ? given : JSON.stringify(given);
	throw invalid(itemIndex, 'Values', parsed.problem, found, pollValuesExample);
}

/** An earlier output of this node carries the values of its poll. */
function incomingValues(context: IExecuteFunctions, itemIndex: number, pollId: string): readonly PollValue[] {
	const json = context.getInputData()[itemIndex]?.json ?? {};
	if (json.pollId !== pollId) return [];
	const parsed = readPollValues(json.options);
	return parsed.ok ? parsed.value : [];
}
