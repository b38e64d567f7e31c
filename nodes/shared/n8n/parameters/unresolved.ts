/** Every context of n8n that has a node. */
export interface WrittenContext {
	getNode(): { readonly parameters: Readonly<Record<string, unknown>> };
}

/**
 * A parameter as it stands in the workflow, before any expression in it is resolved; undefined when nobody filled it
 * in. Dots in the path lead into collections.
 */
export function writtenParameter(context: WrittenContext, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>(
			(value, name) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined),
			context.getNode().parameters,
		);
}

/**
 * The expression that stands in a written parameter, in a list the first one; undefined when there is none. A field
 * whose emptiness has a meaning of its own is empty by intention only without one: an expression that gives nothing was
 * meant to give something.
 */
export function expressionIn(written: unknown): string | undefined {
	return [written].flat().find((text): text is string => typeof text === 'string' && text.startsWith('='));
}
