import type { Clock } from './clock';
import { cancelled, throwIfCancelled } from '../errors/from';

/** Settles as `work` does, or rejects with `cancelled` as soon as the signal is aborted. The work itself goes on. */
export async function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
	if (signal === undefined) return await work;
	// It has begun, and may fail after nobody waits any more. A rejection without a listener would end the process.
	work.catch(() => {});
	throwIfCancelled(signal);
	let onAbort = (): void => {};
	const aborted = new Promise<never>((_, reject) => {
		onAbort = () => reject(cancelled(signal.reason));
		signal.addEventListener('abort', onAbort, { once: true });
	});
	try {
		return await Promise.race([work, aborted]);
	} finally {
		signal.removeEventListener('abort', onAbort);
	}
}

/** Resolves after the delay; rejects with `cancelled` as soon as the signal is aborted, and leaves no timer behind. */
export async function delay(milliseconds: number, clock: Clock, signal: AbortSignal | undefined): Promise<void> {
	let cancelTimer = (): void => {};
	const elapsed = new Promise<void>((resolve) => {
		cancelTimer = clock.after(milliseconds, resolve);
	});
	try {
		await unlessAborted(elapsed, signal);
	} finally {
		cancelTimer();
	}
}

/**
 * Settles as `work` does. Resolves with `late` instead when the work takes longer than `milliseconds`. The work itself goes
 * on, and no timer is left behind.
 */
export async function within<Result, Late>(work: Promise<Result>, milliseconds: number, clock: Clock, late: Late): Promise<Result | Late> {
	let cancelTimer = (): void => {};
	const elapsed = new Promise<Late>((resolve) => {
		cancelTimer = clock.after(milliseconds, () => resolve(late));
	});
	try {
		return await Promise.race([work, elapsed]);
	} finally {
		cancelTimer();
	}
}
