import { SpectrumError } from './SpectrumError';

/**
 * Whether a failure passes by itself, so that the same call may succeed a moment later: there were too many requests, the
 * server is down, or the connection broke. A call without an answer in time is not one of them unless its caller has marked
 * it as retryable, because the server may still be at work on it.
 */
export function isPassing(failure: unknown): boolean {
	return failure instanceof SpectrumError && (failure.retryable || failure.connectionFailed);
}

/** {@link isPassing}, or there was no answer in time: for calls that do no harm when they are made twice. */
export function isPassingOrTimeout(failure: unknown): boolean {
	return isPassing(failure) || (failure instanceof SpectrumError && failure.kind === 'timeout');
}
