import { SpectrumError } from '../errors/SpectrumError';

// The library of ES2024; Node has it since version 20.
declare global {
	interface String {
		toWellFormed(): string;
	}
}

/** Text fit for the wire: half an emoji, as a cut text leaves it, would be refused by the encoder. The length stays. */
export function wellFormed(text: string): string;
export function wellFormed(text: string | undefined): string | undefined;
export function wellFormed(text: string | undefined): string | undefined {
	return text?.toWellFormed();
}

/** A whole number: the encoder refuses fractions, and expressions make some. */
export function whole(number: number): number;
export function whole(number: number | undefined): number | undefined;
export function whole(number: number | undefined): number | undefined {
	return number === undefined ? undefined : Math.round(number);
}

/** `{ name: value }`, or nothing when the value is absent. */
export function present<Name extends string, Value>(name: Name, value: Value | undefined): { [K in Name]?: Value } {
	return (value === undefined ? {} : { [name]: value }) as { [K in Name]?: Value };
}

/** The list, or absent when it is empty: the wire does not tell the two apart. */
export function filled<Value>(list: readonly Value[]): readonly Value[] | undefined {
	return list.length === 0 ? undefined : list;
}

/** The text, or absent where an empty one says nothing. */
export function said(text: string): string | undefined {
	return text === '' ? undefined : text;
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
