import type { EventDomain } from '../domain/change';
import type { CancelTimer, Clock } from '../domain/clock';

/** How long a stream may say nothing, in milliseconds. */
export interface SilenceTimes {
	/** Where heartbeats have been heard; three times the longest pause between two of them, when that is longer. */
	readonly beating: number;
	/** Where none has been heard: a server may have none, and then a quiet line is no sign of anything. */
	readonly unheard: number;
	/** Until the server says that it listens. */
	readonly opening: number;
}

interface Heard {
	isOpen: boolean;
	at: number;
	lastBeat: number | undefined;
	longestPause: number | undefined;
}

/**
 * Watches the streams of one connection. TCP does not tell that the other side is gone, and a proxy in between answers
 * gRPC's own pings: only what the streams say proves that they are there.
 */
export class Silence {
	private readonly streams: Map<EventDomain, Heard>;
	private cancelTimer: CancelTimer = () => {};

	constructor(
		domains: readonly EventDomain[],
		private readonly clock: Clock,
		private readonly times: SilenceTimes,
		private readonly onSilent: (domain: EventDomain) => void,
	) {
		const at = clock.now();
		this.streams = new Map(
			domains.map((domain) => [domain, { isOpen: false, at, lastBeat: undefined, longestPause: undefined }]),
		);
		this.watch();
	}

	opened(domain: EventDomain): void {
		const stream = this.streams.get(domain);
		if (stream === undefined) return;
		stream.isOpen = true;
		stream.at = this.clock.now();
		this.watch();
	}

	heard(domain: EventDomain, isHeartbeat: boolean): void {
		const stream = this.streams.get(domain);
		if (stream === undefined) return;
		const now = this.clock.now();
		stream.at = now;
		if (!isHeartbeat) return;
		const isFirst = stream.lastBeat === undefined;
		if (stream.lastBeat !== undefined) stream.longestPause = Math.max(stream.longestPause ?? 0, now - stream.lastBeat);
		stream.lastBeat = now;
		// From now on it is expected sooner than the timer that is set.
		if (isFirst) this.watch();
	}

	/** This stream is not there, and need not say anything. */
	forget(domain: EventDomain): void {
		this.streams.delete(domain);
		this.watch();
	}

	close(): void {
		this.cancelTimer();
		this.streams.clear();
	}

	private watch(): void {
		this.cancelTimer();
		const due = Math.min(...[...this.streams.values()].map((stream) => this.dueOf(stream)));
		if (!Number.isFinite(due)) return;
		this.cancelTimer = this.clock.after(Math.max(0, due - this.clock.now()), () => this.check());
	}

	private check(): void {
		const now = this.clock.now();
		const silent = [...this.streams].find(([, stream]) => this.dueOf(stream) <= now);
		if (silent === undefined) this.watch();
		else this.onSilent(silent[0]);
	}

	private dueOf({ isOpen, at, lastBeat, longestPause }: Heard): number {
		if (!isOpen) return at + this.times.opening;
		if (lastBeat === undefined) return at + this.times.unheard;
		return at + Math.max(this.times.beating, 3 * (longestPause ?? 0));
	}
}
