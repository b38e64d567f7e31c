/** What a piece of work costs this process, in milliseconds: on a busy machine it lasts longer, and costs the same. */
export function cpuMilliseconds(work: () => unknown): number {
	const before = process.cpuUsage();
	work();
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
