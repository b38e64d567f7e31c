import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { authenticationField } from '../shared/n8n/fields/authentication';
import { reachFields } from '../shared/n8n/fields/reach';
import { conversationField, emptyMeans } from '../shared/n8n/fields/recipient';
import { actionMethods, actionNode } from '../shared/n8n/node/actionNode';
import { optionsField } from '../shared/n8n/node/optionsField';
import { outputHint } from '../shared/n8n/node/outputHint';
import type * as Execute from './execute';
import { tapbackFields, tapbackOptions } from './tapbackFields';

export class ImessageTapback implements INodeType {
	description: INodeTypeDescription = {
		...actionNode,
		displayName: 'iMessage Tapback',
		name: 'imessageTapback',
		icon: { light: 'file:../../icons/tapback.svg', dark: 'file:../../icons/tapback.dark.svg' },
		group: ['output'],
		subtitle:
			'={{ $parameter["operation"] === "placeSticker" ? "place a sticker" : $parameter["operation"] + ": " + (($parameter["reaction"]?.value ?? $parameter["reaction"]) === "emoji" ? $parameter["emoji"] : $parameter["reaction"]?.value ?? $parameter["reaction"]) }}',
		description: 'Put a tapback, an emoji or a sticker on an iMessage, or remove a tapback',
		defaults: { name: 'iMessage Tapback' },
		usableAsTool: true,
		hints: [outputHint('A sticker cannot be removed: Spectrum has no call for this.', ['placeSticker'])],
		properties: [
			authenticationField,
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'Add Tapback',
						value: 'add',
						action: 'Add a tapback',
						description: 'Put a tapback or an emoji on a message',
					},
					{
						name: 'Place Sticker',
						value: 'placeSticker',
						action: 'Place a sticker',
						description: 'Put a picture on a message, like a sticker',
					},
					{
						name: 'Remove Tapback',
						value: 'remove',
						action: 'Remove a tapback',
						description: 'Remove a tapback or an emoji of your own',
					},
				],
				default: 'add',
			},
			{
				...conversationField,
				description: `The conversation of the message. ${emptyMeans}.`,
			},
			...reachFields,
			...tapbackFields,
			optionsField(tapbackOptions),
		],
	};

	methods = actionMethods;

	async execute(this: IExecuteFunctions) {
		// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it when n8n starts
		const { execute } = require('./execute') as typeof Execute;
		return await execute(this);
	}
}
