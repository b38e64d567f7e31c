import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { authenticationField } from '../shared/n8n/fields/authentication';
import { allowGroupChangesField, reachFields } from '../shared/n8n/fields/reach';
import { actionMethods, actionNode } from '../shared/n8n/node/actionNode';
import { outputHint } from '../shared/n8n/node/outputHint';
import type * as Execute from './execute';
import { groupFields } from './groupFields';
import { spaceFields } from './spaceFields';

export class ImessageCreateSpace implements INodeType {
	description: INodeTypeDescription = {
		...actionNode,
		displayName: 'iMessage Create Space',
		name: 'imessageCreateSpace',
		icon: { light: 'file:../../icons/createSpace.svg', dark: 'file:../../icons/createSpace.dark.svg' },
		group: ['output'],
		subtitle:
			'={{ {"createDirect":"direct","createGroup":"group","rename":"rename a group","setIcon":"set the picture of a group","clearIcon":"clear the picture of a group","getIcon":"get the picture of a group","addMembers":"add members","removeMembers":"remove members","listMembers":"list members","leave":"leave a group"}[$parameter["operation"]] }}',
		description: 'Start a direct conversation or a group, and manage groups: name, picture, members',
		defaults: { name: 'iMessage Create Space' },
		usableAsTool: true,
		hints: [
			outputHint(
				"In a group, all members see each other's addresses. Groups need a dedicated plan or a server of your own: a shared plan cannot create them.",
				['createGroup'],
			),
		],
		properties: [
			authenticationField,
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Group', value: 'group', description: 'A group that exists: name, picture, members' },
					{ name: 'Space', value: 'space', description: 'A new conversation, direct or group' },
				],
				default: 'space',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['space'] } },
				options: [
					{
						name: 'Create Direct',
						value: 'createDirect',
						action: 'Create a direct conversation',
						description: 'Open a conversation with one person, optionally with a first message',
					},
					{
						name: 'Create Group',
						value: 'createGroup',
						action: 'Create a group',
						description: 'Open a conversation in which several people see each other, optionally with a first message',
					},
				],
				default: 'createDirect',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['group'] } },
				options: [
					{
						name: 'Add Members',
						value: 'addMembers',
						action: 'Add members to a group',
						description: 'Add more people to a group',
					},
					{
						name: 'Clear Icon',
						value: 'clearIcon',
						action: 'Clear the icon of a group',
						description: 'Remove the picture of a group',
					},
					{
						name: 'Get Icon',
						value: 'getIcon',
						action: 'Get the icon of a group',
						description: 'Download the picture of a group into a binary field',
					},
					{
						name: 'Leave',
						value: 'leave',
						action: 'Leave a group',
						description: 'Leave permanently: the line can no longer read the group',
					},
					{
						name: 'List Members',
						value: 'listMembers',
						action: 'List the members of a group',
						description: 'List the people in a group, one item for each',
					},
					{
						name: 'Remove Members',
						value: 'removeMembers',
						action: 'Remove members from a group',
						description: 'Remove people from a group',
					},
					{
						name: 'Rename',
						value: 'rename',
						action: 'Rename a group',
						description: 'Give a group another name, for everyone in it',
					},
					{
						name: 'Set Icon',
						value: 'setIcon',
						action: 'Set the icon of a group',
						description: 'Give a group a picture, for everyone in it',
					},
				],
				default: 'listMembers',
			},
			...spaceFields,
			...groupFields,
			...reachFields,
			allowGroupChangesField,
		],
	};

	methods = actionMethods;

	async execute(this: IExecuteFunctions) {
		// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it when n8n starts
		const { execute } = require('./execute') as typeof Execute;
		return await execute(this);
	}
}
