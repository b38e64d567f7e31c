import { status, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import type { Clock } from '../clock';
import { isForStreams, type RpcFault, type StruckFault } from '../faults';
import type { CallContext, UnaryMethod } from '../services/method';
import { until, wait } from '../wait';
import { authenticate, tokenExpired, unauthenticated } from './auth';
import { readableMessage, readableMetadata, type CallRecord } from './calls';
import { RpcError } from './errors';
import type { LineServerOptions } from './server';

/** What the generated code says of one method. */
export interface MethodName {
	readonly service: string;
	readonly method: string;
}

/** Thrown through a handler when the connection is to be cut instead of answered. */
export class Cut extends Error {}

/** Records the call, checks its token, and runs what `answer` does; every failure leaves as a contract error. */
export function serveUnary(
	name: MethodName,
	method: UnaryMethod | undefined,
	options: LineServerOptions,
	cut: (peer: string) => void,
): (call: ServerUnaryCall<unknown, unknown>, callback: sendUnaryData<unknown>) => void {
	return (call, callback) => {
		const record = recordCall(name, call, options);
		const cancelled = new AbortController();
		call.on('cancelled', () => cancelled.abort());
		const signal = AbortSignal.any([cancelled.signal, options.stopping]);
		void answer(name, method, call, options, signal).then(
			(response) => {
				record.outcome = { type: 'answered' };
				callback(null, response);
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
				callback(error.toServiceError());
			},
		);
	};
}

/** The call as it goes into the list of calls. */
export function recordCall(
	name: MethodName,
	call: Pick<ServerUnaryCall<unknown, unknown>, 'request' | 'metadata'>,
	{ store, onCall }: LineServerOptions,
): CallRecord {
	const record: CallRecord = {
		...name,
		line: store.label,
		metadata: readableMetadata(call.metadata),
		request: readableMessage(call.request),
		at: store.clock.now(),
	};
	onCall(record);
	return record;
}

/** A method that the simulator does not have, and one that the server does not know, look the same to a client. */
export function notImplemented({ service, method }: MethodName): RpcError {
	return new RpcError('operationNotSupported', {
		status: status.UNIMPLEMENTED,
		message: `${service}.${method} is not available on this server`,
	});
}

async function answer(
	name: MethodName,
	method: UnaryMethod | undefined,
	call: ServerUnaryCall<unknown, unknown>,
	options: LineServerOptions,
	signal: AbortSignal,
): Promise<unknown> {
	const { store, tokens, faults } = options;
	authenticate(call.metadata, store.id, tokens);
	if (method === undefined) throw notImplemented(name);
	const struck = faults.take<RpcFault>([name.method, method.kind, 'rpc'], [store.phone, store.id]);
	await before(struck, store.clock, signal);
	const context = contextOf(call, options);
	const handle = (): unknown => method.handle(context, call.request as never);
	const response = method.kind === 'write' ? await store.writes.once(name.method, context, handle) : await handle();
	await after(struck, store.clock, signal);
	return response;
}

/** What a method may use in this call. */
export function contextOf(
	{ request, metadata }: Pick<ServerUnaryCall<unknown, unknown>, 'request' | 'metadata'>,
	{ store, behaviour, users, stopping }: LineServerOptions,
): CallContext {
	return {
		line: store,
		behaviour,
		users,
		stopping,
		clientMessageId: textField(request, 'client_message_id'),
		idempotencyKey: metadata.get('x-idempotency-key').map(String)[0],
	};
}

async function before(struck: StruckFault<RpcFault> | undefined, clock: Clock, signal: AbortSignal): Promise<void> {
	if (struck === undefined) return;
	const { fault } = struck;
	if (fault.type === 'refusedToken') throw unauthenticated();
	if (fault.type === 'expiredToken') throw tokenExpired();
	if (fault.type === 'dropConnection') throw new Cut();
	if (isForStreams(fault)) throw new Error(`The fault ${fault.type} is for streams only`);
	if (fault.type === 'error' && !fault.afterWrite) throw new RpcError(fault.code, fault);
	if (fault.type === 'slow' && fault.beforeWrite) await wait(clock, fault.milliseconds, signal);
	if (fault.type === 'hold' && fault.beforeWrite) await until(struck.released, signal);
	// Whoever gave up before the write has written nothing.
	if (signal.aborted) throw new Cut();
}

async function after(struck: StruckFault<RpcFault> | undefined, clock: Clock, signal: AbortSignal): Promise<void> {
	if (struck === undefined) return;
	const { fault } = struck;
	if (fault.type === 'answerLost') throw new Cut();
	if (fault.type === 'duplicate') throw new RpcError('duplicateMessage', { message: 'This write was already accepted' });
	if (fault.type === 'error' && fault.afterWrite) throw new RpcError(fault.code, fault);
	if (fault.type === 'slow' && !fault.beforeWrite) await wait(clock, fault.milliseconds, signal);
	if (fault.type === 'hold' && !fault.beforeWrite) await until(struck.released, signal);
}

function textField(request: unknown, field: string): string | undefined {
	const value = (request as Record<string, unknown>)[field];
	return typeof value === 'string' && value !== '' ? value : undefined;
}

export function asRpcError(failure: unknown): RpcError {
	if (failure instanceof RpcError) return failure;
	// A mistake in the simulator itself: the text is for whoever reads the failing test.
	return new RpcError('internalError', { message: `Simulator failure: ${String(failure)}` });
}
