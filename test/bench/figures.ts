/** What the works of the bench give, and how several rounds become one figure. */

/** One number that was measured, with its spread over the rounds. */
export interface Figure {
	/** Aims name it, for example `send.1000.ofFloor`. */
	readonly id: string;
	readonly unit: string;
	readonly median: number;
	readonly least: number;
	readonly most: number;
	readonly rounds: number;
}

/** Median and spread of the values of all rounds. */
export function figure(id: string, unit: string, values: readonly number[]): Figure {
	const sorted = [...values].sort((left, right) => left - right);
	const middle = Math.floor(sorted.length / 2);
	const upper = sorted[middle] ?? Number.NaN;
	const median = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
	return { id, unit, median, least: sorted[0] ?? Number.NaN, most: sorted.at(-1) ?? Number.NaN, rounds: sorted.length };
}

/** What one piece of work cost this process. */
export interface Cost {
	/** Milliseconds on the clock. */
	readonly wall: number;
	/** Milliseconds of CPU in this process. */
	readonly cpu: number;
}

/** Starts to count; the returned function gives the cost so far. */
export function startCounting(): () => Cost {
	const cpuBefore = process.cpuUsage();
	const wallBefore = performance.now();
	return () => {
		const { user, system } = process.cpuUsage(cpuBefore);
		return { wall: performance.now() - wallBefore, cpu: (user + system) / 1_000 };
	};
}

export async function costOf(work: () => unknown): Promise<Cost> {
	const stop = startCounting();
	await work();
	return stop();
}

/** The costs of each way over the rounds. The ways take turns, so that what slows the machine down slows all of them. */
export async function interleaved<Way extends string>(
	rounds: number,
	ways: Readonly<Record<Way, () => Promise<Cost>>>,
): Promise<Record<Way, Cost[]>> {
	const names = Object.keys(ways) as Way[];
	const costs = Object.fromEntries(names.map((name) => [name, [] as Cost[]])) as Record<Way, Cost[]>;
	for (let round = 0; round < rounds; round++) {
		// Nobody is always the one that runs after a certain other one.
		const turn = round % names.length;
		for (const name of [...names.slice(turn), ...names.slice(0, turn)]) costs[name].push(await ways[name]());
	}
	return costs;
}

/** The quotients of two lists, round by round. */
export function quotients(one: readonly number[], other: readonly number[]): number[] {
	return one.map((value, round) => value / (other[round] ?? Number.NaN));
}

/** Asks the collector for a clean heap, if the process was started with `--expose-gc`. */
export function collect(): void {
	(globalThis as { gc?: () => void }).gc?.();
}
