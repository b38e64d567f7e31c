import type { CancelTimer, Clock } from './clock';
import { delay, unlessAborted } from './waiting';
import { cancelled, toSpectrumError } from '../errors/from';
import type { SpectrumError } from '../errors/SpectrumError';

/** Time that must be left for an attempt after a pause. With less, the timeout would only hide the failure before it. */
const leastAttemptMilliseconds = 1_000;

export interface DeadlineOptions {
	readonly clock: Clock;
	/** From now; zero or less is over at once. */
	readonly milliseconds: number;
	/** Ends it early, as `cancelled`. */
	readonly signal?: AbortSignal;
	/** The error of work that has not ended in time. */
	readonly timeoutError: (cause: unknown) => SpectrumError;
}

/** One time limit for several pieces of work. It holds a timer and a listener until it is closed. */
export class Deadline {
	private readonly stop = new AbortController();
	private readonly endsAt: number;
	private readonly cancelTimer: CancelTimer;
	private isOver = false;

	constructor(private readonly options: DeadlineOptions) {
		const { clock, milliseconds, signal } = options;
		this.endsAt = clock.now() + milliseconds;
		this.cancelTimer = clock.after(milliseconds, this.onTime);
		signal?.addEventListener('abort', this.onAbort, { once: true });
		if (signal?.aborted === true) this.onAbort();
		if (milliseconds <= 0) this.onTime();
	}

	/** Aborted at the end. */
	get signal(): AbortSignal {
		return this.stop.signal;
	}

	/** Milliseconds until the end; never negative. */
	get left(): number {
		return Math.max(0, this.endsAt - this.options.clock.now());
	}

	/**
	 * Starts the work and settles with it, or rejects when the time is up. The work must listen to {@link signal} and
	 * clean up by itself; this method does not wait for the clean-up.
	 */
	async within<Result>(work: () => Promise<Result>): Promise<Result> {
		if (this.signal.aborted) throw this.failure(this.signal.reason);
		try {
			return await unlessAborted(work(), this.signal);
		} catch (caught) {
			throw this.failure(caught);
		}
	}

	/** The longest pause after which enough time is left for another attempt, at most so many milliseconds. */
	pauseOf(milliseconds: number): number {
		return Math.max(0, Math.min(milliseconds, this.left - leastAttemptMilliseconds));
	}

	/** Waits, then gives true. Gives false at once when too little time would be left for another attempt. */
	async pause(milliseconds: number): Promise<boolean> {
		const { clock } = this.options;
		if (clock.now() + milliseconds + leastAttemptMilliseconds > this.endsAt) return false;
		await this.within(() => delay(milliseconds, clock, this.signal));
		return true;
	}

	close(): void {
		this.cancelTimer();
		this.options.signal?.removeEventListener('abort', this.onAbort);
	}

	private readonly onTime = (): void => {
		this.isOver = true;
		this.stop.abort();
	};

	private readonly onAbort = (): void => {
		this.stop.abort(this.options.signal?.reason);
	};

	/** Aborted work always reports `cancelled`. Only the deadline knows whether the time was up. */
	private failure(caught: unknown): SpectrumError {
		if (!this.signal.aborted) return toSpectrumError(caught);
		return this.isOver ? this.options.timeoutError(caught) : cancelled(caught);
	}
}
