import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallMetadata } from '../calls/record';
import { asRpcError, Cut, ProxyAnswer } from '../calls/unary';
import type { TcpFront } from '../net/tcpFront';
import { errorAnswer } from './errors';
import { middlewareMarks } from './marks';

/** One request and its answer. */
export class Exchange {
	readonly path: string;
	readonly query: URLSearchParams;
	/** The connection, as the front knows it. */
	readonly peer: string;
	/** Aborted when the client goes away before the answer is complete. */
	readonly gone: AbortSignal;
	private readonly requestId = randomUUID();

	constructor(
		readonly request: IncomingMessage,
		readonly response: ServerResponse,
		readonly front: TcpFront,
	) {
		const url = request.url ?? '/';
		const mark = url.indexOf('?');
		this.path = mark < 0 ? url : url.slice(0, mark);
		this.query = new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
		this.peer = `${request.socket.remoteAddress}:${request.socket.remotePort}`;
		const gone = new AbortController();
		response.once('close', () => {
			if (!response.writableFinished) gone.abort();
		});
		this.gone = gone.signal;
	}

	get metadata(): CallMetadata {
		const headers = Object.entries(this.request.headers);
		return Object.fromEntries(headers.map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]));
	}

	/** The head of an answer of the middleware. */
	head(status: number, headers: Readonly<Record<string, string>>): void {
		this.response.writeHead(status, { ...middlewareMarks(this.requestId), ...headers });
	}

	answer(body: string | Uint8Array, contentType: string): void {
		this.head(200, { 'content-type': contentType, 'content-length': String(Buffer.byteLength(body)) });
		this.response.end(body);
	}

	/** Tells the client, as far as it can still be told, why there is no answer. */
	refuse(failure: unknown): void {
		if (failure instanceof Cut) return failure.reset === undefined ? this.cut() : this.reset();
		// Nothing tells an error after the head but the lack of an end.
		if (this.response.headersSent) return this.breakOff();
		if (failure instanceof ProxyAnswer) return this.answerAsProxy(failure);
		const { status, headers, body } = errorAnswer(asRpcError(failure), this.requestId);
		this.head(status, { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)), ...headers });
		this.response.end(body);
	}

	/** Ends the connection at once. */
	cut(): void {
		this.front.cut(this.peer);
	}

	/** Ends the connection before the end of the answer; what was written still arrives. */
	breakOff(): void {
		if (this.response.headersSent) this.request.socket.destroySoon();
		else this.cut();
	}

	/** Ends the connection with RST. */
	reset(): void {
		this.front.reset(this.peer);
	}

	private answerAsProxy({ status, fault: { headers, body } }: ProxyAnswer): void {
		const page = body ?? `<html><head><title>${status}</title></head><body><center><h1>${status}</h1></center></body></html>\n`;
		this.response.writeHead(status, { 'content-type': 'text/html', 'content-length': String(Buffer.byteLength(page)), ...headers });
		this.response.end(page);
	}
}
