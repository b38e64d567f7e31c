import { parts } from './parts';
import { seedOfLoad } from './seed';

// Each takes some seconds where nothing else runs. The limit only ends what hangs.
jest.setTimeout(10 * 60_000);

test.each(parts)('$name: nothing lost, doubled, falsely accepted, left open or shown', async ({ name, run, short }) => {
	const seed = seedOfLoad();
	console.info(`${name}: LOAD_SEED=${seed}`);
	const { done, complaints } = await run({ seed, count: short });
	expect(complaints).toEqual([]);
	expect(Object.values(done).reduce((sum, times) => sum + times, 0)).toBeGreaterThanOrEqual(short);
});
