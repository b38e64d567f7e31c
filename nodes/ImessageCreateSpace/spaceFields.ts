import type { INodeProperties } from 'n8n-workflow';
import { addressListExample } from '../shared/spectrum/model/address/recipients';
import { defaultCountryOption } from '../shared/n8n/fields/defaultCountry';
import { effectField } from '../shared/n8n/fields/effect';
import { bestLineMeans, sendingLineOption } from '../shared/n8n/fields/recipient';
import { simplifyField } from '../shared/n8n/fields/simplify';
import { idempotencyKeyOption } from '../shared/n8n/fields/writeOptions';
import { optionsField } from '../shared/n8n/node/optionsField';

const forSpace = { resource: ['space'] };

/** The one person of a direct conversation. */
export const addressField: INodeProperties = {
	displayName: 'Address',
	name: 'address',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. +15551234567 or alice@example.com',
	description:
		'The phone number with its country code, or the email address, of one person. For several people, use one item for each, or Create Group.',
	displayOptions: { show: { ...forSpace, operation: ['createDirect'] } },
};

/** The people of a new group. */
export const newMembersField: INodeProperties = {
	displayName: 'Members',
	name: 'members',
	type: 'string',
	required: true,
	default: '',
	placeholder: `e.g. ${addressListExample}`,
	description: "At least two people, separated by commas, or as a list from an expression. All of them see each other's addresses.",
	displayOptions: { show: { ...forSpace, operation: ['createGroup'] } },
};

export const openingField: INodeProperties = {
	displayName: 'Opening Message',
	name: 'openingMessage',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	placeholder: 'e.g. Hello, this is Anna from the bakery.',
	description:
		'The first message of the conversation, sent as typed, without Markdown formatting. Leave it empty to send none. Avoid links and pictures in a first message, because they make it look like spam.',
	displayOptions: { show: forSpace },
};

/** Optional, unlike the field of iMessage Effect, because a conversation may begin without an effect. */
export const effectOption: INodeProperties = { ...effectField, required: false, description: 'How the opening message appears' };

const heldFromOption: INodeProperties = {
	...sendingLineOption,
	description:
		'The number that the conversation permanently belongs to. Empty means the line of the event, otherwise any line. A shared plan picks the number itself and ignores this. ' +
		bestLineMeans,
};

export const subjectOption: INodeProperties = {
	displayName: 'Subject',
	name: 'subject',
	type: 'string',
	default: '',
	placeholder: 'e.g. Your order',
	description: 'A line in bold above the text of the opening message',
};

/** The fields of the resource Space. */
export const spaceFields: INodeProperties[] = [
	addressField,
	newMembersField,
	openingField,
	{ ...simplifyField, displayOptions: { show: forSpace } },
	{
		...optionsField([defaultCountryOption, effectOption, idempotencyKeyOption, heldFromOption, subjectOption]),
		displayOptions: { show: forSpace },
	},
];
