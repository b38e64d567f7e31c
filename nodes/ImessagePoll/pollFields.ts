import type { INodeProperties } from 'n8n-workflow';
import { defaultCountryOption } from '../shared/n8n/fields/defaultCountry';
import { lineOption } from '../shared/n8n/fields/recipient';
import { idempotencyKeyOption } from '../shared/n8n/fields/writeOptions';

/** The poll to act on. Empty means the poll of the incoming item. */
export const pollIdField: INodeProperties = {
	displayName: 'Poll ID',
	name: 'pollId',
	type: 'string',
	default: '',
	placeholder: 'Empty: the poll of the incoming item',
	description: 'The message ID of the poll, from the output of Create. Leave it empty for the poll of the incoming item.',
	displayOptions: { show: { operation: ['addOption', 'get', 'unvote', 'vote'] } },
};

/** The fields of a new poll. */
export const createFields: INodeProperties[] = [
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. Where shall we eat on Friday?',
		hint: 'Give the polls of one conversation different titles, so that people can distinguish them',
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
		default: {
			option: [
				{ text: '', value: '' },
				{ text: '', value: '' },
			],
		},
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
							'What a vote for this option returns to your workflow. No one else sees it. Spectrum does not transmit it: this workflow stores it for its last 100 polls.',
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
			'What people can choose: 2 to 10 different options. One per line, or separated by commas, or a list such as [{"text": "Pizza", "value": "restaurant-12"}].',
		displayOptions: { show: { operation: ['create'], optionsAs: ['list'] } },
	},
];

/** The fields for changes to an existing poll. */
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
		description: 'What people read. An option that the poll already has is not added again.',
		displayOptions: { show: { operation: ['addOption'] } },
	},
	{
		displayName: 'Value',
		name: 'value',
		type: 'string',
		default: '',
		placeholder: 'e.g. restaurant-31',
		description: 'What a vote for this option returns to your workflow. No one else sees it.',
		displayOptions: { show: { operation: ['addOption'] } },
	},
];

/** Options of all operations. Each is shown only for operations that use it. */
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
			'The value of each option, for a poll that another workflow created: an object from text or ID to value, or the options from the output of Create',
		displayOptions: { hide: { '/operation': ['create'] } },
	},
];
