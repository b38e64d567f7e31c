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
import { effectField } from '../shared/n8n/fields/effect';
import { reachFields } from '../shared/n8n/fields/reach';
import { recipientField } from '../shared/n8n/fields/recipient';
import { runItems } from '../shared/n8n/loop/itemLoop';
import { listSearch } from '../shared/n8n/credentials/listSearch';
import { effectFields, effectOptions } from './effectFields';
import { sendAttachment, sendText } from './sendWithEffect';

export class ImessageEffect implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'iMessage Effect',
		name: 'imessageEffect',
		icon: { light: 'file:../../icons/effect.svg', dark: 'file:../../icons/effect.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle:
			'={{ ($parameter["effect"]?.value ?? $parameter["effect"]) + ($parameter["to"]?.value ? " to " + $parameter["to"].value : "") }}',
		description: 'Send a text or files over iMessage with one of the 13 effects, such as confetti or invisible ink',
		defaults: { name: 'iMessage Effect' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: spectrumCredentials,
		hints: [
			{
				type: 'info',
				location: 'outputPane',
				whenToDisplay: 'beforeExecution',
				message:
					'Effects show on iMessage only, and not where Reduce Motion is on. A message with a link preview cannot have an effect: send the link with the iMessage node.',
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
						name: 'Send Attachment',
						value: 'sendAttachment',
						action: 'Send an attachment with an effect',
						description: 'Send files, with or without a text',
					},
					{
						name: 'Send Text',
						value: 'sendText',
						action: 'Send a text with an effect',
						description: 'Send a text message, formatted from Markdown',
					},
				],
				default: 'sendText',
			},
			effectField,
			recipientField,
			...reachFields,
			...effectFields,
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: effectOptions,
			},
		],
	};

	methods = { credentialTest: credentialTests, listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runItems(this, { sendText, sendAttachment }, { sends: ['sendText', 'sendAttachment'] });
	}
}
