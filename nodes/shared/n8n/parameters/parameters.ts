import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { invisibleIn, trimInvisible } from '../../spectrum/values/invisible';
import type { SpectrumError } from '../../spectrum/errors/SpectrumError';
import { ItemError } from '../errors/itemError';
import { parameterOf } from './parameterOf';
import { plainText, shownValue } from './plainValue';
import { expressionIn, unresolvedParameter } from './unresolved';
import { wrongField } from '../errors/wrongField';

/**
 * A parameter as text. An expression may also give a number, or a moment, which becomes ISO 8601. An absent parameter is
 * empty. Any other value is refused: an object as JSON, or `NaN`, is never meant to be sent.
 */
export function textParameter(context: IExecuteFunctions, parameter: NamedParameter | string, itemIndex: number): string {
	const name = typeof parameter === 'string' ? parameter : parameter.name;
	const value = parameterOf(context, name, itemIndex, '');
	const text = plainText(value);
	if (text !== undefined) return text;
	throw invalid(
		itemIndex,
		typeof parameter === 'string' ? titleOf(parameter) : parameter.displayName,
		'has a value that is not text',
		shownValue(value),
		'{{ $json.name }}, with a field that holds one text',
	);
}

/** The value of a parameter, of any type, as an error shows it. */
export function foundIn(context: IExecuteFunctions, name: string, itemIndex: number): string {
	return shownValue(parameterOf(context, name, itemIndex, ''));
}

/** The name of a field on the panel: its parameter's name in title case. */
function titleOf(path: string): string {
	const words = (path.split('.').at(-1) ?? '').replace(/([A-Z])/g, ' $1');
	return (words.charAt(0).toUpperCase() + words.slice(1)).replace(/\b(Id|Url)\b/g, (word) => word.toUpperCase());
}

/**
 * A parameter that may be empty, where empty has a meaning of its own. An expression that gives nothing is refused:
 * otherwise it would count as an empty field, and the operation would act on the wrong thing.
 */
export function optionalText(
	context: IExecuteFunctions,
	field: Pick<INodeProperties, 'name' | 'displayName'>,
	itemIndex: number,
	path = field.name,
): string {
	const text = textParameter(context, { name: path, displayName: field.displayName }, itemIndex);
	if (text.trim() !== '') return text;
	const expression = expressionIn(unresolvedParameter(context, path));
	if (expression !== undefined) {
		throw invalid(itemIndex, field.displayName, 'has an expression that returns nothing', expression, {
			advice: 'Use a field that every item has, such as {{ $json.messageId }}, or clear the field.',
		});
	}
	return text;
}

/** UTF-16 code units of an ID; the longest that servers give have less than a hundred. */
const longestId = 1_000;

/**
 * An ID, without white space and invisible characters at its ends. Empty when the field was not filled in. Anything but a
 * plain text is refused before any call: a number has lost its leading zeros, and an object would be sent as JSON.
 */
export function idParameter(
	context: IExecuteFunctions,
	field: Pick<INodeProperties, 'name' | 'displayName'>,
	itemIndex: number,
	example: string,
	path = field.name,
): string {
	const value = parameterOf(context, path, itemIndex, '');
	const isPlain = value === undefined || value === null || typeof value === 'string';
	if (!isPlain) throw invalid(itemIndex, field.displayName, 'has a value that is not text, but an ID is text', shownValue(value), example);
	return checkedId(itemIndex, field.displayName, optionalText(context, field, itemIndex, path), example);
}

/** A text as an ID, as {@link idParameter} reads it. */
export function checkedId(itemIndex: number, field: string, given: string, example: string): string {
	const text = trimInvisible(given);
	const hidden = invisibleIn(text.slice(0, longestId));
	if (hidden !== undefined) throw invalid(itemIndex, field, `contains an invisible character, ${hidden}`, text, example);
	if (/\s/.test(text)) throw invalid(itemIndex, field, 'contains a space or a line break, but an ID has none', text, example);
	if (text.length > longestId)
		throw invalid(itemIndex, field, `is longer than ${longestId.toLocaleString('en')} characters`, text, example);
	return text;
}

/** The path of a parameter, and the name of its field on the panel. */
export interface NamedParameter {
	/** May be a path, such as `options.live`. */
	readonly name: string;
	readonly displayName: string;
}

/** A parameter as a finite number; a text may hold the number. Undefined when absent or empty. */
export function numberParameter(context: IExecuteFunctions, { name, displayName }: NamedParameter, itemIndex: number): number | undefined {
	const text = textParameter(context, { name, displayName }, itemIndex).trim();
	if (text === '') return undefined;
	const number = Number(text);
	if (!Number.isFinite(number)) throw invalid(itemIndex, displayName, 'is not a number', text, '5');
	return number;
}

/** A parameter as a boolean. The texts `true` and `false` of an expression count, too. */
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

/** The same field as an option in the collection *Options*. */
export function asOption({ name, displayName }: NamedParameter): NamedParameter {
	return { name: `options.${name}`, displayName };
}

/** A URL as an error may show it. Empty when it may contain a password. */
export function shownUrl(text: string): string {
	return text.includes('@') ? '' : text;
}

/** What to do, in one or two sentences, if an example of the field's value would not help. */
export interface Advice {
	readonly advice: string;
}

/** A refusal before any call: which item and field, what is wrong, what was found, and a correct example or advice. */
export function invalid(itemIndex: number, field: string, problem: string, found: string, example: string | Advice): SpectrumError {
	const advice = typeof example === 'string' ? `Enter it like this: ${example}` : example.advice;
	return new ItemError(itemIndex, wrongField({ field: `field "${field}"`, problem, found, advice }));
}
