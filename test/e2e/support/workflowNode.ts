import { randomUUID } from 'node:crypto';
import type { WorkflowNode } from '../../../scripts/n8n/types';

/** A node of a workflow, without parameters unless `more` has them. */
export function workflowNode(name: string, type: string, typeVersion: number, more: Partial<WorkflowNode> = {}): WorkflowNode {
	return { id: randomUUID(), name, type, typeVersion, position: [0, 0], parameters: {}, ...more };
}
