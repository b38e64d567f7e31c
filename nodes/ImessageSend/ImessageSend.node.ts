import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { credentialTests } from '../shared/n8n/credentialTests';
import { authenticationField } from '../shared/n8n/fields/authentication';
import { lineField, recipientField } from '../shared/n8n/fields/recipient';
import { idempotencyKeyOption } from '../shared/n8n/fields/writeOptions';
import { runItems } from '../shared/n8n/itemLoop';
import { sendText } from './sendText';

export class ImessageSend implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'iMessage Send',
		name: 'imessageSend',
		icon: { light: 'file:../../icons/imessage.svg', dark: 'file:../../icons/imessage.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["to"].value ? "to " + $parameter["to"].value : "answer in the conversation" }}',
		description: 'Send an iMessage to a person or into a conversation',
		defaults: { name: 'iMessage Send' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'spectrumCloudApi',
				required: true,
				testedBy: 'testSpectrumCloud',
				displayOptions: { show: { authentication: ['spectrumCloudApi'] } },
			},
			{
				name: 'spectrumSelfHostedApi',
				required: true,
				testedBy: 'testSpectrumSelfHosted',
				displayOptions: { show: { authentication: ['spectrumSelfHostedApi'] } },
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
						name: 'Send Text',
						value: 'sendText',
						action: 'Send a text',
						description: 'Send a text message',
					},
				],
				default: 'sendText',
			},
			recipientField,
			lineField,
			{
				displayName: 'Text',
				name: 'text',
				type: 'string',
				typeOptions: { rows: 3 },
				required: true,
				default: '',
				placeholder: 'e.g. Thanks, we got your message!',
				description: 'The text as it should appear on the phone',
				displayOptions: { show: { operation: ['sendText'] } },
			},
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: [idempotencyKeyOption],
			},
		],
	};

	methods = { credentialTest: credentialTests };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runItems(this, { sendText });
	}
}
