import type { EventDomain, EventFrame } from '../model/event/change';
import type { Line, Plan } from '../model/line';
import type { LocationUpdate } from '../model/location';

/** One connection to one line that carries only events. Failures are always a `SpectrumError`. */
export interface LineSession {
	/**
	 * New events of one part of the log. Ends with the connection, the token or the signal. `onOpen` is called once, when
	 * the server confirms the subscription. Every later event arrives.
	 */
	live(domain: EventDomain, signal: AbortSignal, onOpen: () => void): AsyncIterable<EventFrame>;
	/** All events after the cursor, in order, then `complete`. Without a cursor: all events that the server still has. */
	replay(after: string | undefined, signal: AbortSignal): AsyncIterable<EventFrame>;
	/**
	 * Locations that people share with the line, from now on. They are not in the log: nothing replays them. Undefined for a
	 * sign of life. Ends as `live` does.
	 */
	locations(signal: AbortSignal): AsyncIterable<LocationUpdate | undefined>;
	/** Ends all streams and replays. Safe to call twice. */
	close(): void;
}

/** The lines of one credential and their events. */
export interface EventSource {
	/** Names the account that owns the logs. All credentials of an account have the same, also after a secret was renewed. */
	readonly identity: string;
	/** Names the whole credential. Readers with the same one may share connections. */
	readonly credential: string;
	/** The lines of the account. With `renewed` the server is asked, even if the known list is fresh. */
	inventory(renewed: boolean): Promise<{ readonly plan: Plan; readonly lines: readonly Line[] }>;
	connect(lineId: string): LineSession;
}
