import type { ServerWritableStream } from '@grpc/grpc-js';
import { strikeNow, type RpcFault, type ScriptedFault, type StruckFault } from '../faults';
import { rejectedCursor } from '../services/events';
import { until, wait } from '../wait';
import { tokenExpired, unauthenticated } from './auth';
import type { CallOutcome, CallRecord } from './calls';
import { RpcError } from './errors';
import { resetStream, sayGoaway } from './http2';
import type { LineServerOptions } from './server';
import type { TcpFront } from './tcpFront';
import { Cut } from './unary';

/** The stream is over as if all had been said. */
export class Ended extends Error {}

/** The client has gone, or its connection. */
export class Left extends Cut {}

/** An answer that is a stream, while it is open. */
export class OpenStream {
	/** Events, or chunks of bytes, written so far. Heartbeats and repeated frames do not count. */
	sent = 0;
	/** How it ended; resolves then. */
	readonly closed: Promise<CallOutcome>;
	private readonly ending = new AbortController();
	private readonly signal: AbortSignal;
	private readonly holds = new Set<Promise<void>>();
	private last: unknown;
	private close!: (outcome: CallOutcome) => void;

	constructor(
		private readonly call: ServerWritableStream<unknown, unknown>,
		private readonly record: CallRecord,
		private readonly options: LineServerOptions,
		private readonly front: TcpFront,
	) {
		const gone = new AbortController();
		call.on('cancelled', () => gone.abort(new Left()));
		this.signal = AbortSignal.any([this.ending.signal, gone.signal, options.stopping]);
		this.closed = new Promise((resolve) => (this.close = resolve));
	}

	/** `SubscribeMessageEvents`. */
	get method(): string {
		return this.record.method;
	}

	/** As in `CallRecord`. */
	get line(): string {
		return this.record.line;
	}

	/** Aborted when the stream is over; the reason tells how. */
	get ended(): AbortSignal {
		return this.signal;
	}

	/** Strikes now, as a scripted fault does at its moment. Faults that hold something back end with `release()`. */
	strike(fault: RpcFault): ScriptedFault {
		const struck = strikeNow(fault);
		this.inflict(struck);
		return struck;
	}

	/** Ends the stream: with an error, a cut, or as if all had been said. */
	fail(reason: RpcError | Cut | Ended): void {
		this.ending.abort(reason);
	}

	/** Called once, when the call is over. */
	finish(outcome: CallOutcome): void {
		this.record.outcome = outcome;
		this.ending.abort(new Ended());
		this.close(outcome);
	}

	/** What a fault does to a stream. Whatever it keeps back is felt at the next frame. */
	inflict({ fault, released }: StruckFault<RpcFault>): void {
		const { store, behaviour, stopping } = this.options;
		switch (fault.type) {
			case 'refusedToken':
				return this.fail(unauthenticated());
			case 'expiredToken':
				return this.fail(tokenExpired());
			case 'error':
				return this.fail(new RpcError(fault.code, fault));
			case 'duplicate':
				return this.fail(new RpcError('duplicateMessage', { message: 'This write was already accepted' }));
			case 'rejectedCursor':
				return this.fail(rejectedCursor(behaviour));
			case 'endStream':
				return this.fail(new Ended());
			case 'answerLost':
			case 'dropConnection':
				this.front.cut(this.call.getPeer());
				return this.fail(new Cut());
			case 'reset':
				resetStream(this.call, fault.reason ?? 'internalError');
				return this.fail(new Cut());
			case 'goaway': {
				const closeConnection = sayGoaway(this.call);
				const end = (): void => {
					closeConnection();
					this.fail(new Cut());
				};
				if (!fault.graceMilliseconds) return end();
				// Other streams of the connection may outlive this one: it is the simulator's end that stops the wait.
				void wait(store.clock, fault.graceMilliseconds, stopping).then(end);
				return;
			}
			case 'stall':
				void released.then(this.front.stall(this.call.getPeer(), fault.direction));
				return;
			case 'repeatFrame':
				if (this.last !== undefined) this.call.write(this.last);
				return;
			case 'slow':
				return this.hold(wait(store.clock, fault.milliseconds, this.signal));
			case 'hold':
				return this.hold(until(released, this.signal));
		}
	}

	/** Waits for whatever holds it, then until the frame is on its way: who reads slowly is sent no more than that. */
	async send(frame: unknown): Promise<void> {
		await this.mayGoOn();
		await new Promise<void>((resolve) => {
			const end = (): void => {
				this.signal.removeEventListener('abort', end);
				resolve();
			};
			this.signal.addEventListener('abort', end);
			this.call.write(frame, end);
		});
		this.checkOpen();
		if (!isEvent(frame)) return;
		this.last = frame;
		this.sent++;
	}

	/** Resolves when nothing holds it; rejects when it is over. */
	async mayGoOn(): Promise<void> {
		while (this.holds.size > 0 && !this.signal.aborted) await Promise.all(this.holds);
		this.checkOpen();
	}

	private checkOpen(): void {
		if (this.options.stopping.aborted) throw new Cut();
		this.signal.throwIfAborted();
	}

	private hold(end: Promise<void>): void {
		this.holds.add(end);
		void end.then(() => this.holds.delete(end));
	}
}

/** Whatever could have a sequence and has none is a heartbeat, or the end of a replay. */
function isEvent(frame: unknown): boolean {
	const { has_sequence } = frame as { readonly has_sequence?: boolean };
	return has_sequence ?? true;
}
