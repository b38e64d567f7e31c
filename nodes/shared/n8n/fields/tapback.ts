import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Reaction } from '../../spectrum/model/reaction';
import { parseReaction, reactionExample } from '../../spectrum/model/reactionName';
import { readLocator } from '../parameters/locator';
import { invalid, textParameter } from '../parameters/parameters';

/** The entry of the list for any other emoji, which has its own field. */
const otherEmoji = 'emoji';

/** The entries of the list. */
export const tapbackChoices = [
	{ name: 'Dislike', value: 'dislike', description: 'Thumb down' },
	{ name: 'Emphasize', value: 'emphasize', description: 'Two exclamation marks' },
	{ name: 'Laugh', value: 'laugh', description: 'Ha ha' },
	{ name: 'Like', value: 'like', description: 'Thumb up' },
	{ name: 'Love', value: 'love', description: 'Heart' },
	{ name: 'Other Emoji', value: otherEmoji, description: 'Any single emoji, in the field below' },
	{ name: 'Question', value: 'question', description: 'Question mark' },
];

/** The tapback. A resource locator, because n8n offers "let the model define" for it and not for a list of options. */
export const tapbackField: INodeProperties = {
	displayName: 'Tapback',
	name: 'reaction',
	type: 'resourceLocator',
	required: true,
	default: { __rl: true, mode: 'list', value: 'love', cachedResultName: 'Love' },
	description:
		'What to put on the message. An expression may give a name (love, like, dislike, laugh, emphasize, question), an alias (heart, thumbs_up, thumbs_down, exclamation) or an emoji.',
	modes: [
		{ displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: 'searchTapbacks', searchable: true } },
		{
			displayName: 'By Name',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. thumbs_up',
			hint: 'A name such as love, an alias such as thumbs_up, or exactly one emoji',
		},
	],
};

/** The emoji, if "Other Emoji" is chosen in the list. */
export const emojiField: INodeProperties = {
	displayName: 'Emoji',
	name: 'emoji',
	type: 'string',
	default: '',
	placeholder: 'One emoji',
	description:
		'Exactly one emoji. The six that stand for tapbacks in received reactions (heart, thumbs, tears of joy, double exclamation mark, red question mark) become those tapbacks.',
	displayOptions: { show: { [tapbackField.name]: [otherEmoji] } },
};

/** Reads the reaction of one item. Anything but a tapback or one emoji is refused before any call. */
export function readTapback(context: IExecuteFunctions, itemIndex: number): Reaction {
	const { value } = readLocator(context, tapbackField, itemIndex, reactionExample);
	const isOtherEmoji = value.toLowerCase() === otherEmoji;
	const text = isOtherEmoji ? textParameter(context, emojiField, itemIndex) : value;
	const parsed = parseReaction(text);
	if (parsed.ok) return parsed.value;
	throw invalid(itemIndex, (isOtherEmoji ? emojiField : tapbackField).displayName, parsed.problem, text, reactionExample);
}
