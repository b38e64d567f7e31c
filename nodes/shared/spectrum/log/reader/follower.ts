import type { Change } from '../../model/event/change';
import type { CancelTimer, Clock } from '../../timing/clock';
import { toSpectrumError } from '../../errors/from';
import type { SpectrumError } from '../../errors/SpectrumError';
import { defaultBackoff, pauseAfter, type Backoff } from '../../timing/backoff';
import type { LineListener, LiveLine } from '../line/liveLine';
import type { LineSession } from '../ports';
import { LineReader, type ReaderOptions } from './replay';

/** The times of a follower, in milliseconds. */
export interface FollowerTimes {
	readonly backoff: Backoff;
	/** A replay begins this long after the connection, even if not every stream is open yet. */
	readonly openTimeout: number;
	/** A missing sequence may still come on another stream for this long. Then a replay fetches it. */
	readonly hole: number;
	/** A replay that brings nothing for this long is ended and started again. */
	readonly stalled: number;
	/** Least time between two replays because of a missing sequence: some logs have holes in their numbering. */
	readonly betweenHoles: number;
	/** Live events wait for older ones at least this long after a replay without progress. */
	readonly fruitless: number;
}

export const defaultFollowerTimes: FollowerTimes = {
	backoff: defaultBackoff,
	openTimeout: 2_000,
	hole: 2_000,
	stalled: 60_000,
	betweenHoles: 30_000,
	fruitless: 60_000,
};

export interface FollowerOptions extends ReaderOptions {
	readonly clock: Clock;
	/** Gives a number from 0 up to, not including, 1. */
	readonly random: () => number;
	readonly times?: FollowerTimes;
	readonly onWarning: (message: string) => void;
	/** A replay has ended, so every event up to that moment is known. */
	readonly onCaughtUp?: () => void;
	/** The line is down. */
	readonly onFailed?: (error: SpectrumError) => void;
}

/** Live events that wait for a replay at most. Another replay reads the others. */
const maxHeld = 1_000;

/** Replays in a row without progress that live events wait for. A server that cannot replay must not stop them for good. */
const maxWaitedFor = 4;

type TimerName = 'openTimeout' | 'hole' | 'missing' | 'retry' | 'stalled' | 'released' | 'fruitless';

/**
 * One reader of a live line. It hands on the live events and replays the events that it may have missed: after the streams
 * have opened, while a sequence stays missing, and after it had to drop live events because too many were at work. Live
 * events wait for a running replay and for a missing sequence before them, so that events are handed on in their order.
 */
export class Follower implements LineListener {
	private readonly reader: LineReader;
	private readonly times: FollowerTimes;
	private session: LineSession | undefined;
	private replaying: AbortController | undefined;
	private isReplayWanted = false;
	private held: Array<{ readonly sequence: string; readonly change: Change }> = [];
	private failures = 0;
	private readonly timers = new Map<TimerName, CancelTimer>();
	private lastHoleAt = Number.NEGATIVE_INFINITY;
	private stopListening: () => void = () => {};
	private stopWatching: () => void = () => {};

	constructor(private readonly options: FollowerOptions) {
		this.reader = new LineReader(options);
		this.times = options.times ?? defaultFollowerTimes;
	}

	/** Follows the line until it is closed. */
	follow(line: LiveLine): void {
		this.stopListening = line.listen(this);
		this.stopWatching = this.reader.progress.watch((wasReleased) => {
			if (wasReleased) this.fetchAgain();
		});
		if (line.failure !== undefined) this.options.onFailed?.(line.failure.error);
	}

	close(): void {
		this.stopListening();
		this.stopWatching();
		this.leave();
	}

	onConnecting(session: LineSession): void {
		this.leave();
		this.session = session;
		// A reader that begins now means the moment of its start, not the moment when the streams opened.
		if (this.reader.needsStart) this.replay();
		else this.after('openTimeout', this.times.openTimeout, () => this.replay());
	}

	/** A running replay may have begun before the streams were open, so another one follows. */
	onOpen(): void {
		this.cancel('openTimeout');
		this.replay();
	}

	onEvent(sequence: string, change: Change): void {
		if (this.held.length < maxHeld) {
			const place = this.held.findLastIndex((other) => BigInt(other.sequence) <= BigInt(sequence)) + 1;
			this.held.splice(place, 0, { sequence, change });
		} else {
			// This event is dropped. A running replay may have passed it already, so another one follows.
			this.replay();
		}
		this.takeHeld();
	}

	onDown(error: SpectrumError): void {
		this.leave();
		this.options.onFailed?.(error);
	}

	/** Undefined while a replay runs or is due, or while events wait for room: the replay itself finds missed events. */
	knownUpTo(): string | undefined {
		return this.isBusy ? undefined : this.reader.progress.knownUpTo;
	}

	hasSeen(sequence: string): boolean {
		return this.isBusy || this.reader.progress.hasSeen(sequence) || this.held.some((event) => event.sequence === sequence);
	}

	onMissed(): void {
		this.replay();
	}

	private get isBusy(): boolean {
		const { needsStart, hasRoom } = this.reader;
		return needsStart || !hasRoom || this.replaying !== undefined || this.timers.has('openTimeout') || this.timers.has('retry');
	}

	/** A running replay may bring events that are older than the live ones. */
	private get isCatchingUp(): boolean {
		if (this.replaying !== undefined || this.timers.has('openTimeout') || this.timers.has('released')) return true;
		return this.timers.has('retry') && this.waitsForOlder;
	}

	private get waitsForOlder(): boolean {
		return this.failures <= maxWaitedFor || this.timers.has('fruitless');
	}

	private take(sequence: string, change: Change): void {
		if (this.reader.hasRoom) {
			this.reader.accept(sequence, change);
			return;
		}
		// The replay waits for room itself and then reads this event.
		this.replay();
	}

	/** Hands the held events on, in order, up to the first one with a missing sequence before it. */
	private takeHeld(): void {
		// A reader that has not found its start waits for no earlier event.
		while (!this.isCatchingUp || this.reader.needsStart) {
			const [next] = this.held;
			if (next === undefined) break;
			if (!this.reader.progress.isNext(next.sequence) && this.waitsForOlder) {
				if (!this.timers.has('missing')) this.after('missing', this.times.hole, () => this.replay());
				return;
			}
			this.held.shift();
			this.take(next.sequence, next.change);
		}
		if (this.held.length === 0) this.cancel('missing');
		this.lookForHole();
	}

	private leave(): void {
		this.session = undefined;
		this.replaying?.abort();
		this.replaying = undefined;
		this.isReplayWanted = false;
		// The replay of the next connection brings them.
		this.held = [];
		for (const name of [...this.timers.keys()]) this.cancel(name);
	}

	private replay(): void {
		if (this.session === undefined) return;
		this.isReplayWanted = true;
		if (this.replaying === undefined && !this.timers.has('retry')) void this.replayWhileWanted(this.session);
	}

	private async replayWhileWanted(session: LineSession): Promise<void> {
		const stop = new AbortController();
		const { signal } = stop;
		this.replaying = stop;
		try {
			while (this.isReplayWanted) {
				await this.reader.room(signal);
				this.isReplayWanted = false;
				await this.catchUp(session, stop);
				this.hasProgressed();
			}
		} catch (caught) {
			if (this.replaying === stop) this.retry(signal.aborted ? 'the server was silent for too long' : toSpectrumError(caught).message);
		} finally {
			if (this.replaying === stop) {
				this.replaying = undefined;
				this.takeHeld();
			}
		}
	}

	private async catchUp(session: LineSession, stop: AbortController): Promise<void> {
		const watch = (): void => this.after('stalled', this.times.stalled, () => stop.abort());
		try {
			watch();
			await this.reader.catchUp(session, stop.signal, {
				onFrame: watch,
				onWait: () => this.cancel('stalled'),
				// Whoever gets further will arrive: live events go on waiting for the older ones.
				onProgress: () => this.hasProgressed(),
			});
			this.options.onCaughtUp?.();
		} finally {
			// An abandoned replay may end after the next one has begun. It must not stop the timer of that one.
			if (this.replaying === stop) this.cancel('stalled');
		}
	}

	private hasProgressed(): void {
		this.failures = 0;
		this.cancel('fruitless');
	}

	/** The line may work although a replay broke. If it does not, the next connection starts the next replay. */
	private retry(problem: string): void {
		this.failures += 1;
		if (this.failures === 1) this.after('fruitless', this.times.fruitless, () => this.takeHeld());
		const pause = pauseAfter(this.failures, this.times.backoff, this.options.random);
		if (this.failures > 1) {
			this.options.onWarning(`Events of line ${this.reader.line.phone} could not be replayed and are requested again: ${problem}`);
		}
		this.after('retry', pause, () => this.replay());
	}

	/** Before the start is known, a missing sequence means nothing. */
	private lookForHole(): void {
		const { progress, needsStart } = this.reader;
		if (this.timers.has('hole') || needsStart || !progress.hasHole) return;
		const { clock } = this.options;
		const { hole, betweenHoles } = this.times;
		// Never longer than the pause itself, even if the clock of the host was put back in the meantime.
		const wait = Math.min(betweenHoles, this.lastHoleAt + betweenHoles - clock.now());
		this.after('hole', Math.max(hole, wait), () => {
			if (!this.reader.progress.hasHole) return;
			this.lastHoleAt = clock.now();
			this.replay();
		});
	}

	/** Only a replay brings the events that an earlier reader released: this reader may have passed them. */
	private fetchAgain(): void {
		if (this.session === undefined || this.timers.has('released')) return;
		this.after('released', this.times.hole, () => this.replay());
	}

	private after(name: TimerName, milliseconds: number, task: () => void): void {
		this.cancel(name);
		const cancelTimer = this.options.clock.after(milliseconds, () => {
			this.timers.delete(name);
			task();
		});
		this.timers.set(name, cancelTimer);
	}

	private cancel(name: TimerName): void {
		this.timers.get(name)?.();
		this.timers.delete(name);
	}
}
