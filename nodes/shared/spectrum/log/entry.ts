import type { Change } from '../model/event/change';
import type { Line } from '../model/line';

/** One event of a line's log on its way to the workflow. Either `done` or `release` is called, exactly once. */
export interface LogEntry {
	readonly line: Line;
	readonly sequence: string;
	/** Number of the log that the sequence belongs to. It grows when the server begins a new log. */
	readonly log: number;
	readonly change: Change;
	/** The attempt that handed the event on before a restart; undefined when there was none. */
	readonly earlierAttempt: number | undefined;
	/** The event is about to be handed to the host. */
	sending(attempt: number): void;
	/** The run of the event is recorded, or it needs none. */
	done(): void;
	/** The event was not handed on. It comes again. */
	release(): void;
}

/** Why events may be missing. */
export type GapReason =
	/** The server refuses this reader's cursor: the events after it are no longer in the log. */
	| 'cursorRejected'
	/** The server's log ends before the cursor, so the server has begun a new log. */
	| 'logRestarted'
	/** Sequences are missing in a log that had no holes until now. */
	| 'eventsMissing'
	/** The server gave an event that cannot be read. */
	| 'eventUnreadable';

/** A place in the log where events may be missing. */
export interface Gap {
	readonly line: Line;
	readonly reason: GapReason;
	/** The last sequence before the gap that was dealt with. */
	readonly after: string;
	/** The first sequence after the gap, if it is known. */
	readonly next?: string;
	/** The event that cannot be read. */
	readonly unreadable?: { readonly sequence: string; readonly problem: string };
	readonly log: number;
}

/** Receives the events and gaps of a line's log. */
export interface LogConsumer {
	accept(entry: LogEntry): void;
	gap(gap: Gap): void;
}
