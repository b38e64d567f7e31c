import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { shown } from '../domain/invisible';
import type { SpectrumError } from '../errors/SpectrumError';
import { ItemError } from './itemError';
import { expressionIn, writtenParameter } from './written';

/** A parameter as text: an expression may give a number where a text is asked for. Absent is empty. */
export function textParameter(context: IExecuteFunctions, name: string, itemIndex: number): string {
	const value: unknown = context.getNodeParameter(name, itemIndex, '');
	switch (typeof value) {
		case 'string':
			return value;
		case 'number':
		case 'boolean':
		case 'bigint':
			return String(value);
		case 'object':
			return value === null ? '' : JSON.stringify(value);
		default:
			return '';
	}
}

/**
 * A parameter whose emptiness has a meaning of its own. An expression that gives nothing is refused: it would
 * otherwise pass for a field that nobody filled in, and reach something else than what was meant.
 */
export function optionalText(
	context: IExecuteFunctions,
	field: Pick<INodeProperties, 'name' | 'displayName'>,
	itemIndex: number,
	path = field.name,
): string {
	const text = textParameter(context, path, itemIndex);
	if (text.trim() !== '') return text;
	const expression = expressionIn(writtenParameter(context, path));
	if (expression !== undefined) {
		throw invalid(itemIndex, field.displayName, 'gives nothing', expression, 'an expression with a field that every item has');
	}
	return text;
}

/** Where a parameter is read, and what its field is called on the panel. */
export interface NamedParameter {
	/** May be a path, such as `options.live`. */
	readonly name: string;
	readonly displayName: string;
}

/** A parameter as a finite number; a text that is one counts. Absent or empty is undefined. */
export function numberParameter(context: IExecuteFunctions, { name, displayName }: NamedParameter, itemIndex: number): number | undefined {
	const text = textParameter(context, name, itemIndex).trim();
	if (text === '') return undefined;
	const number = Number(text);
	if (!Number.isFinite(number)) throw invalid(itemIndex, displayName, 'is not a number', text, '5');
	return number;
}

/** A parameter as yes or no; the texts `true` and `false` of an expression count. */
export function booleanParameter(
	context: IExecuteFunctions,
	{ name, displayName }: NamedParameter,
	itemIndex: number,
	fallback: boolean,
): boolean {
	const text = textParameter(context, name, itemIndex).trim().toLowerCase();
	if (text === '') return fallback;
	if (text !== 'true' && text !== 'false') throw invalid(itemIndex, displayName, 'is neither true nor false', text, 'true');
	return text === 'true';
}

/** The same field as an option, which stands in the collection *Options*. */
export function asOption({ name, displayName }: NamedParameter): NamedParameter {
	return { name: `options.${name}`, displayName };
}

/** A URL as an error may show it: nothing of one that may hold a password, in whatever form. */
export function shownUrl(text: string): string {
	return text.includes('@') ? '' : text;
}

/** A refusal before any call: which item and field, what is wrong, what was found, and a right example. */
export function invalid(itemIndex: number, field: string, problem: string, found: string, example: string): SpectrumError {
	const cut = shown(found.length > 100 ? `${found.slice(0, 100)}…` : found);
	return new ItemError(itemIndex, {
		kind: 'invalid',
		message: `The field "${field}" ${problem}${cut === '' ? '' : `; found "${cut}"`}`,
		advice: `Enter it like this: ${example}`,
	});
}
