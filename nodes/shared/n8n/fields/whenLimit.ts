import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

/** What happens to an item that Spectrum refuses because of a limit. */
export const whenLimitOption: INodeProperties = {
	displayName: 'When a Limit Is Reached',
	name: 'whenLimit',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Error',
			value: 'error',
			description: 'The item fails, as with any other error. If Not Sent was connected, check the connections that leave the node.',
		},
		{
			name: 'Output Not Sent',
			value: 'output',
			description: 'The item goes to a second output, with the limit and the time of the next attempt, and the run continues',
		},
	],
	default: 'error',
	description: 'What happens to a message that Spectrum refuses because of a limit, such as 50 new conversations a day',
};

/** Said at the moment of the choice, because n8n keeps a wire at its place when an output is added before it. */
export const whenLimitNotice: INodeProperties = {
	displayName:
		'Not Sent is the second output. If the error output is on, its connection has just moved here and now carries Not Sent. Connect Error again.',
	name: 'whenLimitNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { '/options.whenLimit': ['output'] } },
};

/** The outputs of a node with the option, as n8n evaluates them in the editor and in a run. */
export const outputsWithLimit: INodeTypeDescription['outputs'] =
	'={{ $parameter.options?.whenLimit === "output" ? [{ type: "main", displayName: "Sent" }, { type: "main", displayName: "Not Sent" }] : ["main"] }}';
