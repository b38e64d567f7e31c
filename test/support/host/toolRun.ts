import { type IDataObject, NodeConnectionTypes } from 'n8n-workflow';
import type { Execution } from './execution';
import { TOOL_CALLER, type ToolAnswer, type ToolRoute } from './toolCaller';
import type { NodeJson, WorkflowJson } from './types';

export interface ToolOptions {
	/** Default `engineRequest`, what n8n's current AI Agent uses. */
	route?: ToolRoute;
	/** The item that reaches the agent; over `engineRequest` its fields reach the tool too. Default: empty. */
	agentInput?: IDataObject;
	/** Default: the next free number. */
	executionId?: string;
	/** Default `toolRun`. */
	workflowId?: string;
}

/** What came back. */
export interface ToolRun {
	/** One answer for each call, in their order; none if the run as a whole failed. */
	answers: ToolAnswer[];
	execution: Execution;
}

/** The node names that the host gives in {@link toolWorkflow}. */
export const AGENT = 'Agent';

/** A workflow in which an agent has one tool. `…Tool` is put behind the node's type, as n8n names a node made a tool. */
export function toolWorkflow(node: NodeJson, calls: IDataObject[], options: ToolOptions = {}): WorkflowJson {
	const type = node.type.endsWith('Tool') ? node.type : `${node.type}Tool`;
	return {
		id: options.workflowId ?? 'toolRun',
		// What the editor gives new workflows; in the older order the agent would go on before its tools have run.
		settings: { executionOrder: 'v1' },
		nodes: [
			{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
			{
				name: AGENT,
				type: TOOL_CALLER,
				parameters: { route: options.route ?? 'engineRequest', tool: node.name, calls: JSON.stringify(calls) },
			},
			{ ...node, type },
		],
		connections: {
			Start: { main: [[{ node: AGENT, type: NodeConnectionTypes.Main, index: 0 }]] },
			[node.name]: { ai_tool: [[{ node: AGENT, type: NodeConnectionTypes.AiTool, index: 0 }]] },
		},
	};
}

export function toolRun(execution: Execution): ToolRun {
	const runs = execution.tasks(AGENT);
	return { execution, answers: execution.json(AGENT, 0, Math.max(0, runs.length - 1)) };
}
