import type { IExecuteFunctions } from 'n8n-workflow';

/** Where an item comes from directly, when that is an action of this pack. */
export interface OwnSource {
	/** True when the operation created or listed conversations, so that its items are about those. */
	readonly givesConversations: boolean;
}

/** Operations whose items are about conversations that they created or listed, by node. */
const conversationGivers: Readonly<Record<string, readonly string[]>> = {
	imessageCreateSpace: ['createDirect', 'createGroup'],
	imessageConversation: ['history', 'getMany'],
};

const ownAction = /\.(imessage[A-Z]\w*|imessage)$/;

/** The action of this pack that stands directly before the node; undefined when another node does. */
export function ownSourceOf(context: IExecuteFunctions): OwnSource | undefined {
	const previous = context.getExecuteData().source?.main?.[0]?.previousNode;
	if (previous === undefined) return undefined;
	const node = context
		.getParentNodes(context.getNode().name, { depth: 1, includeNodeParameters: true })
		.find(({ name }) => name === previous);
	const name = node === undefined ? undefined : ownAction.exec(node.type)?.[1];
	if (node === undefined || name === undefined || name.endsWith('Trigger') || !isSamePack(context, node.type)) return undefined;
	const operation = node.parameters?.operation;
	return { givesConversations: typeof operation === 'string' && (conversationGivers[name] ?? []).includes(operation) };
}

/** Another pack may have nodes of the same name. */
function isSamePack(context: IExecuteFunctions, type: string): boolean {
	const packOf = (full: string) => full.slice(0, full.lastIndexOf('.'));
	return packOf(type) === packOf(context.getNode().type);
}
