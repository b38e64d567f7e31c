/** Pauses between attempts, in milliseconds. */
export interface Backoff {
	/** Bound of the first pause; it doubles with each failure. */
	readonly base: number;
	/** Bound of every pause. */
	readonly cap: number;
}

/** As the official client: 0.5 s doubling to 30 s. */
export const defaultBackoff: Backoff = { base: 500, cap: 30_000 };

/**
 * How long to wait after a number of failures in a row, from 1: drawn evenly from zero to the bound (full jitter), so
 * that readers that lost one server together do not come back together.
 *
 * @param random gives a number from 0 up to, not including, 1
 */
export function pauseAfter(failures: number, { base, cap }: Backoff, random: () => number): number {
	return random() * Math.min(cap, base * 2 ** Math.min(failures - 1, 30));
}
