import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { typingSeconds } from '../shared/spectrum/model/typingTime';
import { authenticationField } from '../shared/n8n/fields/authentication';
import { reachFields } from '../shared/n8n/fields/reach';
import { defaultCountryOption } from '../shared/n8n/fields/defaultCountry';
import { conversationField, lineOption } from '../shared/n8n/fields/recipient';
import { actionMethods, actionNode } from '../shared/n8n/node/actionNode';
import { optionsField } from '../shared/n8n/node/optionsField';
import { outputHint } from '../shared/n8n/node/outputHint';
import type * as Execute from './execute';

export class ImessageTyping implements INodeType {
	description: INodeTypeDescription = {
		...actionNode,
		displayName: 'iMessage Typing',
		name: 'imessageTyping',
		icon: { light: 'file:../../icons/typing.svg', dark: 'file:../../icons/typing.dark.svg' },
		group: ['output'],
		subtitle:
			'={{ {"start":"start","stop":"stop","typeForAWhile":"type for a while"}[$parameter["operation"]] + ($parameter["operation"] === "typeForAWhile" && $parameter["howLong"] === "seconds" ? ": " + $parameter["seconds"] + " s" : "") }}',
		description: 'Show or hide the typing indicator in an iMessage conversation, and pass the item on',
		defaults: { name: 'iMessage Typing' },
		usableAsTool: true,
		hints: [
			outputHint(
				'The indicator disappears by itself, on most phones after about a minute, and with the next message. To show it for a certain time, use "Type for a While".',
				['start'],
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
						name: 'Start',
						value: 'start',
						action: 'Start typing',
						description: 'Show the typing indicator, and continue at once',
					},
					{
						name: 'Stop',
						value: 'stop',
						action: 'Stop typing',
						description: 'Hide the typing indicator',
					},
					{
						name: 'Type for a While',
						value: 'typeForAWhile',
						action: 'Type for a while',
						description: 'Show the typing indicator for a time, then hide it and continue',
					},
				],
				default: 'typeForAWhile',
			},
			conversationField,
			...reachFields,
			{
				displayName: 'How Long',
				name: 'howLong',
				type: 'options',
				options: [
					{ name: 'As Long as a Text Takes', value: 'text', description: 'A natural time, based on the length of a text' },
					{ name: 'Seconds', value: 'seconds', description: 'A time that you enter' },
				],
				default: 'seconds',
				description: 'Whether to wait for a given time or for as long as a person would take to type a text',
				displayOptions: { show: { operation: ['typeForAWhile'] } },
			},
			{
				displayName: 'Seconds',
				name: 'seconds',
				type: 'number',
				typeOptions: { minValue: typingSeconds.shortest, maxValue: typingSeconds.longest },
				default: 3,
				description: 'How long to type, in seconds: 0.5 to 300. The indicator is also hidden when the run is stopped.',
				displayOptions: { show: { operation: ['typeForAWhile'], howLong: ['seconds'] } },
			},
			{
				displayName: 'Text',
				name: 'text',
				type: 'string',
				typeOptions: { rows: 3 },
				default: '',
				placeholder: 'e.g. {{ $json.output }}',
				description:
					'The text that is sent next. This node does not send it. Typing takes one second, plus a tenth of a second for each character, 20 seconds at most.',
				displayOptions: { show: { operation: ['typeForAWhile'], howLong: ['text'] } },
			},
			optionsField([defaultCountryOption, lineOption]),
		],
	};

	methods = actionMethods;

	async execute(this: IExecuteFunctions) {
		// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it when n8n starts
		const { execute } = require('./execute') as typeof Execute;
		return await execute(this);
	}
}
