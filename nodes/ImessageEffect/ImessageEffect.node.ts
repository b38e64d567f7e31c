import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { authenticationField } from '../shared/n8n/fields/authentication';
import { effectField } from '../shared/n8n/fields/effect';
import { reachFields } from '../shared/n8n/fields/reach';
import { recipientField } from '../shared/n8n/fields/recipient';
import { outputsWithLimit, whenLimitNotice } from '../shared/n8n/fields/whenLimit';
import { actionMethods, actionNode } from '../shared/n8n/node/actionNode';
import { optionsField } from '../shared/n8n/node/optionsField';
import { outputHint } from '../shared/n8n/node/outputHint';
import type * as Execute from './execute';
import { effectFields, effectOptions } from './effectFields';

export class ImessageEffect implements INodeType {
	description: INodeTypeDescription = {
		...actionNode,
		displayName: 'iMessage Effect',
		name: 'imessageEffect',
		icon: { light: 'file:../../icons/effect.svg', dark: 'file:../../icons/effect.dark.svg' },
		group: ['output'],
		subtitle:
			'={{ ($parameter["effect"]?.value ?? $parameter["effect"]) + ($parameter["to"]?.value ? " to " + $parameter["to"].value : "") }}',
		description: 'Send a text or files over iMessage with one of the 13 effects, such as confetti or invisible ink',
		defaults: { name: 'iMessage Effect' },
		usableAsTool: true,
		outputs: outputsWithLimit,
		hints: [
			outputHint(
				'Effects appear only in iMessage, and not where Reduce Motion is on. A message with a link preview cannot have an effect: send the link with the iMessage node.',
			),
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
			optionsField(effectOptions),
			whenLimitNotice,
		],
	};

	methods = actionMethods;

	async execute(this: IExecuteFunctions) {
		// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it when n8n starts
		const { execute } = require('./execute') as typeof Execute;
		return await execute(this);
	}
}
