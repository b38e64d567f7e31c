import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type ITriggerFunctions,
	type ITriggerResponse,
	NodeConnectionTypes,
} from 'n8n-workflow';

function described(
	description: Pick<INodeTypeDescription, 'name' | 'displayName' | 'inputs' | 'outputs'> & Partial<INodeTypeDescription>,
): INodeTypeDescription {
	return {
		group: ['transform'],
		version: 1,
		description: description.displayName,
		defaults: {},
		properties: [],
		...description,
	};
}

/** packages/nodes-base/nodes/NoOp/NoOp.node.ts */
const noOp: INodeType = {
	description: described({
		name: 'noOp',
		displayName: 'No Operation, do nothing',
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
	}),
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	},
};

/** packages/nodes-base/nodes/ExecuteWorkflowTrigger/ExecuteWorkflowTrigger.node.ts, with its input passed through. */
const executeWorkflowTrigger: INodeType = {
	description: described({
		name: 'executeWorkflowTrigger',
		displayName: 'When Executed by Another Workflow',
		group: ['trigger'],
		version: 1.1,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		properties: [{ displayName: 'Input data mode', name: 'inputSource', type: 'string', default: 'passthrough' }],
	}),
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	},
};

/** packages/nodes-base/nodes/ManualTrigger/ManualTrigger.node.ts: one empty item when "Execute workflow" is clicked. */
const manualTrigger: INodeType = {
	description: described({
		name: 'manualTrigger',
		displayName: 'Manual Trigger',
		group: ['trigger'],
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
	}),
	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		return { manualTriggerFunction: async () => this.emit([[{ json: {} }]]) };
	},
};

/** packages/nodes-base/nodes/StickyNote/StickyNote.node.ts: a note on the canvas, never run. */
const stickyNote: INodeType = {
	description: described({
		name: 'stickyNote',
		displayName: 'Sticky Note',
		group: ['input'],
		inputs: [],
		outputs: [],
		properties: [
			{ displayName: 'Content', name: 'content', type: 'string', default: '' },
			{ displayName: 'Height', name: 'height', type: 'number', default: 160 },
			{ displayName: 'Width', name: 'width', type: 'number', default: 240 },
			{ displayName: 'Color', name: 'color', type: 'number', default: 1 },
		],
	}),
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	},
};

/** The nodes of n8n's own pack that workflows for the host may hold; the pack itself is not installed here. */
export const builtInNodes: Record<string, INodeType> = {
	'n8n-nodes-base.executeWorkflowTrigger': executeWorkflowTrigger,
	'n8n-nodes-base.noOp': noOp,
	'n8n-nodes-base.manualTrigger': manualTrigger,
	'n8n-nodes-base.stickyNote': stickyNote,
};
