import type { Clock } from '../shared/domain/clock';
import { cancelled, throwIfCancelled } from '../shared/errors/from';

/** Resolves after the time; rejects with `cancelled` as soon as the signal is aborted, and leaves no timer behind. */
export async function wait(milliseconds: number, clock: Clock, signal: AbortSignal | undefined): Promise<void> {
	throwIfCancelled(signal);
	await new Promise<void>((resolve, reject) => {
		const onAbort = (): void => {
			cancelTimer();
			reject(cancelled(signal?.reason));
		};
		const cancelTimer = clock.after(milliseconds, () => {
			signal?.removeEventListener('abort', onAbort);
			resolve();
		});
		signal?.addEventListener('abort', onAbort, { once: true });
	});
}
