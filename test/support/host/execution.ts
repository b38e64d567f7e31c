import type {
	ExecutionError,
	ExecutionStatus,
	INode,
	INodeExecutionData,
	IRun,
	ITaskData,
	IWorkflowBase,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { jsonParse, jsonStringify } from 'n8n-workflow';

/** What started an execution: a production webhook, a test event, a trigger's `emit`, or a call of the host. */
export type ExecutionSource = 'webhook' | 'testWebhook' | 'trigger' | 'host';

/** A finished execution, as n8n's list of executions shows it. */
export class Execution {
	readonly workflowId: string;
	readonly workflowName: string;
	/** As the workflow was when it ran, every parameter filled in. */
	readonly nodes: readonly INode[];

	constructor(
		readonly id: string,
		readonly source: ExecutionSource,
		readonly mode: WorkflowExecuteMode,
		workflow: IWorkflowBase,
		/** n8n's own record, with everything that each node was given and gave. */
		readonly run: IRun,
	) {
		this.workflowId = workflow.id;
		this.workflowName = workflow.name;
		this.nodes = workflow.nodes;
	}

	get status(): ExecutionStatus {
		return this.run.status;
	}

	/** Why the execution as a whole failed or was cancelled. */
	get error(): ExecutionError | undefined {
		return this.run.data.resultData.error;
	}

	get lastNode(): string | undefined {
		return this.run.data.resultData.lastNodeExecuted;
	}

	/** The runs of one node in the order in which they happened; a node that never ran has none. */
	tasks(node: string): ITaskData[] {
		return this.run.data.resultData.runData[node] ?? [];
	}

	/**
	 * The items that a node gave.
	 *
	 * @param output index among the node's main outputs; the error output is the last one
	 * @param runIndex for a node in a loop. Default 0.
	 */
	items(node: string, output = 0, runIndex = 0): INodeExecutionData[] {
		return this.tasks(node)[runIndex]?.data?.main?.[output] ?? [];
	}

	/** The `json` of {@link items}. */
	json(node: string, output = 0, runIndex = 0): Array<INodeExecutionData['json']> {
		return this.items(node, output, runIndex).map(({ json }) => json);
	}

	/** What a node threw in one of its runs. */
	errorOf(node: string, runIndex = 0): ExecutionError | undefined {
		return this.tasks(node)[runIndex]?.error;
	}

	/** The record as n8n's database and its public API show it: plain JSON, with errors as they write themselves. */
	stored(): unknown {
		return jsonParse(jsonStringify(this.run, { replaceCircularRefs: true }));
	}
}
