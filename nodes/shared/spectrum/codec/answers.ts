import { SpectrumError } from '../errors/SpectrumError';

/** The list, or absent when it is empty: the wire does not tell the two apart. */
export function filled<Value>(list: readonly Value[]): readonly Value[] | undefined {
	return list.length === 0 ? undefined : list;
}

/** What an answer must carry. */
export function required<Value>(value: Value | undefined | null, what: string): Value {
	if (value !== undefined && value !== null) return value;
	throw new SpectrumError({
		kind: 'protocol',
		message: `The server answered without the ${what} it should have carried`,
		advice: 'Try again; if it happens again, the server is older or newer than this version of the node.',
	});
}

/** Reads an answer that carries nothing. */
export function nothing(): void {}
