import type { Readable } from 'node:stream';
import type { Clock } from './clock';
import { largestAnswerBytes, UnusableAnswer, type HttpRequest } from '../net/http';

/** The codes of zlib for bytes that do not match their `content-encoding`. */
const unreadable = /^(Z_DATA_ERROR|Z_NEED_DICT|ERR__ERROR_|ERR_BROTLI|ZSTD_error)/;

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

/** The text of a body, in UTF-8 as JSON requires. Rejects when the body is too large, incomplete or unreadable. */
export async function textOf(body: Readable): Promise<string> {
	const chunks: Buffer[] = [];
	let size = 0;
	body.on('error', () => {});
	try {
		for await (const chunk of body as AsyncIterable<Buffer | string>) {
			const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
			size += bytes.length;
			if (size > largestAnswerBytes) throw new UnusableAnswer(`is larger than ${largestAnswerBytes / 1024 / 1024} MiB`);
			chunks.push(bytes);
		}
	} catch (cause) {
		const { code } = cause as { code?: unknown };
		if (typeof code === 'string' && unreadable.test(code)) {
			throw new UnusableAnswer('is compressed in a way that cannot be read', { cause });
		}
		throw cause;
	} finally {
		body.destroy();
	}
	return Buffer.concat(chunks).toString();
}
