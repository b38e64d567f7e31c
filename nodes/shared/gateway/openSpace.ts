import type { SpaceType } from '../domain/event';
import type { Line } from '../domain/line';

/** A conversation together with the line that carries it. */
export interface OpenSpace {
	readonly id: string;
	readonly type: SpaceType;
	readonly line: Line;
}
