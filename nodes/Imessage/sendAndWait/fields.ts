import type { INodeProperties } from 'n8n-workflow';
import {
	approversField,
	choicesField,
	mayAnswerField,
	onlyRepliesField,
	responseTypeField,
	reviewersField,
} from '../../shared/n8n/asking/fields';
import { emptyMeans, recipientField } from '../../shared/n8n/fields/recipient';
import { shownFor } from '../../shared/n8n/fields/shown';

/** The value that n8n looks for in a node that can wait for a person. */
export const askOperation = 'sendAndWait';

/** Where the node is a step of human review between an agent and its tools. */
const inTools = { '@tool': [true] };

export const answeredByField: INodeProperties = {
	displayName: 'Answered By',
	name: 'answeredBy',
	type: 'options',
	options: [
		{ name: 'Poll or Words', value: 'both', description: 'A vote, words or, for an approval, 👍 ❤️ or 👎 on the message' },
		{ name: 'Poll', value: 'poll', description: 'Only a vote in a poll' },
		{ name: 'Words', value: 'words', description: 'Words or, for an approval, 👍 ❤️ or 👎 on the message. No poll is sent.' },
	],
	default: 'both',
	description: 'How people answer. Words must be the whole message: yes, no and their translations, or the text or number of an answer.',
};

export const messageField: INodeProperties = {
	displayName: 'Message',
	name: 'message',
	type: 'string',
	typeOptions: { rows: 3 },
	required: true,
	default: '',
	placeholder: 'e.g. May I send this offer to the customer?',
	description: 'The question, in Markdown',
};

export const limitField: INodeProperties = {
	displayName: 'Limit Wait Time',
	name: 'limitAmount',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: 24,
	description: 'How long an answer counts, from one minute to 90 days. After that, the workflow continues without one.',
};

export const limitUnitField: INodeProperties = {
	displayName: 'Unit',
	name: 'limitUnit',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Minutes', value: 'minutes' },
		{ name: 'Hours', value: 'hours' },
		{ name: 'Days', value: 'days' },
	],
	default: 'hours',
	description: 'The unit of the limit',
};

/** The fields of *Send and Wait for Response*, without its options. */
export const askFields: readonly INodeProperties[] = shownFor({ operation: [askOperation] }, [
	{ ...recipientField, description: `Who is asked. ${emptyMeans}.`, displayOptions: { hide: inTools } },
	{
		...recipientField,
		required: true,
		description: 'Who is asked. It must be filled in, because the person who talks to the agent must not approve what it does for them.',
		displayOptions: { show: inTools },
	},
	messageField,
	responseTypeField,
	{ ...choicesField, displayOptions: { show: { responseType: ['choice'] } } },
	{ ...answeredByField, displayOptions: { show: { responseType: ['approval', 'choice'] } } },
	{ ...mayAnswerField, displayOptions: { hide: inTools } },
	{ ...approversField, displayOptions: { show: { mayAnswer: ['listed'] }, hide: inTools } },
	{ ...reviewersField, displayOptions: { show: inTools } },
	onlyRepliesField,
	limitField,
	limitUnitField,
]);

const approval = { '/responseType': ['approval'] };

/** Options of *Send and Wait for Response*. */
export const askOptions = {
	addLink: {
		displayName: 'Add a Link',
		name: 'addLink',
		type: 'boolean',
		default: true,
		description:
			'Whether to also send a link to a page of this n8n where people can answer. Everyone who has the link can answer. n8n needs a public https address.',
		displayOptions: { hide: { ...inTools, '/mayAnswer': ['listed'] } },
	},
	alsoStart: {
		displayName: 'Also Start Workflows',
		name: 'alsoStart',
		type: 'boolean',
		default: true,
		description:
			'Whether the answer also starts workflows with an iMessage Trigger. Without this option it does not, if the Trigger can tell that it is an answer.',
	},
	approveLabel: {
		displayName: 'Approve Label',
		name: 'approveLabel',
		type: 'string',
		default: 'Approve',
		description: 'The option of the poll that approves. It also counts as a word, so it must not be one that declines.',
		displayOptions: { show: approval },
	},
	confirmAnswer: {
		displayName: 'Confirm the Answer',
		name: 'confirmAnswer',
		type: 'boolean',
		default: true,
		description: 'Whether the message that answered gets a 👍, so that the person sees that it arrived',
	},
	declineLabel: {
		displayName: 'Decline Label',
		name: 'declineLabel',
		type: 'string',
		default: 'Decline',
		description: 'The option of the poll that declines. It also counts as a word, so it must not be one that approves.',
		displayOptions: { show: approval },
	},
	reminderHours: {
		displayName: 'Reminder After (Hours)',
		name: 'reminderHours',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 4,
		description: 'After this many hours without an answer, one reminder is sent. Must be less than the limit.',
	},
	reminderText: {
		displayName: 'Reminder Text',
		name: 'reminderText',
		type: 'string',
		default: 'We are still waiting for your answer.',
		description: 'What the reminder says. It is sent only with the option "Reminder After (Hours)".',
	},
	showDecision: {
		displayName: 'Show the Decision',
		name: 'showDecision',
		type: 'boolean',
		default: true,
		description: 'Whether the question is edited when the answer comes, such as "✅ Approved". Apple allows edits for 15 minutes.',
	},
	tellOthers: {
		displayName: 'Tell Others',
		name: 'tellOthers',
		type: 'string',
		default: 'Thank you. Someone else has to answer this question.',
		description: 'The reply to a person who answers but may not. Each person gets it once. Without this option they are ignored.',
	},
} as const satisfies Record<string, INodeProperties>;
