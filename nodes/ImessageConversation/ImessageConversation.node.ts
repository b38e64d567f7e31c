import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import type { AskingHub } from '../shared/n8n/asking/hub';
import { processHub } from '../shared/n8n/asking/processHub';
import { authenticationField } from '../shared/n8n/fields/authentication';
import { reachFields } from '../shared/n8n/fields/reach';
import { actionMethods, actionNode } from '../shared/n8n/node/actionNode';
import { outputHint } from '../shared/n8n/node/outputHint';
import type * as Execute from './execute';
import { answerFields } from './answerFields';
import { conversationFields } from './conversationFields';
import { locationOperations } from './locationFields';
import { recipientOperations } from './recipientFields';

export class ImessageConversation implements INodeType {
	description: INodeTypeDescription = {
		...actionNode,
		displayName: 'iMessage Conversation',
		name: 'imessageConversation',
		icon: { light: 'file:../../icons/conversation.svg', dark: 'file:../../icons/conversation.dark.svg' },
		group: ['input'],
		subtitle:
			'={{ {"getAnswer":"answer","history":"history","getDetails":"details","markRead":"mark as read","getMany":"get conversations","waitUntilDelivered":"wait until delivered","get":"get a message","getEmbeddedMedia":"get embedded media","sendWithFallback":"send with SMS fallback","download":"download an attachment","check":"check an address","getLocation":"get a location","getLocations":"get locations","askLocation":"ask for a location","register":"register a recipient","getAll":"get recipients","remove":"remove a recipient","getInvitation":"get an invitation"}[$parameter["operation"]] }}',
		description: 'Read the history of a conversation, download attachments, check addresses, send with SMS fallback, register recipients',
		defaults: { name: 'iMessage Conversation' },
		usableAsTool: true,
		hints: [
			outputHint(
				'SMS needs a dedicated plan or a server of your own whose line can send SMS. No SMS is sent when it is unknown whether the iMessage was accepted, for example after a timeout.',
				['sendWithFallback'],
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
					{ name: 'Address', value: 'address', description: 'What is known about a phone number or email address' },
					{ name: 'Attachment', value: 'attachment', description: 'A file of a message' },
					{ name: 'Conversation', value: 'conversation', description: 'A direct conversation or a group' },
					{
						name: 'Location',
						value: 'location',
						description: 'The locations that people share with your lines in Find My',
						// Agents may not use this resource: see `neverTool` below.
						displayOptions: { hide: { '@tool': [true] } },
					},
					{ name: 'Message', value: 'message', description: 'One message of a conversation' },
					{
						name: 'Recipient',
						value: 'recipient',
						description: 'A person whom the project may write to. On the Free and Pro plans, the project can write to no one else.',
						// Agents may not use this resource: see `neverTool` below.
						displayOptions: { hide: { '@tool': [true] } },
					},
				],
				default: 'conversation',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['conversation'] } },
				options: [
					{
						name: 'Get Answer',
						value: 'getAnswer',
						action: 'Get the answer to a question',
						description: 'Check whether a question has been answered since it was sent, without waiting',
					},
					{
						name: 'Get Details',
						value: 'getDetails',
						action: 'Get the details of a conversation',
						description: 'Get the name, members, service and number of unread messages',
					},
					{
						name: 'Get History',
						value: 'history',
						action: 'Get the history of a conversation',
						description: 'Get the messages, newest first, one item for each',
					},
					{
						name: 'Get Many',
						value: 'getMany',
						action: 'Get many conversations',
						description: 'Get the recent conversations with their last message, members and number of unread messages',
						// Agents may not use it: see `neverTool` below.
						displayOptions: { hide: { '@tool': [true] } },
					},
					{
						name: 'Mark as Read',
						value: 'markRead',
						action: 'Mark a conversation as read',
						description: 'Mark everything in a conversation as read. The others may see this.',
					},
				],
				default: 'history',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['message'] } },
				options: [
					{
						name: 'Get',
						value: 'get',
						action: 'Get a message',
						description: 'Get one message, or one part of it',
					},
					{
						name: 'Get Embedded Media',
						value: 'getEmbeddedMedia',
						action: 'Get the embedded media of a message',
						description: 'Fetch media that is part of a message but not an attachment, such as a drawing',
					},
					{
						name: 'Send with SMS Fallback',
						value: 'sendWithFallback',
						action: 'Send a text with SMS fallback',
						description: 'Send a text as iMessage, or as SMS when that does not work',
					},
					{
						name: 'Wait Until Delivered',
						value: 'waitUntilDelivered',
						action: 'Wait until a message is delivered',
						description: 'Wait for a sent message to arrive, up to a limit, then return its status',
					},
				],
				default: 'get',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['attachment'] } },
				options: [
					{
						name: 'Download',
						value: 'download',
						action: 'Download an attachment',
						description: 'Download a file into a binary field. Large files are not held in memory.',
					},
				],
				default: 'download',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['address'] } },
				options: [
					{
						name: 'Check',
						value: 'check',
						action: 'Check an address',
						description: 'Check whether an address has iMessage, and what else is known: services, country, Focus',
					},
				],
				default: 'check',
			},
			locationOperations,
			recipientOperations,
			...conversationFields,
			...answerFields,
			...reachFields,
		],
	};

	methods = actionMethods;

	execute: (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

	/** @param hub default: the one of the process */
	constructor(hub?: AskingHub) {
		this.execute = async function (this: IExecuteFunctions) {
			// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it when n8n starts
			const { execute } = require('./execute') as typeof Execute;
			return await execute(this, () => hub ?? processHub());
		};
	}
}
