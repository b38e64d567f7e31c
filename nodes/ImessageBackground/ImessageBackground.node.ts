import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { authenticationField } from '../shared/n8n/fields/authentication';
import { reachFields } from '../shared/n8n/fields/reach';
import { conversationField } from '../shared/n8n/fields/recipient';
import { actionMethods, actionNode } from '../shared/n8n/node/actionNode';
import { optionsField } from '../shared/n8n/node/optionsField';
import { outputHint } from '../shared/n8n/node/outputHint';
import type * as Execute from './execute';
import { backgroundFields, backgroundOptions } from './backgroundFields';

export class ImessageBackground implements INodeType {
	description: INodeTypeDescription = {
		...actionNode,
		displayName: 'iMessage Background',
		name: 'imessageBackground',
		icon: { light: 'file:../../icons/background.svg', dark: 'file:../../icons/background.dark.svg' },
		group: ['output'],
		subtitle:
			'={{ {"set":"set","clear":"clear","get":"get the state"}[$parameter["operation"]] + ($parameter["to"].value ? " in " + $parameter["to"].value : "") }}',
		description: 'Set, clear or check the background picture of a conversation',
		defaults: { name: 'iMessage Background' },
		usableAsTool: true,
		hints: [
			{
				...outputHint(
					'Someone does not see the background? There are two known reasons. Their network, iCloud or Messages may have a problem. The background then arrives late, often after they reopen Messages. Or, in a group, Apple treats the sender as unknown for a member who has never written or reacted there, and does not show them the background. Ask them to write something in the group, mark the sender as known or reopen Messages, then set the background again.',
					['set'],
				),
				whenToDisplay: 'afterExecution',
			},
		],
		properties: [
			authenticationField,
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'Clear',
						value: 'clear',
						action: 'Clear a background',
						description: 'Remove the picture behind a conversation',
					},
					{
						name: 'Get State',
						value: 'get',
						action: 'Get the state of a background',
						description: 'Check whether a conversation has a background',
					},
					{
						name: 'Set',
						value: 'set',
						action: 'Set a background',
						description: 'Put a picture behind a conversation, for everyone in it',
					},
				],
				default: 'set',
			},
			conversationField,
			...reachFields,
			...backgroundFields,
			{
				displayName:
					'Setting a background can take minutes: the server answers when the picture is ready for delivery. The conversation has then accepted it, and the other devices usually show it within 30 seconds.',
				name: 'setNotice',
				type: 'notice',
				default: '',
				displayOptions: { show: { operation: ['set'] } },
			},
			optionsField(backgroundOptions),
		],
	};

	methods = actionMethods;

	async execute(this: IExecuteFunctions) {
		// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it when n8n starts
		const { execute } = require('./execute') as typeof Execute;
		return await execute(this);
	}
}
