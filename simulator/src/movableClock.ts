import { systemClock, type CancelTimer, type Clock } from './clock';

/** What a clock shows. */
export interface ClockState {
	/** Milliseconds since the Unix epoch. */
	readonly now: number;
	/** Time stands still. */
	readonly isPaused: boolean;
	/** How far it is ahead of the clock outside, in milliseconds; negative after a pause. */
	readonly ahead: number;
}

interface Timer {
	readonly due: number;
	/** Breaks ties: timers due at the same moment run in the order they were set. */
	readonly order: number;
	readonly task: () => void;
}

/** Timers of Node hold no longer wait; a longer one is taken in steps. */
const longestWait = 2 ** 31 - 1;

/** The furthest that time moves in one step: 366 days. */
export const longestStep = 366 * 24 * 60 * 60 * 1000;

/**
 * Real time that a person can stop and move on. It moves as the clock of a laptop does that was asleep: time is at the
 * end at once, then everything that fell due runs, each timer once, in the order of their moments. What is set by then
 * counts from the new time, so that a request that really is on its way gets its real time.
 */
export class MovableClock implements Clock {
	private ahead = 0;
	private stoppedAt: number | undefined;
	private order = 0;
	private readonly timers = new Set<Timer>();
	private disarm: CancelTimer | undefined;
	/** The moment that the real timer waits for. */
	private armedFor = Number.POSITIVE_INFINITY;

	/** @param inner Tells the real time; default the system's clock. */
	constructor(private readonly inner: Clock = systemClock) {}

	now(): number {
		return this.stoppedAt ?? this.inner.now() + this.ahead;
	}

	/** The real time, which stops and jumps for nobody. */
	outside(): number {
		return this.inner.now();
	}

	after(milliseconds: number, task: () => void): CancelTimer {
		const timer: Timer = { due: this.now() + Math.max(0, milliseconds), order: this.order++, task };
		this.timers.add(timer);
		if (timer.due < this.armedFor) this.arm();
		return () => {
			this.timers.delete(timer);
			// A real timer that wakes for nothing sets the next one; the last one must not be left behind.
			if (this.timers.size === 0) this.arm();
		};
	}

	get state(): ClockState {
		// One look at the real time: two would differ by a millisecond now and then.
		const outside = this.outside();
		const now = this.stoppedAt ?? outside + this.ahead;
		return { now, isPaused: this.stoppedAt !== undefined, ahead: now - outside };
	}

	/** Goes on as a clock of a former run stood: paused, or as far ahead as that one. */
	goOn({ now, isPaused, ahead }: ClockState): void {
		this.ahead = ahead;
		this.stoppedAt = isPaused ? now : undefined;
		this.arm();
	}

	/** Time stands still and nothing falls due. A second call changes nothing. */
	pause(): void {
		this.stoppedAt ??= this.now();
		this.arm();
	}

	/** Time goes on from where it stands. */
	resume(): void {
		if (this.stoppedAt === undefined) return;
		this.ahead = this.stoppedAt - this.inner.now();
		this.stoppedAt = undefined;
		this.arm();
	}

	/**
	 * Moves time on, paused or not, and runs what falls due.
	 *
	 * @param milliseconds From 0 to `longestStep`.
	 */
	advance(milliseconds: number): void {
		if (!(milliseconds >= 0 && milliseconds <= longestStep)) {
			throw new RangeError(`Time moves forward, and by 366 days at most: ${milliseconds} ms is not possible`);
		}
		if (this.stoppedAt === undefined) this.ahead += milliseconds;
		else this.stoppedAt += milliseconds;
		this.runDue();
	}

	/** Moves time on to a moment that lies ahead; see `advance`. */
	advanceTo(moment: number): void {
		this.advance(moment - this.now());
	}

	/** Runs what is due now, and not what these tasks set. */
	private runDue(): void {
		const now = this.now();
		const due = [...this.timers].filter((timer) => timer.due <= now).sort((one, other) => one.due - other.due || one.order - other.order);
		try {
			for (const timer of due) {
				// One of them may have cancelled another.
				if (this.timers.delete(timer)) timer.task();
			}
		} finally {
			this.arm();
		}
	}

	/** One timer of the real clock waits for the first that falls due. */
	private arm(): void {
		this.disarm?.();
		this.disarm = undefined;
		this.armedFor = Number.POSITIVE_INFINITY;
		if (this.stoppedAt !== undefined || this.timers.size === 0) return;
		for (const { due } of this.timers) this.armedFor = Math.min(this.armedFor, due);
		const wait = Math.min(Math.max(0, this.armedFor - this.now()), longestWait);
		this.disarm = this.inner.after(wait, () => this.runDue());
	}
}

/** Tomorrow at an hour, where this machine is. */
export function tomorrowAt(now: number, hour = 9): number {
	const morning = new Date(now);
	morning.setDate(morning.getDate() + 1);
	morning.setHours(hour, 0, 0, 0);
	return morning.getTime();
}
