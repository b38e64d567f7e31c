const base = 30_000;
const longest = 10 * 60_000;
/** Slower uplinks than 2 Mbit/s are left out. */
const bytesPerSecond = 256 * 1024;

/** How long a call that carries a file may take, in milliseconds: 30 s, and one more for each 256 KiB, up to 10 min. */
export function deadlineFor(bytes: number): number {
	return Math.min(longest, base + Math.ceil((bytes / bytesPerSecond) * 1_000));
}
