import { boundAfter, halfJitter, type Backoff } from '../timing/backoff';
import type { Clock } from '../timing/clock';
import type { SpectrumError } from '../errors/SpectrumError';
import { outcomeOf } from '../errors/outcome';
import { isPassingOrTimeout } from '../errors/passing';

/** How long a registration keeps trying while a person waits for the activation. */
export const retryMilliseconds = 30_000;

const waits: Backoff = { base: 1_000, cap: 8_000 };

/** Limits how long a group of related calls is retried. */
export class RetryWindow {
	private readonly end: number;
	private failures = 0;

	constructor(
		private readonly clock: Clock,
		private readonly random: () => number = Math.random,
		milliseconds = retryMilliseconds,
	) {
		this.end = clock.now() + milliseconds;
	}

	/**
	 * Waits before the next attempt: as long as the server asked for, or with growing, jittered waits. Returns false at once
	 * when the wait would exceed the time left.
	 */
	async wait(error: SpectrumError): Promise<boolean> {
		const milliseconds = error.retryAfterMilliseconds ?? halfJitter(boundAfter(this.failures + 1, waits), this.random);
		if (this.clock.now() + milliseconds > this.end) return false;
		this.failures++;
		await new Promise<void>((resolve) => this.clock.after(milliseconds, resolve));
		return true;
	}

	/** Repeats a call while its failures are passing and time is left. The call must be safe to repeat. */
	async repeat<Result>(call: () => Promise<Result>): Promise<Result> {
		for (;;) {
			const outcome = await outcomeOf(call);
			if (outcome.ok) return outcome.value;
			if (!isPassingOrTimeout(outcome.error) || !(await this.wait(outcome.error))) throw outcome.error;
		}
	}
}
