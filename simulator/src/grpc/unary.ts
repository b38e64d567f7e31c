import type { sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js';
import type { ServedLine } from '../calls/servedLine';
import { asRpcError, Cut, recordCall, runUnary, type MethodName } from '../calls/unary';
import type { UnaryMethod } from '../services/method';
import { resetStream } from './http2';
import { plainMetadata, toServiceError } from './metadata';

/** Records the call, checks its token, and runs the method; every failure leaves as a contract error. */
export function serveUnary(
	name: MethodName,
	method: UnaryMethod | undefined,
	line: ServedLine,
	cut: (peer: string) => void,
): (call: ServerUnaryCall<unknown, unknown>, callback: sendUnaryData<unknown>) => void {
	return (call, callback) => {
		const incoming = { request: call.request, metadata: plainMetadata(call.metadata), transport: 'grpc' as const };
		const record = recordCall(name, incoming, line);
		const cancelled = new AbortController();
		call.on('cancelled', () => cancelled.abort());
		const signal = AbortSignal.any([cancelled.signal, line.stopping]);
		void runUnary(name, method, incoming, line, signal).then(
			(response) => {
				record.outcome = { type: 'answered' };
				callback(null, response);
			},
			(failure: unknown) => {
				if (failure instanceof Cut) {
					record.outcome = { type: 'cut' };
					if (failure.reset !== undefined) resetStream(call, failure.reset);
					// A client that cancelled keeps its connection for other calls.
					else if (!cancelled.signal.aborted) cut(call.getPeer());
					return;
				}
				const error = asRpcError(failure);
				record.outcome = { type: 'refused', status: error.status, code: error.code };
				callback(toServiceError(error));
			},
		);
	};
}
