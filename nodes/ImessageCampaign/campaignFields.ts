import type { INodeProperties } from 'n8n-workflow';
import { formatField, textField } from '../shared/n8n/fields/text';
import { shownFor } from '../shared/n8n/fields/shown';

/** Operations over a list, with the message. */
export const listOperations = ['sendToList', 'preview'];

/** Agents may use Check Opt-Out only: a model must not start a campaign. */
const notForTools = { hide: { '@tool': [true] } };

export const operationField: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	// The most used operation first, because n8n offers the node's actions in this order.
	options: [
		{
			name: 'Send to List',
			value: 'sendToList',
			action: 'Send a campaign to a list',
			description: 'Write to each person on the list once, within the limits of your lines',
			displayOptions: notForTools,
		},
		{
			name: 'Preview',
			value: 'preview',
			action: 'Preview a campaign',
			description: 'See who would get the message today, later, or not at all. Nothing is sent.',
			displayOptions: notForTools,
		},
		{
			name: 'Report',
			value: 'report',
			action: 'Report on a campaign',
			description: 'See what became of the messages: delivered, read, answered, opted out',
			displayOptions: notForTools,
		},
		{
			name: 'Check Opt-Out',
			value: 'checkOptOut',
			action: 'Check an opt out',
			description: 'See whether a person has asked for no more messages',
		},
	],
	default: 'sendToList',
};

export const campaignField: INodeProperties = {
	displayName: 'Campaign',
	name: 'campaign',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. spring menu',
	description: 'A name of your choice. A person gets one message for each name, so use a new name for a new message.',
};

export const personField: INodeProperties = {
	displayName: 'To',
	name: 'recipient',
	type: 'string',
	required: true,
	default: '={{ $json.phone }}',
	placeholder: 'e.g. {{ $json.phone }}',
	description: 'Phone number or email of the person. National numbers need the option Default Country.',
};

export const filesField: INodeProperties = {
	displayName: 'Attachments',
	name: 'binaryPropertyName',
	type: 'string',
	default: '',
	placeholder: 'Empty: the text alone',
	hint: 'The name of the input field containing the file, such as data. Several names separated by commas, or all, become one album.',
	description: 'Files of the item that are sent with the text',
};

export const addressField: INodeProperties = {
	displayName: 'Address',
	name: 'address',
	type: 'string',
	default: '',
	placeholder: 'Empty: the person who wrote',
	description: 'Phone number or email. Empty means the person who started the run.',
};

/** The fields above the options. */
export const campaignFields: readonly INodeProperties[] = [
	...shownFor({ operation: listOperations }, [campaignField, personField]),
	...shownFor({ operation: listOperations }, [
		{
			...textField,
			placeholder: 'e.g. Hi {{ $json.name }}, our spring menu is here',
			description: 'The text of the message. Put the name of the person into it: Spectrum refuses too many identical texts.',
		},
		{ ...formatField, noDataExpression: true },
		filesField,
	]),
	...shownFor({ operation: ['checkOptOut'] }, [addressField]),
];
