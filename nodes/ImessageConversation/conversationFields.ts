import type { INodeProperties } from 'n8n-workflow';
import { defaultCountryOption } from '../shared/n8n/fields/defaultCountry';
import { outputFileField } from '../shared/n8n/fields/outputFile';
import { messageField } from '../shared/n8n/fields/message';
import { conversationField, emptyMeans, lineOption, recipientField, sendingLineOption } from '../shared/n8n/fields/recipient';
import { simplifyField } from '../shared/n8n/fields/simplify';
import { idempotencyKeyOption } from '../shared/n8n/fields/writeOptions';
import { optionsField } from '../shared/n8n/node/optionsField';
import { conversationFilters } from './getManyFields';
import { limitFields } from './limitFields';
import { locationFields, locationLineOption } from './locationFields';
import { recipientFields, registeredLineOption } from './recipientFields';
import { waitSecondsField } from './waitFields';

function shownFor(resource: string, ...operation: string[]): INodeProperties['displayOptions'] {
	return { show: { resource: [resource], operation } };
}

/** Which file to download. Empty means the files of the incoming item. */
export const attachmentField: INodeProperties = {
	displayName: 'Attachment ID',
	name: 'attachmentId',
	type: 'string',
	default: '',
	placeholder: 'Empty: the files of the incoming message',
	description:
		'The file to download. Leave it empty for all files of the incoming message: a picture, a voice memo, an album. To download one of several, enter its ID from the item.',
	displayOptions: shownFor('attachment', 'download'),
};

/** The address to look up. Empty means the sender of the incoming item. */
export const checkedAddressField: INodeProperties = {
	displayName: 'Address',
	name: 'address',
	type: 'string',
	default: '',
	placeholder: 'Empty: the sender of the incoming message',
	description:
		'The phone number with its country code, or the email address, to look up. Leave it empty for the sender of the incoming message.',
	displayOptions: shownFor('address', 'check'),
};

export const textField: INodeProperties = {
	displayName: 'Text',
	name: 'text',
	type: 'string',
	typeOptions: { rows: 3 },
	required: true,
	default: '',
	placeholder: 'e.g. Your parcel has arrived.',
	description: 'The text, both for iMessage and for SMS. It is sent as typed, without Markdown formatting.',
	displayOptions: shownFor('message', 'sendWithFallback'),
};

/** When a text becomes an SMS. */
export const conditionField: INodeProperties = {
	displayName: 'Send as SMS',
	name: 'fallbackWhen',
	type: 'options',
	options: [
		{
			name: 'When iMessage Is Unsupported',
			value: 'unsupported',
			description: 'Checks before sending whether the number has iMessage. If the send fails, there is no SMS.',
		},
		{
			name: 'When the Send Fails',
			value: 'fails',
			description: 'Sends as iMessage first, and as SMS when the iMessage was definitely not accepted',
		},
		{
			name: 'When Either Happens',
			value: 'both',
			description: 'Checks first, and also sends as SMS when the iMessage was definitely not accepted',
		},
	],
	default: 'both',
	description: 'When to send the text as SMS instead',
	displayOptions: shownFor('message', 'sendWithFallback'),
};

export const smsLineOption: INodeProperties = {
	...lineOption,
	displayName: 'SMS Line',
	name: 'smsLine',
	description: 'The number that sends the SMS. Leave it empty to use the line of the iMessage.',
};

const askedLineOption: INodeProperties = {
	...lineOption,
	description:
		'The line to ask. Empty means the line of the event, otherwise the line that has the conversation or the message. A shared plan has only one line and ignores this.',
};

const fallbackLineOption: INodeProperties = {
	...sendingLineOption,
	description: 'The line of the iMessage. Empty means the line of the event, otherwise the line that knows the conversation, or any line.',
};

/** *Ask to Share* writes, so its line is one to send from. */
const askingLineOption: INodeProperties = { ...sendingLineOption, displayOptions: { show: { '/operation': ['askLocation'] } } };

const forFallback = { show: { '/operation': ['sendWithFallback'] } };

/** Every field of the node, in the order of the panel. */
export const conversationFields: INodeProperties[] = [
	{ ...conversationField, displayOptions: { show: { resource: ['conversation'] }, hide: { operation: ['getMany'] } } },
	{ ...conversationField, displayOptions: shownFor('message', 'getEmbeddedMedia') },
	{
		...recipientField,
		description: `The phone number to reach. ${emptyMeans}.`,
		displayOptions: shownFor('message', 'sendWithFallback'),
	},
	{ ...messageField, displayOptions: shownFor('message', 'get', 'getEmbeddedMedia') },
	{
		...messageField,
		description: 'The message that this line sent. Leave it empty for the message of the incoming item, such as the output of a Send.',
		displayOptions: shownFor('message', 'waitUntilDelivered'),
	},
	waitSecondsField,
	attachmentField,
	checkedAddressField,
	textField,
	conditionField,
	{ ...outputFileField, displayOptions: { show: { operation: ['download', 'getEmbeddedMedia'] } } },
	...limitFields({ resource: ['conversation'], operation: ['getMany', 'history'] }),
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		displayOptions: shownFor('conversation', 'history'),
		options: [
			{
				displayName: 'After',
				name: 'after',
				type: 'dateTime',
				default: '',
				description: "Only messages from this time or later. A time without a zone is in the workflow's time zone.",
			},
			{
				displayName: 'Before',
				name: 'before',
				type: 'dateTime',
				default: '',
				description: "Only messages before this time. A time without a zone is in the workflow's time zone.",
			},
			{
				displayName: 'Sent By',
				name: 'sentBy',
				type: 'options',
				options: [
					{ name: 'Anyone', value: 'anyone', description: 'Messages in both directions' },
					{ name: 'Me', value: 'me', description: 'Only what this line sent' },
					{ name: 'Others', value: 'others', description: 'Only what others wrote' },
				],
				default: 'anyone',
				description: 'Whose messages to return',
			},
			{
				displayName: 'Unread Only',
				name: 'unreadOnly',
				type: 'boolean',
				default: true,
				description:
					'Whether to return only messages from others that are unread on this line. With Sent By set to Me, only messages that the others have not read.',
			},
		],
	},
	conversationFilters,
	...locationFields,
	...recipientFields,
	{ ...simplifyField, displayOptions: shownFor('conversation', 'history', 'getDetails', 'getMany') },
	{ ...simplifyField, displayOptions: shownFor('message', 'get') },
	optionsField([
		{ ...defaultCountryOption, displayOptions: { hide: { '/operation': ['getAll', 'getLocations'] } } },
		{ ...idempotencyKeyOption, displayOptions: { show: { '/operation': ['askLocation', 'sendWithFallback'] } } },
		{
			...askedLineOption,
			displayOptions: {
				show: { '/resource': ['address', 'attachment', 'conversation', 'message'] },
				hide: { '/operation': ['getMany', 'sendWithFallback'] },
			},
		},
		{ ...fallbackLineOption, displayOptions: forFallback },
		askingLineOption,
		locationLineOption,
		registeredLineOption,
		{ ...smsLineOption, displayOptions: forFallback },
	]),
];
