import { timeOf } from '../../values/isoTime';
import type { CancelTimer, Clock } from '../../timing/clock';
import type { EventMessage, ImessageEvent } from '../../model/event/event';
import { senderOf } from '../../filter/eventFilter';
import { normalAddress, spaceKey } from '../../filter/filterEntries';
import { parseMessageId } from '../../model/messageRef';

/** Messages of one burst at most. The next message begins a new burst. */
export const burstLimit = 50;

/** Messages held at most. Beyond that the oldest burst is handed on early, so that a flood does not fill the memory. */
export const heldLimit = 1_000;

/** Longest duration of a burst with a short window, in milliseconds. A person who keeps typing gets an answer by then. */
const longestBurst = 60_000;

/** Longest duration of a burst in windows, where that is longer. */
const longestInWindows = 6;

/** An event with the token by which its receiver knows it. */
export interface Held<T> {
	readonly event: ImessageEvent;
	readonly token: T;
	/** The attempt that handed the event on before a restart; absent when there was none. */
	readonly earlierAttempt?: number;
}

/** Settings of a {@link Gatherer}. */
export interface GatherOptions<T> {
	readonly clock: Clock;
	/** Messages that follow each other within this time form one burst. In milliseconds, more than 0. */
	readonly windowMilliseconds: number;
	/**
	 * Receives one burst, or one event that is not gathered, as a list of one. The list is never empty. It must not throw,
	 * because handed-on events are no longer held.
	 */
	readonly onBurst: (list: ReadonlyArray<Held<T>>) => void;
}

interface Burst<T> {
	readonly list: Array<Held<T>>;
	readonly space: string;
	readonly startedAt: number;
	cancel: CancelTimer;
}

/**
 * Joins the messages that one person writes into one conversation of one line, each within the window after the one
 * before. A burst ends when the window has passed since its last message, when it has {@link burstLimit} messages, or
 * when it has lasted six windows or a minute, whichever is longer.
 *
 * Timestamps count as well as arrival: a replay after an outage brings at once what was written over hours, and those
 * messages stay apart. Messages that were handed on before a restart also stay apart from the others, because they may
 * have been answered already.
 *
 * Order: the events of one person in one conversation keep their order. Any other event of theirs ends their burst first,
 * and so does an event about a held message, such as a reaction to it. Bursts of several people come in the order in
 * which they are complete.
 */
export class Gatherer<T> {
	/** By line, space and sender, in the order of their first messages. */
	private readonly bursts = new Map<string, Burst<T>>();
	private heldCount = 0;
	private isClosed = false;

	constructor(private readonly options: GatherOptions<T>) {}

	/** Number of held messages. */
	get size(): number {
		return this.heldCount;
	}

	/** Takes the next event. Received messages with a known sender are held. Every other event is handed on at once. */
	add(held: Held<T>): void {
		if (this.isClosed) return;
		const { event } = held;
		const key = keyOf(event);
		if (event.event !== 'message.received' || key === undefined) {
			this.handOnBefore(event, key);
			// The receiver may have closed this gatherer meanwhile. Then it gets nothing more.
			if (!this.isClosed) this.options.onBurst([held]);
			return;
		}
		const open = this.bursts.get(key);
		if (open !== undefined && !this.continues(open, held)) this.handOn(key);
		if (this.isClosed) return;
		this.hold(key, held);
		this.shed();
	}

	/** Hands on every burst at once, the oldest first. */
	flush(): void {
		for (const key of [...this.bursts.keys()]) this.handOn(key);
	}

	/**
	 * Drops the held messages and takes no more. They are not recorded as done, so they come again at the next start.
	 */
	close(): void {
		this.isClosed = true;
		for (const { cancel } of this.bursts.values()) cancel();
		this.bursts.clear();
		this.heldCount = 0;
	}

	private hold(key: string, held: Held<T>): void {
		const now = this.options.clock.now();
		const burst = this.bursts.get(key) ?? { list: [], space: spaceOf(held.event), startedAt: now, cancel: () => {} };
		burst.cancel();
		burst.list.push(held);
		this.heldCount += 1;
		this.bursts.set(key, burst);
		if (burst.list.length >= burstLimit) {
			this.handOn(key);
			return;
		}
		const rest = burst.startedAt + this.longest - now;
		// Never longer than the window, even if the clock of the host was put back in the meantime.
		const wait = Math.max(0, Math.min(this.options.windowMilliseconds, rest));
		burst.cancel = this.options.clock.after(wait, () => this.handOn(key));
	}

	private handOn(key: string): void {
		const burst = this.bursts.get(key);
		if (burst === undefined) return;
		this.bursts.delete(key);
		this.heldCount -= burst.list.length;
		burst.cancel();
		this.options.onBurst(burst.list);
	}

	private handOnBefore(event: ImessageEvent, key: string | undefined): void {
		const space = spaceOf(event);
		const about = event.message === undefined ? undefined : plainId(event.message);
		for (const [other, burst] of [...this.bursts]) {
			if (burst.space !== space) continue;
			const holdsIt = about !== undefined && burst.list.some((held) => plainId(held.event.message) === about);
			if (other === key || holdsIt) this.handOn(other);
		}
	}

	private shed(): void {
		while (this.heldCount > heldLimit) {
			const [oldest] = this.bursts.keys();
			if (oldest === undefined) return;
			this.handOn(oldest);
		}
	}

	private continues({ list, startedAt }: Burst<T>, { event, earlierAttempt }: Held<T>): boolean {
		if (list.some((held) => held.earlierAttempt !== earlierAttempt)) return false;
		if (this.options.clock.now() - startedAt > this.longest) return false;
		const sentAt = timeOf(event.timestamp);
		if (sentAt === undefined) return true;
		const times = list.map((held) => timeOf(held.event.timestamp)).filter((time) => time !== undefined);
		const [first = sentAt] = times;
		const last = times.at(-1) ?? sentAt;
		return Math.abs(sentAt - last) <= this.options.windowMilliseconds && Math.abs(sentAt - first) <= this.longest;
	}

	private get longest(): number {
		return Math.max(longestBurst, longestInWindows * this.options.windowMilliseconds);
	}
}

/** Undefined without a known sender: two strangers of a group must not become one person. */
function keyOf(event: ImessageEvent): string | undefined {
	const sender = senderOf(event);
	const who = event.isFromMe === true ? 'me' : sender === undefined ? undefined : `from ${normalAddress(sender)}`;
	return who === undefined ? undefined : `${spaceOf(event)}\n${who}`;
}

function spaceOf({ space }: ImessageEvent): string {
	return `${space.phone ?? ''}\n${spaceKey(space.id)}`;
}

/** The ID of the message without its part. */
function plainId(message: EventMessage | undefined): string | undefined {
	if (message === undefined) return undefined;
	const parsed = parseMessageId(message.id);
	return parsed.ok ? parsed.value.id : message.id;
}
