import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { toNodeApiError } from '../shared/n8n/errors/errors';
import { amongItems } from '../shared/n8n/errors/itemError';
import { runItems, type Operations } from '../shared/n8n/loop/itemLoop';
import { textParameter } from '../shared/n8n/parameters/parameters';
import { isToolCall } from '../shared/n8n/run/toolCall';
import { sharedPool } from '../shared/spectrum/gateway/pool/pool';
import { systemClock } from '../shared/spectrum/timing/clock';
import { operationField } from './campaignFields';
import { checkOptOut } from './checkOptOut';
import type { Surroundings } from './openRun';
import { preview } from './preview';
import { report } from './report';
import { sendToList } from './sendToList';

/** Operations over the whole list at once. */
const ofList = { sendToList, preview, report };

/** The operations for the loop over items, which refuses to run the others for an agent. */
const ofItems: Operations = {
	checkOptOut: { run: checkOptOut, reads: true },
	...Object.fromEntries(Object.keys(ofList).map((name) => [name, { run: () => Promise.resolve([]), neverTool: true }])),
};

/** The operations of the node. */
export async function execute(
	context: IExecuteFunctions,
	{ clock = systemClock, random = Math.random, pool = sharedPool }: Partial<Surroundings> = {},
): Promise<INodeExecutionData[][]> {
	const operation = textParameter(context, operationField, 0);
	const run = Object.hasOwn(ofList, operation) ? ofList[operation as keyof typeof ofList] : undefined;
	// The loop over items refuses what agents may not do.
	if (run === undefined || isToolCall(context)) return await runItems(context, ofItems);
	if (context.getInputData().length === 0) return [[]];
	try {
		return await run(context, { clock, random, pool });
	} catch (caught) {
		throw toNodeApiError(context.getNode(), amongItems(caught, context.getInputData().length));
	}
}
