import type { IncomingMessage } from 'node:http';
import { WebError } from './route';

/** Largest JSON that an action may send, in bytes. Files travel by themselves. */
export const longestJson = 256 * 1024;

/** The whole body. Stops reading, and rejects with 413, when it is longer than the limit. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
	const tooLong = new WebError(413, `The body is longer than ${limit} bytes`);
	if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLong;
	const chunks: Buffer[] = [];
	let length = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		length += chunk.length;
		if (length > limit) throw tooLong;
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

/** The body as JSON. Only `application/json` is read: another website cannot send that without asking first. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
	if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
		throw new WebError(415, 'The body must be application/json');
	}
	const text = (await readBody(request, longestJson)).toString('utf8');
	try {
		return JSON.parse(text) as unknown;
	} catch {
		throw new WebError(400, 'The body is not JSON');
	}
}
