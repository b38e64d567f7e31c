import type { CancelTimer, Clock } from '../../timing/clock';
import type { EventMessage, ImessageEvent } from '../../model/event/event';
import { senderOf } from '../../filter/eventFilter';
import { normalAddress, spaceKey } from '../../filter/filterEntries';
import { parseMessageId } from '../../model/messageRef';

/** Messages that one burst may have; the next one begins another. */
export const burstLimit = 50;

/** Messages held in all; beyond them the oldest burst is handed on early, so that a flood is not kept in memory. */
export const heldLimit = 1_000;

/** How long a burst may last at least, however short its window is: somebody who keeps typing gets an answer. */
const leastLongest = 60_000;

/** How many windows a burst may last, where that is longer. */
const longestInWindows = 6;

/** An event together with what its receiver needs to know it by. */
export interface Held<T> {
	readonly event: ImessageEvent;
	readonly token: T;
	/** The attempt with which it was handed on before a restart; absent when it never was. */
	readonly sentBefore?: number;
}

/** How {@link Gatherer} gathers. */
export interface GatherOptions<T> {
	readonly clock: Clock;
	/** Milliseconds, more than 0: messages that follow each other within this time are one burst. */
	readonly windowMilliseconds: number;
	/**
	 * Takes one burst, or one event that is not gathered, as a list of one. Never empty. Must not throw: what is handed
	 * on is no longer held.
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
 * Makes one burst of the messages that one person writes into one conversation of one line, each within the window of
 * the one before. A burst is handed on when the window has passed since its last message, when it has
 * {@link burstLimit} messages, or when it has lasted six windows or a minute, whichever is longer.
 *
 * The messages' own timestamps count as well as their arrival: what a replay after a standstill brings at once was
 * written over hours, and stays apart. So does what was handed on before a restart from what was not, and from what had
 * another attempt: it may have been answered, and joined with others it would be so again.
 *
 * Order: what one person does in one conversation is handed on as it came. Every other event of theirs hands on first
 * what is gathered of them, and so does an event of anybody about a message that is still held, such as a reaction to
 * it. Between several people the order is that in which their bursts are complete.
 */
export class Gatherer<T> {
	/** By line, conversation and sender; in the order of their first messages. */
	private readonly bursts = new Map<string, Burst<T>>();
	private heldCount = 0;
	private isClosed = false;

	constructor(private readonly options: GatherOptions<T>) {}

	/** Messages that are held at this moment. */
	get size(): number {
		return this.heldCount;
	}

	/** Takes the next event. Only received messages whose sender is known are held; all else is handed on at once. */
	add(held: Held<T>): void {
		if (this.isClosed) return;
		const { event } = held;
		const key = keyOf(event);
		if (event.event !== 'message.received' || key === undefined) {
			this.handOnBefore(event, key);
			// A receiver that closes this in the middle is given nothing more.
			if (!this.isClosed) this.options.onBurst([held]);
			return;
		}
		const open = this.bursts.get(key);
		if (open !== undefined && !this.continues(open, held)) this.handOn(key);
		if (this.isClosed) return;
		this.hold(key, held);
		this.shed();
	}

	/** Hands on all that is held, at once, the burst that began first before the others. */
	flush(): void {
		for (const key of [...this.bursts.keys()]) this.handOn(key);
	}

	/**
	 * Ends without handing anything on, and takes nothing any more. What was held is not recorded as done, so it comes
	 * again at the next start.
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
		// Never longer than the window, also when the host's clock was put back meanwhile.
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

	private continues({ list, startedAt }: Burst<T>, { event, sentBefore }: Held<T>): boolean {
		if (list.some((held) => held.sentBefore !== sentBefore)) return false;
		if (this.options.clock.now() - startedAt > this.longest) return false;
		const written = timeOf(event);
		if (written === undefined) return true;
		const times = list.map((held) => timeOf(held.event)).filter((time) => time !== undefined);
		const [first = written] = times;
		const last = times.at(-1) ?? written;
		return (
			Math.abs(written - last) <= this.options.windowMilliseconds && Math.abs(written - first) <= this.longest
		);
	}

	private get longest(): number {
		return Math.max(leastLongest, longestInWindows * this.options.windowMilliseconds);
	}
}

/**
 * One event of a burst; of a single message, the event unchanged. Place, sender and `id` are those of the first
 * message. `message.id` and `timestamp` are those of the last one, because an answer or a reaction refers to the
 * newest; so is `sequence`. `message.text` has all texts, a line each. `content` is `{ type: 'burst', items }` with
 * the originals in the form of an album's, which nodes that look for attachments know.
 */
export function joinBurst(events: readonly ImessageEvent[]): ImessageEvent {
	const [first] = events;
	const last = events.at(-1);
	if (first === undefined || last === undefined) throw new RangeError('A burst has at least one message');
	if (events.length === 1) return first;
	// What a delivery said belongs to its message, and so do times and places in it that are not known for all.
	const { raw: _raw, timestamp: _timestamp, sequence: _sequence, ...shared } = first;
	const timestamp = events.map((event) => event.timestamp).findLast((time) => time !== undefined);
	return {
		...shared,
		...(last.sequence === undefined ? {} : { sequence: last.sequence }),
		...(timestamp === undefined ? {} : { timestamp }),
		message: joinMessages(events, last),
		content: { type: 'burst', items: events.map(original) },
	};
}

/** Fields that count characters of one text, such as mentions, stay with the originals. */
function joinMessages(events: readonly ImessageEvent[], last: ImessageEvent): EventMessage {
	const texts = events.map((event) => event.message?.text).filter((text) => text !== undefined);
	const { id = last.id, part, replyTo }: Partial<EventMessage> = last.message ?? {};
	return {
		id,
		...(texts.length === 0 ? {} : { text: texts.join('\n') }),
		...(part === undefined ? {} : { part }),
		...(replyTo === undefined ? {} : { replyTo }),
		...(events.some((event) => event.message?.mentionsMe === true) ? { mentionsMe: true } : {}),
	};
}

/** A message of a burst, without what it shares with the others. */
function original({ id, sequence, timestamp, message, content, raw }: ImessageEvent): Record<string, unknown> {
	return {
		id,
		...(sequence === undefined ? {} : { sequence }),
		...(timestamp === undefined ? {} : { timestamp }),
		...(message === undefined ? {} : { message }),
		...(content === undefined ? {} : { content }),
		...(raw === undefined ? {} : { raw }),
	};
}

/** Undefined when it is not known whose event it is: two strangers of a group must not become one. */
function keyOf(event: ImessageEvent): string | undefined {
	const sender = senderOf(event);
	const who = event.isFromMe === true ? 'me' : sender === undefined ? undefined : `from ${normalAddress(sender)}`;
	return who === undefined ? undefined : `${spaceOf(event)}\n${who}`;
}

function spaceOf({ space }: ImessageEvent): string {
	return `${space.phone ?? ''}\n${spaceKey(space.id)}`;
}

/** The message, whichever of its parts is meant. */
function plainId(message: EventMessage | undefined): string | undefined {
	if (message === undefined) return undefined;
	const parsed = parseMessageId(message.id);
	return parsed.ok ? parsed.value.id : message.id;
}

function timeOf({ timestamp }: ImessageEvent): number | undefined {
	const time = Date.parse(timestamp ?? '');
	return Number.isNaN(time) ? undefined : time;
}
