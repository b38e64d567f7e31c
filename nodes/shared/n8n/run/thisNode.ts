const nodes = new WeakMap<object, unknown>();

/**
 * The node that a context belongs to. n8n copies it deeply for each call of `getNode`, and it does not change while the node
 * runs, so it is read once for each context. The result is shared: do not change it.
 */
export function thisNode<Node>(context: { getNode(): Node }): Node {
	const known = nodes.get(context) as Node | undefined;
	if (known !== undefined) return known;
	const node = context.getNode();
	nodes.set(context, node);
	return node;
}
