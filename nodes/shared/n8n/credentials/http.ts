import { Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';
import type { ICredentialTestFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { systemClock, type Clock } from '../../spectrum/timing/clock';
import type { HttpPort, HttpRequest, HttpResponse } from '../../spectrum/net/http';
import { textOf } from '../../spectrum/net/bodyText';
import { inTime } from '../../spectrum/timing/wholeAnswer';

type LegacyRequest = ICredentialTestFunctions['helpers']['request'];
type LegacyOptions = Exclude<Parameters<LegacyRequest>[0], string>;

/** The parts of n8n's request helpers that are used. A credential test has only `request`. */
export interface RequestHelpers {
	readonly httpRequest?: (options: IHttpRequestOptions) => Promise<unknown>;
	readonly request: LegacyRequest;
}

/**
 * n8n's HTTP client as the port to the control plane. Only n8n's older helper accepts a certificate authority, so it
 * makes the calls of a private deployment and of credential tests. Every other call uses the current helper. Both return
 * the body as a stream, because neither limits its size or its time.
 */
export function httpPort(helpers: RequestHelpers, clock: Clock = systemClock): HttpPort {
	return async (request) => {
		const end = new AbortController();
		let body: Readable | undefined;
		const ask = async (): Promise<HttpResponse> => {
			const answer = (await send(helpers, request, end.signal)) as Answer;
			if (!(answer.body instanceof Readable)) return toResponse(answer, answer.body);
			body = answer.body;
			// Not every connection ends with the signal: one through a proxy does not.
			if (end.signal.aborted) body.on('error', () => {}).destroy();
			return toResponse(answer, await textOf(body));
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

async function send(helpers: RequestHelpers, request: HttpRequest, signal: AbortSignal): Promise<unknown> {
	const { httpRequest } = helpers;
	if (httpRequest === undefined || request.ca !== undefined) return (await helpers.request(legacyOptions(request, signal))) as unknown;
	return await httpRequest(currentOptions(request, signal));
}

function currentOptions(request: HttpRequest, abortSignal: AbortSignal): IHttpRequestOptions {
	return {
		method: request.method,
		url: request.url,
		auth: { ...request.basicAuth },
		body: request.body,
		headers: headersFor(request),
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: request.timeoutMilliseconds,
		abortSignal,
	};
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
		auth: { ...request.basicAuth, sendImmediately: true },
		body: request.body === undefined ? undefined : JSON.stringify(request.body),
		headers: headersFor(request),
		simple: false,
		resolveWithFullResponse: true,
		followRedirect: false,
		useStream: true,
		timeout: request.timeoutMilliseconds,
		agentOptions,
	};
}

function headersFor(request: HttpRequest): Record<string, string> {
	return {
		accept: 'application/json',
		...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
	};
}

function toResponse({ statusCode, headers }: Answer, body: unknown): HttpResponse {
	const lowerCase: Record<string, string> = {};
	for (const [name, value] of Object.entries(headers ?? {})) {
		if (value !== undefined) lowerCase[name.toLowerCase()] = String(value);
	}
	return { status: statusCode, headers: lowerCase, body: parsed(body) };
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
