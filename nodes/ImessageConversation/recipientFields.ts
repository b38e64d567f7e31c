import type { INodeProperties } from 'n8n-workflow';
import { selfHostedCredential } from '../shared/n8n/credentials/credentials';
import { lineOption } from '../shared/n8n/fields/recipient';
import { limitFields } from './limitFields';

const forRecipient = { resource: ['recipient'] };

export const recipientOperations: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: forRecipient },
	options: [
		{
			name: 'Get Invitation',
			value: 'getInvitation',
			action: 'Get the invitation of a recipient',
			description: 'Get a link that opens Messages, so that the person can write first',
		},
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many recipients',
			description: 'Get the people who are registered, one item for each',
		},
		{
			name: 'Register',
			value: 'register',
			action: 'Register a recipient',
			description: 'Register a person and get the number that they must write to first',
		},
		{
			name: 'Remove',
			value: 'remove',
			action: 'Remove a recipient',
			description: 'Remove a person from the list. The project can then no longer write to them.',
		},
	],
	default: 'register',
};

export const phoneNumberField: INodeProperties = {
	displayName: 'Phone Number',
	name: 'phoneNumber',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. +15551234567',
	description: 'The number that the person uses with iMessage, with its country code',
	displayOptions: { show: { ...forRecipient, operation: ['register'] } },
};

/** The fields of the collection *Details*. */
export const firstNameField: INodeProperties = {
	displayName: 'First Name',
	name: 'firstName',
	type: 'string',
	default: '',
	placeholder: 'e.g. Ada',
};
export const lastNameField: INodeProperties = {
	displayName: 'Last Name',
	name: 'lastName',
	type: 'string',
	default: '',
	placeholder: 'e.g. Lovelace',
};
export const emailField: INodeProperties = {
	displayName: 'Email',
	name: 'email',
	type: 'string',
	default: '',
	placeholder: 'e.g. ada@example.com',
};

export const namedRecipientField: INodeProperties = {
	displayName: 'Recipient',
	name: 'recipient',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. +15551234567',
	description: 'The phone number of the person, or the recipient ID from Register or Get Many',
	displayOptions: { show: { ...forRecipient, operation: ['remove', 'getInvitation'] } },
};

export const firstMessageField: INodeProperties = {
	displayName: 'First Message',
	name: 'firstMessage',
	type: 'string',
	default: '',
	placeholder: 'e.g. Hello, I would like to hear from you.',
	description: 'The text that Messages already contains when the person opens the link, up to 1,000 characters. They only have to send it.',
	displayOptions: { show: { ...forRecipient, operation: ['getInvitation'] } },
};

/** The field of the collection *Options* that names the line a person is registered for, on a dedicated plan. */
export const registeredLineOption: INodeProperties = {
	...lineOption,
	description:
		'The line that the person is registered for. Empty means the only line, or the line that Spectrum chooses. A shared plan picks the number itself and ignores this.',
	displayOptions: { show: { '/resource': ['recipient'], '/operation': ['register'] } },
};

/** The fields of the resource, in the order of the panel. */
export const recipientFields: INodeProperties[] = [
	{
		displayName:
			'Only projects of Spectrum Cloud have recipients. Your own server can write to everyone. Choose "Spectrum Cloud" to continue.',
		name: 'recipientNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { ...forRecipient, authentication: [selfHostedCredential] } },
	},
	phoneNumberField,
	{
		displayName: 'Details',
		name: 'details',
		type: 'collection',
		placeholder: 'Add detail',
		default: {},
		options: [emailField, firstNameField, lastNameField],
		displayOptions: { show: { ...forRecipient, operation: ['register'] } },
	},
	namedRecipientField,
	firstMessageField,
	...limitFields({ ...forRecipient, operation: ['getAll'] }),
];
