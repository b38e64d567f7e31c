import { createHash } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import { requireFromCore } from '../core';

const qs = requireFromCore('qs') as { parse(text: string, options: object): Record<string, unknown> };

/** What n8n's webhook code and nodes use of Express 5's request. `body` stays absent until it has been parsed. */
export interface HostRequest extends IncomingMessage {
	method: string;
	path: string;
	originalUrl: string;
	protocol: string;
	hostname: string;
	ip: string;
	params: Record<string, string | undefined>;
	query: Record<string, unknown>;
	body?: unknown;
	/** Absent until {@link readRawBody} has read it. */
	rawBody: Buffer;
	contentType?: string;
	/** Set by n8n-core's parseIncomingMessage when there is a content type. */
	encoding: BufferEncoding;
	readRawBody(): Promise<void>;
	get(name: string): string | string[] | undefined;
	header(name: string): string | string[] | undefined;
}

/** What n8n's webhook code and nodes use of Express 5's response. */
export interface HostResponse extends ServerResponse {
	req: HostRequest;
	locals: Record<string, unknown>;
	status(code: number): this;
	set(name: string | Record<string, string>, value?: string): this;
	header(name: string | Record<string, string>, value?: string): this;
	get(name: string): number | string | string[] | undefined;
	type(contentType: string): this;
	send(body?: unknown): this;
	json(body?: unknown): this;
	sendStatus(code: number): this;
}

/** Gives a request of node:http the members that Express gives it (express 5.1, lib/request.js, lib/response.js). */
export function asExpress(incoming: IncomingMessage, outgoing: ServerResponse): [HostRequest, HostResponse] {
	const request = incoming as HostRequest;
	const url = new URL(incoming.url ?? '/', 'http://host.invalid');
	Object.assign(request, {
		originalUrl: incoming.url,
		path: url.pathname,
		protocol: 'http',
		hostname: (incoming.headers.host ?? '').replace(/:\d+$/, ''),
		ip: incoming.socket.remoteAddress,
		params: {},
		// packages/cli/src/abstract-server.ts sets the query parser to 'extended'.
		query: qs.parse(url.search.slice(1), { allowPrototypes: true }),
		get: (name: string) => incoming.headers[name.toLowerCase()],
		header: (name: string) => incoming.headers[name.toLowerCase()],
	});

	const response = outgoing as HostResponse;
	Object.assign(response, {
		locals: {},
		status(code: number) {
			response.statusCode = code;
			return response;
		},
		set: setHeader,
		header: setHeader,
		get: (name: string) => response.getHeader(name),
		type(contentType: string) {
			response.setHeader('Content-Type', contentType.includes('/') ? contentType : `text/${contentType}`);
			return response;
		},
		send,
		json(body?: unknown) {
			if (!response.hasHeader('Content-Type')) response.setHeader('Content-Type', 'application/json; charset=utf-8');
			return send(JSON.stringify(body));
		},
		sendStatus(code: number) {
			response.statusCode = code;
			response.setHeader('Content-Type', 'text/plain; charset=utf-8');
			return send(STATUS_CODES[code] ?? String(code));
		},
	});

	function setHeader(name: string | Record<string, string>, value?: string): HostResponse {
		const headers = typeof name === 'string' ? { [name]: value ?? '' } : name;
		for (const [key, content] of Object.entries(headers)) response.setHeader(key, content);
		return response;
	}

	function send(body?: unknown): HostResponse {
		if (body !== undefined && body !== null && typeof body === 'object' && !Buffer.isBuffer(body)) {
			return response.json(body);
		}
		if (typeof body === 'number' || typeof body === 'boolean') return response.json(body);
		if (!response.hasHeader('Content-Type') && body !== undefined) {
			response.setHeader('Content-Type', Buffer.isBuffer(body) ? 'application/octet-stream' : 'text/html; charset=utf-8');
		}
		const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : '');
		if (response.statusCode === 204 || response.statusCode === 304) {
			response.removeHeader('Content-Type');
			response.end();
			return response;
		}
		response.setHeader('Content-Length', bytes.length);
		if (bytes.length > 0 && !response.hasHeader('ETag')) response.setHeader('ETag', weakTag(bytes));
		response.end(request.method === 'HEAD' ? undefined : bytes);
		return response;
	}

	return [request, response];
}

function weakTag(bytes: Buffer): string {
	const digest = createHash('sha1').update(bytes).digest('base64').slice(0, 27);
	return `W/"${bytes.length.toString(16)}-${digest}"`;
}
