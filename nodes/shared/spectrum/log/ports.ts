import type { EventDomain, EventFrame } from '../model/event/change';
import type { Line, Plan } from '../model/line';

/** One connection to one line, for its events alone. Failures are always a `SpectrumError`. */
export interface LineSession {
	/**
	 * What happens from now on in one part of the log. Ends with the connection, the token, or `signal`. `onOpen` is
	 * called once, when the server has said that it listens: what happens afterwards is shown.
	 */
	live(domain: EventDomain, signal: AbortSignal, onOpen: () => void): AsyncIterable<EventFrame>;
	/** Everything after the cursor, or everything that the server still has, in its order, closed by `complete`. */
	replay(after: string | undefined, signal: AbortSignal): AsyncIterable<EventFrame>;
	/** Ends all of it. Safe to call twice. */
	close(): void;
}

/** The lines of one credential, and the way to their events. */
export interface EventSource {
	/** The account whose logs these are. Two credentials for the same account have the same; a renewed secret changes nothing. */
	readonly identity: string;
	/** The whole credential, under which readers may share connections. */
	readonly credential: string;
	/** The lines there are now. `renewed`: asked for anew, however fresh what is known may be. */
	inventory(renewed: boolean): Promise<{ readonly plan: Plan; readonly lines: readonly Line[] }>;
	connect(lineId: string): LineSession;
}
