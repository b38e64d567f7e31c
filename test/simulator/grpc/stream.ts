import type { ServerWritableStream } from '@grpc/grpc-js';
import type { RpcFault, StruckFault } from '../faults';
import type { StreamMethod } from '../services/method';
import { authenticate } from './auth';
import { RpcError } from './errors';
import type { LineServerOptions } from './server';
import { asRpcError, before, contextOf, Cut, notImplemented, recordCall, type MethodName } from './unary';

type Call = ServerWritableStream<unknown, unknown>;
type Struck = StruckFault<RpcFault> | undefined;

/** As `serveUnary`, for a method that answers with a stream. */
export function serveStream(
	name: MethodName,
	method: StreamMethod | undefined,
	options: LineServerOptions,
	cut: (peer: string) => void,
): (call: Call) => void {
	return (call) => {
		const record = recordCall(name, call, options);
		const cancelled = new AbortController();
		call.on('cancelled', () => cancelled.abort());
		const signal = AbortSignal.any([cancelled.signal, options.stopping]);
		void answer(name, method, call, options, signal).then(
			() => {
				record.outcome = { type: 'answered' };
				call.end();
			},
			(failure: unknown) => {
				if (failure instanceof Cut) {
					record.outcome = { type: 'cut' };
					// A client that cancelled keeps its connection for other calls.
					if (!cancelled.signal.aborted) cut(call.getPeer());
					return;
				}
				const error = asRpcError(failure);
				record.outcome = { type: 'refused', status: error.status, code: error.code };
				call.emit('error', error.toServiceError());
			},
		);
	};
}

async function answer(
	name: MethodName,
	method: StreamMethod | undefined,
	call: Call,
	options: LineServerOptions,
	signal: AbortSignal,
): Promise<void> {
	const { store, tokens, faults } = options;
	authenticate(call.metadata, store.id, tokens);
	if (method === undefined) throw notImplemented(name);
	const struck = faults.take<RpcFault>([name.method, 'rpc'], [store.phone, store.id]);
	const strikesAt = strikingFrame(struck);
	if (strikesAt === 0) await strike(struck, options, signal);
	let sent = 0;
	for (const frame of method.handle(contextOf(call, options), call.request as never)) {
		if (sent === strikesAt && sent > 0) await strike(struck, options, signal);
		await send(call, frame, signal);
		sent++;
	}
	if (sent <= strikesAt && sent > 0) await strike(struck, options, signal);
	if (struck?.fault.type === 'answerLost') throw new Cut();
}

/** How many frames go out before the fault strikes; Infinity without one, or for one that strikes at the end. */
function strikingFrame(struck: Struck): number {
	if (struck === undefined || struck.fault.type === 'answerLost') return Number.POSITIVE_INFINITY;
	if (!('afterChunks' in struck.fault) || struck.fault.afterChunks === undefined) return 0;
	// The header is the first frame.
	return struck.fault.afterChunks + 1;
}

async function strike(struck: Struck, { store }: LineServerOptions, signal: AbortSignal): Promise<void> {
	if (struck === undefined) return;
	const { fault } = struck;
	if (fault.type === 'duplicate') throw new RpcError('duplicateMessage', { message: 'This write was already accepted' });
	// Nothing is written here, so there is no before and after.
	const inStream = { ...fault, ...(fault.type === 'error' ? { afterWrite: false } : { beforeWrite: true }) };
	await before({ fault: inStream as RpcFault, released: struck.released }, store.clock, signal);
}

/** Waits until the frame is on its way, so that a client that reads slowly is sent no more than it takes in. */
async function send(call: Call, frame: unknown, signal: AbortSignal): Promise<void> {
	if (!signal.aborted) {
		await new Promise<void>((resolve) => {
			const end = (): void => {
				signal.removeEventListener('abort', end);
				resolve();
			};
			signal.addEventListener('abort', end);
			call.write(frame, end);
		});
	}
	if (signal.aborted) throw new Cut();
}
