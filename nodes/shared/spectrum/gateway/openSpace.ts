import type { SpaceType } from '../model/event/event';
import type { Line } from '../model/line';

/** A conversation together with the line that carries it. */
export interface OpenSpace {
	readonly id: string;
	readonly type: SpaceType;
	readonly line: Line;
	/**
	 * Opens it once more, when the server does not know it although it was opened before; gives its id then. Absent where it
	 * was opened just now, and where there is nothing to open.
	 */
	readonly reopen?: () => Promise<string>;
}
