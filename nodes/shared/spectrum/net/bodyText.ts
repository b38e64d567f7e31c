import type { Readable } from 'node:stream';
import { largestAnswerBytes, UnusableAnswer } from './http';

/** The codes of zlib for bytes that do not match their `content-encoding`. */
const unreadable = /^(Z_DATA_ERROR|Z_NEED_DICT|ERR__ERROR_|ERR_BROTLI|ZSTD_error)/;

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
