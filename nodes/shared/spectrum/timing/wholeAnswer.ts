import type { Clock } from './clock';
import type { HttpRequest } from '../net/http';

/**
 * Limits the time for a whole answer, up to its last byte. The timeout of n8n's clients starts again with every byte, so
 * that a server that sends one byte a second would never time out. `stop` is called after the timeout or an abort, and
 * must end the request.
 */
export async function inTime<Result>(
	clock: Clock,
	{ timeoutMilliseconds, signal }: Pick<HttpRequest, 'timeoutMilliseconds' | 'signal'>,
	work: Promise<Result>,
	stop: () => void,
): Promise<Result> {
	let cancelTimer = (): void => {};
	let onAbort = (): void => {};
	const abandoned = new Promise<never>((_resolve, reject) => {
		cancelTimer = clock.after(timeoutMilliseconds, () => {
			const message = `There was no complete answer within ${timeoutMilliseconds / 1_000} s`;
			reject(Object.assign(new Error(message), { code: 'ETIMEDOUT' }));
			stop();
		});
		onAbort = () => {
			reject(signal?.reason as Error);
			stop();
		};
		signal?.addEventListener('abort', onAbort, { once: true });
		// The work has begun before, and a signal does not say a second time that it is aborted.
		if (signal?.aborted === true) onAbort();
	});
	// After a timeout or an abort, the result of the work no longer matters.
	work.catch(() => {});
	try {
		return await Promise.race([work, abandoned]);
	} finally {
		cancelTimer();
		signal?.removeEventListener('abort', onAbort);
	}
}
