import type { INodeProperties } from 'n8n-workflow';
import { addressListExample } from '../shared/spectrum/model/address/recipients';
import { defaultCountryOption } from '../shared/n8n/fields/defaultCountry';
import { effectField } from '../shared/n8n/fields/effect';
import { lineOption } from '../shared/n8n/fields/recipient';
import { simplifyField } from '../shared/n8n/fields/simplify';
import { idempotencyKeyOption } from '../shared/n8n/fields/writeOptions';

const forSpace = { resource: ['space'] };

/** The one person of a direct conversation. */
export const addressField: INodeProperties = {
	displayName: 'Address',
	name: 'address',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. +15551234567 or alice@example.com',
	description: 'The phone number with its country code, or the email address, of one person. For several people use one item each, or Create Group.',
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
	description:
		'At least two people, with commas between them or as a list of an expression. All of them see each other\'s addresses.',
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
		'The first message of the conversation, sent as typed: Markdown is not read. Leave it empty to send none. Links and pictures do not belong into a first message: they make it look like spam.',
	displayOptions: { show: forSpace },
};

/** Not required, unlike the field of iMessage Effect: a conversation may begin without one. */
export const effectOption: INodeProperties = { ...effectField, required: false, description: 'How the opening message appears' };

const heldFromOption: INodeProperties = {
	...lineOption,
	description:
		'The number that the conversation is held from, for good. Empty means the line that the event came in on, else any. A shared plan picks the number itself and ignores this.',
};

export const subjectOption: INodeProperties = {
	displayName: 'Subject',
	name: 'subject',
	type: 'string',
	default: '',
	placeholder: 'e.g. Your order',
	description: 'A line in bold above the text of the opening message',
};

/** Fields of the resource Space. */
export const spaceFields: INodeProperties[] = [
	addressField,
	newMembersField,
	openingField,
	{ ...simplifyField, displayOptions: { show: forSpace } },
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: { show: forSpace },
		options: [defaultCountryOption, effectOption, idempotencyKeyOption, heldFromOption, subjectOption],
	},
];
