import type { Readable } from 'node:stream';
import { largestAnswerBytes, UnusableAnswer } from './http';

/** Whether a code is one of zlib's for bytes that do not match their `content-encoding`. */
export function isWronglyCompressed(code: unknown): boolean {
	return typeof code === 'string' && /^(Z_DATA_ERROR|Z_NEED_DICT|ERR__ERROR_|ERR_BROTLI|ZSTD_error)/.test(code);
}

/** The text of a body, in UTF-8 as JSON requires. Rejects when the body is too large, incomplete or unreadable. */
export async function textOf(body: Readable, limitBytes = largestAnswerBytes): Promise<string> {
	return readableText(await bytesOf(body, limitBytes));
}

/** Bytes as text. Some servers put a byte order mark before their JSON, and `JSON.parse` does not skip it. */
export function readableText(bytes: Buffer): string {
	return bytes.toString().replace(/^\ufeff/, '');
}

/** The bytes of a body. Rejects as {@link textOf} does. */
export async function bytesOf(body: Readable, limitBytes = largestAnswerBytes): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of chunksOf(body)) {
		size += chunk.length;
		if (size > limitBytes) throw new UnusableAnswer(`is larger than ${limitBytes / 1024 / 1024} MiB`, { isTooLarge: true });
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

/** The pieces of a body, fetched as they are asked for. Leaving the loop early ends the request. */
export async function* chunksOf(body: Readable): AsyncGenerator<Buffer, void, undefined> {
	body.on('error', () => {});
	try {
		for await (const chunk of body as AsyncIterable<Buffer | string>) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
	} catch (cause) {
		const { code } = cause as { code?: unknown };
		if (isWronglyCompressed(code)) {
			throw new UnusableAnswer('is compressed in a way that cannot be read', { cause });
		}
		throw cause;
	} finally {
		body.destroy();
	}
}
