import type { INode, INodeType } from 'n8n-workflow';
import type { NodeJson, WorkflowJson } from '../../../support/host';

export const types = (nodes: Record<string, INodeType>): Record<string, INodeType> =>
	Object.fromEntries(Object.entries(nodes).map(([name, type]) => [`test.${name}`, type]));

/** Nodes one behind the other, named as given. The first one's webhook answers at `<id>/events`. */
export function chain(id: string, ...nodes: Array<NodeJson & { name: string }>): WorkflowJson {
	const connections: WorkflowJson['connections'] = {};
	nodes.slice(1).forEach(({ name }, index) => {
		connections[(nodes[index] as NodeJson).name] = { main: [[{ node: name, type: 'main', index: 0 }]] };
	});
	return { id, nodes, connections };
}

export function hookNode(id: string, more: Partial<INode> = {}): NodeJson {
	return { name: 'Hook', type: 'test.hookTrigger', webhookId: id, ...more };
}

export async function post(
	url: string,
	body: string | Buffer,
	headers: Record<string, string> = { 'content-type': 'application/json' },
): Promise<{ status: number; text: string; headers: Headers }> {
	const response = await fetch(url, { method: 'POST', body, headers });
	return { status: response.status, text: await response.text(), headers: response.headers };
}
