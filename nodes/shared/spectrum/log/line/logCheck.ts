import type { Change, EventDomain } from '../../model/event/change';
import type { CancelTimer, Clock } from '../../timing/clock';
import { delay } from '../../timing/waiting';
import { CatchUpPlace } from './catchUps';
import type { LineSession } from '../ports';
import type { Slots } from '../../timing/slots';

/** All times of a check, in milliseconds. */
export interface LogCheckTimes {
	/** Between two checks of a line, at most; at least half of it. */
	readonly betweenChecks: number;
	/** What a stream has not brought so long after the log has shown it, it does not bring. */
	readonly late: number;
	/** A replay that brings nothing for so long is given up. */
	readonly mute: number;
}

export const defaultLogCheckTimes: LogCheckTimes = { betweenChecks: 5 * 60_000, late: 5_000, mute: 60_000 };

/** What a check asks of those who read the line. */
export interface CheckedReader {
	/** Whatever exists up to here it knows; undefined while it is busy with finding that out itself. */
	knownUpTo?(): string | undefined;
	/** Whether it knows of the event, or is about to learn of it. */
	hasSeen?(sequence: string): boolean;
	/** The log has events that no stream has brought. */
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
	/** Whether the connection has a stream that should have brought such a change. */
	readonly hasStream: (domain: EventDomain) => boolean;
	/** A stream that beats has not brought what is in the log. */
	readonly onDeaf: () => void;
}

/** Events of the log that are compared with what is known; one that was missed is enough. */
const mostCompared = 100;

/**
 * Compares, from time to time, what the streams of a connection have brought with the log: a stream has been seen that
 * sends heartbeats and nothing else. One replay from where the last reader is serves all readers of the line. A check
 * that cannot be made says nothing of the streams.
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
		// Lines that were opened together are not checked together.
		this.cancelTimer = clock.after(times.betweenChecks * (0.5 + random() / 2), () => {
			void this.check()
				.catch(() => {})
				.finally(() => {
					if (!this.stop.signal.aborted) this.checkLater();
				});
		});
	}

	private async check(): Promise<void> {
		const { readers, clock, times, hasStream, onDeaf } = this.options;
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
		// The next connection begins with a replay; where no stream was to bring it, a replay alone does.
		if (missed.some(({ change }) => isIn(change, hasStream))) onDeaf();
		else for (const reader of readers()) reader.onMissed?.();
	}

	private async unseenAfter(after: string): Promise<Array<{ readonly sequence: string; readonly change: Change }> | 'restarted'> {
		const { session, catchUps, readers } = this.options;
		const place = new CatchUpPlace(catchUps);
		if (!place.tryTake()) await place.take(this.stop.signal);
		const mute = new AbortController();
		const signal = AbortSignal.any([this.stop.signal, mute.signal]);
		let cancelMute = this.muteTimer(mute);
		const unseen: Array<{ readonly sequence: string; readonly change: Change }> = [];
		try {
			for await (const frame of session.replay(after, signal)) {
				cancelMute();
				cancelMute = this.muteTimer(mute);
				if (frame.type === 'complete') return BigInt(frame.head) < BigInt(after) ? 'restarted' : unseen;
				if (frame.type !== 'event' || !isUnseen(readers(), frame.sequence)) continue;
				unseen.push(frame);
				if (unseen.length === mostCompared) break;
			}
			return unseen;
		} finally {
			cancelMute();
			place.leave();
		}
	}

	private muteTimer(mute: AbortController): CancelTimer {
		return this.options.clock.after(this.options.times.mute, () => mute.abort());
	}
}

/** Those who cannot tell are not asked; where nobody can, nothing is missed. */
function isUnseen(readers: readonly CheckedReader[], sequence: string): boolean {
	const answers = readers.flatMap((reader) => reader.hasSeen?.(sequence) ?? []);
	return answers.length > 0 && answers.every((hasSeen) => !hasSeen);
}

function isIn({ type }: Change, hasStream: (domain: EventDomain) => boolean): boolean {
	const [domain] = type.split('.');
	return (domain === 'message' || domain === 'poll' || domain === 'group' || domain === 'chat') && hasStream(domain);
}

function lowest(places: ReadonlyArray<string | undefined>): string | undefined {
	const known = places.filter((place) => place !== undefined);
	return known.reduce<string | undefined>((low, place) => (low === undefined || BigInt(place) < BigInt(low) ? place : low), undefined);
}
