import { thisNode } from '../run/thisNode';

/** Every context of n8n that has a node. */
export interface UnresolvedContext {
	getNode(): { readonly parameters: Readonly<Record<string, unknown>> };
}

/**
 * A parameter as the workflow stores it, with its expressions unresolved. Undefined when it was not filled in. Dots in
 * the path lead into collections.
 */
export function unresolvedParameter(context: UnresolvedContext, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>(
			(value, name) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined),
			thisNode(context).parameters,
		);
}

/**
 * The expression in an unresolved parameter; in a list, the first one. Undefined when there is none. Only a field without
 * an expression is empty on purpose: an expression that gives nothing was meant to give something.
 */
export function expressionIn(unresolved: unknown): string | undefined {
	return [unresolved].flat().find((text): text is string => typeof text === 'string' && text.startsWith('='));
}
