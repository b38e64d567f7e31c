import { graphemesOf } from '../values/graphemes';
import type { Parsed } from './address/address';

/** Limits of the typing time, in seconds. The upper limit prevents a run from blocking the runs that wait for it. */
export const typingSeconds = { shortest: 0.5, longest: 300 } as const;

/** Example for errors about a typing time. */
export const typingSecondsExample = '5, or 0.5 to 300 in general';

/** The typing time of a text, in milliseconds. See {@link naturalTypingMilliseconds}. */
export const naturalTyping = { start: 1_000, perCharacter: 100, longest: 20_000 } as const;

/**
 * How often the indicator is renewed, in milliseconds. According to the wire it disappears by itself, but not after which
 * time. Clients remove it after a minute.
 */
export const typingRefreshMilliseconds = 30_000;

/** Checks a time in seconds and returns it in milliseconds. */
export function parseTypingSeconds(seconds: number): Parsed<number> {
	const { shortest, longest } = typingSeconds;
	if (!(seconds >= shortest && seconds <= longest)) {
		return { ok: false, problem: `is not a number from ${shortest} to ${longest}` };
	}
	return { ok: true, value: Math.round(seconds * 1_000) };
}

/**
 * Counts at most this many UTF-16 code units. The segmenter copies its text for each grapheme, so its time grows with the
 * square of the length.
 */
const longestCounted = 10_000;

/**
 * How long a fast typist needs for a text: one second, plus a tenth of a second for each character, 20 seconds at most. A
 * character is a grapheme, so an emoji counts once. The same text always takes the same time.
 */
export function naturalTypingMilliseconds(text: string): number {
	const { start, perCharacter, longest } = naturalTyping;
	let time: number = start;
	const trimmed = text.trim();
	for (const _ of graphemesOf(trimmed.slice(0, longestCounted))) {
		time += perCharacter;
		// The rest of a long text does not change the result.
		if (time >= longest) return longest;
	}
	return trimmed.length > longestCounted ? longest : time;
}

/** Splits a time into waits that are shorter than the life of the indicator. The indicator is renewed between them. */
export function typingWaits(milliseconds: number): number[] {
	const waits: number[] = [];
	for (let left = milliseconds; left > 0; left -= typingRefreshMilliseconds) {
		waits.push(Math.min(left, typingRefreshMilliseconds));
	}
	return waits;
}
