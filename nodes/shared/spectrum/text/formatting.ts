import { textFormatTypes, type TextFormat } from '../model/outgoing';

/** A text and the formats of its ranges. */
export interface FormattedText {
	readonly text: string;
	readonly formatting: readonly TextFormat[];
}

/** A text without formats. */
export function asTyped(text: string): FormattedText {
	return { text, formatting: [] };
}

/**
 * Formats in their simplest form. Ranges of the same type that overlap or touch become one, and empty ranges are dropped.
 * Animations stay as they are, because two adjacent animations run separately. The result is in the order of the text,
 * longer ranges first.
 */
export function simplify(formats: readonly TextFormat[]): TextFormat[] {
	const ordered = formats.filter(({ length }) => length > 0).sort(byPlace);
	const simple: TextFormat[] = [];
	const lastOfType = new Map<string, number>();
	for (const format of ordered) {
		const index = format.type === 'effect' ? undefined : lastOfType.get(format.type);
		const last = index === undefined ? undefined : simple[index];
		if (index !== undefined && last !== undefined && format.start <= last.start + last.length) {
			const end = Math.max(last.start + last.length, format.start + format.length);
			simple[index] = { ...last, length: end - last.start };
			continue;
		}
		lastOfType.set(format.type, simple.length);
		simple.push(format);
	}
	return simple;
}

function byPlace(left: TextFormat, right: TextFormat): number {
	return left.start - right.start || right.length - left.length || textFormatTypes.indexOf(left.type) - textFormatTypes.indexOf(right.type);
}

/** Cuts a text, from its beginning to its end, into stretches with the formats that overlap each stretch. */
export class Stretches {
	private readonly ordered: readonly TextFormat[];
	/** Index of the first format that was not reached yet. */
	private reached = 0;
	/** Reached formats that may overlap the next stretch. */
	private open: TextFormat[] = [];

	constructor(private readonly whole: FormattedText) {
		this.ordered = [...whole.formatting].sort(byPlace);
	}

	/** The stretch from `start` to `end`. It must not begin before the end of the previous stretch. */
	take(start: number, end: number): FormattedText {
		for (let next = this.ordered[this.reached]; next !== undefined && next.start < end; next = this.ordered[++this.reached]) {
			this.open.push(next);
		}
		const inside: TextFormat[] = [];
		for (const format of this.open) {
			const from = Math.max(format.start, start);
			const to = Math.min(format.start + format.length, end);
			if (from < to) inside.push({ ...format, start: from - start, length: to - from });
		}
		this.open = this.open.filter((format) => format.start + format.length > end);
		return { text: this.whole.text.slice(start, end), formatting: inside };
	}
}

/** Joins texts and moves the ranges of each to its new place. */
export class TextBuilder {
	private readonly pieces: string[] = [];
	private readonly formats: TextFormat[] = [];
	private length = 0;

	add({ text, formatting }: FormattedText): void {
		for (const format of formatting) this.formats.push({ ...format, start: format.start + this.length });
		this.pieces.push(text);
		this.length += text.length;
	}

	build(): FormattedText {
		return { text: this.pieces.join(''), formatting: simplify(this.formats) };
	}
}
