import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { toNodeApiError } from '../shared/n8n/errors/errors';
import { amongItems } from '../shared/n8n/errors/itemError';
import { authenticationField } from '../shared/n8n/fields/authentication';
import { reachFields } from '../shared/n8n/fields/reach';
import { runItems, type Operations } from '../shared/n8n/loop/itemLoop';
import { actionMethods, actionNode } from '../shared/n8n/node/actionNode';
import { optionsField } from '../shared/n8n/node/optionsField';
import { outputHint } from '../shared/n8n/node/outputHint';
import { textParameter } from '../shared/n8n/parameters/parameters';
import { isToolCall } from '../shared/n8n/run/toolCall';
import { sharedPool, type ConnectionPool } from '../shared/spectrum/gateway/pool/pool';
import { systemClock, type Clock } from '../shared/spectrum/timing/clock';
import { campaignFields, operationField } from './campaignFields';
import { campaignOptions } from './campaignOptions';
import { checkOptOut } from './checkOptOut';
import type { Surroundings } from './openRun';
import { preview } from './preview';
import { report } from './report';
import { sendToList } from './sendToList';

/** The outputs of each operation, as n8n evaluates them in the editor and in a run. */
const outputs: INodeTypeDescription['outputs'] = `={{ ($parameter.operation ?? "sendToList") === "sendToList" ? ["Sent", "Later", "Skipped"].map((displayName) => ({ type: "${NodeConnectionTypes.Main}", displayName })) : ["${NodeConnectionTypes.Main}"] }}`;

/** Operations over the whole list at once. */
const ofList = { sendToList, preview, report };

/** The operations for the loop over items, which refuses to run the others for an agent. */
const ofItems: Operations = {
	checkOptOut: { run: checkOptOut, reads: true },
	...Object.fromEntries(Object.keys(ofList).map((name) => [name, { run: () => Promise.resolve([]), neverTool: true }])),
};

export class ImessageCampaign implements INodeType {
	description: INodeTypeDescription = {
		...actionNode,
		displayName: 'iMessage Campaign',
		name: 'imessageCampaign',
		icon: { light: 'file:../../icons/campaign.svg', dark: 'file:../../icons/campaign.dark.svg' },
		group: ['output'],
		subtitle:
			'={{ {"sendToList":"send to list","preview":"preview","report":"report","checkOptOut":"check an opt-out"}[$parameter["operation"]] + ($parameter["campaign"] ? ": " + $parameter["campaign"] : "") }}',
		description: 'Write to many people within the limits of lines and people: once each, by day, never after a STOP',
		defaults: { name: 'iMessage Campaign' },
		usableAsTool: true,
		outputs,
		hints: [
			outputHint(
				'A person gets one message for each name of a campaign. To see first who would get it, choose Preview: it sends nothing.',
				['sendToList'],
			),
		],
		properties: [authenticationField, operationField, ...reachFields, ...campaignFields, optionsField(campaignOptions)],
	};

	methods = actionMethods;

	execute: INodeType['execute'];

	constructor(clock: Clock = systemClock, random: () => number = Math.random, pool: ConnectionPool = sharedPool) {
		this.execute = async function (this: IExecuteFunctions) {
			return await executeCampaign(this, { clock, random, pool });
		};
	}
}

async function executeCampaign(context: IExecuteFunctions, surroundings: Surroundings): Promise<INodeExecutionData[][]> {
	const operation = textParameter(context, operationField, 0);
	const run = Object.hasOwn(ofList, operation) ? ofList[operation as keyof typeof ofList] : undefined;
	// The loop over items refuses what agents may not do.
	if (run === undefined || isToolCall(context)) return await runItems(context, ofItems);
	if (context.getInputData().length === 0) return [[]];
	try {
		return await run(context, surroundings);
	} catch (caught) {
		throw toNodeApiError(context.getNode(), amongItems(caught, context.getInputData().length));
	}
}
