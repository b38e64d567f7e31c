import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listen } from '../net/listen';
import type { Simulator } from '../Simulator';
import { importMapHash } from './assets';
import { readBody, readJson } from './body';
import { EventStreams } from './eventStream';
import { checkCaller, ownHosts } from './guard';
import type { Person } from './phone/contacts';
import type { DeskState } from './phone/deskState';
import { WebError, type WebAnswer, type WebPart } from './route';
import { partsOf, Router } from './routes';

export interface WebOptions {
	/** Default: one that the system gives. */
	readonly port?: number;
	/** Address to listen on; default 127.0.0.1. Anyone who reaches it can use every phone. */
	readonly host?: string;
	/** Who has a phone from the start; default two people. */
	readonly people?: readonly Person[];
	/** What the page of a former run knew: `Web.phones`. */
	readonly former?: DeskState;
}

/** The running page. */
export interface Web {
	/** Where a browser opens it. */
	readonly url: string;
	/** Names, and what has been read: for `WebOptions.former` of another run. */
	readonly phones: DeskState;
	/** Resolves when the port is free. Safe to call twice. */
	close(): Promise<void>;
}

const securityPolicy = [
	"default-src 'none'",
	`script-src 'self' '${importMapHash}'`,
	"style-src 'self'",
	"img-src 'self' blob: data:",
	"media-src 'self' blob:",
	"connect-src 'self'",
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'none'",
].join('; ');

const commonHeaders = {
	'content-security-policy': securityPolicy,
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'referrer-policy': 'no-referrer',
	'x-content-type-options': 'nosniff',
	'cache-control': 'no-store',
};

/** Serves the phones and the control panel of a simulator. Rejects when the port is taken. */
export async function startWeb(simulator: Simulator, { port = 0, host = '127.0.0.1', ...phones }: WebOptions = {}): Promise<Web> {
	const parts = partsOf(simulator, phones);
	const streams = new EventStreams(parts);
	const router = new Router(parts);
	const server = createServer();
	await listen(server, { port, host }, 'The phone page');
	const actual = (server.address() as AddressInfo).port;
	const hosts = ownHosts(host, actual);
	server.on('request', (request: IncomingMessage, response: ServerResponse) => {
		void serve({ request, response, hosts, router, streams });
	});
	let closed: Promise<void> | undefined;
	return {
		url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}/`,
		get phones() {
			return parts[0].state();
		},
		close: () => (closed ??= close(server, streams, parts)),
	};
}

interface Exchange {
	readonly request: IncomingMessage;
	readonly response: ServerResponse;
	readonly hosts: ReadonlySet<string>;
	readonly router: Router;
	readonly streams: EventStreams;
}

async function serve({ request, response, hosts, router, streams }: Exchange): Promise<void> {
	for (const [name, value] of Object.entries(commonHeaders)) response.setHeader(name, value);
	try {
		checkCaller(request, hosts);
		const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://localhost');
		if (pathname === '/events' && request.method === 'GET') {
			streams.connect(request, response, query);
			return;
		}
		const found = router.find(pathname);
		if (found.size === 0) throw new WebError(404, 'There is no such path');
		const chosen = found.get(request.method ?? '');
		if (chosen === undefined) throw new WebError(405, `This path knows ${[...found.keys()].join(' and ')} only`);
		const { route, params } = chosen;
		const answer = await route.answer({
			query,
			params,
			headers: request.headers,
			json: async () => await readJson(request),
			bytes: async (limit) => await readBody(request, limit),
		});
		give(response, answer);
	} catch (error) {
		refuse(request, response, error);
	}
}

function give(response: ServerResponse, answer: WebAnswer): void {
	if (answer === undefined) {
		response.writeHead(204).end();
	} else if ('json' in answer) {
		response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(answer.json));
	} else {
		const { status = 200, file, contentType, headers } = answer;
		response.writeHead(status, { 'content-type': contentType, 'content-length': file.length, ...headers }).end(file);
	}
}

/** The simulator refuses with plain errors: what they say is for the person at the page. */
function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
	if (response.headersSent || response.destroyed) {
		response.destroy();
		return;
	}
	const status = error instanceof WebError ? error.status : 422;
	const message = error instanceof Error ? error.message : String(error);
	// What is left of a body is not read.
	response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', connection: 'close' });
	response.end(JSON.stringify({ error: message }));
}

async function close(server: Server, streams: EventStreams, parts: readonly WebPart[]): Promise<void> {
	const closed = new Promise<void>((resolve) => server.close(() => resolve()));
	streams.close();
	for (const part of parts) part.close();
	server.closeAllConnections();
	await closed;
}
