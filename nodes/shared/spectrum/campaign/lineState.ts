import { LineBook } from './lineBook';

const dayMilliseconds = 24 * 60 * 60_000;
const slowMilliseconds = 60 * 60_000;

/** Added to the moment at which a line opens again, because clocks differ. */
const marginMilliseconds = 1_000;

/** The limits that a campaign keeps on each line. */
export interface LineLimits {
	/** New conversations in a day. */
	readonly newPerDay: number;
	/** Shortest time between two messages of the line, in milliseconds. */
	readonly gapMilliseconds: number;
}

/** A new conversation that is under way. */
export interface Beginning {
	/** True when the line has no room for it: another execution was faster, or the server has refused one. */
	readonly isOver: (limits: LineLimits, now: number) => boolean;
	readonly end: () => void;
}

/**
 * What the process knows about one line. Its budget of new conversations is rebuilt from what the server itself lists. The
 * contract does not say when the server's day begins. It is taken to begin with its first new conversation, and to last 24
 * hours. A refusal that contradicts this has the last word: from then on, any 24 hours count, which no day of a server can
 * exceed.
 */
export class LineState {
	readonly book: LineBook;
	/** True after a refusal: the server's day is not what it was taken for. */
	private countsAnyDay = false;
	/** New conversations that are under way, in their order: chosen, but not in the book yet. */
	private readonly underWay = new Set<Beginning>();
	private newClosedUntil = Number.NEGATIVE_INFINITY;
	private closedUntil = Number.NEGATIVE_INFINITY;
	private restsUntil = Number.NEGATIVE_INFINITY;
	private slowUntil = Number.NEGATIVE_INFINITY;
	private nextAt = Number.NEGATIVE_INFINITY;
	/** Of the conversations that the book had when it was asked last. A list of thousands asks for room as often. */
	private lastDay?: LastDay;

	/** @param mostPeople see {@link LineBook} */
	constructor(mostPeople?: number) {
		this.book = new LineBook(mostPeople);
	}

	/** How many new conversations the line may begin now. */
	room({ newPerDay }: LineLimits, now: number): number {
		if (now < this.newClosedUntil || now < this.closedUntil) return 0;
		return Math.max(0, newPerDay - this.ofToday(now).length - this.underWay.size);
	}

	/** When the line may begin another conversation: now, if it has room. */
	roomAt({ newPerDay }: LineLimits, now: number): number {
		return Math.max(this.freeAt(newPerDay, now), this.newClosedUntil, this.closedUntil);
	}

	/** Until when the line sends nothing at all. Undefined when it is open. */
	isClosedUntil(now: number): number | undefined {
		return now < this.closedUntil ? this.closedUntil : undefined;
	}

	/** True while the line sends nothing at all, or rests after a burst. A slot that was taken before does not count then. */
	isResting(now: number): boolean {
		return now < this.closedUntil || now < this.restsUntil;
	}

	/** The server has refused a new conversation. Returns when it may accept one. */
	closeForNew(now: number, retryAfterMilliseconds?: number): number {
		this.countsAnyDay = true;
		this.newClosedUntil = this.endOfDay(now, retryAfterMilliseconds);
		return this.newClosedUntil;
	}

	/** The server has refused all messages. Without a time, until its day is over. Returns when it may accept one. */
	close(now: number, forMilliseconds?: number): number {
		this.closedUntil = this.endOfDay(now, forMilliseconds);
		return this.closedUntil;
	}

	slowDown(now: number, restMilliseconds: number): number {
		const rest = atMostADay(restMilliseconds);
		this.restsUntil = Math.max(this.restsUntil, now + rest);
		this.nextAt = Math.max(this.nextAt, now + rest);
		this.slowUntil = now + rest + slowMilliseconds;
		return this.nextAt;
	}

	/** Notes a new conversation until its end, so that two executions do not take the same room. */
	begin(): Beginning {
		const beginning: Beginning = {
			isOver: ({ newPerDay }, now) => {
				// Only earlier ones count. Otherwise two executions would wait for each other forever.
				const before = [...this.underWay].indexOf(beginning);
				return now < this.newClosedUntil || this.ofToday(now).length + before >= newPerDay;
			},
			end: () => void this.underWay.delete(beginning),
		};
		this.underWay.add(beginning);
		return beginning;
	}

	/** When the line may send its next message. */
	nextSlot({ gapMilliseconds }: LineLimits, now: number): number {
		const last = this.book.lastSentAt;
		return Math.max(now, this.nextAt, last === undefined ? now : last + gapMilliseconds);
	}

	/**
	 * Takes the next slot and returns its time. The pause after it is the gap and up to a quarter more, so that messages do
	 * not follow each other like a machine's.
	 *
	 * @param notBefore the earliest time for the slot
	 * @param random from 0 up to, not including, 1
	 */
	takeSlot(limits: LineLimits, notBefore: number, random: number): number {
		const at = this.nextSlot(limits, notBefore);
		const gap = limits.gapMilliseconds * (at < this.slowUntil ? 2 : 1);
		this.nextAt = at + Math.ceil(gap * (1 + random / 4));
		return at;
	}

	private freeAt(newPerDay: number, now: number): number {
		if (newPerDay < 1) return now + dayMilliseconds;
		const today = this.ofToday(now);
		// All that began with the first, or, if any 24 hours count, so many that there is room for one more.
		const leaving = today[this.countsAnyDay ? today.length + this.underWay.size - newPerDay : 0];
		if (today.length + this.underWay.size < newPerDay || leaving === undefined) return now;
		return leaving + dayMilliseconds + marginMilliseconds;
	}

	/** New conversations that count against the day of now, oldest first. */
	private ofToday(now: number): readonly number[] {
		const { begun } = this.book;
		if (this.countsAnyDay) return begun.slice(begun.findLastIndex((at) => at <= now - dayMilliseconds) + 1);
		if (this.lastDay?.begun !== begun) this.lastDay = lastDayOf(begun);
		const { start, times } = this.lastDay;
		return start === undefined || now >= start + dayMilliseconds + marginMilliseconds ? [] : times;
	}

	/** The server names no moment: then a day after the oldest conversation of the last day, otherwise the next day in UTC. */
	private endOfDay(now: number, afterMilliseconds: number | undefined): number {
		if (afterMilliseconds !== undefined) return now + atMostADay(afterMilliseconds);
		const oldest = this.book.begun.find((at) => at > now - dayMilliseconds);
		if (oldest !== undefined) return oldest + dayMilliseconds + marginMilliseconds;
		return (Math.floor(now / dayMilliseconds) + 1) * dayMilliseconds + marginMilliseconds;
	}
}

interface LastDay {
	/** The conversations that it was made of. */
	readonly begun: readonly number[];
	/** The first of the last day. Undefined when there is none. */
	readonly start?: number;
	/** Those of the last day, oldest first. */
	readonly times: readonly number[];
}

/** A day begins with its first conversation, so the last one is known only after all days before it. */
function lastDayOf(begun: readonly number[]): LastDay {
	let first = 0;
	for (const [index, at] of begun.entries()) {
		if (at >= (begun[first] ?? at) + dayMilliseconds) first = index;
	}
	return { begun, start: begun[first], times: begun.slice(first) };
}

/** No limit of Spectrum lasts longer. A server with a wrong clock must not end the campaigns of a line. */
function atMostADay(milliseconds: number): number {
	return Math.min(milliseconds, dayMilliseconds);
}
