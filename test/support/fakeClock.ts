import type { CancelTimer, Clock } from '../../nodes/shared/spectrum/timing/clock';

interface Timer {
	readonly due: number;
	/** Breaks ties: timers due at the same moment run in the order they were set. */
	readonly order: number;
	readonly task: () => void;
}

/** Rounds of the event loop given to promises, and to callbacks already due, before time moves on. */
const settlingRounds = 5;

/**
 * A clock that stands still until a test moves it.
 *
 * Waiting for real I/O is not its business: await the event that the I/O causes, then move the time.
 */
export class FakeClock implements Clock {
	private time: number;
	private order = 0;
	private readonly timers = new Set<Timer>();
	private readonly watchers = new Set<() => void>();

	/**
	 * @param start Milliseconds since the Unix epoch; default 2026-01-01T00:00:00Z. A test that lets this clock meet
	 * code on the system's clock (signature times, for one) passes `Date.now()`.
	 */
	constructor(start = Date.UTC(2026, 0, 1)) {
		this.time = start;
	}

	now(): number {
		return this.time;
	}

	after(milliseconds: number, task: () => void): CancelTimer {
		const timer: Timer = { due: this.time + Math.max(0, milliseconds), order: this.order++, task };
		this.timers.add(timer);
		for (const check of [...this.watchers]) check();
		return () => {
			this.timers.delete(timer);
		};
	}

	/** Timers that have not run and were not cancelled. */
	get pending(): number {
		return this.timers.size;
	}

	/** Milliseconds until each pending timer is due, soonest first. */
	get waits(): number[] {
		return [...this.timers].map((timer) => timer.due - this.time).sort((a, b) => a - b);
	}

	/**
	 * Moves time on, running every timer that falls due, in order, each at its own moment. Timers set meanwhile run
	 * too when they fall due within the span. Promises settle before the first and after each timer.
	 */
	async advance(milliseconds: number): Promise<void> {
		if (!(milliseconds >= 0)) throw new RangeError('Time moves forward only');
		const end = this.time + milliseconds;
		await this.settle();
		for (let timer = this.nextDue(end); timer !== undefined; timer = this.nextDue(end)) {
			this.timers.delete(timer);
			this.time = Math.max(this.time, timer.due);
			timer.task();
			await this.settle();
		}
		this.time = end;
		await this.settle();
	}

	/** Sets the time without running anything: what a host's clock correction does. May go back. */
	jumpTo(time: number): void {
		this.time = time;
	}

	/** Lets promises, and callbacks that are already due, run. */
	async settle(): Promise<void> {
		for (let round = 0; round < settlingRounds; round++) {
			await new Promise<void>((resolve) => setImmediate(resolve));
		}
	}

	/** Resolves as soon as at least `count` timers are pending: the code under test has begun to wait. */
	async whenWaiting(count = 1): Promise<void> {
		if (this.timers.size >= count) return;
		await new Promise<void>((resolve) => {
			const check = (): void => {
				if (this.timers.size < count) return;
				this.watchers.delete(check);
				resolve();
			};
			this.watchers.add(check);
		});
	}

	private nextDue(end: number): Timer | undefined {
		let next: Timer | undefined;
		for (const timer of this.timers) {
			if (timer.due > end) continue;
			if (!next || timer.due < next.due || (timer.due === next.due && timer.order < next.order)) next = timer;
		}
		return next;
	}
}
