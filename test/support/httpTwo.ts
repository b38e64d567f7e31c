import { once } from 'node:events';
import { constants, createServer, type Http2Server, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';

/** Writes one answer. `cut` ends every connection as a crash does. */
export type Answer = (stream: ServerHttp2Stream, number: number, cut: () => void) => void;

/** An HTTP/2 server on a free port, whose answers a test writes frame by frame. */
export class HttpTwoServer {
	/** Calls that arrived. */
	calls = 0;
	/** Their idempotency keys. */
	readonly keys: unknown[] = [];
	private readonly sessions = new Set<ServerHttp2Session>();
	private readonly sockets = new Set<Socket>();

	private constructor(private readonly server: Http2Server) {}

	/** @param answer Called for each call with its number, from 1. */
	static async start(answer: Answer): Promise<HttpTwoServer> {
		const server = createServer();
		const started = new HttpTwoServer(server);
		server.on('connection', (socket: Socket) => started.sockets.add(socket));
		server.on('session', (session) => {
			started.sessions.add(session);
			session.on('error', () => {});
		});
		server.on('stream', (stream, headers) => {
			stream.on('error', () => {});
			// What is asked is read to its end, so that the client has sent all of it.
			stream.resume();
			started.calls += 1;
			started.keys.push(headers['x-idempotency-key']);
			answer(stream, started.calls, () => started.cut());
		});
		server.listen(0, 'localhost');
		await once(server, 'listening');
		return started;
	}

	get address(): string {
		return `localhost:${(this.server.address() as AddressInfo).port}`;
	}

	private cut(): void {
		for (const socket of this.sockets) socket.resetAndDestroy();
	}

	stop(): void {
		for (const session of this.sessions) session.destroy();
		this.server.close();
	}
}

const grpcHeaders = { ':status': 200, 'content-type': 'application/grpc' };

/** Answers as a gRPC server does. */
export function answerWith(stream: ServerHttp2Stream, message: string): void {
	stream.respond(grpcHeaders, { waitForTrailers: true });
	stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
	stream.end(frame(message));
}

/** One gRPC message that is not compressed. */
export function frame(message: string): Buffer {
	const bytes = Buffer.from(message);
	const head = Buffer.alloc(5);
	head.writeUInt32BE(bytes.length, 1);
	return Buffer.concat([head, bytes]);
}

/** What may happen between the headers of an answer and its message. */
export const breaks: Readonly<Record<string, Answer>> = {
	'a GOAWAY 0': (stream) => goAway(stream, constants.NGHTTP2_NO_ERROR),
	'a GOAWAY 1': (stream) => goAway(stream, constants.NGHTTP2_PROTOCOL_ERROR),
	'a GOAWAY 2': (stream) => goAway(stream, constants.NGHTTP2_INTERNAL_ERROR),
	'a GOAWAY 8': (stream) => goAway(stream, constants.NGHTTP2_CANCEL),
	'a GOAWAY 11': (stream) => goAway(stream, constants.NGHTTP2_ENHANCE_YOUR_CALM),
	'a GOAWAY 12': (stream) => goAway(stream, constants.NGHTTP2_INADEQUATE_SECURITY),
	'an end without a status': (stream) => {
		stream.respond(grpcHeaders);
		stream.end();
	},
	'a reset': (stream) => {
		stream.respond(grpcHeaders);
		afterHeaders(stream, () => stream.close(constants.NGHTTP2_INTERNAL_ERROR));
	},
	'a dropped connection': (stream, _number, cut) => {
		stream.respond(grpcHeaders);
		afterHeaders(stream, cut);
	},
};

function goAway(stream: ServerHttp2Stream, code: number): void {
	stream.respond(grpcHeaders);
	afterHeaders(stream, () => stream.session?.destroy(undefined, code));
}

/** A ping comes back when everything before it has been read. */
function afterHeaders(stream: ServerHttp2Stream, then: () => void): void {
	stream.session?.ping(() => then());
}
