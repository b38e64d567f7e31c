import type { Line } from '../model/line';

/** A conversation by its GUID. */
export interface ReachedSpace {
	readonly id: string;
}

/**
 * Decides which conversations may be reached. It is asked about the result, after every field, expression and lookup, so
 * that it does not matter where a value came from. Each method throws a `SpectrumError` to refuse.
 */
export interface Reach {
	/** Asked before anything is read from a conversation, or written into it. Without a line, about the conversation alone. */
	check(space: ReachedSpace, line?: Line): void;
	/**
	 * Asked before a write. `isNew` asks the server whether the line has never had the conversation; it is called only
	 * where the answer matters.
	 */
	checkWrite(space: ReachedSpace, isNew: () => Promise<boolean>): Promise<void>;
	/** The conversations within reach, for what says nothing of its own conversation, such as a file. */
	readonly spaces: Reachable;
}

/** Conversations that can be gone through one by one, or all that there are. */
export type Reachable = 'everything' | readonly ReachedSpace[];

/** For what a workflow does by itself: every conversation of the credential. */
export const reachesEverything: Reach = {
	check: () => undefined,
	checkWrite: async () => await Promise.resolve(),
	spaces: 'everything',
};
