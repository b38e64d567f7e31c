import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * Which one a write is of the writes of a run that are the same in everything else. A list that is read again for a repeated
 * run may have another order, and other people on it: by an item's own position one person would get the key of another.
 */

/** The targets of each run's items, by position; undefined for an item whose fields are wrong. */
const targets = new WeakMap<IExecuteFunctions, Array<string | undefined>>();

/** The items of each run that came as far as their key, by what they write. */
const arrived = new WeakMap<IExecuteFunctions, Map<string, number[]>>();

/**
 * Among all items before this one with the same target. Those that failed count as well: on the next attempt they may
 * not, and each has to have the place that it had.
 *
 * @param nameAt names the target of an item; throws when its fields are wrong
 */
export function placeAmong(
	context: IExecuteFunctions,
	itemIndex: number,
	name: string,
	nameAt: (itemIndex: number) => string,
): number {
	const names = targets.get(context) ?? [];
	targets.set(context, names);
	while (names.length < itemIndex) names.push(nameOrNone(nameAt, names.length));
	return names.slice(0, itemIndex).filter((other) => other === name).length;
}

/** Among the items that came as far as this with the same write. */
export function placeAsItCame(context: IExecuteFunctions, itemIndex: number, write: string): number {
	const ofRun = arrived.get(context) ?? new Map<string, number[]>();
	arrived.set(context, ofRun);
	const items = ofRun.get(write) ?? [];
	ofRun.set(write, items);
	if (!items.includes(itemIndex)) items.push(itemIndex);
	return items.indexOf(itemIndex);
}

function nameOrNone(nameAt: (itemIndex: number) => string, itemIndex: number): string | undefined {
	try {
		return nameAt(itemIndex);
	} catch {
		return undefined;
	}
}
