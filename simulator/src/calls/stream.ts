import { status } from '@grpc/grpc-js';
import type { RpcFault, StruckFault } from '../faults';
import type { StreamMethod } from '../services/method';
import { authenticate, tokenExpired } from './auth';
import { RpcError } from './errors';
import { Ended, Left, type OpenStream } from './openStream';
import { namesOf, type ServedLine } from './servedLine';
import { asRpcError, contextOf, Cut, notImplemented, ProxyAnswer, type IncomingCall, type MethodName } from './unary';

/** What a stream still owes its client when it is over. */
export type StreamEnd =
	| { readonly type: 'complete' }
	| { readonly type: 'cut' }
	| { readonly type: 'failed'; readonly error: RpcError | ProxyAnswer };

export interface StreamTask {
	readonly name: MethodName;
	readonly method: StreamMethod | undefined;
	readonly call: IncomingCall;
	readonly line: ServedLine;
	/** Called when the stream is live and its first frame may be far away. */
	readonly onLive?: () => void;
}

/** Gives the frames to the client, with what faults do to them. Never rejects. */
export async function runStream(task: StreamTask, stream: OpenStream): Promise<StreamEnd> {
	try {
		await answer(task, stream);
	} catch (failure) {
		if (!(failure instanceof Ended)) return ended(task, stream, failure);
	}
	stream.finish({ type: 'answered' });
	return { type: 'complete' };
}

function ended({ method }: StreamTask, stream: OpenStream, failure: unknown): StreamEnd {
	if (failure instanceof Cut) {
		stream.finish({ type: method?.kind === 'live' && failure instanceof Left ? 'left' : 'cut' });
		return { type: 'cut' };
	}
	if (failure instanceof ProxyAnswer) {
		stream.finish(failure.outcome);
		return { type: 'failed', error: failure };
	}
	const error = asRpcError(failure);
	stream.finish({ type: 'refused', status: error.status, code: error.code });
	return { type: 'failed', error };
}

async function answer({ name, method, call, line, onLive }: StreamTask, stream: OpenStream): Promise<void> {
	const { store, tokens, faults, behaviour, streams } = line;
	const { expiresAt } = authenticate(call.metadata, store.id, tokens);
	if (method === undefined) throw notImplemented(name);
	if (streams.size >= behaviour.maxStreams) throw tooManyStreams();
	streams.add(stream);
	const stopWaiting = Number.isFinite(expiresAt)
		? store.clock.after(expiresAt - store.clock.now(), () => {
				if (behaviour.endsStreamsWithToken) stream.fail(tokenExpired());
			})
		: undefined;
	try {
		const struck = faults.take<RpcFault>([name.method, 'rpc'], namesOf(line), call.transport);
		const strikesAt = strikingFrame(struck);
		if (strikesAt === 0) stream.inflict(struck as StruckFault<RpcFault>);
		await stream.mayGoOn();
		const frames = method.handle({ ...contextOf(call, line), ended: stream.ended }, call.request as never);
		if (method.kind === 'live' && behaviour.earlyHeaders) onLive?.();
		line.onStream(stream);
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
		streams.delete(stream);
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
