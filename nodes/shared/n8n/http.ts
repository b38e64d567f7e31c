import { rootCertificates } from 'node:tls';
import type { ICredentialTestFunctions, IHttpRequestOptions } from 'n8n-workflow';
import type { HttpPort, HttpRequest, HttpResponse } from '../domain/http';

type LegacyRequest = ICredentialTestFunctions['helpers']['request'];
type LegacyOptions = Exclude<Parameters<LegacyRequest>[0], string>;

/** The parts of n8n's request helpers that are used. A credential test is given `request` alone. */
export interface RequestHelpers {
	readonly httpRequest?: (options: IHttpRequestOptions) => Promise<unknown>;
	readonly request: LegacyRequest;
}

/**
 * n8n's HTTP client as the control plane's. Only n8n's older helper can be given a certificate authority, so that
 * one carries the calls of a private deployment and of credential tests; every other call uses the current helper.
 */
export function httpPort(helpers: RequestHelpers): HttpPort {
	return async (request) => {
		const { httpRequest } = helpers;
		if (httpRequest === undefined || request.ca !== undefined) {
			return toResponse(await helpers.request(legacyOptions(request)));
		}
		return toResponse(await httpRequest(currentOptions(request)));
	};
}

function currentOptions(request: HttpRequest): IHttpRequestOptions {
	return {
		method: request.method,
		url: request.url,
		auth: { ...request.basicAuth },
		body: request.body,
		// `json: true` would make the client throw away a body that is not JSON.
		headers: headersFor(request),
		encoding: 'text',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: request.timeoutMilliseconds,
		abortSignal: request.signal,
	};
}

function legacyOptions(request: HttpRequest): LegacyOptions {
	return {
		method: request.method,
		uri: request.url,
		auth: { ...request.basicAuth, sendImmediately: true },
		body: request.body === undefined ? undefined : JSON.stringify(request.body),
		headers: headersFor(request),
		simple: false,
		resolveWithFullResponse: true,
		followRedirect: false,
		timeout: request.timeoutMilliseconds,
		// Naming an authority replaces Node's own list, so the public ones are named too.
		agentOptions: request.ca === undefined ? undefined : { ca: [...rootCertificates, request.ca] },
	};
}

function headersFor(request: HttpRequest): Record<string, string> {
	return {
		accept: 'application/json',
		...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
	};
}

function toResponse(answer: unknown): HttpResponse {
	const { statusCode, headers, body } = answer as {
		statusCode: number;
		headers?: Record<string, string | string[] | undefined>;
		body?: unknown;
	};
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
