import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TestCertificates } from '../../simulator/src/net/certificates';

/** One request, as it arrived. */
export interface SeenRequest {
	readonly method: string;
	/** Decoded nowhere: as it was sent. */
	readonly path: string;
	/** Its parameters, sorted. */
	readonly query: readonly (readonly [string, string])[];
	readonly headers: IncomingHttpHeaders;
	readonly body: Buffer;
}

/** Writes one answer. */
export type HttpAnswer = (response: ServerResponse, request: SeenRequest, number: number) => unknown;

/** What Spectrum's HTTP server writes on each answer. */
export const marker = { 'x-spectrum-middleware': '1', 'x-request-id': 'request-1' };

/** Answers with JSON, as Spectrum's HTTP server does. */
export const json =
	(body: unknown, status = 200, headers: Readonly<Record<string, string>> = marker): HttpAnswer =>
	(response) =>
		response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

/** A real HTTP server on a free port, which keeps every request and answers as a test says. */
export class RecordingServer {
	readonly seen: SeenRequest[] = [];
	connections = 0;

	private constructor(
		private readonly server: Server,
		private readonly scheme: string,
	) {
		server.on('connection', () => (this.connections += 1));
	}

	static async start(answer: HttpAnswer, certificates?: Pick<TestCertificates, 'certPem' | 'keyPem'>): Promise<RecordingServer> {
		const listener = (request: IncomingMessage, response: ServerResponse): void => {
			response.on('error', () => {});
			void record(request).then(
				(seen) => {
					started.seen.push(seen);
					answer(response, seen, started.seen.length);
				},
				() => {},
			);
		};
		const server =
			certificates === undefined
				? createServer(listener)
				: createSecureServer({ cert: certificates.certPem, key: certificates.keyPem }, listener);
		// By default a connection ends after five idle seconds. On a busy machine it would end under the next request.
		server.keepAliveTimeout = 0;
		const started = new RecordingServer(server, certificates === undefined ? 'http' : 'https');
		server.listen(0, 'localhost');
		await once(server, 'listening');
		return started;
	}

	get url(): string {
		return `${this.scheme}://localhost:${this.port}`;
	}

	get port(): number {
		return (this.server.address() as AddressInfo).port;
	}

	/** Ends every connection. */
	cut(): void {
		this.server.closeAllConnections();
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		this.server.close();
		await once(this.server, 'close');
	}
}

async function record(request: IncomingMessage): Promise<SeenRequest> {
	const chunks: Buffer[] = [];
	for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
	const url = new URL(request.url ?? '', 'http://server');
	return {
		method: request.method ?? '',
		path: (request.url ?? '').split('?')[0] ?? '',
		query: [...url.searchParams].sort(([left], [right]) => (left < right ? -1 : Number(left > right))),
		headers: request.headers,
		body: Buffer.concat(chunks),
	};
}
