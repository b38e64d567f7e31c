import type { IBinaryKeyData, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { throwIfCancelled, toSpectrumError } from '../../spectrum/errors/from';
import { SpectrumError, type ErrorKind } from '../../spectrum/errors/SpectrumError';
import type { Gateway } from '../../spectrum/gateway/Gateway';
import type { Connection } from '../../spectrum/model/connection';
import { asCall } from '../keys/callOccurrences';
import { errorOutput, toNodeApiError, withAdvice } from '../errors/errors';
import { failedItemOf } from './failedItem';
import { ItemGateways } from './itemGateways';
import { amongItems } from '../errors/itemError';
import { textParameter } from '../parameters/parameters';
import { readReachSettings } from '../tools/reachSettings';
import { noteConnection } from '../run/runAccount';
import { rememberSent } from '../run/runMemory';
import { refuseSample } from '../run/sample';
import { hasLimitOutput, notSentItem } from './notSent';
import { StopNotice } from './stopNotice';
import { isSuppliedTool, isToolCall } from '../run/toolCall';
import { ToolReach } from '../tools/toolReach';

/** One item that a node gives. */
export interface ItemOutput {
	readonly json: IDataObject;
	readonly binary?: IBinaryKeyData;
}

/** One incoming item. */
export interface ItemInput {
	readonly context: IExecuteFunctions;
	readonly itemIndex: number;
	/** Aborted when a person stops the execution. */
	readonly signal?: AbortSignal;
}

/** What an operation works with: one incoming item, its credential, and the gateway of that. */
export interface ItemRun extends ItemInput {
	readonly connection: Connection;
	readonly gateway: Gateway;
}

/** One operation on one item. Several outputs all pair with that item. */
export type Action = (run: ItemRun) => Promise<ItemOutput | readonly ItemOutput[]>;

/** An operation with traits that matter when an agent uses the node as a tool. */
export interface Operation {
	readonly run: Action;
	/** Only reads. All others count as writes. Default: false. */
	readonly reads?: boolean;
	/** Gives the `messageId` of a message that it has sent. Default: false. */
	readonly sends?: boolean;
	/** Makes or changes a group. Default: false. */
	readonly changesGroups?: boolean;
	/** No agent may use it, whatever the author of the workflow sets. Default: false. */
	readonly neverTool?: boolean;
}

/** Operations by the value of the node's `operation` parameter, or `<resource>.<operation>` where it has resources. */
export type Operations = Readonly<Record<string, Action | Operation>>;

/**
 * The only item loop. Items run one after the other, because the messages of a list are expected in its order. A failed
 * item stops the run, or, under continue on fail, becomes an item that carries the error; a cancelled run always stops.
 */
export async function runItems(context: IExecuteFunctions, operations: Operations): Promise<INodeExecutionData[][]> {
	const stop = new StopNotice(context);
	try {
		return await runEach(context, operationOf(context, operations), stop);
	} finally {
		stop.end();
	}
}

async function runEach(context: IExecuteFunctions, operation: Operation, stop: StopNotice): Promise<INodeExecutionData[][]> {
	const isTool = isToolCall(context);
	const signal = context.getExecutionCancelSignal();
	const gateways = new ItemGateways(context);
	const results: INodeExecutionData[] = [];
	const notSent: INodeExecutionData[] = [];
	let withLimitOutput = false;
	for (let itemIndex = 0; itemIndex < context.getInputData().length; itemIndex++) {
		const pairedItem = { item: itemIndex };
		stop.at(itemIndex);
		try {
			throwIfCancelled(signal);
			withLimitOutput = hasLimitOutput(context, itemIndex);
			if (isTool && operation.neverTool === true) throw notForAgents();
			const access = await gateways.of(itemIndex);
			const { connection } = access;
			noteConnection(context, connection);
			if (operation.reads !== true) refuseSample(context, itemIndex);
			const reach = isTool ? reachOfTool(context, itemIndex, operation) : undefined;
			const gateway = access.gateway(reach);
			const outputs = [
				await asCall(context, itemIndex, async () => await operation.run({ context, itemIndex, connection, gateway, signal })),
			].flat();
			if (reach !== undefined && operation.sends === true) rememberAllSent(context, outputs);
			for (const output of outputs) results.push({ ...output, pairedItem });
		} catch (thrown) {
			const limited = withLimitOutput ? notSentItem(context, itemIndex, thrown) : undefined;
			if (limited !== undefined) {
				notSent.push(limited);
				continue;
			}
			const caught = amongItems(thrown, context.getInputData().length);
			const isCancelled = toSpectrumError(caught).kind === 'cancelled';
			if (isCancelled || !(context.continueOnFail() || mustAnswer(context, caught))) {
				const failure = isTool ? withAdvice(caught) : caught;
				throw toNodeApiError(context.getNode(), failure, itemIndex);
			}
			// n8n recognises a failed item because `error` is its only field. With `item.error` set as well, it replaces
			// the fields by the message alone (seen in n8n-core 2.8.1, workflow-execute).
			results.push({ json: errorOutput(caught, failedItemOf(context, itemIndex)), pairedItem });
		}
	}
	return withLimitOutput ? [results, notSent] : [results];
}

function notForAgents(): SpectrumError {
	return new SpectrumError({
		kind: 'permission',
		message: 'This operation is not for AI agents',
		advice: 'Do without it. The author of the workflow can run it as a node of its own, where no model chooses the person.',
	});
}

/** The limits that the author set for the tool, checked before the action does anything. */
function reachOfTool(context: IExecuteFunctions, itemIndex: number, operation: Operation): ToolReach {
	const reach = new ToolReach(context, itemIndex, readReachSettings(context, itemIndex));
	if (operation.changesGroups === true) reach.checkGroupChange();
	if (operation.reads !== true) reach.countCall();
	return reach;
}

/** An agent may edit and unsend only messages of its run. */
function rememberAllSent(context: IExecuteFunctions, outputs: readonly ItemOutput[]): void {
	for (const { json } of outputs) {
		if (typeof json.messageId === 'string') rememberSent(context, json.messageId);
	}
}

/**
 * Whether the failure becomes the tool's answer. Agent 2 gives its model an empty text for a tool that throws, so the
 * model would not know why nothing was done. A failure that may pass is thrown if n8n retries the node.
 */
function mustAnswer(context: IExecuteFunctions, caught: unknown): boolean {
	if (!isSuppliedTool(context)) return false;
	return context.getNode().retryOnFail !== true || !mayPass.has(toSpectrumError(caught).kind);
}

const mayPass: ReadonlySet<ErrorKind> = new Set(['unavailable', 'timeout', 'internal', 'protocol', 'quota']);

function operationOf(context: IExecuteFunctions, operations: Operations): Operation {
	// A node without resources has no such parameter, and n8n gives the fallback for it.
	const resource = textParameter(context, 'resource', 0);
	const operation = textParameter(context, 'operation', 0);
	const name = resource === '' ? operation : `${resource}.${operation}`;
	const found = Object.hasOwn(operations, name) ? operations[name] : undefined;
	if (found === undefined) throw new Error(`There is no operation "${name}"`);
	return typeof found === 'function' ? { run: found } : found;
}
