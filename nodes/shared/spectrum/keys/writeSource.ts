import { present } from '../values/present';
/** Where a write came from: by it a repeat is told from another write under the same key. */
export interface WriteSource {
	/** Names the execution. */
	readonly execution: string;
	/** For a key of the user's own: which way the item came through the workflow, where there are several. */
	readonly way: string;
	/** Run and item of the node within the execution; absent for an AI's call, which is another run when it is made again. */
	readonly at?: string;
	/** Hash of the item of the list that the write is for; absent where there was one item only, or its pairing was lost. */
	readonly item?: string;
	/** Whether another item of that list has this hash. */
	readonly isInList?: (item: string) => boolean;
}

/** What is kept of a source when the execution is over. */
export type KeptSource = Omit<WriteSource, 'isInList'>;

/** A source without what holds on to the execution. */
export function kept({ execution, way, at, item }: WriteSource): KeptSource {
	return { execution, way, ...present({ at, item }) };
}

/** True for another attempt of the same item, within one execution. */
export function isSameAttempt(before: KeptSource, now: WriteSource): boolean {
	return before.way === now.way && before.execution === now.execution && before.at !== undefined && before.at === now.at;
}

/**
 * True when it was another item, or another branch. A repeated run may read its list again, and an AI may choose other words:
 * that is another item only if the one from before is still in the list, at another place.
 */
export function isOther(before: KeptSource, now: WriteSource): boolean {
	if (before.way !== now.way) return true;
	if (before.execution === now.execution) return before.at !== now.at;
	if (before.item === undefined || now.item === undefined || before.item === now.item) return false;
	return now.isInList?.(before.item) === true;
}
