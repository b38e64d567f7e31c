import { seededRandom } from '../../simulator/src/random';

/** Draws by chance, the same in each run of a seed. */
export class Draw {
	readonly random: () => number;

	constructor(readonly seed: number) {
		this.random = seededRandom(seed);
	}

	/** From `least` to `most`, both included. */
	between(least: number, most: number): number {
		return least + Math.floor(this.random() * (most - least + 1));
	}

	chance(share: number): boolean {
		return this.random() < share;
	}

	one<Value>(values: readonly Value[]): Value {
		const value = values[Math.floor(this.random() * values.length)];
		if (value === undefined) throw new RangeError('There is nothing to draw from');
		return value;
	}

	maybe<Value>(values: readonly Value[]): Value | undefined {
		return values.length === 0 ? undefined : this.one(values);
	}

	/** A name, each as often as its weight says. */
	weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name {
		const entries = Object.entries<number>(weights) as Array<[Name, number]>;
		let at = this.random() * entries.reduce((sum, [, weight]) => sum + weight, 0);
		for (const [name, weight] of entries) {
			at -= weight;
			if (at < 0) return name;
		}
		return this.one(entries)[0];
	}
}

/** The seed to run again (`CHAOS_SEED`), or one by chance. */
export function seedOfRun(): number {
	const given = process.env.CHAOS_SEED;
	if (given === undefined || given === '') return Math.floor(Math.random() * 0xffff_ffff);
	const seed = Number(given);
	if (!Number.isInteger(seed) || seed < 0) throw new Error(`CHAOS_SEED is no whole number: ${given}`);
	return seed;
}
