import type { IExecuteFunctions } from 'n8n-workflow';
import { thisNode } from './thisNode';

/**
 * Whether an AI calls the node: as a supplied tool, or, in newer hosts, as its `…Tool` twin, run as a node of the
 * workflow.
 */
export function isToolCall(context: IExecuteFunctions): boolean {
	return isSuppliedTool(context) || thisNode(context).type.endsWith('Tool');
}

/** Whether the node is called through the tool that n8n made of it, outside the workflow's main flow. */
export function isSuppliedTool(context: IExecuteFunctions): boolean {
	return context.isToolExecution?.() === true;
}
