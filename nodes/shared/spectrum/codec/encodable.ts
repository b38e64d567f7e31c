// Part of ES2024. Node has it since version 20.
declare global {
	interface String {
		toWellFormed(): string;
	}
}

/** A text for the wire. It replaces half an emoji, as at the end of a cut text, which the encoder refuses. The length stays. */
export function wellFormed(text: string): string;
export function wellFormed(text: string | undefined): string | undefined;
export function wellFormed(text: string | undefined): string | undefined {
	return text?.toWellFormed();
}

/** Rounds a number, because the encoder refuses fractions, and expressions can produce them. */
export function whole(number: number): number;
export function whole(number: number | undefined): number | undefined;
export function whole(number: number | undefined): number | undefined {
	return number === undefined ? undefined : Math.round(number);
}
