import type { Line } from '../model/line';

/** A space by its GUID. */
export interface ReachedSpace {
	readonly id: string;
}

/**
 * Decides which spaces may be reached. It checks the result of all fields, expressions and look-ups, so that the origin of
 * a value does not matter. Each method throws a `SpectrumError` to refuse.
 */
export interface Reach {
	/** Called before every read or write in a space. Without a line, it checks only the space. */
	check(space: ReachedSpace, line?: Line): void;
	/**
	 * Called before a write. `isNew` asks the server whether the space is new for the line. Call it only when the answer
	 * matters.
	 */
	checkWrite(space: ReachedSpace, isNew: () => Promise<boolean>): Promise<void>;
	/** All reachable spaces, for data that does not name its space, such as a file. */
	readonly spaces: Reachable;
}

/** A list of spaces, or every space of the credential. */
export type Reachable = 'everything' | readonly ReachedSpace[];

/** For actions of the workflow itself: every space of the credential. */
export const reachesEverything: Reach = {
	check: () => undefined,
	checkWrite: async () => await Promise.resolve(),
	spaces: 'everything',
};
