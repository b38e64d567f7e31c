import { NodeConnectionTypes, type IExecuteFunctions, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { authenticationField } from '../shared/n8n/fields/authentication';
import { reachFields } from '../shared/n8n/fields/reach';
import { actionMethods, actionNode } from '../shared/n8n/node/actionNode';
import { optionsField } from '../shared/n8n/node/optionsField';
import { outputHint } from '../shared/n8n/node/outputHint';
import type * as Execute from './execute';
import { campaignFields, operationField } from './campaignFields';
import { campaignOptions } from './campaignOptions';
import type { Surroundings } from './openRun';

/** The outputs of each operation, as n8n evaluates them in the editor and in a run. */
const outputs: INodeTypeDescription['outputs'] = `={{ ($parameter.operation ?? "sendToList") === "sendToList" ? ["Sent", "Later", "Skipped"].map((displayName) => ({ type: "${NodeConnectionTypes.Main}", displayName })) : ["${NodeConnectionTypes.Main}"] }}`;

export class ImessageCampaign implements INodeType {
	description: INodeTypeDescription = {
		...actionNode,
		displayName: 'iMessage Campaign',
		name: 'imessageCampaign',
		icon: { light: 'file:../../icons/campaign.svg', dark: 'file:../../icons/campaign.dark.svg' },
		group: ['output'],
		subtitle:
			'={{ {"sendToList":"send to list","preview":"preview","report":"report","checkOptOut":"check an opt-out"}[$parameter["operation"]] + ($parameter["campaign"] ? ": " + $parameter["campaign"] : "") }}',
		description: 'Write to many people within the limits of lines and people: once each, during the day, never after a STOP',
		defaults: { name: 'iMessage Campaign' },
		usableAsTool: true,
		outputs,
		hints: [
			outputHint('A person gets one message for each campaign name. To see who would get it, choose Preview, which sends nothing.', [
				'sendToList',
			]),
		],
		properties: [authenticationField, operationField, ...reachFields, ...campaignFields, optionsField(campaignOptions)],
	};

	methods = actionMethods;

	execute: INodeType['execute'];

	/** @param surroundings what a test puts in place of the process's own */
	constructor(surroundings: Partial<Surroundings> = {}) {
		this.execute = async function (this: IExecuteFunctions) {
			// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it when n8n starts
			const { execute } = require('./execute') as typeof Execute;
			return await execute(this, surroundings);
		};
	}
}
