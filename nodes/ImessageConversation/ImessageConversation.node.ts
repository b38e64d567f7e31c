import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { credentialTests } from '../shared/n8n/credentials/credentialTests';
import { spectrumCredentials } from '../shared/n8n/credentials/nodeCredentials';
import { authenticationField } from '../shared/n8n/fields/authentication';
import { reachFields } from '../shared/n8n/fields/reach';
import { runItems } from '../shared/n8n/loop/itemLoop';
import { listSearch } from '../shared/n8n/credentials/listSearch';
import { check } from './checkAddress';
import { getDetails, markRead } from './conversation';
import { download } from './download';
import { getEmbeddedMedia } from './embeddedMedia';
import { conversationFields } from './conversationFields';
import { getMessage } from './getMessage';
import { history } from './history';
import { recipientOperations } from './recipientFields';
import { getAll, getInvitation, register, remove } from './recipients';
import { sendWithFallback } from './sendWithFallback';

export class ImessageConversation implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'iMessage Conversation',
		name: 'imessageConversation',
		icon: { light: 'file:../../icons/conversation.svg', dark: 'file:../../icons/conversation.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle:
			'={{ {"history":"history","getDetails":"details","markRead":"mark as read","get":"get a message","getEmbeddedMedia":"get embedded media","sendWithFallback":"send with SMS fallback","download":"download an attachment","check":"check an address","register":"register a recipient","getAll":"get recipients","remove":"remove a recipient","getInvitation":"get an invitation"}[$parameter["operation"]] }}',
		description: 'Read the history of a conversation, download attachments, check addresses, send with SMS fallback, register recipients',
		defaults: { name: 'iMessage Conversation' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: spectrumCredentials,
		hints: [
			{
				type: 'info',
				location: 'outputPane',
				whenToDisplay: 'beforeExecution',
				displayCondition: '={{ $parameter["operation"] === "sendWithFallback" }}',
				message:
					'SMS needs a dedicated plan or a server of your own whose line can send SMS. No SMS is sent when it is unknown whether the iMessage was accepted, for example after a timeout.',
			},
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
						// Agents may not use this resource: see `neverTools` below.
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
			...reachFields,
		],
	};

	methods = { credentialTest: credentialTests, listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runItems(
			this,
			{
				'conversation.history': history,
				'conversation.getDetails': getDetails,
				'conversation.markRead': markRead,
				'message.get': getMessage,
				'message.getEmbeddedMedia': getEmbeddedMedia,
				'message.sendWithFallback': sendWithFallback,
				'attachment.download': download,
				'address.check': check,
				'recipient.register': register,
				'recipient.getAll': getAll,
				'recipient.remove': remove,
				'recipient.getInvitation': getInvitation,
			},
			{
				reads: [
					'conversation.history',
					'conversation.getDetails',
					'message.get',
					'message.getEmbeddedMedia',
					'attachment.download',
					'address.check',
				],
				sends: ['message.sendWithFallback'],
				neverTools: ['recipient.register', 'recipient.getAll', 'recipient.remove', 'recipient.getInvitation'],
			},
		);
	}
}
