import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { authenticationField } from '../shared/n8n/fields/authentication';
import { reachFields } from '../shared/n8n/fields/reach';
import { recipientField } from '../shared/n8n/fields/recipient';
import { simplifyField } from '../shared/n8n/fields/simplify';
import { actionMethods, actionNode } from '../shared/n8n/node/actionNode';
import { optionsField } from '../shared/n8n/node/optionsField';
import { outputHint } from '../shared/n8n/node/outputHint';
import type * as Execute from './execute';
import { changeFields, createFields, pollIdField, pollOptions } from './pollFields';

export class ImessagePoll implements INodeType {
	description: INodeTypeDescription = {
		...actionNode,
		displayName: 'iMessage Poll',
		name: 'imessagePoll',
		icon: { light: 'file:../../icons/poll.svg', dark: 'file:../../icons/poll.dark.svg' },
		group: ['output'],
		subtitle:
			'={{ {"create":"create","get":"get results","vote":"vote","unvote":"withdraw votes","addOption":"add an option"}[$parameter["operation"]] + ($parameter["operation"] === "create" ? ": " + $parameter["title"] : $parameter["operation"] === "vote" ? ": " + $parameter["option"] : "") }}',
		description: 'Create a poll in an iMessage conversation, vote in it and count its votes',
		defaults: { name: 'iMessage Poll' },
		usableAsTool: true,
		hints: [outputHint('This withdraws all votes of your line in the poll: Spectrum cannot withdraw only one of several.', ['unvote'])],
		properties: [
			authenticationField,
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'Add Option',
						value: 'addOption',
						action: 'Add an option to a poll',
						description: 'Add another option to a poll',
					},
					{
						name: 'Create',
						value: 'create',
						action: 'Create a poll',
						description: 'Ask a question with 2 to 10 options',
					},
					{
						name: 'Get Results',
						value: 'get',
						action: 'Get the results of a poll',
						description: 'Count the votes for each option, and list who voted',
					},
					{
						name: 'Vote',
						value: 'vote',
						action: 'Vote in a poll',
						description: 'Vote for an option as your line',
					},
					{
						name: 'Withdraw Votes',
						value: 'unvote',
						action: 'Withdraw votes from a poll',
						description: 'Withdraw all votes of your line',
					},
				],
				default: 'create',
			},
			{ ...recipientField, displayOptions: { show: { operation: ['create'] } } },
			...reachFields,
			pollIdField,
			...createFields,
			...changeFields,
			simplifyField,
			optionsField(pollOptions),
		],
	};

	methods = actionMethods;

	async execute(this: IExecuteFunctions) {
		// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it when n8n starts
		const { execute } = require('./execute') as typeof Execute;
		return await execute(this);
	}
}
