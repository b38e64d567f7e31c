import { pauseAfter, type Backoff } from '../timing/backoff';
import type { Clock } from '../timing/clock';
import { throwIfCancelled, toSpectrumError } from '../errors/from';
import { isPassing } from '../errors/passing';
import { SpectrumError, type ErrorKind } from '../errors/SpectrumError';
import { delay } from '../timing/waiting';

/** How long and how often to retry. All in milliseconds. */
export interface RetryPolicy extends Backoff {
	/** Longest time from the start of the first attempt to the end of the last. */
	readonly totalMilliseconds: number;
	/** An attempt with less time left than this is not started: its timeout would only hide the earlier failure. */
	readonly leastAttemptMilliseconds: number;
}

/** First delay up to 0.25 s, doubling up to 8 s, for one minute in total. */
export const defaultRetryPolicy: RetryPolicy = {
	base: 250,
	cap: 8_000,
	totalMilliseconds: 60_000,
	leastAttemptMilliseconds: 1_000,
};

/**
 * How long to retry after a failure that waiting rarely cures ({@link SpectrumError.lasting}), in milliseconds. Long
 * enough for a hiccup of the DNS, short enough for a person who has just mistyped a name.
 */
export const lastingMilliseconds = 5_000;

export type RetryDecision = { readonly retry: false } | { readonly retry: true; readonly delayMilliseconds: number };

/** Kinds that are never retried: the caller stopped, or the server has already done the work. */
const finalKinds: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['cancelled', 'duplicate']);

/** Kinds that leave open whether the server accepted the request before it failed. */
const openKinds: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['unavailable', 'timeout', 'cancelled', 'internal', 'protocol']);

/**
 * Decides whether to retry, and after which delay. A failure is retried only if the server marked it as retryable or the
 * connection failed before the answer arrived. The kinds `cancelled` and `duplicate` are never retried. A failure that
 * waiting rarely cures ends early ({@link lastingMilliseconds}). The delay is drawn evenly from zero to the bound (full
 * jitter), so that clients that failed together do not retry together. If the server asked for a wait, the draw is added
 * to it.
 *
 * @param attempt number of attempts made, from 1
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
	if (finalKinds.has(error.kind) || !isPassing(error)) return { retry: false };
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
	/** Failures that end the call even if they are marked as retryable. */
	readonly isFinal?: (error: SpectrumError) => boolean;
}

/** One attempt. Each attempt uses the same arguments. */
export type Attempt<Result> = (attempt: number, remainingMilliseconds: number) => Promise<Result>;

/**
 * Makes attempts until one succeeds or {@link retryDecision} ends them, and then rejects with the last failure. If an
 * earlier attempt left open whether the server accepted it, that failure is marked as `mayBeAccepted`. `attempt` receives
 * its number, from 1, and the rest of the total time, as a limit for its deadline.
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
			if (options.isFinal?.(error) === true) throw lastFailure(mayBeAccepted, error);
			const decision = retryDecision(error, number, elapsed(), policy, random);
			if (!decision.retry) throw lastFailure(mayBeAccepted, error);
			mayBeAccepted ||= leavesOpen(error);
			await delay(decision.delayMilliseconds, clock, signal);
		}
	}
}

/** Counts the milliseconds since its creation. Setting the clock back does not extend the total time. */
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
	return error.mayBeAccepted || (!error.notAccepted && (error.connectionFailed || openKinds.has(error.kind)));
}

/** The last failure, together with what is known about the earlier attempts. */
function lastFailure(mayBeAccepted: boolean, error: SpectrumError): SpectrumError {
	if (!mayBeAccepted || error.mayBeAccepted) return error;
	return new SpectrumError({ ...error, message: error.message, mayBeAccepted, cause: error.cause });
}
