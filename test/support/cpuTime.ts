/** What a piece of work costs this process, in milliseconds: on a busy machine it lasts longer, and costs the same. */
export function cpuMilliseconds(work: () => unknown): number {
	const before = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1_000;
}

/** {@link cpuMilliseconds} of work that takes turns with the rest of the process, which counts as well. */
export async function cpuMillisecondsOf(work: () => Promise<unknown>): Promise<number> {
	const before = process.cpuUsage();
	await work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1_000;
}

/** Runs of {@link leastCpuMilliseconds}. */
const mostRuns = 5;

/**
 * The least of several runs, in milliseconds. A collection of garbage, or the first compilation of the code, falls into one of
 * them only, and may take longer than the work. The first run below the limit is enough; with 0, all of them are done.
 */
export function leastCpuMilliseconds(limit: number, work: () => unknown): number {
	let least = Number.POSITIVE_INFINITY;
	for (let run = 0; run < mostRuns && least >= limit; run++) least = Math.min(least, cpuMilliseconds(work));
	return least;
}

/** Turns of {@link leastCpuRatio}. */
const mostTurns = 20;

/**
 * How often a piece of work costs what another one does. They take turns, and the least of each counts. The first turn below
 * the limit is enough: on a busy machine the engine may need many turns until it has compiled both.
 *
 * @param shortest milliseconds that `against` counts for at least. In less, the clock decides, and not the work.
 */
export function leastCpuRatio(limit: number, work: () => unknown, against: () => unknown, shortest = 0): number {
	let least = Number.POSITIVE_INFINITY;
	let leastAgainst = Number.POSITIVE_INFINITY;
	let ratio = Number.POSITIVE_INFINITY;
	for (let turn = 0; turn < mostTurns && !(ratio < limit); turn++) {
		leastAgainst = Math.min(leastAgainst, cpuMilliseconds(against));
		least = Math.min(least, cpuMilliseconds(work));
		ratio = least / Math.max(leastAgainst, shortest);
	}
	return ratio;
}
