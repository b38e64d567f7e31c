import { Readable } from 'node:stream';
import type { IExecuteFunctions } from 'n8n-workflow';
import { dispositionName } from '../../spectrum/files/dispositionName';
import { fileNameFor, fileNameOfPath, typeOf } from '../../spectrum/files/fileTypes';
import { isPrivateHost } from '../../spectrum/net/privateAddress';
import { throwIfCancelled } from '../../spectrum/errors/from';
import { safeCause } from '../../spectrum/errors/redact';
import { SpectrumError } from '../../spectrum/errors/SpectrumError';
import { ItemError } from '../errors/itemError';
import { invalid, shownUrl } from '../parameters/parameters';
import { publicAddressesOf, untilAborted } from './resolveHost';
import { isToolCall } from '../run/toolCall';
import { present } from '../../spectrum/values/present';

/** A file from the web, in memory. */
export interface FetchedFile {
	readonly fileName: string;
	readonly mimeType: string;
	readonly data: Uint8Array;
}

export interface FetchRequest {
	readonly itemIndex: number;
	/** Name of the field that holds the URL, for errors. */
	readonly field: string;
	readonly url: string;
	/** A larger file is refused as soon as its size is known. */
	readonly maxBytes: number;
	/** Whether the URL may lead into the host's own network. Ignored when an AI calls the node. */
	readonly allowPrivate: boolean;
	readonly signal?: AbortSignal;
}

const example = 'https://example.com/photo.jpg';
const timeoutMilliseconds = 300_000;
/** How long one address of several may take to begin its answer, before the next one is tried. */
const addressMilliseconds = 10_000;
const mostRedirects = 5;

/** What newer hosts offer for their egress policy. */
interface EgressFilter {
	validateUrl(url: string): Promise<{ readonly ok: boolean; readonly error?: unknown }>;
}

/**
 * Fetches a file with n8n's own client. Only http and https, only public addresses unless allowed, and only what the
 * host's egress policy lets through; each redirect is checked again. The check uses the addresses that are then connected
 * to, so a DNS answer that changes in between has no effect.
 */
export async function fetchFile(context: IExecuteFunctions, request: FetchRequest): Promise<FetchedFile> {
	const allowPrivate = request.allowPrivate && !isToolCall(context);
	// Ends the connection when this function ends. n8n's client cannot be stopped in any other way.
	const end = new AbortController();
	const timeout = AbortSignal.timeout(timeoutMilliseconds);
	const signal = AbortSignal.any([end.signal, timeout, ...(request.signal === undefined ? [] : [request.signal])]);
	const attempt: Attempt = { url: parseUrl(request, request.url), signal, allowPrivate };
	try {
		for (let redirects = 0; redirects <= mostRedirects; redirects++) {
			await checkHost(context, request, attempt);
			const answer = await askHost(context, request, attempt);
			const next = answer.status >= 300 && answer.status < 400 ? answer.headers.location : undefined;
			if (typeof next !== 'string') return await receive(request, attempt, answer);
			answer.body.destroy();
			attempt.url = parseUrl(request, URL.canParse(next, attempt.url.href) ? new URL(next, attempt.url).href : next);
		}
		throw failed(request, attempt.url, `it redirects more than ${mostRedirects} times`, 'invalid');
	} catch (caught) {
		throwIfCancelled(request.signal);
		throw toFailure(request, attempt, caught, timeout.aborted);
	} finally {
		end.abort();
	}
}

interface Attempt {
	/** Changes with each redirect. */
	url: URL;
	readonly signal: AbortSignal;
	readonly allowPrivate: boolean;
}

function toFailure(request: FetchRequest, { url }: Attempt, caught: unknown, isTimeout: boolean): SpectrumError {
	if (caught instanceof SpectrumError) return caught;
	if (isTimeout) return failed(request, url, 'it did not arrive within 5 minutes', 'timeout', caught);
	const code = networkCodeOf(caught);
	if (code !== undefined) return failed(request, url, `no connection (${code})`, 'unavailable', caught);
	// n8n decodes the headers of every answer. This cannot be switched off.
	if (isUriError(caught)) {
		return failed(
			request,
			url,
			'n8n cannot read its headers Content-Type and Content-Disposition, such as a file name with a bare %',
			'protocol',
			caught,
		);
	}
	// Every network failure has a code, so this failure comes from n8n or from this pack.
	return failed(request, url, `the HTTP client of this n8n refused the request (${safeCause(caught).name})`, 'internal', caught);
}

function parseUrl({ itemIndex, field }: FetchRequest, text: string): URL {
	const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
	if (url === undefined) throw invalid(itemIndex, field, 'is not a URL', shownUrl(text), example);
	if (url.protocol !== 'http:' && url.protocol !== 'https:') {
		throw invalid(itemIndex, field, 'is not an http:// or https:// URL', `${url.protocol}//…`, example);
	}
	if (url.username !== '' || url.password !== '') {
		// What was found is not shown: it is a secret.
		throw invalid(itemIndex, field, 'carries a user name or password; fetch the file with an HTTP Request node instead', '', example);
	}
	return url;
}

async function checkHost(context: IExecuteFunctions, request: FetchRequest, { url, allowPrivate }: Attempt): Promise<void> {
	if (!allowPrivate && isPrivateHost(url.hostname)) throw privateHost(request, url);
	const helpers = context.helpers as { getSecureEgressFilter?: () => EgressFilter };
	const verdict = await helpers.getSecureEgressFilter?.().validateUrl(url.href);
	if (verdict === undefined || verdict.ok) return;
	throw new ItemError(request.itemIndex, {
		kind: 'permission',
		message: `The field "${request.field}" names the host ${url.hostname}, which the egress policy of this n8n does not allow`,
		advice: 'Use a URL of a host that is allowed, or ask the person who runs n8n to allow it.',
		cause: safeCause(verdict.error),
	});
}

interface Answer {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	readonly body: Readable;
}

/** Sends the request to one of the checked addresses. When private addresses are allowed, n8n looks the address up itself. */
async function askHost(context: IExecuteFunctions, request: FetchRequest, attempt: Attempt): Promise<Answer> {
	if (attempt.allowPrivate) return await ask(context, attempt.url, attempt.signal);
	const addresses = await publicAddressesOf(attempt.url, attempt.signal);
	if (addresses === undefined) throw privateHost(request, attempt.url);
	let failure: unknown = new Error('The name has no address');
	for (const [index, address] of addresses.entries()) {
		const next = new AbortController();
		// The last one has all the time that is left.
		const timer = index === addresses.length - 1 ? undefined : setTimeout(() => next.abort(), addressMilliseconds);
		try {
			return await ask(context, attempt.url, AbortSignal.any([attempt.signal, next.signal]), address);
		} catch (caught) {
			failure = caught;
			if (attempt.signal.aborted || (!next.signal.aborted && networkCodeOf(caught) === undefined)) break;
		} finally {
			clearTimeout(timer);
		}
	}
	throw failure;
}

/**
 * @param address Connect here instead of looking up the name. The request and the check of the certificate still use the
 * name.
 */
async function ask(context: IExecuteFunctions, url: URL, signal: AbortSignal, address?: string): Promise<Answer> {
	// Every option of an agent is passed on, although n8n's type lists only the TLS options. A `host` of the agent
	// replaces the host of the request only for the connection. (n8n 2.27 and later refuse the option `lookup`, and up to
	// 2.38 take an IP address in the URL for the name on the certificate.) A tunnel through a proxy leads to the address
	// too.
	const agentOptions: object = { signal, ...present({ host: address }) };
	// The older of n8n's two helpers: the current one takes no agent options.
	const asked = context.helpers.request({
		method: 'GET',
		uri: url.href,
		headers: { accept: '*/*' },
		useStream: true,
		encoding: null,
		simple: false,
		resolveWithFullResponse: true,
		followRedirect: false,
		timeout: timeoutMilliseconds,
		agentOptions,
	}) as Promise<{ statusCode: number; headers: Answer['headers']; body: unknown }>;
	// Through a proxy n8n's client does not listen to the signal.
	asked.then(
		({ body }) => signal.aborted && body instanceof Readable && body.on('error', () => undefined).destroy(),
		() => undefined,
	);
	const answer = await untilAborted(signal, asked);
	const body = answer.body instanceof Readable ? answer.body : Readable.from([]);
	// After a redirect nothing reads the body. A later error in it must not end the process.
	body.on('error', () => undefined);
	return { status: answer.statusCode, headers: answer.headers, body };
}

async function receive(request: FetchRequest, { url, signal }: Attempt, answer: Answer): Promise<FetchedFile> {
	const { status, headers, body } = answer;
	if (status < 200 || status > 299) {
		throw failed(request, url, `it answered HTTP ${status}`, status === 404 || status === 410 ? 'notFound' : 'unavailable');
	}
	const announced = Number(headers['content-length']);
	if (announced > request.maxBytes) throw tooLarge(request, url);
	const chunks: Buffer[] = [];
	let size = 0;
	const stop = (): unknown => body.destroy(new Error('Stopped'));
	signal.addEventListener('abort', stop, { once: true });
	try {
		for await (const chunk of body as AsyncIterable<Buffer>) {
			size += chunk.length;
			if (size > request.maxBytes) throw tooLarge(request, url);
			chunks.push(chunk);
		}
	} finally {
		signal.removeEventListener('abort', stop);
	}
	if (size === 0) throw failed(request, url, 'it is empty', 'invalid');
	const contentType = String(headers['content-type'] ?? '');
	const name = nameOf(url, String(headers['content-disposition'] ?? ''));
	return { fileName: fileNameFor(name, contentType), mimeType: typeOf(name, contentType), data: Buffer.concat(chunks) };
}

/** The name that the server gives, or the last piece of the path. */
function nameOf(url: URL, disposition: string): string {
	return dispositionName(disposition) ?? fileNameOfPath(decoded(url.pathname.split('/').at(-1) ?? ''));
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

function privateHost({ itemIndex, field }: FetchRequest, url: URL): SpectrumError {
	return new ItemError(itemIndex, {
		kind: 'permission',
		message: `The field "${field}" names the host ${url.hostname}, which is in a private network`,
		advice: `Use a public URL such as ${example}, or fetch the file with an HTTP Request node and take it from binary. The option "Allow Private Addresses" lifts this, except for an AI.`,
	});
}

function tooLarge({ itemIndex, field, maxBytes }: FetchRequest, url: URL): SpectrumError {
	return new ItemError(itemIndex, {
		kind: 'tooLarge',
		message: `The file at "${field}" (${url.hostname}) has more than ${Math.floor((maxBytes / 1024 / 1024) * 10) / 10} MiB`,
		advice: 'Use a smaller file. The option "Max Download Size" sets the limit, up to 100 MiB.',
	});
}

const advices: Readonly<Partial<Record<SpectrumError['kind'], string>>> = {
	internal: 'Fetch the file with an HTTP Request node and take it from binary. If that works, report this failure. Nothing was sent.',
	protocol: 'Use another URL of the file, or ask the operator of the server to encode the headers as RFC 8187 says. Nothing was sent.',
};

/** Names only the host, because paths and queries may contain a signature. */
function failed(
	{ itemIndex, field }: FetchRequest,
	url: URL,
	problem: string,
	kind: 'invalid' | 'notFound' | 'timeout' | 'unavailable' | 'internal' | 'protocol',
	cause?: unknown,
): SpectrumError {
	return new ItemError(itemIndex, {
		kind,
		message: `The file at "${field}" (${url.hostname}) could not be fetched: ${problem}`,
		advice: advices[kind] ?? 'Check that the URL opens a file without signing in. Nothing was sent.',
		...(cause === undefined ? {} : { cause: safeCause(cause) }),
	});
}

/** Checked by name, because n8n's process may be another realm. */
function isUriError(caught: unknown): boolean {
	return (caught as { name?: unknown } | null)?.name === 'URIError';
}

function networkCodeOf(caught: unknown): string | undefined {
	const code = (caught as { code?: unknown } | null)?.code;
	return typeof code === 'string' ? code : undefined;
}
