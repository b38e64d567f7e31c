/** The part of a context that identifies a node. */
export interface NodeNames {
	getWorkflow(): { readonly id?: string };
	getNode(): { readonly id: string };
}

/**
 * Identity of a node in this process. `further` distinguishes several entries of one node. It contains the node's ID and
 * not its name, by which n8n stores data: a renamed node keeps its entries.
 */
export function nodeIdentity(context: NodeNames, ...further: readonly string[]): string {
	return JSON.stringify([context.getWorkflow().id ?? '', context.getNode().id, ...further]);
}
