import { Metadata, status, type ServerWritableStream } from '@grpc/grpc-js';
import type { RpcFault, StruckFault } from '../faults';
import type { StreamMethod } from '../services/method';
import { authenticate, tokenExpired } from './auth';
import { RpcError } from './errors';
import { Ended, Left, OpenStream } from './openStream';
import type { LineServerOptions } from './server';
import type { TcpFront } from './tcpFront';
import { asRpcError, contextOf, Cut, notImplemented, recordCall, type MethodName } from './unary';

type Call = ServerWritableStream<unknown, unknown>;

/** The streams of one server. */
export interface Streams {
	readonly open: Set<OpenStream>;
	/** Called with each stream as it opens. */
	readonly onOpen: (stream: OpenStream) => void;
}

/** As `serveUnary`, for a method that answers with a stream. */
export function serveStream(
	name: MethodName,
	method: StreamMethod | undefined,
	options: LineServerOptions,
	streams: Streams,
	front: TcpFront,
): (call: Call) => void {
	return (call) => {
		const stream = new OpenStream(call, recordCall(name, call, options), options, front);
		const isLive = method?.kind === 'live';
		void answer(name, method, call, options, streams, stream)
			.catch((failure: unknown) => {
				if (!(failure instanceof Ended)) throw failure;
			})
			.then(
				() => {
					stream.finish({ type: 'answered' });
					call.end();
				},
				(failure: unknown) => {
					if (failure instanceof Cut) {
						stream.finish({ type: isLive && failure instanceof Left ? 'left' : 'cut' });
						return;
					}
					const error = asRpcError(failure);
					stream.finish({ type: 'refused', status: error.status, code: error.code });
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
	streams: Streams,
	stream: OpenStream,
): Promise<void> {
	const { store, tokens, faults, behaviour } = options;
	const { expiresAt } = authenticate(call.metadata, store.id, tokens);
	if (method === undefined) throw notImplemented(name);
	if (streams.open.size >= behaviour.maxStreams) throw tooManyStreams();
	streams.open.add(stream);
	const stopWaiting = Number.isFinite(expiresAt)
		? store.clock.after(expiresAt - store.clock.now(), () => {
				if (behaviour.endsStreamsWithToken) stream.fail(tokenExpired());
			})
		: undefined;
	try {
		const struck = faults.take<RpcFault>([name.method, 'rpc'], [store.phone, store.id]);
		const strikesAt = strikingFrame(struck);
		if (strikesAt === 0) stream.inflict(struck as StruckFault<RpcFault>);
		await stream.mayGoOn();
		const frames = method.handle({ ...contextOf(call, options), ended: stream.ended }, call.request as never);
		if (method.kind === 'live' && behaviour.earlyHeaders) call.sendMetadata(new Metadata());
		streams.onOpen(stream);
		for await (const frame of frames) {
			const before = stream.sent;
			await stream.send(frame);
			if (struck !== undefined && before < strikesAt && stream.sent === strikesAt) stream.inflict(struck);
		}
		await stream.mayGoOn();
		// A fault whose moment has not come strikes at the end.
		if (struck !== undefined && stream.sent < strikesAt) stream.inflict(struck);
		await stream.mayGoOn();
	} finally {
		stopWaiting?.();
		streams.open.delete(stream);
	}
}

/** How many events, or frames of a download, go out before the fault strikes; Infinity: it strikes at the end. */
function strikingFrame(struck: StruckFault<RpcFault> | undefined): number {
	if (struck === undefined || struck.fault.type === 'answerLost') return Number.POSITIVE_INFINITY;
	const { fault } = struck;
	if ('afterEvents' in fault && fault.afterEvents !== undefined) return fault.afterEvents;
	// The header is the first frame.
	if ('afterChunks' in fault && fault.afterChunks !== undefined) return fault.afterChunks + 1;
	return fault.type === 'repeatFrame' ? 1 : 0;
}

/** A server at its limit; the contract names no code for it. */
function tooManyStreams(): RpcError {
	return new RpcError('', { status: status.RESOURCE_EXHAUSTED, message: 'Too many streams are open on this server' });
}
