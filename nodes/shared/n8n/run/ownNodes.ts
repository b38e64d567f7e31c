import type { IExecuteFunctions } from 'n8n-workflow';
import { thisNode } from './thisNode';

/** The action of this pack that made an item, directly before this node. */
export interface OwnSource {
	/** True when the operation created or listed conversations, so its items are about those. */
	readonly givesConversations: boolean;
}

/** Operations whose items are about conversations that they created or listed, by node. */
const operationsWithConversations: Readonly<Record<string, readonly string[]>> = {
	imessageCreateSpace: ['createDirect', 'createGroup'],
	imessageConversation: ['history', 'getMany'],
};

const ownAction = /\.(imessage(?:[A-Z]\w*)?)$/;

/** Nodes of the pack that make no items: one starts runs, the other passes on its input. */
const nodesWithoutItems: ReadonlySet<string> = new Set(['imessageTrigger', 'imessageTyping']);

/**
 * The action of this pack that made the item: the node directly before this one, on its ordinary output. Undefined for
 * every other item, and for those that only passed through such a node. A disabled node passes on its input, but n8n
 * still names it as the source. A failed item carries the fields of its input.
 */
export function ownSourceOf(context: IExecuteFunctions, itemIndex: number): OwnSource | undefined {
	const source = context.getExecuteData().source?.main?.[0];
	if (source === undefined || source === null || (source.previousNodeOutput ?? 0) !== 0) return undefined;
	if (context.getInputData()[itemIndex]?.json.error !== undefined) return undefined;
	const node = context
		.getParentNodes(thisNode(context).name, { depth: 1, includeNodeParameters: true })
		.find(({ name }) => name === source.previousNode);
	const name = node === undefined || node.disabled ? undefined : ownAction.exec(node.type)?.[1];
	if (node === undefined || name === undefined || nodesWithoutItems.has(name) || !isSamePack(context, node.type)) return undefined;
	const operation = node.parameters?.operation;
	return { givesConversations: typeof operation === 'string' && (operationsWithConversations[name] ?? []).includes(operation) };
}

/** Another pack may have nodes of the same name. */
function isSamePack(context: IExecuteFunctions, type: string): boolean {
	const packOf = (full: string) => full.slice(0, full.lastIndexOf('.'));
	return packOf(type) === packOf(thisNode(context).type);
}
