import type { IExecuteFunctions } from 'n8n-workflow';
import { dispositionName } from '../../spectrum/files/dispositionName';
import { fileNameFor, fileNameOfPath, typeOf } from '../../spectrum/files/fileTypes';
import { throwIfCancelled } from '../../spectrum/errors/from';
import { isToolCall } from '../run/toolCall';
import { failed, parseUrl, refuseCompressed, refusePart, tooLarge, toFailure, type FileField } from './fetchFailures';
import { requestUrl, type Answer } from './requestUrl';

/** A file from the web, in memory. */
export interface FetchedFile {
	readonly fileName: string;
	readonly mimeType: string;
	readonly data: Uint8Array;
	/** Where it was in the end, after redirects. */
	readonly url: URL;
	/** As the server gave it, with its parameters. Empty if it gave none. */
	readonly contentType: string;
	/** Whether the server gave the name. Otherwise it is the last piece of the path. */
	readonly isNamedByServer: boolean;
}

export interface FetchRequest extends FileField {
	readonly url: string;
	/** A larger file is refused as soon as its size is known, or cut with `beginningIsEnough`. */
	readonly maxBytes: number;
	/** Bytes of the files that share the limit and are not in `maxBytes` any more, for errors. Default: 0. */
	readonly fetchedBefore?: number;
	/** Takes the first `maxBytes` of a larger file. Default: false. */
	readonly beginningIsEnough?: boolean;
	/** For the whole file, redirects included. Default: 5 minutes. */
	readonly timeoutMilliseconds?: number;
	/** Whether the URL may lead into the host's own network. Ignored when an AI calls the node. */
	readonly allowPrivate: boolean;
	readonly signal?: AbortSignal;
}

const defaultTimeoutMilliseconds = 300_000;
const mostRedirects = 5;

/** Fetches a file with n8n's own client, from http and https URLs. Each redirect is checked like the first URL. */
export async function fetchFile(context: IExecuteFunctions, request: FetchRequest): Promise<FetchedFile> {
	const allowPrivate = request.allowPrivate && !isToolCall(context);
	const { timeoutMilliseconds = defaultTimeoutMilliseconds } = request;
	// Ends the connection when this function ends. n8n's client cannot be stopped in any other way.
	const end = new AbortController();
	const timeout = AbortSignal.timeout(timeoutMilliseconds);
	const signal = AbortSignal.any([end.signal, timeout, ...(request.signal === undefined ? [] : [request.signal])]);
	let url = parseUrl(request, request.url);
	try {
		for (let redirects = 0; redirects <= mostRedirects; redirects++) {
			const answer = await requestUrl(context, request, { url, signal, allowPrivate, timeoutMilliseconds });
			const next = answer.status >= 300 && answer.status < 400 ? answer.headers.location : undefined;
			if (typeof next !== 'string') return await receive(request, url, signal, answer);
			answer.body.destroy();
			const location = readableLocation(next);
			url = parseUrl(request, URL.canParse(location, url.href) ? new URL(location, url).href : location);
		}
		throw failed(request, url, `it redirects more than ${mostRedirects} times`, 'invalid');
	} catch (caught) {
		throwIfCancelled(request.signal);
		throw toFailure(request, url, caught, timeout.aborted ? timeoutMilliseconds : undefined);
	} finally {
		end.abort();
	}
}

async function receive(request: FetchRequest, url: URL, signal: AbortSignal, answer: Answer): Promise<FetchedFile> {
	const { status, headers, body } = answer;
	const { maxBytes, fetchedBefore = 0, beginningIsEnough = false } = request;
	if (status < 200 || status > 299) {
		throw failed(request, url, `it answered HTTP ${status}`, status === 404 || status === 410 ? 'notFound' : 'unavailable');
	}
	if (status === 206 && !beginningIsEnough) refusePart(request, url, String(headers['content-range'] ?? ''));
	refuseCompressed(request, url, String(headers['content-encoding'] ?? ''));
	const announced = Number(headers['content-length']);
	if (announced > maxBytes && !beginningIsEnough) throw tooLarge(request, url, maxBytes, fetchedBefore);
	const chunks: Buffer[] = [];
	let size = 0;
	const stop = (): unknown => body.destroy(new Error('Stopped'));
	signal.addEventListener('abort', stop, { once: true });
	try {
		for await (const chunk of body as AsyncIterable<Buffer>) {
			chunks.push(chunk);
			size += chunk.length;
			if (size <= maxBytes) continue;
			if (!beginningIsEnough) throw tooLarge(request, url, maxBytes, fetchedBefore);
			break;
		}
	} finally {
		signal.removeEventListener('abort', stop);
	}
	if (size === 0) throw failed(request, url, 'it is empty', 'invalid');
	const contentType = String(headers['content-type'] ?? '');
	const given = dispositionName(String(headers['content-disposition'] ?? ''));
	const name = given ?? fileNameOfPath(decoded(url.pathname.split('/').at(-1) ?? ''));
	const data = Buffer.concat(chunks).subarray(0, maxBytes);
	const fileName = fileNameFor(name, contentType);
	return { fileName, mimeType: typeOf(name, contentType), data, url, contentType, isNamedByServer: given !== undefined };
}

/** Some servers do not encode what is not ASCII. Node gives one character for each byte of a header. */
function readableLocation(header: string): string {
	const text = Buffer.from(header, 'latin1').toString();
	return text.includes('\ufffd') ? header : text;
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
