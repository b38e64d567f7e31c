/** Pauses between attempts, in milliseconds. */
export interface Backoff {
	/** Upper bound of the first pause. It doubles with each failure. */
	readonly base: number;
	/** Upper bound of every pause. */
	readonly cap: number;
}

/** As in the official client: 0.5 s, doubling up to 30 s. */
export const defaultBackoff: Backoff = { base: 500, cap: 30_000 };

/** The longest pause after a number of failures in a row, from 1: `base`, doubled with each failure, at most `cap`. */
export function boundAfter(failures: number, { base, cap }: Backoff): number {
	return Math.min(cap, base * 2 ** Math.min(failures - 1, 30));
}

/**
 * A wait between half of the bound and the whole bound, drawn evenly. It is never short, but still spreads clients that
 * began together.
 *
 * @param random gives a number from 0 up to, not including, 1
 */
export function halfJitter(bound: number, random: () => number): number {
	return bound * (0.5 + random() / 2);
}

/**
 * How long to wait after a number of failures in a row, from 1: drawn evenly from zero to the bound (full jitter), so
 * that readers that lost a server together do not reconnect together.
 *
 * @param random gives a number from 0 up to, not including, 1
 */
export function pauseAfter(failures: number, backoff: Backoff, random: () => number): number {
	return random() * boundAfter(failures, backoff);
}
