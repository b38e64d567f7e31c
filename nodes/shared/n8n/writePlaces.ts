import type { IExecuteFunctions } from 'n8n-workflow';

/** The names of each run's writes, by item; undefined for an item that has none, or none that can be read. */
const writes = new WeakMap<IExecuteFunctions, Array<string | undefined>>();

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
	const names = writes.get(context) ?? [];
	writes.set(context, names);
	while (names.length < itemIndex) names.push(nameOrNone(nameAt, names.length));
	names[itemIndex] = name;
	return names.slice(0, itemIndex).filter((other) => other === name).length;
}

function nameOrNone(nameAt: ((itemIndex: number) => string) | undefined, itemIndex: number): string | undefined {
	try {
		return nameAt?.(itemIndex);
	} catch {
		return undefined;
	}
}
