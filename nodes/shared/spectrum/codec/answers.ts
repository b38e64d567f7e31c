import { SpectrumError } from '../errors/SpectrumError';

/** The list, or undefined when it is empty, because the wire does not distinguish an empty list from an absent one. */
export function filled<Value>(list: readonly Value[]): readonly Value[] | undefined {
	return list.length === 0 ? undefined : list;
}

/** A required value of an answer. Throws `protocol` when it is missing. */
export function required<Value>(value: Value | undefined | null, what: string): Value {
	if (value !== undefined && value !== null) return value;
	throw new SpectrumError({
		kind: 'protocol',
		message: `The server did not send the ${what}`,
		advice: 'Try again; if it happens again, the server is older or newer than this version of the node.',
	});
}

/** Reads an answer without content. */
export function nothing(): void {}
