import type { Parsed } from './address/address';

/** Bounds of typing for a while, in seconds. The upper one keeps a run, and what waits behind it, from standing still. */
export const typingSeconds = { shortest: 0.5, longest: 300 } as const;

/** Shown wherever a time is refused. */
export const typingSecondsExample = '5, or 0.5 to 300 in general';

/** How long a text takes: see {@link naturalTypingMilliseconds}. Times in milliseconds. */
export const naturalTyping = { start: 1_000, perCharacter: 100, longest: 20_000 } as const;

/**
 * How often the indicator is set anew, in milliseconds. The wire says that it goes away by itself and not when; clients
 * that show it take it down after a minute.
 */
export const typingRefreshMilliseconds = 30_000;

/** Checks a time in seconds and gives it in milliseconds. */
export function parseTypingSeconds(seconds: number): Parsed<number> {
	const { shortest, longest } = typingSeconds;
	if (!(seconds >= shortest && seconds <= longest)) {
		return { ok: false, problem: `is not a number from ${shortest} to ${longest}` };
	}
	return { ok: true, value: Math.round(seconds * 1_000) };
}

/**
 * UTF-16 code units that are counted at most. The segmenter copies its text for each grapheme: of a long text it would
 * take time in proportion to the square of the length.
 */
const longestCounted = 10_000;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * How long somebody quick would type a text: one second, and a tenth of a second for each character, 20 seconds at
 * most. A character is what a reader sees as one: an emoji counts once. The same text always takes the same time.
 */
export function naturalTypingMilliseconds(text: string): number {
	const { start, perCharacter, longest } = naturalTyping;
	let time: number = start;
	const trimmed = text.trim();
	for (const _ of graphemes.segment(trimmed.slice(0, longestCounted))) {
		time += perCharacter;
		// A long text is not counted to its end.
		if (time >= longest) return longest;
	}
	return trimmed.length > longestCounted ? longest : time;
}

/** The waits that a time is divided into, each shorter than the indicator lives; it is set anew between them. */
export function typingWaits(milliseconds: number): number[] {
	const waits: number[] = [];
	for (let left = milliseconds; left > 0; left -= typingRefreshMilliseconds) {
		waits.push(Math.min(left, typingRefreshMilliseconds));
	}
	return waits;
}
