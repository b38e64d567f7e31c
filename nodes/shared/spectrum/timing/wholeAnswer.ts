import type { Readable } from 'node:stream';
import type { Clock } from './clock';
import { largestAnswerBytes, UnusableAnswer, type HttpRequest } from '../net/http';

/** How zlib calls bytes that their `content-encoding` does not describe. */
const unreadable = /^(Z_DATA_ERROR|Z_NEED_DICT|ERR__ERROR_|ERR_BROTLI|ZSTD_error)/;

/**
 * Waits for an answer no longer than it may take, to its last byte: n8n's clients count from one byte to the next, so
 * that a server that sends one a second would be waited for without end. `stop` is called when the answer is not waited
 * for any more; it ends the request.
 */
export async function inTime<Result>(
	clock: Clock,
	{ timeoutMilliseconds, signal }: Pick<HttpRequest, 'timeoutMilliseconds' | 'signal'>,
	work: Promise<Result>,
	stop: () => void,
): Promise<Result> {
	let cancelTimer = (): void => {};
	let onAbort = (): void => {};
	const givenUp = new Promise<never>((_resolve, reject) => {
		cancelTimer = clock.after(timeoutMilliseconds, () => {
			const message = `There was no whole answer within ${timeoutMilliseconds / 1_000} s`;
			reject(Object.assign(new Error(message), { code: 'ETIMEDOUT' }));
			stop();
		});
		onAbort = () => {
			reject(signal?.reason as Error);
			stop();
		};
		signal?.addEventListener('abort', onAbort, { once: true });
	});
	// Whatever comes of it after that is nobody's business any more.
	work.catch(() => {});
	try {
		return await Promise.race([work, givenUp]);
	} finally {
		cancelTimer();
		signal?.removeEventListener('abort', onAbort);
	}
}

/** The text of a body, in UTF-8 as JSON has to be. Rejects when it is too large, broken off, or cannot be read. */
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
