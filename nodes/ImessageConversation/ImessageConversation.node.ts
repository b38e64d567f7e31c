import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { authenticationField } from '../shared/n8n/fields/authentication';
import { reachFields } from '../shared/n8n/fields/reach';
import { runItems } from '../shared/n8n/loop/itemLoop';
import { actionMethods, actionNode } from '../shared/n8n/node/actionNode';
import { outputHint } from '../shared/n8n/node/outputHint';
import { check } from './checkAddress';
import { getDetails, markRead } from './conversation';
import { download } from './download';
import { getEmbeddedMedia } from './embeddedMedia';
import { answerFields } from './answerFields';
import { conversationFields } from './conversationFields';
import { getAnswer } from './getAnswer';
import { getMessage } from './getMessage';
import { history } from './history';
import { recipientOperations } from './recipientFields';
import { getAll, getInvitation, register, remove } from './recipients';
import { sendWithFallback } from './sendWithFallback';

export class ImessageConversation implements INodeType {
	description: INodeTypeDescription = {
		...actionNode,
		displayName: 'iMessage Conversation',
		name: 'imessageConversation',
		icon: { light: 'file:../../icons/conversation.svg', dark: 'file:../../icons/conversation.dark.svg' },
		group: ['input'],
		subtitle:
			'={{ {"getAnswer":"answer","history":"history","getDetails":"details","markRead":"mark as read","get":"get a message","getEmbeddedMedia":"get embedded media","sendWithFallback":"send with SMS fallback","download":"download an attachment","check":"check an address","register":"register a recipient","getAll":"get recipients","remove":"remove a recipient","getInvitation":"get an invitation"}[$parameter["operation"]] }}',
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
						name: 'Mark as Read',
						value: 'markRead',
						action: 'Mark a conversation as read',
						description: 'Mark everything in a conversation as read. The others may see that.',
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
			recipientOperations,
			...conversationFields,
			...answerFields,
			...reachFields,
		],
	};

	methods = actionMethods;

	async execute(this: IExecuteFunctions) {
		return await runItems(this, {
			'conversation.getAnswer': { run: getAnswer, reads: true },
			'conversation.history': { run: history, reads: true },
			'conversation.getDetails': { run: getDetails, reads: true },
			'conversation.markRead': markRead,
			'message.get': { run: getMessage, reads: true },
			'message.getEmbeddedMedia': { run: getEmbeddedMedia, reads: true },
			'message.sendWithFallback': { run: sendWithFallback, sends: true },
			'attachment.download': { run: download, reads: true },
			'address.check': { run: check, reads: true },
			'recipient.register': { run: register, neverTool: true },
			'recipient.getAll': { run: getAll, neverTool: true },
			'recipient.remove': { run: remove, neverTool: true },
			'recipient.getInvitation': { run: getInvitation, neverTool: true },
		});
	}
}
