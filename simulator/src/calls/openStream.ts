import { strikeNow, type ResetCode, type RpcFault, type ScriptedFault, type StruckFault } from '../faults';
import type { Direction } from '../net/tcpProxy';
import { rejectedCursor } from '../services/events';
import { until, wait } from '../wait';
import { tokenExpired, unauthenticated } from './auth';
import { RpcError } from './errors';
import type { CallOutcome, CallRecord } from './record';
import type { ServedLine } from './servedLine';
import { Cut, ProxyAnswer } from './unary';

/** What brings the frames of one stream to its client. */
export interface Carrier {
	/** Calls back when the frame is on its way. */
	write(frame: unknown, done?: () => void): void;
	/** Calls back when the client has gone, or its connection. */
	onGone(listener: () => void): void;
	/** Ends the whole connection. */
	cut(): void;
	/** Ends the stream, as abruptly as the transport can. */
	reset(code: ResetCode): void;
	/** Takes no more streams on this connection; the answer ends it. */
	goaway(): () => void;
	/** Keeps back what goes in one direction of the connection; the answer lets it go. */
	stall(direction: Direction): () => void;
}

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
		private readonly carrier: Carrier,
		private readonly record: CallRecord,
		private readonly served: ServedLine,
	) {
		const gone = new AbortController();
		carrier.onGone(() => gone.abort(new Left()));
		this.signal = AbortSignal.any([this.ending.signal, gone.signal, served.stopping]);
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
	fail(reason: RpcError | Cut | Ended | ProxyAnswer): void {
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
		const { store, behaviour, stopping } = this.served;
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
			case 'proxyAnswer':
				return this.fail(new ProxyAnswer(fault));
			case 'endStream':
				return this.fail(new Ended());
			case 'answerLost':
			case 'dropConnection':
				this.carrier.cut();
				return this.fail(new Cut());
			case 'reset':
				this.carrier.reset(fault.reason ?? 'internalError');
				return this.fail(new Cut());
			case 'goaway': {
				const closeConnection = this.carrier.goaway();
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
				void released.then(this.carrier.stall(fault.direction));
				return;
			case 'repeatFrame':
				if (this.last !== undefined) this.carrier.write(this.last);
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
			this.carrier.write(frame, end);
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
		if (this.served.stopping.aborted) throw new Cut();
		this.signal.throwIfAborted();
	}

	private hold(end: Promise<void>): void {
		this.holds.add(end);
		void end.then(() => this.holds.delete(end));
	}
}

/** Whatever could have a sequence and has none is a heartbeat, or the end of a replay. Frames of locations never have one. */
function isEvent(frame: unknown): boolean {
	const { has_sequence, has_heartbeat } = frame as { readonly has_sequence?: boolean; readonly has_heartbeat?: boolean };
	return has_heartbeat !== true && (has_sequence ?? true);
}
