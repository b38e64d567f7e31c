import type { SpaceType } from '../model/event/event';
import type { Line } from '../model/line';

/** A space with its line. */
export interface OpenSpace {
	readonly id: string;
	readonly type: SpaceType;
	readonly line: Line;
	/**
	 * Opens the space once more and returns its ID, for a server that no longer knows it. Absent when the space was opened
	 * just now, or needs no opening.
	 */
	readonly reopen?: () => Promise<string>;
}
