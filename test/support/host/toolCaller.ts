import {
	type EngineRequest,
	type EngineResponse,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	jsonParse,
	NodeConnectionTypes,
} from 'n8n-workflow';

export const TOOL_CALLER = 'n8n-test-host.toolCaller';

/** How n8n's AI Agent reaches a tool. */
export type ToolRoute =
	/** Agent 3 (2025 on): it asks the engine, which runs the tool as a node of the execution. */
	| 'engineRequest'
	/** Agents before it, and other AI nodes: they call the LangChain tool that n8n-core makes of the node. */
	| 'inputConnection';

/** One answer of a tool, in the words in which an agent gets it. */
export interface ToolAnswer extends IDataObject {
	/** The `json` of the items that the tool gave. */
	response?: IDataObject[];
	/** Why it failed. */
	error?: string;
}

interface LangChainTool {
	invoke(input: IDataObject): Promise<string>;
}

/**
 * An agent without a model: it makes the calls that it is told to make, over n8n-core's own two ways. What a real one
 * does around them is in packages/@n8n/nodes-langchain/nodes/agents/Agent/V3.
 */
export const toolCaller: INodeType = {
	description: {
		name: 'toolCaller',
		displayName: 'Tool Caller',
		description: 'Calls one tool with given arguments',
		group: ['transform'],
		version: 1,
		defaults: { name: 'Agent' },
		inputs: [NodeConnectionTypes.Main, { type: NodeConnectionTypes.AiTool }],
		outputs: [NodeConnectionTypes.Main],
		properties: [
			{ displayName: 'Route', name: 'route', type: 'string', default: 'engineRequest' },
			{ displayName: 'Tool', name: 'tool', type: 'string', default: '' },
			{ displayName: 'Calls', name: 'calls', type: 'json', default: '[]' },
		],
	},
	async execute(this: IExecuteFunctions, engine?: EngineResponse): Promise<INodeExecutionData[][] | EngineRequest> {
		const calls = jsonParse<IDataObject[]>(this.getNodeParameter('calls', 0) as string);
		if (this.getNodeParameter('route', 0) === 'inputConnection') {
			const tools = (await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0)) as LangChainTool[];
			const answers: ToolAnswer[] = [];
			for (const call of calls) answers.push(await invoke(tools[0] as LangChainTool, call));
			return [answers.map((json) => ({ json }))];
		}
		if (engine === undefined || engine.actionResponses.length === 0) {
			const nodeName = this.getNodeParameter('tool', 0) as string;
			return {
				actions: calls.map((input, index) => ({
					actionType: 'ExecutionNodeAction',
					nodeName,
					input,
					type: NodeConnectionTypes.AiTool,
					id: `call_${index}`,
					metadata: { itemIndex: 0 },
				})),
				metadata: {},
			};
		}
		return [
			engine.actionResponses.map(({ data }) => {
				const items = data.data?.[NodeConnectionTypes.AiTool]?.[0] ?? [];
				const answer: ToolAnswer = data.error === undefined ? { response: items.map(({ json }) => json) } : { error: data.error.message };
				return { json: answer };
			}),
		];
	},
};

async function invoke(tool: LangChainTool, call: IDataObject): Promise<ToolAnswer> {
	try {
		return { response: jsonParse<IDataObject[]>(await tool.invoke(call)) };
	} catch (error) {
		return { error: (error as Error).message };
	}
}
