import { status } from '@grpc/grpc-js';
import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { namesOf, type ServedLine } from '../calls/servedLine';
import { asRpcError } from '../calls/unary';
import { TcpFront } from '../net/tcpFront';
import type { TestCertificates } from '../net/certificates';
import { listen, type Place } from '../net/listen';
import type { Behaviour } from '../services/behaviour';
import { MiddlewareError } from './errors';
import { Exchange } from './exchange';
import { instanceHeader, lineFor } from './instance';
import { answerUnreadable } from './unreadable';
import { findRoute } from './routes';
import { serve } from './serve';

/** Real milliseconds: who is slower than this is cut off. */
export interface FaceTimes {
	/** For the head of a request; default 20,000. */
	readonly head: number;
	/** For a whole request, its body included; default 300,000, as Node has it. */
	readonly request: number;
	/** A connection without a request; default 60,000. */
	readonly idle: number;
	/** How often it looks; default 5,000. */
	readonly look: number;
}

export const usualTimes: FaceTimes = { head: 20_000, request: 300_000, idle: 60_000, look: 5_000 };

export interface HttpFaceOptions {
	readonly lines: () => readonly ServedLine[];
	readonly behaviour: Behaviour;
	/** Absent: plaintext. */
	readonly certificates: TestCertificates | undefined;
	readonly place: Place;
	readonly times?: FaceTimes;
}

/** The HTTP face of all lines: the same methods as by gRPC, without live streams. */
export class HttpFace {
	private readonly open = new Map<Exchange, ServedLine | undefined>();

	private constructor(
		private readonly server: Server,
		private readonly front: TcpFront,
		private readonly options: HttpFaceOptions,
	) {
		server.on('request', (request: IncomingMessage, response: ServerResponse) => void this.take(new Exchange(request, response, front)));
	}

	static async start(options: HttpFaceOptions): Promise<HttpFace> {
		const { certificates, place, times = usualTimes } = options;
		const limits: ServerOptions = {
			headersTimeout: times.head,
			requestTimeout: times.request,
			keepAliveTimeout: times.idle,
			connectionsCheckingInterval: times.look,
		};
		const server =
			certificates === undefined
				? createServer(limits)
				: createTlsServer({ ...limits, key: certificates.keyPem, cert: certificates.certPem });
		server.on('clientError', answerUnreadable);
		await listen(server, {}, 'The HTTP face');
		const { port } = server.address() as AddressInfo;
		const front = await TcpFront.listen(port, () => true, place, 'The HTTP face').catch((error: unknown) => {
			server.close();
			throw error;
		});
		return new HttpFace(server, front, options);
	}

	get port(): number {
		return this.front.port;
	}

	/** `https://localhost:<port>`. */
	get url(): string {
		return `${this.options.certificates === undefined ? 'http' : 'https'}://localhost:${this.port}`;
	}

	/** Cuts the connections with calls to a line, or all of them. */
	cut(line?: ServedLine): void {
		if (line === undefined) this.front.cutAll();
		for (const [exchange, called] of this.open) if (called === line) exchange.cut();
	}

	async stop(): Promise<void> {
		const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
		await this.front.close();
		this.server.closeAllConnections();
		await closed;
	}

	private async take(exchange: Exchange): Promise<void> {
		this.open.set(exchange, undefined);
		try {
			const { request, path, metadata } = exchange;
			const { lines, behaviour } = this.options;
			const found = findRoute(request.method ?? '', path);
			const line = lineFor(metadata[instanceHeader], lines(), behaviour);
			if (line.faults.take(['connect'], namesOf(line)) !== undefined) throw unreachable();
			this.open.set(exchange, line);
			await serve(found, exchange, line);
		} catch (failure) {
			exchange.refuse(asRpcError(failure));
		} finally {
			this.open.delete(exchange);
		}
	}
}

/** A line that lets no connection in is unreachable for the middleware too. */
function unreachable(): MiddlewareError {
	return new MiddlewareError({ status: status.UNAVAILABLE, code: 'serviceUnavailable', message: 'The line cannot be reached' });
}
