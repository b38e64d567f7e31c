/** What names a node. */
export interface NodeNames {
	getWorkflow(): { readonly id?: string };
	getNode(): { readonly id: string };
}

/**
 * Identity of a node among everything that this process serves, with what tells apart what belongs to it. Not its name,
 * by which n8n stores data: what is known of a node that was renamed must not be forgotten.
 */
export function nodeIdentity(context: NodeNames, ...further: readonly string[]): string {
	return JSON.stringify([context.getWorkflow().id ?? '', context.getNode().id, ...further]);
}
