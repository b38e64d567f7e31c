import type { CancelTimer, Clock } from '../../spectrum/timing/clock';
import { cancelled, toSpectrumError } from '../../spectrum/errors/from';
import { SpectrumError } from '../../spectrum/errors/SpectrumError';

/** Time that must be left for an attempt after a pause. With less, the timeout would only hide the failure before it. */
const leastAttemptMilliseconds = 1_000;

/** One time limit for several pieces of work. It holds a timer and a listener until it is closed. */
export class Deadline {
	private readonly stop = new AbortController();
	private readonly endsAt: number;
	private readonly cancelTimer: CancelTimer;
	private isOver = false;

	/**
	 * @param milliseconds From now; zero or less is over at once.
	 * @param outer Ends it early, as `cancelled`.
	 */
	constructor(
		private readonly clock: Clock,
		private readonly milliseconds: number,
		private readonly outer?: AbortSignal,
	) {
		this.endsAt = clock.now() + milliseconds;
		this.cancelTimer = clock.after(milliseconds, this.onTime);
		outer?.addEventListener('abort', this.onOuter, { once: true });
		if (outer?.aborted === true) this.onOuter();
		if (milliseconds <= 0) this.onTime();
	}

	/** Aborted at the end. */
	get signal(): AbortSignal {
		return this.stop.signal;
	}

	/**
	 * Starts the work and settles with it, or rejects when the time is up. The work must listen to {@link signal} and
	 * clean up by itself; this method does not wait for the clean-up.
	 */
	async within<Result>(work: () => Promise<Result>): Promise<Result> {
		const { signal } = this;
		if (signal.aborted) throw this.failure(signal.reason);
		let onAbort = (): void => {};
		const ended = new Promise<never>((_, reject) => {
			onAbort = () => reject(this.failure(signal.reason));
			signal.addEventListener('abort', onAbort, { once: true });
		});
		try {
			return await Promise.race([work(), ended]);
		} catch (caught) {
			throw this.failure(caught);
		} finally {
			signal.removeEventListener('abort', onAbort);
		}
	}

	/** Waits, then gives true. Gives false at once when too little time would be left for another attempt. */
	async pause(milliseconds: number): Promise<boolean> {
		if (this.clock.now() + milliseconds + leastAttemptMilliseconds > this.endsAt) return false;
		let cancelTimer: CancelTimer = () => {};
		try {
			await this.within(
				() =>
					new Promise<void>((resolve) => {
						cancelTimer = this.clock.after(milliseconds, resolve);
					}),
			);
			return true;
		} finally {
			cancelTimer();
		}
	}

	close(): void {
		this.cancelTimer();
		this.outer?.removeEventListener('abort', this.onOuter);
	}

	private readonly onTime = (): void => {
		this.isOver = true;
		this.stop.abort();
	};

	private readonly onOuter = (): void => {
		this.stop.abort(this.outer?.reason);
	};

	/** Aborted work always reports `cancelled`. Only the deadline knows whether the time was up. */
	private failure(caught: unknown): SpectrumError {
		if (!this.signal.aborted) return toSpectrumError(caught);
		if (!this.isOver) return cancelled(caught);
		return new SpectrumError({
			kind: 'timeout',
			message: `The file was not fetched within the ${this.milliseconds / 1_000} s for all files of the message`,
			advice: 'Fetch it later in the workflow: iMessage Conversation, Attachment → Download, takes its ID.',
			cause: caught,
		});
	}
}
