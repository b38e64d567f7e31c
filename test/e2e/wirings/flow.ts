import { randomUUID } from 'node:crypto';
import type { Credential, WorkflowFile, WorkflowNode } from '../../../scripts/n8n/types';

/** A node as a wiring writes it down: what can be made up is left out. */
export interface FlowNode extends Omit<WorkflowNode, 'id' | 'position'> {
	readonly disabled?: boolean;
	readonly alwaysOutputData?: boolean;
	readonly retryOnFail?: boolean;
	readonly maxTries?: number;
	readonly waitBetweenTries?: number;
}

/** The nodes behind the Trigger, and how they are linked. */
export interface Flow {
	readonly nodes: readonly FlowNode[];
	/**
	 * `A > B > C` from output to input, `A[1] > [1]B` from the second output to the second input, and
	 * `Model -ai_languageModel> Agent` for what stands beside the course. The Trigger is called `Trigger`.
	 */
	readonly links: readonly string[];
}

/** Nodes in a row behind the Trigger. */
export function row(...nodes: readonly FlowNode[]): Flow {
	return { nodes, links: [['Trigger', ...nodes.map(({ name }) => name)].join(' > ')] };
}

const step = /\s*-(\w+)>\s*|\s+>\s+/;
const end = /^(?:\[(\d)\])?(.*?)(?:\[(\d)\])?$/;

interface Link {
	readonly node: string;
	readonly type: string;
	readonly index: number;
}

/** What n8n stores of the links, with the Trigger under its real name. */
export function connectionsOf(links: readonly string[], trigger: string): object {
	const connections: Record<string, Record<string, Link[][]>> = {};
	for (const link of links) {
		const [first, ...rest] = link.split(step);
		let from = place(first ?? '', trigger);
		for (let index = 0; index < rest.length; index += 2) {
			const type = rest[index] ?? 'main';
			const to = place(rest[index + 1] ?? '', trigger);
			const outputs = ((connections[from.node] ??= {})[type] ??= []);
			while (outputs.length <= from.output) outputs.push([]);
			outputs[from.output]?.push({ node: to.node, type, index: to.input });
			from = to;
		}
	}
	return connections;
}

function place(text: string, trigger: string): { readonly node: string; readonly input: number; readonly output: number } {
	const [, input = '0', name = '', output = '0'] = end.exec(text.trim()) ?? [];
	return { node: name === 'Trigger' ? trigger : name, input: Number(input), output: Number(output) };
}

/** A node as n8n stores it. Ours get the credential, unless they have one. */
export function complete(node: FlowNode, { type, id, name }: Credential, index: number): WorkflowNode {
	const isOurs = node.type.startsWith('n8n-nodes-spectrum-imessage.');
	return {
		id: randomUUID(),
		position: [200 * index, 0],
		...(isOurs ? { credentials: { [type]: { id, name } } } : {}),
		...node,
	};
}

/** A workflow that something else than our Trigger starts. */
export function workflowOf(name: string, { nodes, links }: Flow, credential: Credential): WorkflowFile {
	return { name, nodes: nodes.map((node, index) => complete(node, credential, index)), connections: connectionsOf(links, 'Trigger') };
}
