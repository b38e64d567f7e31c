import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';

/** What n8n wants to know of a node that stands in a test only. */
export function description(
	name: string,
	parts: Partial<INodeTypeDescription> & Pick<INodeTypeDescription, 'inputs'>,
): INodeTypeDescription {
	return {
		name,
		displayName: name,
		description: `Throw-away node ${name}`,
		group: ['transform'],
		version: 1,
		defaults: { name },
		outputs: [NodeConnectionTypes.Main],
		properties: [],
		...parts,
	};
}

/** An action whose work is a function. */
export class Action implements INodeType {
	description: INodeTypeDescription;
	execute: (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

	constructor(
		work: (context: IExecuteFunctions) => Promise<INodeExecutionData[]> | INodeExecutionData[],
		parts: Partial<INodeTypeDescription> = {},
	) {
		this.description = description('action', { inputs: [NodeConnectionTypes.Main], ...parts });
		this.execute = async function (this: IExecuteFunctions) {
			return [await work(this)];
		};
	}
}
