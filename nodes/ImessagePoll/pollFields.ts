import type { INodeProperties } from 'n8n-workflow';
import { defaultCountryOption } from '../shared/n8n/fields/defaultCountry';
import { lineOption } from '../shared/n8n/fields/recipient';
import { idempotencyKeyOption } from '../shared/n8n/fields/writeOptions';

/** Which poll. Empty means the poll of the incoming item. */
export const pollIdField: INodeProperties = {
	displayName: 'Poll ID',
	name: 'pollId',
	type: 'string',
	default: '',
	placeholder: 'Empty: the poll of the incoming item',
	description: 'The message ID of the poll, as creating it gives it. Leave it empty for the poll of the incoming item.',
	displayOptions: { show: { operation: ['addOption', 'get', 'unvote', 'vote'] } },
};

/** What a new poll asks. */
export const createFields: INodeProperties[] = [
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. Where shall we eat on Friday?',
		hint: 'Polls of one conversation should have different titles: people tell their votes apart by it',
		description: 'The question',
		displayOptions: { show: { operation: ['create'] } },
	},
	{
		displayName: 'Give Options As',
		name: 'optionsAs',
		type: 'options',
		options: [
			{ name: 'Fields', value: 'fields', description: 'One field for each option' },
			{ name: 'List', value: 'list', description: 'All in one text or list, for expressions and AI agents' },
		],
		default: 'fields',
		description: 'How to enter the options',
		displayOptions: { show: { operation: ['create'] } },
	},
	{
		displayName: 'Poll Options',
		name: 'pollOptions',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Poll Option',
		default: { option: [{ text: '', value: '' }, { text: '', value: '' }] },
		description: 'What people can choose: 2 to 10 different options',
		options: [
			{
				displayName: 'Option',
				name: 'option',
				values: [
					{
						displayName: 'Text',
						name: 'text',
						type: 'string',
						default: '',
						placeholder: 'e.g. Pizza',
						description: 'What people read',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						placeholder: 'e.g. restaurant-12',
						description:
							'What votes for this option return to your workflow; nobody else sees it. Spectrum does not carry it: this workflow keeps it for its last 100 polls.',
					},
				],
			},
		],
		displayOptions: { show: { operation: ['create'], optionsAs: ['fields'] } },
	},
	{
		displayName: 'Poll Options',
		name: 'optionList',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		placeholder: 'e.g. Pizza, Pasta, Salad',
		description:
			'What people can choose: 2 to 10 different options. One on each line, or separated by commas, or a list such as [{"text": "Pizza", "value": "restaurant-12"}].',
		displayOptions: { show: { operation: ['create'], optionsAs: ['list'] } },
	},
];

/** What is done to a poll that is there. */
export const changeFields: INodeProperties[] = [
	{
		displayName: 'Option',
		name: 'option',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. Pizza',
		description: 'Which option to vote for: its text, its value or its ID',
		displayOptions: { show: { operation: ['vote'] } },
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. Sushi',
		description: 'What people read. An option that is there already is not added again.',
		displayOptions: { show: { operation: ['addOption'] } },
	},
	{
		displayName: 'Value',
		name: 'value',
		type: 'string',
		default: '',
		placeholder: 'e.g. restaurant-31',
		description: 'What votes for this option return to your workflow; nobody else sees it',
		displayOptions: { show: { operation: ['addOption'] } },
	},
];

/** Options of all operations; each is shown where it means something. */
export const pollOptions: INodeProperties[] = [
	defaultCountryOption,
	{ ...idempotencyKeyOption, displayOptions: { show: { '/operation': ['create'] } } },
	lineOption,
	{
		displayName: 'Values',
		name: 'values',
		type: 'json',
		default: '{}',
		placeholder: '{"Pizza": "restaurant-12"}',
		description:
			'Which option has which value, for a poll that another workflow created: an object from text or ID to value, or the options that creating the poll gave',
		displayOptions: { hide: { '/operation': ['create'] } },
	},
];
