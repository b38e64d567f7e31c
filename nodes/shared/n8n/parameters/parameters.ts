import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { invisibleIn, shown, trimInvisible } from '../../spectrum/values/invisible';
import type { SpectrumError } from '../../spectrum/errors/SpectrumError';
import { ItemError } from '../errors/itemError';
import { plainText, shownValue } from './plainValue';
import { expressionIn, writtenParameter } from './unresolved';

/**
 * A parameter as text: an expression may give a number where a text is asked for, or a moment, which becomes ISO 8601.
 * Absent is empty. Refuses what is no text: an object as JSON, or `NaN`, is never what was meant to be sent.
 */
export function textParameter(context: IExecuteFunctions, parameter: NamedParameter | string, itemIndex: number): string {
	const { name, displayName } = typeof parameter === 'string' ? { name: parameter, displayName: titleOf(parameter) } : parameter;
	const value: unknown = context.getNodeParameter(name, itemIndex, '');
	const text = plainText(value);
	if (text !== undefined) return text;
	throw invalid(itemIndex, displayName, 'gives something that is no text', shownValue(value), '{{ $json.name }}, with a field that holds one text');
}

/** What was found in a parameter, whatever it is, for an error. */
export function foundIn(context: IExecuteFunctions, name: string, itemIndex: number): string {
	return shownValue(context.getNodeParameter(name, itemIndex, ''));
}

/** Fields are called on the panel as their parameters are, in title case. */
function titleOf(path: string): string {
	const words = (path.split('.').at(-1) ?? '').replace(/([A-Z])/g, ' $1');
	return (words.charAt(0).toUpperCase() + words.slice(1)).replace(/\b(Id|Url)\b/g, (word) => word.toUpperCase());
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
	const text = textParameter(context, { name: path, displayName: field.displayName }, itemIndex);
	if (text.trim() !== '') return text;
	const expression = expressionIn(writtenParameter(context, path));
	if (expression !== undefined) {
		throw invalid(itemIndex, field.displayName, 'gives nothing', expression, { advice: 'Use a field that every item has, such as {{ $json.messageId }}, or clear the field.' });
	}
	return text;
}

/** UTF-16 code units of an ID; the longest that servers give have less than a hundred. */
const longestId = 1_000;

/**
 * The ID of something, without white space and invisible characters at its ends; empty when nobody filled it in. Refuses
 * everything but a plain text before any call: a number has lost its zeros, and an object would be sent as JSON.
 */
export function idParameter(
	context: IExecuteFunctions,
	field: Pick<INodeProperties, 'name' | 'displayName'>,
	itemIndex: number,
	example: string,
	path = field.name,
): string {
	const value: unknown = context.getNodeParameter(path, itemIndex, '');
	const isPlain = value === undefined || value === null || typeof value === 'string';
	if (!isPlain) throw invalid(itemIndex, field.displayName, 'gives something that is no text, but an ID is one', shownValue(value), example);
	const text = trimInvisible(optionalText(context, field, itemIndex, path));
	const hidden = invisibleIn(text.slice(0, longestId));
	if (hidden !== undefined) throw invalid(itemIndex, field.displayName, `has a character inside that nobody sees, ${hidden}`, text, example);
	if (/\s/.test(text)) throw invalid(itemIndex, field.displayName, 'has a space or a line break inside, but is one ID', text, example);
	if (text.length > longestId) throw invalid(itemIndex, field.displayName, `is longer than ${longestId.toLocaleString('en')} characters`, text, example);
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
	const text = textParameter(context, { name, displayName }, itemIndex).trim();
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
	const text = textParameter(context, { name, displayName }, itemIndex).trim().toLowerCase();
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

/** What to do, one or two sentences, where no example of the field's value would help. */
export interface Advice {
	readonly advice: string;
}

/** A refusal before any call: which item and field, what is wrong, what was found, and a right example or an advice. */
export function invalid(itemIndex: number, field: string, problem: string, found: string, example: string | Advice): SpectrumError {
	const cut = shown(found.length > 100 ? `${found.slice(0, 100)}…` : found);
	return new ItemError(itemIndex, {
		kind: 'invalid',
		message: `The field "${field}" ${problem}${cut === '' ? '' : `; found "${cut}"`}`,
		advice: typeof example === 'string' ? `Enter it like this: ${example}` : example.advice,
	});
}
