export type Range = readonly [first: bigint, last: bigint];

/** A set of numbers, kept as ranges. Its size depends on its holes, not on its numbers. */
export class Ranges {
	/** Ascending; no two of them touch. */
	private list: Range[] = [];

	get all(): readonly Range[] {
		return this.list;
	}

	get first(): Range | undefined {
		return this.list[0];
	}

	/** The highest number of the set. */
	get highest(): bigint | undefined {
		return this.list.at(-1)?.[1];
	}

	has(number: bigint): boolean {
		const range = this.list[this.beginningUpTo(number) - 1];
		return range !== undefined && number <= range[1];
	}

	add(first: bigint, last: bigint): void {
		let from = this.beginningUpTo(first);
		const before = this.list[from - 1];
		if (before !== undefined && before[1] >= first - 1n) from -= 1;
		const to = this.beginningUpTo(last + 1n);
		const joined = this.list.slice(from, to);
		const low = joined[0]?.[0] ?? first;
		const high = joined.at(-1)?.[1] ?? last;
		this.list.splice(from, to - from, [low < first ? low : first, high > last ? high : last]);
	}

	/** Removes every number up to the given one. */
	dropUpTo(number: bigint): void {
		const place = this.beginningUpTo(number);
		const cut = this.list[place - 1];
		this.list.splice(0, place, ...(cut !== undefined && cut[1] > number ? [[number + 1n, cut[1]] as const] : []));
	}

	/** How many numbers of the set are above the given one. */
	countAbove(number: bigint): bigint {
		let count = 0n;
		for (const [first, last] of this.list) {
			if (last > number) count += last - (first > number ? first - 1n : number);
		}
		return count;
	}

	clear(): void {
		this.list = [];
	}

	/** How many ranges begin at or before a number. */
	private beginningUpTo(number: bigint): number {
		return countUpTo(this.list, ([first]) => first, number);
	}
}

/** How many entries of an ascending list are at most `limit`. The answer is mostly at the end, so the search begins there. */
export function countUpTo<Entry>(list: readonly Entry[], numberOf: (entry: Entry) => bigint, limit: bigint): number {
	const last = list.at(-1);
	if (last === undefined || numberOf(last) <= limit) return list.length;
	let low = 0;
	let high = list.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (numberOf(list[middle] as Entry) <= limit) low = middle + 1;
		else high = middle;
	}
	return low;
}

export function highest(one: bigint | undefined, other: bigint | undefined): bigint | undefined {
	if (one === undefined || other === undefined) return one ?? other;
	return one > other ? one : other;
}

export function lowest(one: bigint | undefined, other: bigint | undefined): bigint | undefined {
	if (one === undefined || other === undefined) return one ?? other;
	return one < other ? one : other;
}
