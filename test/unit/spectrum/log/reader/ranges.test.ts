import { randomBytes } from 'node:crypto';
import { Ranges } from '../../../../../nodes/shared/spectrum/log/reader/ranges';
import { seededRandom } from '../../../../../simulator/src/random';

it('is what a set of numbers is, and keeps ranges apart', () => {
	const seed = Number(process.env.SEED ?? randomBytes(4).readUInt32BE());
	for (let run = 0; run < 200; run++) {
		try {
			randomRun(seed + run);
		} catch (caught) {
			throw new Error(`Failed with seed ${seed + run}: SEED=${seed + run} repeats it`, { cause: caught });
		}
	}
});

const everyNumber = Array.from({ length: 70 }, (_, number) => number);

function randomRun(seed: number): void {
	const random = seededRandom(seed);
	const pick = (below: number): number => Math.floor(random() * below);
	const ranges = new Ranges();
	const numbers = new Set<number>();
	for (let step = 0; step < 30; step++) {
		if (random() < 0.2) {
			const limit = pick(60);
			ranges.dropUpTo(BigInt(limit));
			for (const number of [...numbers]) if (number <= limit) numbers.delete(number);
		} else {
			const first = pick(60);
			const last = first + (random() < 0.5 ? 0 : pick(8));
			ranges.add(BigInt(first), BigInt(last));
			for (let number = first; number <= last; number++) numbers.add(number);
		}
		const above = pick(70);
		// Ascending, and not even touching.
		const areApart = ranges.all.every(([first, last], index) => first <= last && first > (ranges.all[index - 1]?.[1] ?? -9n) + 1n);
		expect({
			has: everyNumber.filter((number) => ranges.has(BigInt(number))),
			above: ranges.countAbove(BigInt(above)),
			highest: ranges.highest,
			areApart,
		}).toEqual({
			has: everyNumber.filter((number) => numbers.has(number)),
			above: BigInt([...numbers].filter((number) => number > above).length),
			highest: numbers.size === 0 ? undefined : BigInt(Math.max(...numbers)),
			areApart: true,
		});
	}
}
