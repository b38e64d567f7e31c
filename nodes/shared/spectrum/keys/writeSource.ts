import { present } from '../values/present';

/** Where a write came from. It distinguishes a repeat from another write under the same key. */
export interface WriteSource {
	/** Names the execution. */
	readonly execution: string;
	/** Hash of the item's route through the workflow if the key is the user's own; otherwise empty. */
	readonly route: string;
	/** Run and item of the node within the execution. Absent for the call of an AI agent, whose repeat is another run. */
	readonly at?: string;
	/** Hash of the list item that the write is for. Absent if there was only one item or its pairing was lost. */
	readonly item?: string;
	/** Whether an item of that list has this hash. */
	readonly isInList?: (item: string) => boolean;
}

/** The part of a source that is stored beyond the execution. */
export type StoredSource = Omit<WriteSource, 'isInList'>;

/** The part of a source to store. `isInList` would keep the items of the execution in memory. */
export function storedSource({ execution, route, at, item }: WriteSource): StoredSource {
	return { execution, route, ...present({ at, item }) };
}

/** True for another attempt for the same item within one execution. */
export function isSameAttempt(before: StoredSource, now: WriteSource): boolean {
	return before.route === now.route && before.execution === now.execution && before.at !== undefined && before.at === now.at;
}

/**
 * True when the earlier write was for another item, or came through another route. A repeated run may read its list again,
 * and an AI agent may choose other words. Such a write is for another item only if the earlier item is still in the list.
 */
export function isOtherWrite(before: StoredSource, now: WriteSource): boolean {
	if (before.route !== now.route) return true;
	if (before.execution === now.execution) return before.at !== now.at;
	if (before.item === undefined || now.item === undefined || before.item === now.item) return false;
	return now.isInList?.(before.item) === true;
}
