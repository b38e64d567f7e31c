import { Metadata, type ServerWritableStream } from '@grpc/grpc-js';
import { OpenStream, type Carrier } from '../calls/openStream';
import type { ServedLine } from '../calls/servedLine';
import { runStream } from '../calls/stream';
import { asRpcError, recordCall, type MethodName } from '../calls/unary';
import type { StreamMethod } from '../services/method';
import { resetStream, sayGoaway } from './http2';
import { plainMetadata, toServiceError } from './metadata';
import type { TcpFront } from '../net/tcpFront';

type Call = ServerWritableStream<unknown, unknown>;

/** As `serveUnary`, for a method that answers with a stream. */
export function serveStream(name: MethodName, method: StreamMethod | undefined, line: ServedLine, front: TcpFront): (call: Call) => void {
	return (call) => {
		const incoming = { request: call.request, metadata: plainMetadata(call.metadata), transport: 'grpc' as const };
		const stream = new OpenStream(carrierOf(call, front), recordCall(name, incoming, line), line);
		const onLive = (): void => call.sendMetadata(new Metadata());
		void runStream({ name, method, call: incoming, line, onLive }, stream).then((end) => {
			if (end.type === 'complete') call.end();
			if (end.type === 'failed') call.emit('error', toServiceError(asRpcError(end.error)));
		});
	};
}

function carrierOf(call: Call, front: TcpFront): Carrier {
	return {
		write: (frame, done) => call.write(frame, done),
		onGone: (listener) => call.on('cancelled', listener),
		cut: () => front.cut(call.getPeer()),
		reset: (code) => resetStream(call, code),
		goaway: () => sayGoaway(call),
		stall: (direction) => front.stall(call.getPeer(), direction),
	};
}
