import { pauseAfter, type Backoff } from '../timing/backoff';
import type { Clock } from '../timing/clock';
import { throwIfCancelled, toSpectrumError } from '../errors/from';
import { SpectrumError, type ErrorKind } from '../errors/SpectrumError';
import { delay } from '../timing/waiting';

/** How long and how densely to try again. All in milliseconds. */
export interface RetryPolicy extends Backoff {
	/** How long everything may take, from the beginning of the first attempt to the end of the last. */
	readonly totalMilliseconds: number;
	/** An attempt that would have less time than this left is not begun: its timeout would only hide the failure before it. */
	readonly leastAttemptMilliseconds: number;
}

/** First delay up to 0.25 s, doubling up to 8 s, for a minute in all. */
export const defaultRetryPolicy: RetryPolicy = {
	base: 250,
	cap: 8_000,
	totalMilliseconds: 60_000,
	leastAttemptMilliseconds: 1_000,
};

/**
 * How long a failure is tried again that waiting seldom heals ({@link SpectrumError.lasting}), in milliseconds: long
 * enough for a hiccup of the DNS, short enough for a person who has just mistyped a name.
 */
export const lastingMilliseconds = 5_000;

export type RetryDecision =
	| { readonly retry: false }
	| { readonly retry: true; readonly delayMilliseconds: number };

/** Kinds that no answer makes worth another attempt: the caller stopped, or the server has done it already. */
const final: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['cancelled', 'duplicate']);

/** Kinds that do not say whether the server took the request before it failed. */
const open: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['unavailable', 'timeout', 'cancelled', 'internal', 'protocol']);

/**
 * Whether a failed attempt is made again, and after which delay. Only what the server marked as retryable, or what
 * broke before the answer itself came, is repeated; kinds `cancelled` and `duplicate` never are. What seldom passes is
 * given up early ({@link lastingMilliseconds}). The delay is drawn evenly from zero to the bound (full jitter), so that
 * clients that failed together do not come back together; where the server asked for a wait, the draw is added to it.
 *
 * @param attempt how many attempts were made, from 1
 * @param elapsedMilliseconds since the first attempt began
 * @param random gives a number from 0 up to, not including, 1
 */
export function retryDecision(
	error: SpectrumError,
	attempt: number,
	elapsedMilliseconds: number,
	policy: RetryPolicy,
	random: () => number,
): RetryDecision {
	if (final.has(error.kind) || !(error.retryable || error.connectionFailed)) return { retry: false };
	const delayMilliseconds = (error.retryAfterMilliseconds ?? 0) + pauseAfter(attempt, policy, random);
	const totalMilliseconds = error.lasting ? Math.min(policy.totalMilliseconds, lastingMilliseconds) : policy.totalMilliseconds;
	const left = totalMilliseconds - elapsedMilliseconds - delayMilliseconds;
	if (left < policy.leastAttemptMilliseconds) return { retry: false };
	return { retry: true, delayMilliseconds };
}

/** What a retried call needs. */
export interface RetryOptions {
	readonly clock: Clock;
	/** Gives a number from 0 up to, not including, 1. */
	readonly random: () => number;
	/** Default {@link defaultRetryPolicy}. */
	readonly policy?: RetryPolicy;
	/** Aborting ends a wait at once, and starts no further attempt. */
	readonly signal?: AbortSignal;
	/** Failures that end the call whatever they say of themselves. */
	readonly isFinal?: (error: SpectrumError) => boolean;
}

/** One attempt, from the same arguments each time. */
export type Attempt<Result> = (attempt: number, remainingMilliseconds: number) => Promise<Result>;

/**
 * Makes attempts until one succeeds or the decision is not to go on, and then rejects with the last failure. That
 * one speaks for its own attempt only: where an earlier one left open whether it was accepted, it is `mayBeAccepted`.
 * `attempt` is given its number, from 1, and the rest of the total time, to be used as a bound of its deadline.
 */
export async function callWithRetry<Result>(options: RetryOptions, attempt: Attempt<Result>): Promise<Result> {
	const { clock, random, signal, policy = defaultRetryPolicy } = options;
	const elapsed = stopwatch(clock);
	let mayBeAccepted = false;
	for (let number = 1; ; number++) {
		throwIfCancelled(signal);
		try {
			return await attempt(number, policy.totalMilliseconds - elapsed());
		} catch (thrown) {
			const error = toSpectrumError(thrown);
			if (options.isFinal?.(error) === true) throw after(mayBeAccepted, error);
			const decision = retryDecision(error, number, elapsed(), policy, random);
			if (!decision.retry) throw after(mayBeAccepted, error);
			mayBeAccepted ||= leavesOpen(error);
			await delay(decision.delayMilliseconds, clock, signal);
		}
	}
}

/** Milliseconds since it was made. A clock that is set back does not give the time before it once more. */
function stopwatch(clock: Pick<Clock, 'now'>): () => number {
	let sum = 0;
	let last = clock.now();
	return () => {
		const now = clock.now();
		sum += Math.max(0, now - last);
		last = now;
		return sum;
	};
}

function leavesOpen(error: SpectrumError): boolean {
	return error.mayBeAccepted || (!error.notAccepted && (error.connectionFailed || open.has(error.kind)));
}

/** The last failure, and what is known of the attempts before it. */
function after(mayBeAccepted: boolean, error: SpectrumError): SpectrumError {
	if (!mayBeAccepted || error.mayBeAccepted) return error;
	return new SpectrumError({ ...error, message: error.message, mayBeAccepted, cause: error.cause });
}
