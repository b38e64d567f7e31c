import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

export const approversField: INodeProperties = {
	displayName: 'Listed People',
	name: 'approvers',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Person',
	default: {},
	description: 'The people who may answer. They are fixed: expressions are not allowed.',
	options: [
		{
			displayName: 'Person',
			name: 'person',
			values: [
				{
					displayName: 'Address',
					name: 'address',
					type: 'string',
					default: '',
					placeholder: 'e.g. +15551234567 or alice@example.com',
					description: 'Phone number or email address of the person',
				},
				{
					displayName: 'Allow SMS',
					name: 'allowSms',
					type: 'boolean',
					default: false,
					description: 'Whether an answer over SMS or RCS counts. Anyone can forge the sender of an SMS.',
				},
			],
		},
	],
};

/** The same field in a step of human review, where it is always shown. */
export const reviewersField: INodeProperties = {
	...approversField,
	displayName: 'Approvers',
	placeholder: 'Add Approver',
	required: true,
	description: 'The people who may approve or decline. They are fixed: expressions are not allowed.',
};

export const choicesField: INodeProperties = {
	displayName: 'Answers',
	name: 'answerChoices',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add Answer',
	default: {
		choice: [
			{ text: '', value: '' },
			{ text: '', value: '' },
		],
	},
	description: 'What people can choose: 2 to 10 different answers',
	options: [
		{
			displayName: 'Answer',
			name: 'choice',
			values: [
				{
					displayName: 'Text',
					name: 'text',
					type: 'string',
					default: '',
					placeholder: 'e.g. Deliver on Monday',
					description: 'What people read',
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					placeholder: 'e.g. monday',
					description: 'What your workflow gets. Default: the text.',
				},
			],
		},
	],
};

/** The kinds of answers. The most used one first, as in n8n's own nodes. */
const responseTypes: INodePropertyOptions[] = [
	{ name: 'Approval', value: 'approval', description: 'A yes or a no' },
	{ name: 'Free Text', value: 'freeText', description: 'Any words' },
	{ name: 'Choice', value: 'choice', description: 'One of 2 to 10 options' },
];

export const responseTypeField: INodeProperties = {
	displayName: 'Response Type',
	name: 'responseType',
	type: 'options',
	noDataExpression: true,
	options: responseTypes,
	default: 'approval',
	description: 'What people can answer',
};

export const mayAnswerField: INodeProperties = {
	displayName: 'Who May Answer',
	name: 'mayAnswer',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'The Person Asked', value: 'person', description: 'The other person of a direct conversation, over iMessage' },
		{ name: 'Listed People', value: 'listed', description: 'Only the people listed here' },
		{ name: 'Anyone in the Conversation', value: 'anyone', description: 'Everyone in the conversation, over iMessage' },
	],
	default: 'person',
	description: 'Whose answer counts. In a group, choose "Listed People" or "Anyone in the Conversation".',
};

export const onlyRepliesField: INodeProperties = {
	displayName: 'Only Replies',
	name: 'onlyReplies',
	type: 'boolean',
	default: false,
	description:
		'Whether an answer in a direct conversation must refer to the question, as a reply, tapback or vote. In a group it always must.',
};
