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
import { conversationField, emptyMeans } from '../shared/n8n/fields/recipient';
import { runItems } from '../shared/n8n/loop/itemLoop';
import { listSearch } from '../shared/n8n/credentials/listSearch';
import { optionsFields, tapbackFields } from './tapbackFields';
import { placeSticker } from './placeSticker';
import { add, remove } from './setTapback';

export class ImessageTapback implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'iMessage Tapback',
		name: 'imessageTapback',
		icon: { light: 'file:../../icons/tapback.svg', dark: 'file:../../icons/tapback.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle:
			'={{ $parameter["operation"] === "placeSticker" ? "place a sticker" : $parameter["operation"] + ": " + (($parameter["reaction"]?.value ?? $parameter["reaction"]) === "emoji" ? $parameter["emoji"] : $parameter["reaction"]?.value ?? $parameter["reaction"]) }}',
		description: 'Put a tapback, an emoji or a sticker on an iMessage, or remove a tapback',
		defaults: { name: 'iMessage Tapback' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: spectrumCredentials,
		hints: [
			{
				type: 'info',
				location: 'outputPane',
				whenToDisplay: 'beforeExecution',
				displayCondition: '={{ $parameter["operation"] === "placeSticker" }}',
				message: 'A sticker cannot be removed again: Spectrum offers no call for it.',
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
			...optionsFields,
		],
	};

	methods = { credentialTest: credentialTests, listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runItems(this, { add, remove, placeSticker });
	}
}
