import type { Change } from '../model/event/change';
import type { Line } from '../model/line';

/** One event of a line's log on its way to the workflow. Exactly one of `done` and `release` is called, once. */
export interface LogEntry {
	readonly line: Line;
	readonly sequence: string;
	/** Which of the line's logs the sequence belongs to. */
	readonly log: number;
	readonly change: Change;
	/** The attempt with which it was handed on before a restart; undefined when it never was. */
	readonly sentBefore: number | undefined;
	/** It is about to be handed on to the host. */
	sending(attempt: number): void;
	/** Its run is recorded, or it needs none. */
	done(): void;
	/** It was not handed on and comes again. */
	release(): void;
}

/** Why events may be missing. */
export type GapReason =
	/** The server does not go on from the place where this reader is: what lies behind it is gone. */
	| 'cursorRejected'
	/** The server's log ends before that place: it has begun another. */
	| 'logRestarted'
	/** The server went on later than it should, in a log whose numbers have had no holes so far. */
	| 'eventsMissing'
	/** The server gave an event that cannot be read. */
	| 'eventUnreadable';

/** Events that may be missing, between what was read last and what comes next. */
export interface Gap {
	readonly line: Line;
	readonly reason: GapReason;
	/** Last sequence that was dealt with. */
	readonly after: string;
	/** First sequence that came afterwards, where it is known. */
	readonly next?: string;
	/** The event that cannot be read. */
	readonly unreadable?: { readonly sequence: string; readonly problem: string };
	readonly log: number;
}

/** Takes what a line's log says. */
export interface EventSink {
	accept(entry: LogEntry): void;
	gap(gap: Gap): void;
}
