/**
 * `npm run test:load`: much of everything. `LOAD_SEED` repeats a run; names of parts as arguments leave the others out, and
 * `--short` does as much as the gate does.
 */
import { seedOfLoad } from './seed';
import { parts } from './parts';

/** Mebibytes by which the live heap may be larger after the second half of a part than after the first. */
const mostGrowth = 20;

async function main(given: readonly string[]): Promise<void> {
	const seed = seedOfLoad();
	const wanted = given.filter((argument) => !argument.startsWith('--'));
	for (const { name, run, long, short } of parts) {
		if (wanted.length > 0 && !wanted.includes(name)) continue;
		const count = given.includes('--short') ? short : long;
		console.info(`\n${name}: LOAD_SEED=${seed}`);
		const began = performance.now();
		const half = Math.ceil(count / 2);
		const first = await run({ seed, count: half });
		const heap = liveHeap();
		const second = await run({ seed: seed + 1, count: count - half });
		const growth = (liveHeap() - heap) / 2 ** 20;
		for (const { done } of [first, second])
			console.info(
				Object.entries(done)
					.map(([what, times]) => `${times} ${what}`)
					.join(', '),
			);
		console.info(`${Math.round((performance.now() - began) / 1_000)} s; live heap ${growth.toFixed(1)} MiB more after the second half`);
		const complaints = [...first.complaints, ...second.complaints];
		if (growth > mostGrowth) complaints.push(`the heap grew by ${growth.toFixed(1)} MiB`);
		for (const complaint of complaints) console.info(`✗ ${complaint}`);
		if (complaints.length > 0) process.exitCode = 1;
	}
}

function liveHeap(): number {
	const { gc } = globalThis as { gc?: () => void };
	gc?.();
	gc?.();
	return process.memoryUsage().heapUsed;
}

main(process.argv.slice(2)).then(
	// n8n-core keeps timers of its own.
	() => process.exit(),
	(error: unknown) => {
		console.error(error);
		process.exit(1);
	},
);
