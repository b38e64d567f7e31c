import type { INodeProperties } from 'n8n-workflow';
import { defaultCountryOption } from '../shared/n8n/fields/defaultCountry';
import { messageField } from '../shared/n8n/fields/message';
import { allowPrivatePictureOption, maxPictureOption, pictureFields } from '../shared/n8n/fields/picture';
import { lineOption } from '../shared/n8n/fields/recipient';
import { shownFor } from '../shared/n8n/fields/shown';
import { emojiField, tapbackField } from '../shared/n8n/fields/tapback';
import { idempotencyKeyOption } from '../shared/n8n/fields/writeOptions';
import { placementLimits } from './placement';
import { searchLimits } from './search';

/**
 * The message, and what to put on it. Fields that depend on another field are not `required`: while that field is an
 * expression, n8n shows all of them, and would refuse to run a workflow in which one is empty.
 */
export const tapbackFields: INodeProperties[] = [
	{
		displayName: 'Message',
		name: 'findBy',
		type: 'options',
		options: [
			{
				name: 'By ID or Incoming',
				value: 'id',
				description: 'The message of the incoming item, or one whose ID you enter',
			},
			{
				name: 'By Its Text',
				value: 'text',
				description: 'The message of the conversation that has exactly this text',
			},
			{
				name: 'Last Received',
				value: 'lastReceived',
				description: 'The newest message in the conversation that someone else wrote',
			},
		],
		default: 'id',
		description: 'How to find the message to act on',
	},
	{ ...messageField, displayOptions: { show: { findBy: ['id'] } } },
	{
		displayName: 'Text of the Message',
		name: 'messageText',
		type: 'string',
		default: '',
		placeholder: 'e.g. Shall we meet at eight?',
		description:
			'The whole text, with the same upper and lower case. If several messages have it, the node changes nothing and the error lists them.',
		displayOptions: { show: { findBy: ['text'] } },
	},
	...shownFor({ operation: ['add', 'remove'] }, [tapbackField, emojiField]),
	...shownFor(
		{ operation: ['placeSticker'] },
		pictureFields({
			hint: 'The name of the input field containing the picture of the sticker',
			description: 'Which file of the incoming item becomes the sticker: a picture, such as a PNG with transparent parts',
		}),
	),
	{
		displayName: 'Horizontal Position',
		name: 'x',
		type: 'number',
		typeOptions: { minValue: placementLimits.x.from, maxValue: placementLimits.x.to },
		default: 0.5,
		description:
			'Where the sticker sits: 0 is the left edge of the bubble, 1 the right edge. Values slightly outside place it over the edge.',
		displayOptions: { show: { operation: ['placeSticker'] } },
	},
	{
		displayName: 'Vertical Position',
		name: 'y',
		type: 'number',
		typeOptions: { minValue: placementLimits.y.from, maxValue: placementLimits.y.to },
		default: 0.5,
		description:
			'Where the sticker sits: 0 is the upper edge of the bubble, 1 the lower edge. Values slightly outside place it over the edge.',
		displayOptions: { show: { operation: ['placeSticker'] } },
	},
];

const placesSticker = { '/operation': ['placeSticker'] };

/** Options of all operations. Each is shown only for operations that use it. */
export const tapbackOptions: INodeProperties[] = [
	...shownFor(placesSticker, [allowPrivatePictureOption]),
	defaultCountryOption,
	...shownFor(placesSticker, [idempotencyKeyOption]),
	lineOption,
	...shownFor(placesSticker, [maxPictureOption]),
	{
		displayName: 'Rotation',
		name: 'rotation',
		type: 'number',
		typeOptions: { minValue: placementLimits.rotation.from, maxValue: placementLimits.rotation.to },
		default: 0,
		description: 'How far to rotate the sticker clockwise, in degrees. Negative values rotate it the other way.',
		displayOptions: { show: { '/operation': ['placeSticker'] } },
	},
	{
		displayName: 'Scale',
		name: 'scale',
		type: 'number',
		typeOptions: { minValue: placementLimits.scale.from, maxValue: placementLimits.scale.to },
		default: 1,
		description: 'Size of the sticker: 1 is its original size, 2 is twice that',
		displayOptions: { show: { '/operation': ['placeSticker'] } },
	},
	{
		displayName: 'Search Among',
		name: 'searchAmong',
		type: 'options',
		options: [
			{ name: 'Everybody', value: 'everybody' },
			{ name: 'My Messages', value: 'mine' },
			{ name: 'Received Messages', value: 'received' },
		],
		default: 'everybody',
		description: 'Whose messages to search',
		displayOptions: { show: { '/findBy': ['text'] } },
	},
	{
		displayName: 'Search Depth',
		name: 'searchDepth',
		type: 'number',
		typeOptions: { minValue: searchLimits.fewest, maxValue: searchLimits.most },
		default: 200,
		description: 'How many of the newest messages of the conversation to search',
		displayOptions: { show: { '/findBy': ['text'] } },
	},
];
