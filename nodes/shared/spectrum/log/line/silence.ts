import type { EventDomain } from '../../model/event/change';
import type { CancelTimer, Clock } from '../../timing/clock';

/** How long a stream may say nothing, in milliseconds. */
export interface SilenceTimes {
	/**
	 * From what was heard last; three times the longest silence that a heartbeat ended, when that is longer. A stream that
	 * has never sent a heartbeat may have been dead from the beginning, so it gets no longer.
	 */
	readonly beating: number;
	/** Until the server says that it listens. */
	readonly opening: number;
}

interface Heard {
	isOpen: boolean;
	at: number;
	/** 0 until a heartbeat has been heard. */
	longestSilence: number;
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
			domains.map((domain) => [domain, { isOpen: false, at, longestSilence: 0 }]),
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
		const silence = now - stream.at;
		stream.at = now;
		if (!isHeartbeat) return;
		// Events in between are signs of life as well: some servers beat only when there is nothing else to say.
		stream.longestSilence = Math.max(stream.longestSilence, silence);
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
		const now = this.clock.now();
		// A clock that was put back must not stop the watch until it has caught up.
		for (const stream of this.streams.values()) stream.at = Math.min(stream.at, now);
		const due = Math.min(...[...this.streams.values()].map((stream) => this.dueOf(stream)));
		if (!Number.isFinite(due)) return;
		this.cancelTimer = this.clock.after(Math.max(0, due - now), () => this.check());
	}

	private check(): void {
		const now = this.clock.now();
		const silent = [...this.streams].find(([, stream]) => this.dueOf(stream) <= now);
		if (silent === undefined) this.watch();
		else this.onSilent(silent[0]);
	}

	private dueOf({ isOpen, at, longestSilence }: Heard): number {
		if (!isOpen) return at + this.times.opening;
		return at + Math.max(this.times.beating, 3 * longestSilence);
	}
}
