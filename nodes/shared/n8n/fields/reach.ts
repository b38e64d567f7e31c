import type { INodeProperties } from 'n8n-workflow';

/** Whom a tool may reach. */
export type ReachMode = 'conversation' | 'listed' | 'anyone';

/** Shown where the node is a tool of an AI agent. */
const inTools = { '@tool': [true] };

/** A question of human review goes where its author says. */
const notAsking = { operation: ['sendAndWait'] };

export const reachField: INodeProperties = {
	displayName: 'Reach',
	name: 'reach',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Only This Conversation',
			value: 'conversation',
			description:
				'The conversation of the event that started the run. Without such an event, the listed addresses and those typed into the node.',
		},
		{
			name: 'Listed Addresses',
			value: 'listed',
			description: 'The conversation that started the run, the addresses listed here, and those typed into the node',
		},
		{ name: 'Anyone', value: 'anyone', description: 'Every conversation of the credential, and every address' },
	],
	default: 'conversation',
	description: 'Whom the agent may reach with this tool, whatever its model asks for',
	displayOptions: { show: inTools, hide: notAsking },
};

export const reachAddressesField: INodeProperties = {
	displayName: 'Listed Addresses',
	name: 'reachAddresses',
	type: 'string',
	noDataExpression: true,
	default: '',
	placeholder: 'e.g. +15551234567, alice@example.com',
	description: 'Phone numbers, email addresses or space IDs, separated by commas. They are fixed: expressions are not allowed.',
	displayOptions: { show: { ...inTools, reach: ['conversation', 'listed'] }, hide: notAsking },
};

const anyoneNotice: INodeProperties = {
	displayName:
		'A person who writes to you can talk the agent into writing to any address, and into reading or changing any conversation of your lines. Choose "Anyone" only where no stranger can write to the agent.',
	name: 'reachNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { ...inTools, reach: ['anyone'] }, hide: notAsking },
};

export const callsPerRunField: INodeProperties = {
	displayName: 'Calls per Run',
	name: 'callsPerRun',
	type: 'number',
	noDataExpression: true,
	typeOptions: { minValue: 1, maxValue: 1000, numberPrecision: 0 },
	default: 5,
	description: 'How often the agent may use this tool in one run of the workflow. Calls that only read do not count.',
	displayOptions: { show: inTools, hide: notAsking },
};

export const newConversationsPerRunField: INodeProperties = {
	displayName: 'New Conversations per Run',
	name: 'newConversationsPerRun',
	type: 'number',
	noDataExpression: true,
	typeOptions: { minValue: 0, maxValue: 100, numberPrecision: 0 },
	default: 0,
	description: 'How many new conversations, with people or groups, the agent may begin in one run of the workflow',
	displayOptions: { show: { ...inTools, reach: ['anyone'] }, hide: notAsking },
};

/** Only on the node that changes groups. */
export const allowGroupChangesField: INodeProperties = {
	displayName: 'Allow Group Changes',
	name: 'allowGroupChanges',
	type: 'boolean',
	noDataExpression: true,
	default: false,
	description:
		'Whether the agent may create groups, rename or leave them, change their picture, and add or remove members. New members must be within its reach.',
	displayOptions: { show: inTools },
};

/** The settings of every node that an agent can use as a tool. */
export const reachFields: readonly INodeProperties[] = [
	reachField,
	reachAddressesField,
	anyoneNotice,
	newConversationsPerRunField,
	callsPerRunField,
];
