import type { StoredAttachment } from './attachments';
import type { ChatService } from './chat';
import type { StoredMessage, StoredPlacement, StoredReaction } from './message';
import type { StoredPollOption } from './polls';

/** What can happen in each domain. A message in a change is a copy: it stays as it was when the change was logged. */
export interface Changes {
	readonly message:
		| {
				readonly type: 'messageReceived' | 'messageEdited' | 'messageUnsent';
				readonly messageGuid: string;
				readonly message: StoredMessage;
		  }
		| { readonly type: 'messageRead'; readonly messageGuid: string; readonly readAt: number }
		| {
				readonly type: 'reactionAdded' | 'reactionRemoved';
				readonly messageGuid: string;
				readonly part?: number;
				readonly reaction: StoredReaction;
		  }
		| {
				readonly type: 'stickerPlaced';
				readonly messageGuid: string;
				readonly part?: number;
				readonly attachment: StoredAttachment;
				readonly placement: StoredPlacement;
		  };
	readonly poll:
		| {
				readonly type: 'created' | 'optionAdded';
				readonly pollGuid: string;
				readonly title: string;
				readonly options: readonly StoredPollOption[];
		  }
		| { readonly type: 'voted' | 'unvoted'; readonly pollGuid: string; readonly optionId: string };
	readonly group:
		| { readonly type: 'displayNameChanged'; readonly displayName: string }
		| { readonly type: 'participantAdded' | 'participantRemoved' | 'participantLeft'; readonly participant: string }
		| { readonly type: 'iconChanged'; readonly mimeType: string }
		| { readonly type: 'iconRemoved' };
	readonly chat: {
		readonly type: 'backgroundChanged' | 'backgroundRemoved' | 'markedRead' | 'archived' | 'unarchived';
	};
}

/** The service whose stream shows a change. */
export type EventDomain = keyof Changes;

interface EventFields {
	/** Position in the line's only log, over all domains: decimal text, because it may lie beyond 2^53. */
	readonly sequence: string;
	readonly chatGuid: string;
	/** Service of the chat at that moment. */
	readonly service: ChatService;
	/** Milliseconds since the epoch. */
	readonly occurredAt: number;
	/** Address of who did it; absent when it was the line itself. */
	readonly actor?: string;
	readonly isFromMe: boolean;
}

/** One durable change in one domain. */
export type DomainEvent<D extends EventDomain> = EventFields & { readonly domain: D; readonly change: Changes[D] };

/** One durable change, in plain terms: a service projects it to its own wire messages. */
export type LoggedEvent = { [D in EventDomain]: DomainEvent<D> }[EventDomain];

/** Whether a replay can go on from a cursor. `dropped`: events after it are gone. `ahead`: the log is not there yet. */
export type CursorState = 'held' | 'dropped' | 'ahead';

/** A log as a snapshot keeps it. */
export interface EventLogState {
	readonly events: readonly LoggedEvent[];
	readonly next: bigint;
	readonly newest: bigint;
	readonly newestDropped?: bigint;
}

/** The log of one line. Every write to the line's store appends here. */
export class EventLog {
	private readonly events: LoggedEvent[] = [];
	private readonly listeners = new Set<(event: LoggedEvent) => void>();
	private next: bigint;
	private newest: bigint;
	private newestDropped: bigint | undefined;

	constructor(
		/** Sequence of the first event. */
		first = 1n,
		/** How many events it keeps; read at each append. */
		private readonly kept: () => number = () => Number.POSITIVE_INFINITY,
	) {
		this.next = first;
		this.newest = first - 1n;
	}

	/** Sequence of the newest event; before the first one, the number before it. */
	get head(): string {
		return String(this.newest);
	}

	append<D extends EventDomain>(event: Omit<DomainEvent<D>, 'sequence'>): DomainEvent<D> {
		const logged = { ...event, sequence: String(this.next) } as unknown as DomainEvent<D>;
		this.newest = this.next++;
		this.events.push(logged as LoggedEvent);
		if (this.events.length > this.kept()) this.keepNewest(this.kept());
		for (const listener of [...this.listeners]) listener(logged as LoggedEvent);
		return logged;
	}

	/** Everything after a cursor that it still has, oldest first. Default: all of it. */
	after(cursor?: bigint | string): readonly LoggedEvent[] {
		return cursor === undefined ? [...this.events] : this.events.slice(this.placeAfter(BigInt(cursor)));
	}

	cursorState(cursor: bigint | string): CursorState {
		if (BigInt(cursor) > this.newest) return 'ahead';
		return this.newestDropped !== undefined && BigInt(cursor) < this.newestDropped ? 'dropped' : 'held';
	}

	/** Forgets all but the newest. What a live stream has still to send is sent all the same. */
	keepNewest(count: number): void {
		const dropped = this.events.splice(0, Math.max(0, this.events.length - count));
		const last = dropped[dropped.length - 1];
		if (last !== undefined) this.newestDropped = BigInt(last.sequence);
	}

	/** The log with its newest events alone, so many at most. */
	state(most: number): EventLogState {
		const { next, newest } = this;
		const dropped = this.events[this.events.length - most - 1];
		const newestDropped = dropped === undefined ? this.newestDropped : BigInt(dropped.sequence);
		return { events: this.events.slice(Math.max(0, this.events.length - most)), next, newest, newestDropped };
	}

	/** In a log without events. Nobody hears of them. */
	restore({ events, next, newest, newestDropped }: EventLogState): void {
		for (const event of events) this.events.push(event);
		this.next = next;
		this.newest = newest;
		this.newestDropped = newestDropped;
	}

	/** The next event gets this sequence: nothing says that the numbers of a log are without gaps. */
	continueAt(sequence: bigint): void {
		if (sequence < this.next) throw new RangeError(`The log is at ${this.next} already`);
		this.next = sequence;
	}

	/** Calls back on every event from now on; the answer stops it. */
	onAppend(listener: (event: LoggedEvent) => void): () => void {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	}

	/** Index of the first event after a cursor. */
	private placeAfter(cursor: bigint): number {
		let low = 0;
		let high = this.events.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (BigInt((this.events[middle] as LoggedEvent).sequence) <= cursor) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}
