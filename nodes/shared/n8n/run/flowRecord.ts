import type { IExecuteFunctions } from 'n8n-workflow';
import { thisNode } from './thisNode';

/**
 * A record of one node for the rest of the execution, under the given name. n8n stores it with the execution: it is there
 * after a wait, in another process, and when the execution is retried.
 */
export function flowRecord<Stored extends object>(context: IExecuteFunctions, name: string): Stored {
	const flow = context.getContext('flow');
	const nodes = (flow[name] ??= {}) as Record<string, object>;
	// By the node's name, which is unique in a workflow. An execution continues with the workflow that it started with.
	return (nodes[`node:${thisNode(context).name}`] ??= {}) as Stored;
}
