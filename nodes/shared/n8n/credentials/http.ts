import { Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';
import type { ICredentialTestFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { systemClock, type Clock } from '../../spectrum/timing/clock';
import type { HttpForm, HttpPort, HttpRequest, HttpResponse } from '../../spectrum/net/http';
import { textOf } from '../../spectrum/net/bodyText';
import { inTime } from '../../spectrum/timing/wholeAnswer';
import { legacyForm, multipartForm } from './form';

type LegacyRequest = ICredentialTestFunctions['helpers']['request'];
type LegacyOptions = Exclude<Parameters<LegacyRequest>[0], string>;

/** The parts of n8n's request helpers that are used. A credential test has only `request`. */
export interface RequestHelpers {
	readonly httpRequest?: (options: IHttpRequestOptions) => Promise<unknown>;
	readonly request: LegacyRequest;
}

/**
 * n8n's HTTP client as the port to the control plane and to a server that speaks HTTP. Only n8n's older helper accepts a
 * certificate authority, so it makes the calls of a private deployment and of credential tests. Every other call uses the
 * current helper. Both return the body as a stream, because neither limits its size or its time. Both send a Buffer as it
 * is; other bytes they would copy, or send together with their neighbours in memory.
 */
export function httpPort(helpers: RequestHelpers, clock: Clock = systemClock): HttpPort {
	return async (request) => {
		const end = new AbortController();
		let body: Readable | undefined;
		const ask = async (): Promise<HttpResponse> => {
			const answer = (await send(helpers, request, end.signal)) as Answer;
			if (!(answer.body instanceof Readable)) return withoutStream(answer, request);
			body = answer.body;
			// Not every connection ends with the signal: one through a proxy does not.
			if (end.signal.aborted) body.on('error', () => {}).destroy();
			if (request.answer === 'stream') return toResponse(answer, body);
			return toResponse(answer, parsed(await textOf(body)));
		};
		return await inTime(clock, request, ask(), () => {
			end.abort();
			body?.destroy();
		});
	};
}

/** The response of both helpers. */
interface Answer {
	readonly statusCode: number;
	readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
	/** A stream; newer versions of n8n may put something else in its place. */
	readonly body?: unknown;
}

/** The response when the host has read the body itself. */
function withoutStream(answer: Answer, { answer: wanted }: HttpRequest): HttpResponse {
	const { body } = answer;
	if (wanted !== 'stream') return toResponse(answer, parsed(body));
	if (body === undefined || body === null || body === '') return toResponse(answer, Readable.from([]));
	const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
	return toResponse(answer, Readable.from([Buffer.from(isRaw ? body : JSON.stringify(body))]));
}

async function send(helpers: RequestHelpers, request: HttpRequest, signal: AbortSignal): Promise<unknown> {
	const { httpRequest } = helpers;
	if (httpRequest === undefined || request.ca !== undefined) return (await helpers.request(legacyOptions(request, signal))) as unknown;
	return await httpRequest(currentOptions(request, signal));
}

function currentOptions(request: HttpRequest, abortSignal: AbortSignal): IHttpRequestOptions {
	return {
		method: request.method,
		url: request.url,
		...(request.basicAuth === undefined ? {} : { auth: { ...request.basicAuth } }),
		...currentBody(request),
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: request.timeoutMilliseconds,
		abortSignal,
	};
}

function currentBody(request: HttpRequest): Pick<IHttpRequestOptions, 'body' | 'headers'> {
	const { body } = request;
	if (!isForm(body)) return { body, headers: headersFor(request) };
	// With its type in the headers, because n8n need not know our copy of the library.
	const form = multipartForm(body);
	return { body: form, headers: { ...headersFor(request), ...form.getHeaders() } };
}

function legacyOptions(request: HttpRequest, signal: AbortSignal): LegacyOptions {
	// Every option of an agent is passed on, although n8n's type lists only the TLS options. The signal ends the
	// connection.
	const agentOptions: object = {
		signal,
		// Naming an authority replaces Node's own list, so the public ones are named too.
		...(request.ca === undefined ? {} : { ca: [...rootCertificates, request.ca] }),
	};
	return {
		method: request.method,
		uri: request.url,
		...(request.basicAuth === undefined ? {} : { auth: { ...request.basicAuth, sendImmediately: true } }),
		...legacyBody(request),
		headers: headersFor(request),
		simple: false,
		resolveWithFullResponse: true,
		followRedirect: false,
		useStream: true,
		timeout: request.timeoutMilliseconds,
		agentOptions,
	};
}

function legacyBody({ body }: HttpRequest): object {
	if (isForm(body)) return { formData: legacyForm(body) };
	return { body: body === undefined || Buffer.isBuffer(body) ? body : JSON.stringify(body) };
}

function headersFor({ body, headers }: HttpRequest): Record<string, string> {
	return {
		accept: 'application/json',
		...(body === undefined || isForm(body)
			? {}
			: { 'content-type': Buffer.isBuffer(body) ? 'application/octet-stream' : 'application/json' }),
		...headers,
	};
}

function isForm(body: HttpRequest['body']): body is HttpForm {
	return body !== undefined && !Buffer.isBuffer(body) && Array.isArray(body.parts);
}

function toResponse({ statusCode, headers }: Answer, body: unknown): HttpResponse {
	const lowerCase: Record<string, string> = {};
	for (const [name, value] of Object.entries(headers ?? {})) {
		if (value !== undefined) lowerCase[name.toLowerCase()] = String(value);
	}
	return { status: statusCode, headers: lowerCase, body };
}

function parsed(body: unknown): unknown {
	if (typeof body !== 'string' || body === '') return body;
	try {
		return JSON.parse(body) as unknown;
	} catch {
		// A proxy's HTML page: the caller decides what a body that is not JSON means.
		return body;
	}
}
