const base = 30_000;
const longest = 10 * 60_000;
/** Uplinks slower than 2 Mbit/s are not supported. */
const bytesPerSecond = 256 * 1024;

/** Time limit of a call that carries a file, in milliseconds: 30 s, plus 1 s for each 256 KiB, up to 10 min. */
export function deadlineFor(bytes: number): number {
	return Math.min(longest, base + Math.ceil((bytes / bytesPerSecond) * 1_000));
}
