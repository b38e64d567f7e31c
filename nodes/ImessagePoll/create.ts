import type { IExecuteFunctions } from 'n8n-workflow';
import {
	parsePollChoices,
	pollChoicesExample,
	readPollChoices,
	withValues,
	type PollChoice,
	type PollValue,
	type ValuedOption,
} from '../shared/spectrum/model/poll/pollChoice';
import { trimWords } from '../shared/spectrum/values/invisible';
import type { WriteKey } from '../shared/spectrum/keys/writeKey';
import { readRecipient, type Recipient, targetsOf } from '../shared/n8n/fields/recipient';
import type { ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { choiceParameter } from '../shared/n8n/parameters/choice';
import { invalid, textParameter } from '../shared/n8n/parameters/parameters';
import { pollMemory } from '../shared/n8n/memory/pollValues';
import { writeKeyFor } from '../shared/n8n/keys/writeKeys';
import { pollOutput } from './output';

interface Parameters extends Recipient {
	readonly title: string;
	readonly choices: readonly PollChoice[];
	readonly key: WriteKey;
}

/** Creates a poll, and stores its title and values for the votes that follow. */
export async function create({ context, itemIndex, gateway }: ItemRun): Promise<ItemOutput> {
	const { target, lineChoice, title, choices, key } = readParameters(context, itemIndex);
	const space = await gateway.spaces.open(target, lineChoice, key);
	const { poll, alreadySent } = await gateway.polls.create(space, { title, options: choices.map(({ text }) => text) }, key);
	const options = withValues(poll.options, choices.flatMap(valueOf));
	pollMemory.remember(context, poll.id, { title, values: options.flatMap(valueOf) });
	const found = { line: space.line, poll, options, title: poll.title === '' ? title : poll.title };
	return { json: { ...pollOutput(context, itemIndex, found), ...(alreadySent ? { alreadySent } : {}) } };
}

function valueOf(option: PollChoice | ValuedOption): PollValue[] {
	const { text, value } = option;
	return value === undefined ? [] : [{ ...('id' in option ? { id: option.id } : {}), text, value }];
}

/** Reads the parameters of one item. Refuses wrong ones before any call. */
function readParameters(context: IExecuteFunctions, itemIndex: number): Parameters {
	const recipient = readRecipient(context, itemIndex);
	const title = trimWords(textParameter(context, 'title', itemIndex));
	if (title === '') throw invalid(itemIndex, 'Title', 'is empty', '', 'Where shall we eat on Friday?');
	const choices = readChoices(context, itemIndex);
	const key = writeKeyFor(context, {
		itemIndex,
		operation: 'createPoll',
		target: recipient.target,
		userKey: textParameter(context, 'options.idempotencyKey', itemIndex),
		toolArguments: { target: recipient.target, title, choices },
		targetAt: targetsOf(context),
	});
	return { ...recipient, title, choices, key };
}

function readChoices(context: IExecuteFunctions, itemIndex: number): readonly PollChoice[] {
	const isList =
		choiceParameter(context, { name: 'optionsAs', displayName: 'Give Options As' }, itemIndex, ['fields', 'list'] as const, 'fields') ===
		'list';
	const given: unknown = context.getNodeParameter(isList ? 'optionList' : 'pollOptions.option', itemIndex, []);
	const choices = readPollChoices(given);
	const parsed = parsePollChoices(choices);
	if (parsed.ok) return parsed.value;
	const found = choices.map(({ text, value }) => (value === undefined ? text : `${text} (${value})`)).join(', ');
	throw invalid(itemIndex, 'Poll Options', parsed.problem, found, pollChoicesExample);
}
