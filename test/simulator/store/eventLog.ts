/** The service whose stream shows a change. */
export type EventDomain = 'message' | 'chat' | 'group' | 'poll';

/** One durable change, in plain terms: a service projects it to its own wire messages. */
export interface LoggedEvent {
	/** Position in the line's only log: 1, 2, 3 … over all domains. */
	readonly sequence: number;
	readonly domain: EventDomain;
	readonly chatGuid: string;
	/** Milliseconds since the epoch. */
	readonly occurredAt: number;
	/** Address of who did it; absent when it was the line itself. */
	readonly actor?: string;
	readonly isFromMe: boolean;
	/** What changed, told apart by `type`. */
	readonly change: { readonly type: string; readonly [field: string]: unknown };
}

/** The log of one line. Every write to the line's store appends here. */
export class EventLog {
	private readonly events: LoggedEvent[] = [];
	private readonly listeners = new Set<(event: LoggedEvent) => void>();

	/** Sequence of the newest event; 0 when there is none. */
	get head(): number {
		return this.events.length;
	}

	append(event: Omit<LoggedEvent, 'sequence'>): LoggedEvent {
		const logged: LoggedEvent = { sequence: this.events.length + 1, ...event };
		this.events.push(logged);
		for (const listener of [...this.listeners]) listener(logged);
		return logged;
	}

	/** Everything after a cursor, oldest first. */
	after(sequence: number): readonly LoggedEvent[] {
		return this.events.slice(sequence);
	}

	/** Calls back on every event from now on; the answer stops it. */
	onAppend(listener: (event: LoggedEvent) => void): () => void {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	}
}
