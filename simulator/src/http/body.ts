import type { IncomingMessage } from 'node:http';
import { largestMessageBytes } from '../calls/largestMessage';
import { Cut } from '../calls/unary';
import { malformed, tooLarge } from './errors';
import type { JsonValue } from './wire';

/**
 * The whole body. Nothing beyond the limit is kept: the rest is read and dropped by Node, until its time is over.
 *
 * @throws MiddlewareError beyond the limit; Cut when the client goes away
 */
export async function readBytes(request: IncomingMessage): Promise<Buffer> {
	if (Number(request.headers['content-length'] ?? 0) > largestMessageBytes) throw tooLarge(largestMessageBytes);
	const chunks: Buffer[] = [];
	let length = 0;
	return await new Promise((resolve, reject) => {
		const stop = (reason: Error): void => {
			request.off('data', add);
			chunks.length = 0;
			request.resume();
			reject(reason);
		};
		const add = (chunk: Buffer): void => {
			length += chunk.length;
			if (length > largestMessageBytes) stop(tooLarge(largestMessageBytes));
			else chunks.push(chunk);
		};
		request.on('data', add);
		request.once('end', () => resolve(Buffer.concat(chunks)));
		request.once('error', () => stop(new Cut()));
		request.once('close', () => stop(new Cut()));
	});
}

/** @throws MiddlewareError for anything but a JSON object in UTF-8 */
export async function readJson(request: IncomingMessage): Promise<Record<string, JsonValue>> {
	checkType(request);
	const bytes = await readBytes(request);
	if (bytes.length === 0) throw malformed('The body is missing');
	let json: unknown;
	try {
		json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
	} catch {
		throw malformed('The body is not JSON in UTF-8');
	}
	if (typeof json !== 'object' || json === null || Array.isArray(json)) throw malformed('The body is not a JSON object');
	return json as Record<string, JsonValue>;
}

function checkType(request: IncomingMessage): void {
	checkPlain(request);
	const type = request.headers['content-type'] ?? '';
	if (/^application\/json *(?:; *charset="?utf-8"? *)?$/i.test(type)) return;
	throw malformed('The body must be application/json', { header: 'content-type' }, 415);
}

/** @throws MiddlewareError for a body that is compressed */
export function checkPlain({ headers }: IncomingMessage): void {
	const encoding = headers['content-encoding'] ?? 'identity';
	if (encoding.toLowerCase() !== 'identity') throw malformed('The body must not be compressed', { header: 'content-encoding' }, 415);
}

/** @throws MiddlewareError for a GET with a body */
export function checkNoBody({ headers }: IncomingMessage): void {
	if (headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0) return;
	throw malformed('This route takes no body');
}
