import { boundAfter, halfJitter, type Backoff } from '../timing/backoff';
import type { Clock } from '../timing/clock';
import { toSpectrumError } from '../errors/from';
import type { SpectrumError } from '../errors/SpectrumError';

/** How long a registration keeps trying while a person waits for the activation. */
export const patienceMilliseconds = 30_000;

const waits: Backoff = { base: 1_000, cap: 8_000 };

/** Time left for a few calls that belong together. */
export class Patience {
	private readonly end: number;
	private failures = 0;

	constructor(
		private readonly clock: Clock,
		private readonly random: () => number = Math.random,
		milliseconds = patienceMilliseconds,
	) {
		this.end = clock.now() + milliseconds;
	}

	/**
	 * Waits before the next attempt: as long as the server asked for, else with growing, jittered waits. False when
	 * the time left does not allow it; then nothing was waited.
	 */
	async wait(error: SpectrumError): Promise<boolean> {
		const milliseconds = error.retryAfterMilliseconds ?? halfJitter(boundAfter(this.failures + 1, waits), this.random);
		if (this.clock.now() + milliseconds > this.end) return false;
		this.failures++;
		await new Promise<void>((resolve) => this.clock.after(milliseconds, resolve));
		return true;
	}

	/** Repeats a call that may be made twice, as long as its failure is passing. */
	async repeat<Result>(call: () => Promise<Result>): Promise<Result> {
		for (;;) {
			const outcome = await settle(call);
			if (outcome.ok) return outcome.value;
			if (!isPassing(outcome.error) || !(await this.wait(outcome.error))) throw outcome.error;
		}
	}
}

/** Outcome of one attempt. */
export type Outcome<Result> =
	| { readonly ok: true; readonly value: Result }
	| { readonly ok: false; readonly error: SpectrumError };

/** One attempt, with its failure as a value. */
export async function settle<Result>(call: () => Promise<Result>): Promise<Outcome<Result>> {
	try {
		return { ok: true, value: await call() };
	} catch (caught) {
		return { ok: false, error: toSpectrumError(caught) };
	}
}

/** Whether the same call may succeed a moment later: too many requests, or the server or the way to it is down. */
export function isPassing(error: SpectrumError): boolean {
	return error.retryable || error.connectionFailed || error.kind === 'timeout';
}
