import type { IBinaryKeyData, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { throwIfCancelled, toSpectrumError } from '../errors/from';
import { Gateway } from '../gateway/Gateway';
import { readConnection } from './credentials';
import { errorOutput, toNodeApiError, withAdvice } from './errors';
import { httpPort } from './http';
import { amongItems } from './itemError';
import { textParameter } from './parameters';
import { isToolCall } from './toolCall';

/** One item that a node gives. */
export interface ItemOutput {
	readonly json: IDataObject;
	readonly binary?: IBinaryKeyData;
}

/** What an operation works with: one incoming item, and Spectrum as its credential sees it. */
export interface ItemRun {
	readonly context: IExecuteFunctions;
	readonly itemIndex: number;
	readonly gateway: Gateway;
	/** Aborted when somebody stops the execution. */
	readonly signal?: AbortSignal;
}

/** One operation on one item. Several outputs all pair with that item. */
export type Action = (run: ItemRun) => Promise<ItemOutput | readonly ItemOutput[]>;

/** Operations by the value of the node's `operation` parameter, or `<resource>.<operation>` where it has resources. */
export type Actions = Readonly<Record<string, Action>>;

/**
 * The only item loop. Items run one after the other, because the messages of a list are expected in its order. A
 * failed item stops the run, or, under continue on fail, becomes an item that carries the error; a cancelled run
 * always stops.
 */
export async function runItems(context: IExecuteFunctions, actions: Actions): Promise<INodeExecutionData[][]> {
	const action = actionOf(context, actions);
	const signal = context.getExecutionCancelSignal();
	const authContext = {
		http: httpPort(context.helpers),
		signal,
		onWarning: (message: string) => context.logger.warn(message),
	};
	const results: INodeExecutionData[] = [];
	for (let itemIndex = 0; itemIndex < context.getInputData().length; itemIndex++) {
		const pairedItem = { item: itemIndex };
		try {
			throwIfCancelled(signal);
			const connection = await readConnection(context, itemIndex);
			const gateway = new Gateway(connection, authContext);
			const outputs = await action({ context, itemIndex, gateway, signal });
			for (const output of [outputs].flat()) results.push({ ...output, pairedItem });
		} catch (thrown) {
			const caught = amongItems(thrown, context.getInputData().length);
			if (!context.continueOnFail() || toSpectrumError(caught).kind === 'cancelled') {
				const failure = isToolCall(context) ? withAdvice(caught) : caught;
				throw toNodeApiError(context.getNode(), failure, itemIndex);
			}
			// n8n knows a failed item by `error` being its only field. Setting `item.error` as well would make it
			// replace the fields by the message alone (seen in n8n-core 2.8.1, workflow-execute).
			results.push({ json: errorOutput(caught), pairedItem });
		}
	}
	return [results];
}

function actionOf(context: IExecuteFunctions, actions: Actions): Action {
	// A node without resources has no such parameter, and n8n gives the fallback for it.
	const resource = textParameter(context, 'resource', 0);
	const operation = textParameter(context, 'operation', 0);
	const name = resource === '' ? operation : `${resource}.${operation}`;
	const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
	if (action === undefined) throw new Error(`There is no operation "${name}"`);
	return action;
}
