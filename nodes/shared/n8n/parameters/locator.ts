import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { parameterOf } from './parameterOf';
import { invalid } from './parameters';
import { shownValue } from './plainValue';
import { expressionIn, unresolvedParameter } from './unresolved';

/** What a resource locator holds for one item. */
export interface Locator {
	/** Empty when an expression gives the whole field. */
	readonly mode: string;
	/** Empty only when the field was not filled in. */
	readonly value: string;
}

/**
 * Reads a resource locator. An empty field has a meaning of its own. So an expression that gives nothing, or something
 * that is not text, is refused: otherwise the message could reach the wrong person.
 *
 * @param field Its name may be a path, such as `options.line`.
 */
export function readLocator(
	context: IExecuteFunctions,
	field: Pick<INodeProperties, 'name' | 'displayName'>,
	itemIndex: number,
	example = '{{ $json.phone }}, with a field that every item has',
): Locator {
	const resolved = locatorParts(parameterOf(context, field.name, itemIndex, ''));
	const unresolved = locatorParts(unresolvedParameter(context, field.name));
	const value = textOf(resolved.value);
	if (value === undefined || (value === '' && expressionIn(unresolved.value) !== undefined)) {
		const problem = value === undefined ? 'has a value that is not text' : 'has an expression that returns nothing';
		const found = typeof unresolved.value === 'string' ? unresolved.value : shownValue(resolved.value);
		throw invalid(itemIndex, field.displayName, problem, found, example);
	}
	return { mode: typeof resolved.mode === 'string' ? resolved.mode : '', value };
}

/** Mode and value of what n8n gives for a resource locator. An expression for the whole field gives a plain text instead. */
export function locatorParts(raw: unknown): { readonly mode?: unknown; readonly value?: unknown } {
	return typeof raw === 'object' && raw !== null && !Array.isArray(raw) && 'value' in raw ? raw : { value: raw };
}

/** The value of a resource locator in a row of a collection; any other value as it is. */
export function valueOfLocator(raw: unknown): unknown {
	// An object of the item that happens to have a `value` is not a locator.
	return typeof raw === 'object' && raw !== null && '__rl' in raw ? locatorParts(raw).value : raw;
}

function textOf(value: unknown): string | undefined {
	switch (typeof value) {
		case 'undefined':
			return '';
		case 'string':
		case 'number':
			return String(value).trim();
		default:
			return value === null ? '' : undefined;
	}
}
