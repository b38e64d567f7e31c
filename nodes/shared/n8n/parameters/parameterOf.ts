import type { IExecuteFunctions } from 'n8n-workflow';
import { unresolvedParameter } from './unresolved';

/** What is known of a parameter after it was read once. */
type Known =
	| { readonly varies: true }
	/** It was not filled in, so n8n gives the fallback. */
	| { readonly varies: false; readonly isAbsent: true }
	| { readonly varies: false; readonly isAbsent: false; readonly value: unknown };

const knownOf = new WeakMap<IExecuteFunctions, Map<string, Known>>();

/**
 * A parameter of one item, as n8n resolves it. Without an expression in it, it is the same for all items, and n8n is asked
 * once: most fields have none, and n8n checks and copies each of them for each item. The result is shared: do not change it.
 *
 * @param path Dots lead into collections.
 * @param fallback the value of a parameter that was not filled in
 */
export function parameterOf(context: IExecuteFunctions, path: string, itemIndex: number, fallback: string | readonly never[]): unknown {
	const known = knownOf.get(context)?.get(path);
	if (known?.varies === false) return known.isAbsent ? fallback : known.value;
	const value: unknown = context.getNodeParameter(path, itemIndex, fallback);
	if (known === undefined) remember(context, path, value);
	return value;
}

function remember(context: IExecuteFunctions, path: string, value: unknown): void {
	const unresolved = unresolvedParameter(context, path);
	const known: Known = hasExpression(unresolved)
		? { varies: true }
		: unresolved === undefined
			? { varies: false, isAbsent: true }
			: { varies: false, isAbsent: false, value };
	const ofContext = knownOf.get(context) ?? new Map<string, Known>();
	knownOf.set(context, ofContext.set(path, known));
}

/** Whether a stored value has an expression anywhere. n8n takes every text that begins with = for one. */
function hasExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	return typeof value === 'object' && value !== null && Object.values(value).some(hasExpression);
}
