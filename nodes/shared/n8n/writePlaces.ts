import type { IExecuteFunctions } from 'n8n-workflow';

/** The writes of each run. */
const runs = new WeakMap<IExecuteFunctions, Writes>();

/**
 * Which one a write is of the writes of its run that are the same in everything else: how many items before this one have
 * a write of this name. A list that is read again for a repeated run may have another order, and other people on it: by an
 * item's own position one person would get the key of another.
 *
 * @param nameAt names the write of an item that did not come as far as this; throws when its fields are wrong. With it,
 * items that failed count as well: on the next attempt they may not, and each has to have the place that it had.
 */
export function placeOfWrite(
	context: IExecuteFunctions,
	itemIndex: number,
	name: string,
	nameAt?: (itemIndex: number) => string,
): number {
	const writes = runs.get(context) ?? new Writes();
	runs.set(context, writes);
	return writes.place(itemIndex, name, nameAt);
}

/** Names of writes by item, counted as far as was asked for: each item is looked at once, not once for each later one. */
class Writes {
	/** Undefined for an item that has no write, or none that can be read. */
	private readonly names: Array<string | undefined> = [];
	private counts = new Map<string, number>();
	/** Items before this one are in the counts. */
	private counted = 0;

	place(itemIndex: number, name: string, nameAt?: (itemIndex: number) => string): number {
		while (this.names.length < itemIndex) this.names.push(nameOrNone(nameAt, this.names.length));
		if (itemIndex < this.counted) this.forget();
		this.names[itemIndex] = name;
		for (; this.counted < itemIndex; this.counted++) this.count(this.names[this.counted]);
		return this.counts.get(name) ?? 0;
	}

	private count(name: string | undefined): void {
		if (name !== undefined) this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
	}

	/** An earlier item is asked about again, and may have another name now. */
	private forget(): void {
		this.counts = new Map();
		this.counted = 0;
	}
}

function nameOrNone(nameAt: ((itemIndex: number) => string) | undefined, itemIndex: number): string | undefined {
	try {
		return nameAt?.(itemIndex);
	} catch {
		return undefined;
	}
}
