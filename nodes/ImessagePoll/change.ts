import { findPollOption, sameText, type ValuedOption } from '../shared/spectrum/model/poll/pollChoice';
import { trimWords } from '../shared/spectrum/values/invisible';
import type { WriteKey } from '../shared/spectrum/keys/writeKey';
import type { ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { invalid, textParameter } from '../shared/n8n/parameters/parameters';
import { pollMemory } from '../shared/n8n/memory/pollValues';
import { writeKeyFor } from '../shared/n8n/keys/writeKeys';
import { afterChange, findPoll, readChosenPoll, targetOf } from './find';
import { optionOutput, pollOutput, type FoundPoll } from './output';
import { present } from '../shared/spectrum/values/present';

/** Gets the poll with its current results. */
export async function get(run: ItemRun): Promise<ItemOutput> {
	const found = await findPoll(run, readChosenPoll(run.context, run.itemIndex));
	return { json: pollOutput(run.context, run.itemIndex, found) };
}

/** Votes for an option, which the user names by its text, its value or its id. */
export async function vote(run: ItemRun): Promise<ItemOutput> {
	const { context, itemIndex, gateway } = run;
	const choice = readChosenPoll(context, itemIndex);
	const name = textParameter(context, 'option', itemIndex);
	if (name.trim() === '') throw invalid(itemIndex, 'Option', 'is empty', '', 'Pizza, which is the text, the value or the ID of an option');
	const found = await findPoll(run, choice);
	const option = findPollOption(found.options, name);
	if (!option.ok) {
		throw invalid(itemIndex, 'Option', option.problem, name, found.options[0]?.text ?? 'the text of an option');
	}
	const { line, poll } = found;
	const after = await gateway.polls.vote(line.id, poll.id, option.value.id, keyOf(run, 'votePoll', found, { option: option.value.id }));
	return { json: { ...pollOutput(context, itemIndex, afterChange(found, after, choice)), votedFor: optionOutput(option.value) } };
}

/** Withdraws all votes of the line, because the wire cannot name a single one. */
export async function unvote(run: ItemRun): Promise<ItemOutput> {
	const { context, itemIndex, gateway } = run;
	const choice = readChosenPoll(context, itemIndex);
	const found = await findPoll(run, choice);
	const after = await gateway.polls.unvote(found.line.id, found.poll.id, keyOf(run, 'unvotePoll', found, {}));
	return { json: pollOutput(context, itemIndex, afterChange(found, after, choice)) };
}

/** Adds an option unless the poll has it already, so that a repeated attempt does not add it twice. */
export async function addOption(run: ItemRun): Promise<ItemOutput> {
	const { context, itemIndex, gateway } = run;
	const choice = readChosenPoll(context, itemIndex);
	const text = trimWords(textParameter(context, 'text', itemIndex));
	if (text === '') throw invalid(itemIndex, 'Text', 'is empty', '', 'Sushi');
	const value = trimWords(textParameter(context, 'value', itemIndex));
	const found = await findPoll(run, choice);
	const existing = found.options.find((option) => sameText(option.text, text));
	if (existing === undefined) refuseUsedName(itemIndex, 'Text', text, found.options);
	refuseUsedName(
		itemIndex,
		'Value',
		value,
		found.options.filter((option) => option !== existing),
	);
	const poll =
		existing === undefined
			? await gateway.polls.addOption(found.line.id, found.poll.id, text, keyOf(run, 'addPollOption', found, { text }))
			: found.poll;
	const { id } = existing ?? poll.options.findLast((option) => sameText(option.text, text)) ?? {};
	if (value !== '') pollMemory.remember(context, poll.id, { title: '', values: [{ ...present({ id }), text, value }] });
	const entered = value === '' ? [] : [{ text, value }];
	const after = afterChange(found, poll, { ...choice, values: [entered, ...choice.values] });
	const added = after.options.find((option) => option.id === id);
	return {
		json: {
			...pollOutput(context, itemIndex, after),
			...(added === undefined ? {} : { added: optionOutput(added) }),
			...(existing === undefined ? {} : { alreadyThere: true }),
		},
	};
}

/** Refuses a name that another option has, because the next vote would be ambiguous. */
function refuseUsedName(itemIndex: number, field: string, name: string, options: readonly ValuedOption[]): void {
	const taken = findPollOption(options, name);
	if (taken.ok)
		throw invalid(itemIndex, field, `already names the option "${taken.value.text}"`, name, {
			advice: 'Choose one that no other option has.',
		});
}

function keyOf({ context, itemIndex }: ItemRun, operation: string, found: FoundPoll, toolArguments: object): WriteKey {
	return writeKeyFor(context, {
		itemIndex,
		operation,
		target: targetOf(found),
		userKey: '',
		toolArguments: { pollId: found.poll.id, ...toolArguments },
		isIdempotent: true,
	});
}
