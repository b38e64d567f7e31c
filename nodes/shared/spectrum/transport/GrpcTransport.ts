import { Metadata, status as statusNumbers, type ClientUnaryCall, type ServiceError } from '@grpc/grpc-js';
import { systemClock, type Clock } from '../timing/clock';
import { cancelled, throwIfCancelled } from '../errors/from';
import { unlessAborted } from '../timing/waiting';
import { fromGrpc } from '../errors/fromGrpc';
import type { Obstacle } from '../errors/obstacles';
import { SpectrumError } from '../errors/SpectrumError';
import { grpcStatuses, type GrpcStatus } from '../errors/statuses';
import { defaultChannelTimes, openChannel, type Channel, type ChannelTimes } from './channel';
import { decodeAnswer, encodeRequest, unsendableToken } from './messages';
import { Observation } from './observation';
import type { CallOptions, StreamOptions, Transport, GrpcTarget, UnaryOptions, WireMethod } from './Transport';

/** What ends with the signal of its caller, and with the transport. */
type Endable = Pick<ClientUnaryCall, 'cancel'>;

export { defaultChannelTimes, type ChannelTimes } from './channel';

/** {@link Transport} over grpc-js. */
export class GrpcTransport implements Transport {
	private readonly channel: Channel;
	private readonly calls = new Set<Endable>();
	private closed = false;

	constructor(
		private readonly target: GrpcTarget,
		times: ChannelTimes = defaultChannelTimes,
		/** Times what grpc-js does not time itself: {@link ChannelTimes.ready}. */
		clock: Clock = systemClock,
	) {
		this.channel = openChannel(target, times, clock);
	}

	async unary<Request, Response>(method: WireMethod<Request, Response>, request: Request, options: UnaryOptions): Promise<Response> {
		this.refuseDeadCall(options.signal);
		const bytes = encodeRequest(method, request);
		const observed = new Observation();
		let call: ClientUnaryCall | undefined;
		let untie = (): void => {};
		try {
			const answer = await new Promise<Buffer>((resolve, reject) => {
				call = this.channel.client.makeUnaryRequest<Buffer, Buffer>(
					method.path,
					asIs,
					asIs,
					bytes,
					metadataOf(options.token, options.idempotencyKey),
					{ deadline: Date.now() + options.deadlineMilliseconds, interceptors: [observed.interceptor] },
					(error, value) => {
						if (error === null && value !== undefined) resolve(value);
						// oxlint-disable-next-line typescript/prefer-promise-reject-errors -- read below
						else reject(error);
					},
				);
				untie = this.track(call, options.signal);
			});
			return decodeAnswer(method, answer);
		} catch (error) {
			if (error instanceof SpectrumError) throw error;
			throw await this.errorOf(error as ServiceError | null, { call, observed, options, hasAnswer: observed.messageArrived });
		} finally {
			untie();
		}
	}

	/** The call begins with the first `next()`. No deadline: streams live as long as they are read. */
	async *serverStream<Request, Response>(
		method: WireMethod<Request, Response>,
		request: Request,
		options: StreamOptions,
	): AsyncGenerator<Response, void, undefined> {
		this.refuseDeadCall(options.signal);
		const observed = new Observation(options.onOpen);
		const call = this.channel.client.makeServerStreamRequest<Buffer, Buffer>(
			method.path,
			asIs,
			asIs,
			encodeRequest(method, request),
			metadataOf(options.token),
			{ interceptors: [observed.interceptor] },
		);
		// A cancelled call still emits its status as an error after the loop has ended. Node's iterator happens to leave a
		// listener behind, but does not promise to.
		call.on('error', () => {});
		const done = this.track(call, options.signal);
		try {
			// Reading on demand gives back pressure: grpc-js asks for a frame when the stream has room.
			for await (const frame of call as AsyncIterable<Buffer>) yield decodeAnswer(method, frame);
		} catch (error) {
			if (error instanceof SpectrumError) throw error;
			// After `onOpen` the reader handles the end of the stream itself, so the headers count as the answer.
			throw await this.errorOf(error as ServiceError, { call, observed, options, hasAnswer: observed.headersArrived });
		} finally {
			done();
			// Leaving the loop destroys only the readable side. The server must learn of the end too.
			call.cancel();
		}
	}

	close(): void {
		if (this.closed) return;
		this.closed = true;
		for (const call of this.calls) call.cancel();
		this.channel.dialling.close(this.channel.client);
	}

	private refuseDeadCall(signal: AbortSignal | undefined): void {
		throwIfCancelled(signal);
		if (this.closed) throw cancelled(new Error('The connection was closed'));
	}

	/** Why there is no connection, if known. A caller that has given up does not wait for it. */
	private async obstacleFor(signal: AbortSignal | undefined): Promise<Obstacle | undefined> {
		if (this.hasEnded(signal)) return undefined;
		const givenUp = new AbortController();
		const untie = this.track({ cancel: () => givenUp.abort() }, signal);
		try {
			return await unlessAborted(this.channel.dialling.obstacle(), givenUp.signal);
		} catch (error) {
			if (this.hasEnded(signal)) return undefined;
			throw error;
		} finally {
			untie();
		}
	}

	private hasEnded(signal: AbortSignal | undefined): boolean {
		return this.closed || signal?.aborted === true;
	}

	/** Ties a call to the signal and to `close()`. Returns the function that unties it. */
	private track(call: Endable, signal: AbortSignal | undefined): () => void {
		const cancel = (): void => call.cancel();
		this.calls.add(call);
		signal?.addEventListener('abort', cancel, { once: true });
		return () => {
			this.calls.delete(call);
			signal?.removeEventListener('abort', cancel);
		};
	}

	private async errorOf(error: ServiceError | null, { call, observed, options, hasAnswer }: Failed): Promise<SpectrumError> {
		const { client } = this.channel;
		const { address, tls } = this.target;
		const trailers = trailersOf(error?.metadata);
		const local = Object.keys(trailers).length === 0;
		const status = statusOf(error, local);
		const foreign = observed.foreign(trailers);
		// A call that never got a connection names the channel's target instead of a peer.
		const notSent = local && !observed.headersArrived && call?.getPeer() === client.getChannel().getTarget();
		const broken = local && (notSent ? unconnected : brokenCall).has(status);
		const connectionFailed = broken && !hasAnswer && foreign === undefined;
		const obstacle = notSent && broken ? await this.obstacleFor(options.signal) : undefined;
		return fromGrpc({
			status: observed.isStatusOk ? 'UNKNOWN' : status,
			details: error?.details,
			trailers,
			local: local || observed.isStatusOk,
			connectionFailed,
			broken,
			notSent: notSent && broken,
			foreign,
			obstacle,
			cancelled: this.hasEnded(options.signal),
			address,
			tls,
			audience: options.audience,
			secrets: [options.token],
			cause: error ?? undefined,
		});
	}
}

/** A failed call, with what is known about it. */
interface Failed {
	readonly call: ClientUnaryCall | undefined;
	readonly observed: Observation;
	readonly options: CallOptions & Pick<UnaryOptions, 'audience'>;
	/** Whether the answer had arrived: the message of a unary call, or the headers of a stream. */
	readonly hasAnswer: boolean;
}

/**
 * The statuses that grpc-js gives a call whose connection broke, or that the peer ended without a status: by HTTP/2's
 * resets and GOAWAYs (INTERNAL, PERMISSION_DENIED, ABORTED), or while the peer shut down (CANCELLED). Our own
 * cancellations are CANCELLED as well; the signal and `close()` distinguish them.
 */
const brokenCall: ReadonlySet<GrpcStatus> = new Set<GrpcStatus>(['UNAVAILABLE', 'CANCELLED', 'INTERNAL', 'PERMISSION_DENIED', 'ABORTED']);

/** The statuses that grpc-js gives a call for which no connection could be made, in time or at all. */
const unconnected: ReadonlySet<GrpcStatus> = new Set<GrpcStatus>(['UNAVAILABLE', 'CANCELLED', 'INTERNAL', 'DEADLINE_EXCEEDED']);

function metadataOf(token: string, idempotencyKey?: string): Metadata {
	const metadata = new Metadata();
	try {
		metadata.set('authorization', `Bearer ${token}`);
	} catch {
		// The error of grpc-js contains the value, which is a secret.
		throw unsendableToken();
	}
	if (idempotencyKey !== undefined) metadata.set('x-idempotency-key', idempotencyKey);
	return metadata;
}

/** The text trailers. The contract has no binary ones. */
function trailersOf(metadata: Metadata | undefined): Record<string, string> {
	const trailers: Record<string, string> = {};
	for (const [name, value] of Object.entries(metadata?.getMap() ?? {})) {
		if (typeof value === 'string') trailers[name] = value;
	}
	return trailers;
}

function statusOf(error: ServiceError | null, local: boolean): GrpcStatus {
	const name = grpcStatuses.find((status) => statusNumbers[status] === error?.code) ?? 'UNKNOWN';
	if (name !== 'RESOURCE_EXHAUSTED' || !local) return name;
	// grpc-js gives the same status, and no other sign, to an answer that is too large and to HTTP/2's
	// ENHANCE_YOUR_CALM. Only its own message differs, and a test checks that message.
	return error?.details.startsWith('Received message') === true ? name : 'ABORTED';
}

function asIs(bytes: Buffer): Buffer {
	return bytes;
}
