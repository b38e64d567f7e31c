import { status } from '@grpc/grpc-js';
import type { Clock } from '../clock';
import { isForStreams, type ProxyFault, type ResetCode, type RpcFault, type StruckFault } from '../faults';
import type { CallContext, UnaryMethod } from '../services/method';
import { until, wait } from '../wait';
import { authenticate, tokenExpired, unauthenticated } from './auth';
import { RpcError } from './errors';
import { readableMessage, withoutSecrets, type CallMetadata, type CallOutcome, type CallRecord } from './record';
import { namesOf, type ServedLine } from './servedLine';

/** What the generated code says of one method. */
export interface MethodName {
	readonly service: string;
	readonly method: string;
}

/** A call as it came. */
export interface IncomingCall {
	/** A message of the generated code; absent: it could not be read. */
	readonly request?: unknown;
	readonly metadata: CallMetadata;
	readonly transport: CallRecord['transport'];
	readonly route?: string;
}

/** Thrown through a handler when the connection is to be cut instead of answered. */
export class Cut extends Error {
	constructor(
		/** Ends the call this way instead; over HTTP the connection with it. */
		readonly reset?: ResetCode,
	) {
		super();
	}
}

/** Thrown when a proxy answers in place of the server. */
export class ProxyAnswer extends Error {
	constructor(readonly fault: ProxyFault) {
		super('A proxy that answers is a fault for HTTP only');
	}

	get status(): number {
		return this.fault.status ?? 502;
	}

	get outcome(): CallOutcome {
		return { type: 'intercepted', status: this.status };
	}
}

/** The call as it goes into the list of calls. */
export function recordCall(
	name: MethodName,
	{ request, metadata, transport, route }: IncomingCall,
	{ store, onCall }: ServedLine,
): CallRecord {
	const record: CallRecord = {
		service: name.service,
		method: name.method,
		line: store.label,
		transport,
		route,
		metadata: withoutSecrets(metadata),
		request: request === undefined ? {} : readableMessage(request),
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

/**
 * Checks the token, lets faults strike, and runs the method.
 *
 * @throws RpcError, Cut, ProxyAnswer
 */
export async function runUnary(
	name: MethodName,
	method: UnaryMethod | undefined,
	call: IncomingCall,
	line: ServedLine,
	signal: AbortSignal,
): Promise<unknown> {
	const { store, tokens, faults } = line;
	authenticate(call.metadata, store.id, tokens);
	if (method === undefined) throw notImplemented(name);
	const struck = faults.take<RpcFault>([name.method, method.kind, 'rpc'], namesOf(line), call.transport);
	await before(struck, store.clock, signal);
	const context = contextOf(call, line);
	const handle = (): unknown => method.handle(context, call.request as never);
	const response = method.kind === 'write' ? await store.writes.once(name.method, context, handle) : await handle();
	await after(struck, store.clock, signal);
	return response;
}

/** What a method may use in this call. */
export function contextOf(
	{ request, metadata }: Pick<IncomingCall, 'request' | 'metadata'>,
	{ store, behaviour, users, stopping }: ServedLine,
): CallContext {
	return {
		line: store,
		behaviour,
		users,
		stopping,
		clientMessageId: textField(request, 'client_message_id'),
		idempotencyKey: metadata['x-idempotency-key'],
	};
}

async function before(struck: StruckFault<RpcFault> | undefined, clock: Clock, signal: AbortSignal): Promise<void> {
	if (struck === undefined) return;
	const { fault } = struck;
	if (fault.type === 'refusedToken') throw unauthenticated();
	if (fault.type === 'expiredToken') throw tokenExpired();
	if (fault.type === 'dropConnection') throw new Cut();
	if (fault.type === 'reset') throw new Cut(fault.reason ?? 'internalError');
	if (isForStreams(fault)) throw new Error(`The fault ${fault.type} is for streams only`);
	if (fault.type === 'error' && !fault.afterWrite) throw new RpcError(fault.code, fault);
	if (fault.type === 'proxyAnswer' && !fault.afterWrite) throw new ProxyAnswer(fault);
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
	if (fault.type === 'proxyAnswer' && fault.afterWrite) throw new ProxyAnswer(fault);
	if (fault.type === 'slow' && !fault.beforeWrite) await wait(clock, fault.milliseconds, signal);
	if (fault.type === 'hold' && !fault.beforeWrite) await until(struck.released, signal);
}

function textField(request: unknown, field: string): string | undefined {
	const value = (request as Record<string, unknown> | undefined)?.[field];
	return typeof value === 'string' && value !== '' ? value : undefined;
}

export function asRpcError(failure: unknown): RpcError {
	if (failure instanceof RpcError) return failure;
	// A mistake in the simulator itself: the text is for the person who reads the failing test.
	return new RpcError('internalError', { message: `Simulator failure: ${String(failure)}` });
}
