import type { EventDomain } from '../../model/event/change';
import type { CancelTimer, Clock } from '../../timing/clock';

/** How long a stream may be silent, in milliseconds. */
export interface SilenceTimes {
	/**
	 * Since the last frame. Three times the longest silence that a heartbeat has ended, if that is longer. A stream without
	 * any heartbeat so far may have been dead from the beginning, so it gets no extra time.
	 */
	readonly betweenFrames: number;
	/** Until the server confirms the subscription. */
	readonly opening: number;
}

interface StreamSilence {
	isOpen: boolean;
	at: number;
	/** 0 until a heartbeat has been heard. */
	longestSilence: number;
}

/**
 * Watches the streams of one connection. TCP does not report that the other side is gone, and a proxy answers gRPC's own
 * pings. Only frames of the streams prove that they work.
 */
export class Silence {
	private readonly streams: Map<EventDomain, StreamSilence>;
	private cancelTimer: CancelTimer = () => {};

	constructor(
		domains: readonly EventDomain[],
		private readonly clock: Clock,
		private readonly times: SilenceTimes,
		private readonly onSilent: (domain: EventDomain) => void,
	) {
		const at = clock.now();
		this.streams = new Map(domains.map((domain) => [domain, { isOpen: false, at, longestSilence: 0 }]));
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
		// Events count as signs of life too: some servers send heartbeats only when there are no events.
		stream.longestSilence = Math.max(stream.longestSilence, silence);
	}

	/** The server has no such stream, so its silence means nothing. */
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

	private dueOf({ isOpen, at, longestSilence }: StreamSilence): number {
		if (!isOpen) return at + this.times.opening;
		return at + Math.max(this.times.betweenFrames, 3 * longestSilence);
	}
}
