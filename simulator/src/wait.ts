import type { Clock } from './clock';

/** Resolves after a time on the clock, or at once when the signal is or gets aborted. Leaves no timer behind. */
export async function wait(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
	if (signal.aborted) return;
	await new Promise<void>((resolve) => {
		const end = (): void => {
			cancel();
			signal.removeEventListener('abort', end);
			resolve();
		};
		const cancel = clock.after(milliseconds, end);
		signal.addEventListener('abort', end);
	});
}

/** Resolves with the promise, or at once when the signal is or gets aborted. */
export async function until(promise: Promise<void>, signal: AbortSignal): Promise<void> {
	if (signal.aborted) return;
	await new Promise<void>((resolve) => {
		const end = (): void => {
			signal.removeEventListener('abort', end);
			resolve();
		};
		void promise.then(end);
		signal.addEventListener('abort', end);
	});
}
