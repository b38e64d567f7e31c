import type { IExecuteFunctions } from 'n8n-workflow';
import type { Target } from '../domain/target';
import { writeKey, type WriteKey } from '../domain/writeKey';

/** What a node says of one write. */
export interface WriteRequest {
	readonly itemIndex: number;
	readonly operation: string;
	readonly target: Target;
	/** The option *Idempotency key*, already resolved; empty means that there is none. */
	readonly userKey: string;
	/** Resolved arguments, part of the key when an AI calls the node. */
	readonly toolArguments: unknown;
}

/**
 * The key of one item's write. n8n repeats a failed node within the same execution and run, so everything here is the
 * same then; a loop's next round has another run index, and another execution another id.
 */
export function writeKeyFor(context: IExecuteFunctions, request: WriteRequest): WriteKey {
	const node = context.getNode();
	const userKey = request.userKey.trim();
	return writeKey({
		workflowId: context.getWorkflow().id ?? '',
		nodeId: node.id,
		operation: request.operation,
		executionId: context.getExecutionId(),
		runIndex: runIndexOf(context, request.itemIndex),
		itemIndex: request.itemIndex,
		toolArguments: isToolCall(context) ? JSON.stringify(request.toolArguments) : undefined,
		userKey: userKey === '' ? undefined : userKey,
		target: request.target.by === 'address' ? request.target.address : request.target.space.id,
	});
}

/**
 * The run index has no getter of its own. A supplied tool gets a new one for each of n8n's own retries (seen in
 * n8n-core 2.8.1, get-input-connection-data), so with *Retry on Fail* its arguments alone tell its calls apart.
 */
function runIndexOf(context: IExecuteFunctions, itemIndex: number): number {
	if (isSuppliedTool(context) && context.getNode().retryOnFail === true) return 0;
	return Number(context.evaluateExpression('{{ $runIndex }}', itemIndex));
}

// An agent calls a node as a supplied tool, or, in newer hosts, runs its `…Tool` twin as a node of the workflow.
export function isToolCall(context: IExecuteFunctions): boolean {
	return isSuppliedTool(context) || context.getNode().type.endsWith('Tool');
}

function isSuppliedTool(context: IExecuteFunctions): boolean {
	return context.isToolExecution?.() === true;
}
