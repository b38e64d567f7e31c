import type { INodeProperties } from 'n8n-workflow';
import { defaultCountryOption } from '../../shared/n8n/fields/defaultCountry';

// Lists are texts and not fields with an "add" button: people paste them, and an expression can give them whole.
const listRows = { rows: 2 };

export const linesOption: INodeProperties = {
	displayName: 'Lines',
	name: 'lines',
	type: 'string',
	typeOptions: listRows,
	default: '',
	placeholder: 'e.g. +15559876543',
	description:
		'Only events on these lines: numbers, or line IDs (not by webhook), separated by commas or line breaks. A shared plan has one line only, named shared.',
};

export const spaceTypeOption: INodeProperties = {
	displayName: 'Space Type',
	name: 'spaceType',
	type: 'options',
	options: [
		{ name: 'Any', value: 'any', description: 'Direct conversations and groups' },
		{ name: 'Direct', value: 'dm', description: 'Conversations with one person' },
		{ name: 'Group', value: 'group', description: 'Conversations with several people' },
	],
	default: 'any',
	description: 'Only conversations of this kind',
};

export const spacesOption: INodeProperties = {
	displayName: 'Spaces',
	name: 'spaces',
	type: 'string',
	typeOptions: listRows,
	default: '',
	placeholder: 'e.g. any;+;chat123456789',
	description:
		'Only these conversations: space IDs, or the address of the other person for a direct one, separated by commas or line breaks',
};

export const sendersOption: INodeProperties = {
	displayName: 'Senders',
	name: 'senders',
	type: 'string',
	typeOptions: listRows,
	default: '',
	placeholder: 'e.g. +15551234567, *@example.com, +44*',
	description:
		'Only events from these people: phone numbers or emails, separated by commas or line breaks. *@example.com means everyone at that domain, *@*.example.com everyone at its subdomains, and +44* every number that begins like this.',
};

export const blockedSendersOption: INodeProperties = {
	displayName: 'Blocked Senders',
	name: 'blockedSenders',
	type: 'string',
	typeOptions: listRows,
	default: '',
	placeholder: 'e.g. +15551234567, *@example.com, +44*',
	description: 'No events from these people, even if Senders names them. Enter them as in Senders.',
};

export const textContainsOption: INodeProperties = {
	displayName: 'Text Contains',
	name: 'textContains',
	type: 'string',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Text' },
	default: [],
	placeholder: 'e.g. invoice',
	description:
		'Only messages with one of these words or phrases, in upper or lower case. Applies to received and edited messages; all other events pass.',
};

export const textMatchesOption: INodeProperties = {
	displayName: 'Text Matches',
	name: 'textMatches',
	type: 'string',
	default: '',
	placeholder: 'e.g. /^order \\d+/i',
	description:
		'Only messages whose text contains a match of this regular expression, plain or as /pattern/flags with the flags i, m and s. RE2 syntax: no lookaround, no back references. Applies to received and edited messages; all other events pass.',
};

export const onlyMentionsOption: INodeProperties = {
	displayName: 'Only Mentions (Groups)',
	name: 'onlyMentions',
	type: 'boolean',
	default: false,
	// A delivery does not say whom it mentions.
	displayOptions: { hide: { '/receiveBy': ['webhook'] } },
	description:
		'Whether messages in groups have to mention your line. Applies to received and edited messages; direct conversations and all other events pass.',
};

export const optOutsOption: INodeProperties = {
	displayName: 'Opt-Outs',
	name: 'optOuts',
	type: 'options',
	options: [
		{ name: 'Any', value: 'any', description: 'Opt-outs and all other messages' },
		{ name: 'Only', value: 'only', description: 'Only messages that are an opt-out, such as STOP' },
		{ name: 'Without', value: 'without', description: 'No opt-outs' },
	],
	default: 'any',
	description:
		'Messages whose whole text asks for no more messages, in one of ten languages. Applies to received messages; all other events pass.',
};

/** The conditions that an event must meet to start the workflow. A filter that is not added, or is empty, has no effect. */
export const triggerFilterField: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	description: 'Which events start the workflow. An event has to pass all of them.',
	options: [
		blockedSendersOption,
		{
			...defaultCountryOption,
			description:
				'Country of the phone numbers in the filters that have no country code. Without it, a number needs + and its country code.',
		},
		linesOption,
		onlyMentionsOption,
		optOutsOption,
		sendersOption,
		spaceTypeOption,
		spacesOption,
		textContainsOption,
		textMatchesOption,
	],
};
