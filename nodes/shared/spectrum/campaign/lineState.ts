import { LineBook } from './lineBook';

const dayMilliseconds = 24 * 60 * 60_000;
const slowMilliseconds = 60 * 60_000;

/** Added to the moment at which a line opens again, because clocks differ. */
const marginMilliseconds = 1_000;

/** The limits that a campaign keeps on each line. */
export interface LineLimits {
	/** New conversations in any 24 hours. */
	readonly newPerDay: number;
	/** Shortest time between two messages of the line, in milliseconds. */
	readonly gapMilliseconds: number;
}

/**
 * What the process knows about one line. Its budget of new conversations counts what the server itself lists, in the last
 * 24 hours. The contract does not say when the server's day begins. Whenever it does, no day of the server holds more than
 * the 24 hours before a message do.
 */
export class LineState {
	readonly book = new LineBook();
	/** True when the server's messages have been read to the end once. */
	isRead = false;
	/** New conversations that are under way: chosen, but not in the book yet. */
	private underWay = 0;
	private newClosedUntil = Number.NEGATIVE_INFINITY;
	private closedUntil = Number.NEGATIVE_INFINITY;
	private slowUntil = Number.NEGATIVE_INFINITY;
	private nextAt = Number.NEGATIVE_INFINITY;

	/** How many new conversations the line may begin now. */
	room({ newPerDay }: LineLimits, now: number): number {
		if (now < this.newClosedUntil || now < this.closedUntil) return 0;
		return Math.max(0, newPerDay - this.begun(now).length - this.underWay);
	}

	/** True when more conversations are under way than the line has room for: another execution was faster. */
	isOver({ newPerDay }: LineLimits, now: number): boolean {
		return now < this.newClosedUntil || this.begun(now).length + this.underWay > newPerDay;
	}

	/** When the line may begin another conversation: now, if it has room. */
	roomAt({ newPerDay }: LineLimits, now: number): number {
		const begun = this.begun(now);
		// The one that has to be a day old, so that there is room for one more.
		const leaving = newPerDay < 1 ? undefined : begun[begun.length + this.underWay - newPerDay];
		const freeAt = newPerDay < 1 ? now + dayMilliseconds : leaving === undefined ? now : leaving + dayMilliseconds + marginMilliseconds;
		return Math.max(freeAt, this.newClosedUntil, this.closedUntil);
	}

	/** Until when the line sends nothing at all. Undefined when it is open. */
	isClosedUntil(now: number): number | undefined {
		return now < this.closedUntil ? this.closedUntil : undefined;
	}

	/** The server has refused a new conversation. Returns when it may accept one. */
	closeForNew(now: number, retryAfterMilliseconds?: number): number {
		this.newClosedUntil = this.endOfDay(now, retryAfterMilliseconds);
		return this.newClosedUntil;
	}

	/** The server has refused all messages. Without a time, until its day is over. Returns when it may accept one. */
	close(now: number, forMilliseconds?: number): number {
		this.closedUntil = this.endOfDay(now, forMilliseconds);
		return this.closedUntil;
	}

	slowDown(now: number, restMilliseconds: number): number {
		this.nextAt = Math.max(this.nextAt, now + restMilliseconds);
		this.slowUntil = now + restMilliseconds + slowMilliseconds;
		return this.nextAt;
	}

	/** Notes a new conversation until the returned function is called, so that two executions do not take the same room. */
	begin(): () => void {
		this.underWay += 1;
		let isOver = false;
		return () => {
			if (isOver) return;
			isOver = true;
			this.underWay -= 1;
		};
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

	/** The server names no moment: then a day after the oldest conversation that counts, otherwise the next day in UTC. */
	private endOfDay(now: number, afterMilliseconds: number | undefined): number {
		if (afterMilliseconds !== undefined) return now + afterMilliseconds;
		const [oldest] = this.begun(now);
		if (oldest !== undefined) return oldest + dayMilliseconds + marginMilliseconds;
		return (Math.floor(now / dayMilliseconds) + 1) * dayMilliseconds + marginMilliseconds;
	}

	private begun(now: number): number[] {
		return this.book.begunSince(now - dayMilliseconds);
	}
}
