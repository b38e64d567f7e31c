import type { Change } from '../../domain/change';
import type { ImessageEvent } from '../../domain/event';
import type { Line } from '../../domain/line';
import type { ProjectionPorts } from './ports';

/** One entry of a line's event log, and what is needed to tell it. */
export interface ChangeToProject {
	readonly change: Change;
	/** Its place in the log, a decimal number. */
	readonly sequence: string;
	readonly line: Line;
	readonly ports: ProjectionPorts;
}

/**
 * The event that a change is to a workflow, in the one shape of all events; undefined when it is none. Rejects when a
 * call that the event needs has failed and may succeed later.
 */
export async function projectChange(given: ChangeToProject): Promise<ImessageEvent | undefined> {
	return await Promise.reject(new Error(`Not yet: ${given.change.type}`));
}
