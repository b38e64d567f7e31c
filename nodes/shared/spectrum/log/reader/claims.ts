import { countUpTo } from './ranges';

/** The claimed events of a log that are not done. A released event keeps its claim until it comes again or leaves the log. */
export class Claims {
	/** Ascending. */
	private numbers: bigint[] = [];
	/** The released ones, with the number of releases up to then. */
	private readonly released = new Map<bigint, number>();
	private releases = 0;

	/** How many claimed events are at work, so without the released ones. */
	get open(): number {
		return this.numbers.length - this.released.size;
	}

	/** Number of releases so far. */
	get releasesSoFar(): number {
		return this.releases;
	}

	get first(): bigint | undefined {
		return this.numbers[0];
	}

	get last(): bigint | undefined {
		return this.numbers.at(-1);
	}

	has(number: bigint): boolean {
		return this.numbers[this.placeAfter(number) - 1] === number;
	}

	countAbove(number: bigint): bigint {
		return BigInt(this.numbers.length - this.placeAfter(number));
	}

	/** Claims an event. True when it is new, or comes again after a release. */
	claim(number: bigint): boolean {
		if (this.has(number)) return this.released.delete(number);
		this.numbers.splice(this.placeAfter(number), 0, number);
		return true;
	}

	/** Releases a claim. False when there is none. */
	release(number: bigint): boolean {
		if (!this.has(number) || this.released.has(number)) return false;
		this.releases += 1;
		this.released.set(number, this.releases);
		return true;
	}

	/** Drops the claims from `first` to `last`, whichever reader made them. */
	drop(first: bigint, last: bigint): void {
		const from = this.placeAfter(first - 1n);
		for (const number of this.numbers.splice(from, this.placeAfter(last) - from)) this.released.delete(number);
	}

	/** Drops the claims up to `last`. */
	dropUpTo(last: bigint): void {
		this.drop(0n, last);
	}

	/** Drops the events up to `last` that were released at a moment with that many releases, and have not come since. */
	dropReleased(last: bigint, releasesBefore: number): void {
		for (const [number, place] of this.released) {
			if (place <= releasesBefore && number <= last) this.drop(number, number);
		}
	}

	clear(): void {
		this.numbers = [];
		this.released.clear();
	}

	/** Index after the last claim that is at most `number`. */
	private placeAfter(number: bigint): number {
		return countUpTo(this.numbers, (claimed) => claimed, number);
	}
}
