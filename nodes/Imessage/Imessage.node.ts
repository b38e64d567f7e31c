import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import type { AskingHub } from '../shared/n8n/asking/hub';
import { processHub } from '../shared/n8n/asking/processHub';
import { authenticationField } from '../shared/n8n/fields/authentication';
import { reachFields } from '../shared/n8n/fields/reach';
import { conversationField, emptyMeans, recipientField } from '../shared/n8n/fields/recipient';
import { shownFor } from '../shared/n8n/fields/shown';
import { outputsWithLimit, whenLimitNotice } from '../shared/n8n/fields/whenLimit';
import { actionMethods, actionNode } from '../shared/n8n/node/actionNode';
import { optionsField } from '../shared/n8n/node/optionsField';
import { outputHint } from '../shared/n8n/node/outputHint';
import type * as Execute from './execute';
import { cardFields } from './cardFields';
import { messageFields, sendOptions } from './messageFields';
import type * as AnswerPage from './sendAndWait/answerPage';
import { askFields } from './sendAndWait/fields';
import { pageWebhook, resume, resumeWebhooks } from './sendAndWait/resume';

export class Imessage implements INodeType {
	description: INodeTypeDescription = {
		...actionNode,
		displayName: 'iMessage',
		name: 'imessage',
		icon: { light: 'file:../../icons/imessage.svg', dark: 'file:../../icons/imessage.dark.svg' },
		group: ['output'],
		subtitle:
			'={{ $parameter["operation"].replace(/([A-Z])/g, " $1").toLowerCase() + ($parameter["to"]?.value ? " to " + $parameter["to"].value : "") }}',
		description: 'Send texts, files, links and cards over iMessage; reply to, edit and unsend messages',
		defaults: { name: 'iMessage' },
		usableAsTool: true,
		webhooks: resumeWebhooks,
		outputs: outputsWithLimit,
		hints: [
			outputHint('Apple allows you to edit a message for 15 minutes, and to unsend it for 2 minutes, after it was sent.', [
				'edit',
				'unsend',
			]),
			outputHint('Each update returns a new miniAppSession. Use that one for the next update: an older one no longer finds the card.', [
				'updateAppCard',
				'updateMiniApp',
			]),
		],
		properties: [
			authenticationField,
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Message', value: 'message' },
					{ name: 'Card', value: 'card' },
				],
				default: 'message',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['message'] } },
				// The most used operation first, because n8n offers the node's actions in this order.
				// eslint-disable-next-line n8n-nodes-base/node-param-options-type-unsorted-items
				options: [
					{
						name: 'Send Text',
						value: 'sendText',
						action: 'Send a text',
						description: 'Send a text message, formatted from Markdown',
					},
					{
						name: 'Send Attachment',
						value: 'sendAttachment',
						action: 'Send an attachment',
						description: 'Send files, an album, a voice note or a Live Photo, with or without a text',
					},
					{
						name: 'Send Rich Link',
						value: 'sendRichLink',
						action: 'Send a rich link',
						description: 'Send a URL that is shown with a preview',
					},
					{
						name: 'Send and Wait for Response',
						value: 'sendAndWait',
						action: 'Send a message and wait for response',
						description: 'Ask a question and wait for the answer',
					},
					{
						name: 'Reply',
						value: 'reply',
						action: 'Reply to a message',
						description: 'Answer one message, or one part of it, in its thread',
					},
					{
						name: 'Edit',
						value: 'edit',
						action: 'Edit a message',
						description: 'Replace the text of a message that was sent less than 15 minutes ago',
					},
					{
						name: 'Unsend',
						value: 'unsend',
						action: 'Unsend a message',
						description: 'Take back a message that was sent less than 2 minutes ago',
					},
					{
						name: 'Notify Anyway',
						value: 'notifyAnyway',
						action: 'Notify about a silenced message',
						description: 'Alert a recipient whose Focus silenced a message',
					},
				],
				default: 'sendText',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['card'] } },
				options: [
					{
						name: 'Send App Card',
						value: 'sendAppCard',
						action: 'Send an app card',
						description: 'Send a link as a card that opens inside Messages, with the title and picture of its page',
					},
					{
						name: 'Send Contact Card',
						value: 'sendContactCard',
						action: 'Send a contact card',
						description: 'Send a contact that the recipient can save',
					},
					{
						name: 'Send Mini-App Card',
						value: 'sendMiniApp',
						action: 'Send a mini app card',
						description: 'Send a card that opens your own iMessage extension',
					},
					{
						name: 'Share Own Card',
						value: 'shareOwnCard',
						action: 'Share your own card',
						description: 'Share the name and photo of the account with the people in the conversation',
					},
					{
						name: 'Update App Card',
						value: 'updateAppCard',
						action: 'Update an app card',
						description: 'Replace the link of an app card, or read its page again',
					},
					{
						name: 'Update Mini-App Card',
						value: 'updateMiniApp',
						action: 'Update a mini app card',
						description: 'Replace the content of a card that was sent before',
					},
				],
				default: 'sendContactCard',
			},
			...shownFor(
				{
					operation: [
						'sendText',
						'sendAttachment',
						'sendRichLink',
						'reply',
						'sendContactCard',
						'shareOwnCard',
						'sendAppCard',
						'sendMiniApp',
					],
				},
				[recipientField],
			),
			...shownFor({ operation: ['edit', 'unsend', 'notifyAnyway'] }, [
				{
					...conversationField,
					description: `The conversation of the message. ${emptyMeans}.`,
				},
			]),
			...askFields,
			...reachFields,
			...messageFields,
			...cardFields,
			optionsField(sendOptions),
			whenLimitNotice,
		],
	};

	methods = actionMethods;

	execute: (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

	webhook: INodeType['webhook'];

	/** @param hub default: the one of the process */
	constructor(hub?: AskingHub) {
		this.execute = async function (this: IExecuteFunctions) {
			// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it when n8n starts
			const { execute } = require('./execute') as typeof Execute;
			return await execute(this, () => hub ?? processHub());
		};
		this.webhook = async function (this: IWebhookFunctions): Promise<IWebhookResponseData> {
			if (this.getWebhookName() !== pageWebhook) return resume(this);
			// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it when n8n starts
			const { answerPage } = require('./sendAndWait/answerPage') as typeof AnswerPage;
			return await answerPage(this, hub ?? processHub());
		};
	}
}
