import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * What one node keeps for the rest of the execution, under a name of its own. n8n stores it with the execution: it is there
 * after a wait, in another process, and when the execution is retried.
 */
export function flowRecord<Kept extends object>(context: IExecuteFunctions, name: string): Kept {
	const flow = context.getContext('flow');
	const nodes = (flow[name] ??= {}) as Record<string, object>;
	// By name: it is unique in a workflow, and an execution goes on with the workflow that it began with.
	return (nodes[`node:${context.getNode().name}`] ??= {}) as Kept;
}
