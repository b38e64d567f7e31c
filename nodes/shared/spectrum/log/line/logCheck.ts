import type { Change, EventDomain } from '../../model/event/change';
import { halfJitter } from '../../timing/backoff';
import type { CancelTimer, Clock } from '../../timing/clock';
import { delay } from '../../timing/waiting';
import { CatchUpPlace } from './catchUps';
import type { LineSession } from '../ports';
import type { Slots } from '../../timing/slots';

/** The times of a check, in milliseconds. */
export interface LogCheckTimes {
	/** Longest time between two checks of a line. The shortest is half of it. */
	readonly betweenChecks: number;
	/** An event that the streams have not brought this long after the log showed it counts as missed. */
	readonly late: number;
	/** A replay that brings nothing for this long is ended. */
	readonly silentReplay: number;
}

export const defaultLogCheckTimes: LogCheckTimes = { betweenChecks: 5 * 60_000, late: 5_000, silentReplay: 60_000 };

/** What a check asks each reader of the line. */
export interface CheckedReader {
	/** The reader knows every event up to this sequence. Undefined while its own replay is still finding that out. */
	knownUpTo?(): string | undefined;
	/** Whether the reader has the event, or its replay will bring it. */
	hasSeen?(sequence: string): boolean;
	/** The log has events that no stream brought. */
	onMissed?(): void;
}

export interface LogCheckOptions {
	readonly session: LineSession;
	readonly clock: Clock;
	/** Gives a number from 0 up to, not including, 1. */
	readonly random: () => number;
	readonly times: LogCheckTimes;
	readonly catchUps?: Slots;
	readonly readers: () => readonly CheckedReader[];
	/** Whether the connection has a stream for this part of the log. */
	readonly hasStream: (domain: EventDomain) => boolean;
	/** A stream that sends heartbeats did not bring an event of the log. */
	readonly onStreamsMissed: () => void;
}

/** Unknown events that one check compares at most. One that was missed is enough. */
const maxCompared = 100;

/**
 * Compares the events of a connection's streams with the log at intervals. Streams have been seen that send heartbeats
 * and nothing else. One replay, from where the slowest reader is, serves all readers of the line. A check that fails
 * proves nothing, so it has no consequence.
 */
export class LogCheck {
	private readonly stop = new AbortController();
	private cancelTimer: CancelTimer = () => {};

	constructor(private readonly options: LogCheckOptions) {
		this.checkLater();
	}

	close(): void {
		this.cancelTimer();
		this.stop.abort();
	}

	private checkLater(): void {
		const { clock, random, times } = this.options;
		// Lines that were opened together must not be checked together.
		this.cancelTimer = clock.after(halfJitter(times.betweenChecks, random), () => {
			void this.check()
				.catch(() => {})
				.finally(() => {
					if (!this.stop.signal.aborted) this.checkLater();
				});
		});
	}

	private async check(): Promise<void> {
		const { readers, clock, times, hasStream, onStreamsMissed } = this.options;
		const { signal } = this.stop;
		const after = lowest(readers().map((reader) => reader.knownUpTo?.()));
		if (after === undefined) return;
		const found = await this.unseenAfter(after);
		if (found === 'restarted') {
			for (const reader of readers()) reader.onMissed?.();
			return;
		}
		if (found.length === 0) return;
		await delay(times.late, clock, signal);
		const missed = found.filter(({ sequence }) => isUnseen(readers(), sequence));
		if (missed.length === 0) return;
		// A new connection begins with a replay. Where the event has no stream, a replay is all that is needed.
		if (missed.some(({ change }) => isIn(change, hasStream))) onStreamsMissed();
		else for (const reader of readers()) reader.onMissed?.();
	}

	private async unseenAfter(after: string): Promise<Array<{ readonly sequence: string; readonly change: Change }> | 'restarted'> {
		const { session, catchUps, readers } = this.options;
		const place = new CatchUpPlace(catchUps);
		if (!place.tryTake()) await place.take(this.stop.signal);
		const silent = new AbortController();
		const signal = AbortSignal.any([this.stop.signal, silent.signal]);
		let cancelTimer = this.silenceTimer(silent);
		const unseen: Array<{ readonly sequence: string; readonly change: Change }> = [];
		try {
			for await (const frame of session.replay(after, signal)) {
				cancelTimer();
				cancelTimer = this.silenceTimer(silent);
				if (frame.type === 'complete') return BigInt(frame.head) < BigInt(after) ? 'restarted' : unseen;
				if (frame.type !== 'event' || !isUnseen(readers(), frame.sequence)) continue;
				unseen.push(frame);
				if (unseen.length === maxCompared) break;
			}
			return unseen;
		} finally {
			cancelTimer();
			place.leave();
		}
	}

	private silenceTimer(silent: AbortController): CancelTimer {
		return this.options.clock.after(this.options.times.silentReplay, () => silent.abort());
	}
}

/** Readers that cannot tell do not count. When none can tell, nothing counts as missed. */
function isUnseen(readers: readonly CheckedReader[], sequence: string): boolean {
	const known = readers.flatMap((reader) => reader.hasSeen?.(sequence) ?? []);
	return known.length > 0 && known.every((hasSeen) => !hasSeen);
}

function isIn({ type }: Change, hasStream: (domain: EventDomain) => boolean): boolean {
	const [domain] = type.split('.');
	return (domain === 'message' || domain === 'poll' || domain === 'group' || domain === 'chat') && hasStream(domain);
}

function lowest(places: ReadonlyArray<string | undefined>): string | undefined {
	const known = places.filter((place) => place !== undefined);
	return known.reduce<string | undefined>((low, place) => (low === undefined || BigInt(place) < BigInt(low) ? place : low), undefined);
}
