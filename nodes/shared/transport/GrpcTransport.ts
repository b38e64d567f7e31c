import {
	Client,
	credentials,
	Metadata,
	status as statusNumbers,
	type ChannelCredentials,
	type ClientOptions,
	type ClientUnaryCall,
	type ServiceError,
} from '@grpc/grpc-js';
import { systemClock, type Clock } from '../domain/clock';
import { cancelled, throwIfCancelled, toSpectrumError } from '../errors/from';
import { fromGrpc } from '../errors/fromGrpc';
import { kindTexts } from '../errors/kinds';
import { safeCause } from '../errors/redact';
import { SpectrumError } from '../errors/SpectrumError';
import { grpcStatuses, type GrpcStatus } from '../errors/statuses';
import { Dialling } from './dialling';
import { trustedCertificates } from './rootCertificates';
import type {
	CallOptions,
	StreamOptions,
	Transport,
	TransportFactory,
	TransportTarget,
	UnaryOptions,
	WireMethod,
} from './Transport';
import { userAgent } from './version';

/** What unary calls and streams have in common. */
type Call = ClientUnaryCall;

/** Largest message in either direction: 100 MiB, as the official client has it. */
export const maximumMessageBytes = 100 * 1024 * 1024;

/** How a channel watches its connection and comes back to a server. All in milliseconds. */
export interface ChannelTimes {
	/** How long a server that took a connection may take until calls can be made over it. */
	readonly ready: number;
	/** Silence on a connection with a call under way, after which it is asked for a sign of life. */
	readonly keepaliveTime: number;
	/** How long that sign may take before the connection counts as broken. */
	readonly keepaliveTimeout: number;
	/** First pause before a server that could not be reached is tried again. It grows with each attempt. */
	readonly firstReconnect: number;
	/** Longest such pause. */
	readonly longestReconnect: number;
}

/**
 * Keepalive as the official client has it; `ready` as gRPC's connection-backoff document has it (MIN_CONNECT_TIMEOUT),
 * which grpc-js does not observe. grpc-js alone waits up to 2 minutes before it looks whether a server is back.
 */
export const defaultChannelTimes: ChannelTimes = {
	ready: 20_000,
	keepaliveTime: 30_000,
	keepaliveTimeout: 20_000,
	firstReconnect: 500,
	longestReconnect: 5_000,
};

/** The channel of one server. */
const channelOptions = (times: ChannelTimes): ClientOptions => ({
	'grpc.primary_user_agent': userAgent,
	'grpc.max_send_message_length': maximumMessageBytes,
	'grpc.max_receive_message_length': maximumMessageBytes,
	'grpc.keepalive_time_ms': times.keepaliveTime,
	'grpc.keepalive_timeout_ms': times.keepaliveTimeout,
	'grpc.keepalive_permit_without_calls': 0,
	// grpc-js shares connections of equal options between all channels of the process; credentials must not meet there.
	'grpc.use_local_subchannel_pool': 1,
	// A service config from DNS could bring retries of its own; `retry.ts` alone decides on those.
	'grpc.service_config_disable_resolution': 1,
	'grpc.initial_reconnect_backoff_ms': times.firstReconnect,
	'grpc.max_reconnect_backoff_ms': times.longestReconnect,
});

/** Opens one connection; nothing is dialled before the first call. Throws `invalid` for a CA that is not PEM. */
export const openGrpcTransport: TransportFactory = (target) => new GrpcTransport(target);

/** {@link Transport} over grpc-js. */
export class GrpcTransport implements Transport {
	private readonly client: Client;
	private readonly dialling: Dialling;
	private readonly calls = new Set<Call>();
	private closed = false;

	constructor(
		private readonly target: TransportTarget,
		times: ChannelTimes = defaultChannelTimes,
		/** For what grpc-js does not time itself: {@link ChannelTimes.ready}. */
		clock: Clock = systemClock,
	) {
		this.dialling = new Dialling(times.ready, clock);
		// The scheme is named, so that a host called `unix` or `ipv4` is not taken for one.
		this.client = new Client(`dns:${target.address}`, this.dialling.credentials(channelCredentials(target)), channelOptions(times));
		this.dialling.attach(this.client);
	}

	async unary<Request, Response>(
		method: WireMethod<Request, Response>,
		request: Request,
		options: UnaryOptions,
	): Promise<Response> {
		this.refuseDeadCall(options.signal);
		const bytes = encode(method, request);
		const observed = new Observation();
		const answer = await new Promise<Buffer>((resolve, reject) => {
			const call = this.client.makeUnaryRequest<Buffer, Buffer>(
				method.path,
				asIs,
				asIs,
				bytes,
				metadataOf(options.token, options.idempotencyKey),
				{ deadline: Date.now() + options.deadlineMilliseconds },
				(error, value) => {
					done();
					if (error === null && value !== undefined) resolve(value);
					else reject(this.errorOf(error, observed, options));
				},
			);
			observed.watch(call);
			const done = this.track(call, options.signal);
		});
		return decode(method, answer);
	}

	/** The call begins with the first `next()`. No deadline: streams live as long as they are read. */
	async *serverStream<Request, Response>(
		method: WireMethod<Request, Response>,
		request: Request,
		options: StreamOptions,
	): AsyncGenerator<Response, void, undefined> {
		this.refuseDeadCall(options.signal);
		const observed = new Observation(options.onOpen);
		const call = this.client.makeServerStreamRequest<Buffer, Buffer>(
			method.path,
			asIs,
			asIs,
			encode(method, request),
			metadataOf(options.token),
		);
		observed.watch(call);
		// A cancelled call still emits its status as an error when nobody iterates any more. Node's iterator happens to
		// leave a listener behind, but does not promise to.
		call.on('error', () => {});
		const done = this.track(call, options.signal);
		try {
			// Reading on demand is what gives back pressure: grpc-js asks for a frame when the stream has room.
			for await (const frame of call as AsyncIterable<Buffer>) yield decode(method, frame);
		} catch (error) {
			throw error instanceof SpectrumError ? error : this.errorOf(error as ServiceError, observed, options);
		} finally {
			done();
			// Leaving the loop destroys the readable side only; the server must hear of it too.
			call.cancel();
		}
	}

	close(): void {
		if (this.closed) return;
		this.closed = true;
		for (const call of this.calls) call.cancel();
		this.dialling.close(this.client);
	}

	private refuseDeadCall(signal: AbortSignal | undefined): void {
		throwIfCancelled(signal);
		if (this.closed) throw cancelled(new Error('The connection was closed'));
	}

	/** Ties a call to the signal and to `close()`. Gives the function that unties it. */
	private track(call: Call, signal: AbortSignal | undefined): () => void {
		const cancel = (): void => call.cancel();
		this.calls.add(call);
		signal?.addEventListener('abort', cancel, { once: true });
		return () => {
			this.calls.delete(call);
			signal?.removeEventListener('abort', cancel);
		};
	}

	private errorOf(error: ServiceError | null, observed: Observation, options: CallOptions): SpectrumError {
		const trailers = trailersOf(error?.metadata);
		const local = Object.keys(trailers).length === 0;
		const answered = observed.headersArrived || !local;
		const status = statusOf(error?.code, local, answered);
		return fromGrpc({
			status,
			details: error?.details,
			trailers,
			local,
			connectionFailed: !answered && brokenConnection.has(status),
			cancelled: this.closed || options.signal?.aborted === true,
			address: this.target.address,
			secrets: [options.token],
			cause: error ?? undefined,
		});
	}
}

/**
 * What grpc-js calls a connection that could not be made or broke, and a stream that the peer dropped while it shut
 * down. Its own cancellations carry CANCELLED as well, but are told apart by the signal and by `close()`.
 */
const brokenConnection: ReadonlySet<GrpcStatus> = new Set<GrpcStatus>(['UNAVAILABLE', 'CANCELLED']);

/** Whether anything of an answer arrived, which the error alone does not tell. */
class Observation {
	headersArrived = false;

	constructor(private readonly onHeaders: () => void = () => {}) {}

	watch(call: Call): void {
		call.once('metadata', () => {
			this.headersArrived = true;
			this.onHeaders();
		});
	}
}

function channelCredentials(target: TransportTarget): ChannelCredentials {
	if (!target.tls) return credentials.createInsecure();
	return credentials.createSsl(trustedCertificates(target.ca));
}

function metadataOf(token: string, idempotencyKey?: string): Metadata {
	const metadata = new Metadata();
	try {
		metadata.set('authorization', `Bearer ${token}`);
	} catch {
		// grpc-js would print the value it refuses.
		throw new SpectrumError({
			kind: 'authentication',
			message: 'The token contains characters that cannot be sent',
			advice: 'Copy the API key into the credential again, without line breaks or other invisible characters.',
		});
	}
	if (idempotencyKey !== undefined) metadata.set('x-idempotency-key', idempotencyKey);
	return metadata;
}

/** Text trailers; binary ones carry nothing of the contract. */
function trailersOf(metadata: Metadata | undefined): Record<string, string> {
	const trailers: Record<string, string> = {};
	for (const [name, value] of Object.entries(metadata?.getMap() ?? {})) {
		if (typeof value === 'string') trailers[name] = value;
	}
	return trailers;
}

function statusOf(number: number | undefined, local: boolean, answered: boolean): GrpcStatus {
	const name = grpcStatuses.find((status) => statusNumbers[status] === number) ?? 'UNKNOWN';
	// Sizes of requests were checked before; without an answer there is nothing else to be too large. What remains is
	// an HTTP/2 server that told the connection to calm down.
	return name === 'RESOURCE_EXHAUSTED' && local && !answered ? 'ABORTED' : name;
}

function encode<Request>(method: WireMethod<Request, unknown>, request: Request): Buffer {
	let bytes: Uint8Array;
	try {
		bytes = method.encode(request);
	} catch (error) {
		throw toSpectrumError(error);
	}
	if (bytes.byteLength > maximumMessageBytes) throw new SpectrumError({ kind: 'tooLarge', ...kindTexts.tooLarge });
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Decoded here and not by grpc-js, which would call a wrong answer INTERNAL. */
function decode<Response>(method: WireMethod<never, Response>, bytes: Buffer): Response {
	try {
		return method.decode(bytes);
	} catch (error) {
		if (error instanceof SpectrumError) throw error;
		throw new SpectrumError({ kind: 'protocol', ...kindTexts.protocol, cause: safeCause(error) });
	}
}

function asIs(bytes: Buffer): Buffer {
	return bytes;
}
