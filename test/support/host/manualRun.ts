import {
	createRunExecutionData,
	type INode,
	type INodeExecutionData,
	isTriggerLikeNode,
	type IWorkflowBase,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import type { Execution } from './execution';
import type { HostNodeTypes } from './nodeTypes';
import type { Runner } from './runner';
import type { Store } from './store';
import type { WorkflowJson } from './types';

export interface ExecuteOptions {
	/** The items that the start node gives (a trigger) or gets (an action). Default: one item with an empty `json`. */
	triggerItems?: INodeExecutionData[];
	/** Default: the workflow's first trigger, else its first node that nothing leads to. */
	startNode?: string;
	/** Runs up to this node only. */
	destinationNode?: string;
	/** Fixes the execution's id, to run the same execution twice. Default: the next free number. */
	executionId?: string;
	/**
	 * Default `webhook` when the start node has a webhook, else `trigger`. With `manual` no static data is saved, and a
	 * trigger without `triggerItems` is run as "Execute workflow" runs it.
	 */
	mode?: WorkflowExecuteMode;
}

/** A running execution: await it for its record, or cancel it. */
export class ExecutionHandle implements PromiseLike<Execution> {
	constructor(
		readonly id: string,
		private readonly runner: Runner,
		private readonly finished: Promise<Execution>,
	) {}

	/** What "Stop execution" does: the nodes' abort signal fires and the record says `canceled`. */
	cancel(): void {
		this.runner.cancel(this.id);
	}

	/** Resolves for failed and cancelled executions as well; look at `status` and `error`. */
	then<Fulfilled = Execution, Rejected = never>(
		onFulfilled?: ((execution: Execution) => Fulfilled | PromiseLike<Fulfilled>) | null,
		onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
	): Promise<Fulfilled | Rejected> {
		return this.finished.then(onFulfilled, onRejected);
	}
}

/**
 * Runs a workflow without anything that has triggered it: the execution stack of `runWorkflow` in
 * packages/cli/src/workflows/workflow-execution.service.ts, or packages/cli/src/manual-execution.service.ts by hand.
 */
export function startExecution(
	store: Store,
	runner: Runner,
	nodeTypes: HostNodeTypes,
	json: WorkflowJson,
	options: ExecuteOptions = {},
): ExecutionHandle {
	const workflowData = store.workflow(store.saveWorkflow(json), 'draft') as IWorkflowBase;
	const node = startNodeOf(workflowData, nodeTypes, options.startNode);
	const hasWebhook = 'webhook' in nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	const mode = options.mode ?? (hasWebhook ? 'webhook' : 'trigger');
	const destinationNode =
		options.destinationNode === undefined ? undefined : ({ nodeName: options.destinationNode, mode: 'inclusive' } as const);
	const byHand = mode === 'manual' && options.triggerItems === undefined;
	const executionData = createRunExecutionData({
		startData: destinationNode === undefined ? undefined : { destinationNode },
		resultData: mode === 'manual' ? { pinData: workflowData.pinData } : undefined,
		executionData: {
			nodeExecutionStack: [{ node, data: { main: [options.triggerItems ?? [{ json: {} }]] }, source: null }],
		},
	});
	const { id, finished } = runner.run(
		{
			executionMode: mode,
			workflowData,
			source: 'host',
			executionId: options.executionId,
			startNode: node,
			destinationNode,
			executionData: byHand ? undefined : executionData,
		},
		true,
	);
	return new ExecutionHandle(id, runner, finished);
}

function startNodeOf({ nodes, connections }: IWorkflowBase, nodeTypes: HostNodeTypes, name?: string): INode {
	const enabled = nodes.filter(({ disabled, type }) => disabled !== true && type !== 'n8n-nodes-base.stickyNote');
	const targets = new Set(
		Object.values(connections).flatMap(({ main }) => (main ?? []).flatMap((to) => (to ?? []).map(({ node }) => node))),
	);
	// A node that waits for an answer has a webhook too, but something leads to it.
	const starts = ({ name: own, type, typeVersion }: INode) =>
		!targets.has(own) && isTriggerLikeNode(nodeTypes.getByNameAndVersion(type, typeVersion));
	const found =
		name === undefined
			? (enabled.find(starts) ?? enabled.find((node) => !targets.has(node.name)))
			: nodes.find((node) => node.name === name);
	if (found === undefined) throw new Error(`The workflow has no node ${name === undefined ? 'to start from' : `"${name}"`}`);
	return found;
}
