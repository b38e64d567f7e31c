import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { credentialTests } from '../shared/n8n/credentials/credentialTests';
import { listSearch } from '../shared/n8n/credentials/listSearch';
import { spectrumCredentials } from '../shared/n8n/credentials/nodeCredentials';
import { toNodeApiError } from '../shared/n8n/errors/errors';
import { amongItems } from '../shared/n8n/errors/itemError';
import { authenticationField } from '../shared/n8n/fields/authentication';
import { reachFields } from '../shared/n8n/fields/reach';
import { runItems, type Actions } from '../shared/n8n/loop/itemLoop';
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

/** The same operations for the loop over items, which runs none of them. */
const neverTools: Actions = Object.fromEntries(Object.keys(ofList).map((name) => [name, () => Promise.resolve([])]));

export class ImessageCampaign implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'iMessage Campaign',
		name: 'imessageCampaign',
		icon: { light: 'file:../../icons/campaign.svg', dark: 'file:../../icons/campaign.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle:
			'={{ {"sendToList":"send to list","preview":"preview","report":"report","checkOptOut":"check an opt-out"}[$parameter["operation"]] + ($parameter["campaign"] ? ": " + $parameter["campaign"] : "") }}',
		description: 'Write to many people within the limits of lines and people: once each, by day, never after a STOP',
		defaults: { name: 'iMessage Campaign' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs,
		credentials: spectrumCredentials,
		hints: [
			{
				type: 'info',
				location: 'outputPane',
				whenToDisplay: 'beforeExecution',
				displayCondition: '={{ $parameter["operation"] === "sendToList" }}',
				message: 'A person gets one message for each name of a campaign. To see first who would get it, choose Preview: it sends nothing.',
			},
		],
		properties: [
			authenticationField,
			operationField,
			...reachFields,
			...campaignFields,
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: campaignOptions,
			},
		],
	};

	methods = { credentialTest: credentialTests, listSearch };

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
	if (run === undefined || isToolCall(context)) {
		return await runItems(context, { ...neverTools, checkOptOut }, { reads: ['checkOptOut'], neverTools: Object.keys(ofList) });
	}
	if (context.getInputData().length === 0) return [[]];
	try {
		return await run(context, surroundings);
	} catch (caught) {
		throw toNodeApiError(context.getNode(), amongItems(caught, context.getInputData().length));
	}
}
