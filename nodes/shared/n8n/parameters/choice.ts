import type { IExecuteFunctions } from 'n8n-workflow';
import type { SpectrumError } from '../../spectrum/errors/SpectrumError';
import { invalid, textParameter, type NamedParameter } from './parameters';

/** UTF-16 code units; the longest value that any field offers has 48. */
const longestChoice = 100;

/**
 * One of the values that a field offers. n8n does not check values from an expression or a model, so every field with a
 * list of options is read here. Any other value is refused before any call, and the error lists the choices.
 *
 * @param fallback What an empty field means. Without it, an empty field is refused.
 */
export function choiceParameter<Value extends string>(
	context: IExecuteFunctions,
	field: NamedParameter,
	itemIndex: number,
	values: readonly Value[],
	fallback?: Value,
): Value {
	const text = textParameter(context, field, itemIndex);
	return choiceOf(text, values, fallback) ?? refuseChoice(itemIndex, field.displayName, text, values);
}

/** As {@link choiceParameter}, for a text that has been read already, such as a cell of a row. */
export function choiceOf<Value extends string>(text: string, values: readonly Value[], fallback?: Value): Value | undefined {
	if (isTooLong(text)) return undefined;
	const found = text.trim();
	return found === '' ? fallback : values.find((value) => value === found);
}

/** True for a text that is longer than every choice: it is refused without a comparison. */
export function isTooLong(text: string): boolean {
	return text.length > longestChoice;
}

/** Throws the refusal of {@link noSuchChoice}. */
export function refuseChoice(itemIndex: number, field: string, found: string, values: readonly string[]): never {
	throw noSuchChoice(itemIndex, field, found, values);
}

/** The refusal of a value that is not on the list. */
export function noSuchChoice(itemIndex: number, field: string, found: string, values: readonly string[]): SpectrumError {
	return invalid(itemIndex, field, problemOf(found), found, {
		advice: `Use one of these: ${values.filter((value) => value !== '').join(', ')}`,
	});
}

function problemOf(found: string): string {
	if (isTooLong(found)) return `is longer than ${longestChoice} characters, and is not one of its choices`;
	return found.trim() === '' ? 'is empty' : 'is not one of its choices';
}
