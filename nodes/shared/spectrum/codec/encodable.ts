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
