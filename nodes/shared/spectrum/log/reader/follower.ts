import type { Change } from '../../model/event/change';
import type { CancelTimer, Clock } from '../../timing/clock';
import { toSpectrumError } from '../../errors/from';
import type { SpectrumError } from '../../errors/SpectrumError';
import { defaultBackoff, pauseAfter, type Backoff } from '../../timing/backoff';
import type { LineListener, LiveLine } from '../line/liveLine';
import type { LineSession } from '../ports';
import { LineReader, type ReaderOptions } from './replay';

/** All times of a follower, in milliseconds. */
export interface FollowerTimes {
	readonly backoff: Backoff;
	/** A replay begins this long after the connection, though not every stream has said yet that it listens. */
	readonly impatience: number;
	/** A missing number may still come on another stream for so long, before a replay asks for it. */
	readonly hole: number;
	/** A replay that brings nothing for so long is given up, and begun anew. */
	readonly stalled: number;
	/** Least time between two replays that a missing number caused: some logs are numbered with holes. */
	readonly betweenHoles: number;
}

export const defaultFollowerTimes: FollowerTimes = {
	backoff: defaultBackoff,
	impatience: 2_000,
	hole: 2_000,
	stalled: 60_000,
	betweenHoles: 30_000,
};

export interface FollowerOptions extends ReaderOptions {
	readonly clock: Clock;
	/** Gives a number from 0 up to, not including, 1. */
	readonly random: () => number;
	readonly times?: FollowerTimes;
	readonly onWarning: (message: string) => void;
	/** A replay has ended: everything up to that moment is known. */
	readonly onCaughtUp?: () => void;
	/** The line is down. */
	readonly onFailed?: (error: SpectrumError) => void;
}

/** Live events that wait for a replay; what is beyond is read by another one. */
const mostHeld = 1_000;

/** Broken replays in a row that live events wait for; a server that can replay nothing must not hold them for ever. */
const mostWaitedFor = 4;

type TimerName = 'impatience' | 'hole' | 'missing' | 'retry' | 'stalled' | 'givenBack';

/**
 * One reader of a live line. Beside the live events it replays what it may have missed: when the streams have opened,
 * when a number stays missing, and when it had to let live events pass because too many were on their way. Live events
 * wait for a replay that runs, and for a number that is missing before them, so that what happened earlier is handed on
 * earlier.
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
		this.stopWatching = this.reader.progress.watch((isGivenBack) => {
			if (isGivenBack) this.fetchAgain();
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
		// Where a reader begins with the present, the present is when it was told to begin, not when the streams opened.
		if (this.reader.needsStart) this.replay();
		else this.after('impatience', this.times.impatience, () => this.replay());
	}

	/** A replay that is under way already may have begun before the streams listened, so another follows it. */
	onOpen(): void {
		this.cancel('impatience');
		this.replay();
	}

	onEvent(sequence: string, change: Change): void {
		if (this.held.length < mostHeld) {
			const place = this.held.findLastIndex((other) => BigInt(other.sequence) <= BigInt(sequence)) + 1;
			this.held.splice(place, 0, { sequence, change });
		} else {
			// It is let pass; a replay that runs may have gone by the place already, so another follows.
			this.replay();
		}
		this.takeHeld();
	}

	onDown(error: SpectrumError): void {
		this.leave();
		this.options.onFailed?.(error);
	}

	/** While a replay runs or is wanted, or events wait for room, it finds out itself what there is. */
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
		return needsStart || !hasRoom || this.replaying !== undefined || this.timers.has('impatience') || this.timers.has('retry');
	}

	/** What comes live now may have happened later than what a replay is about to bring. */
	private get isCatchingUp(): boolean {
		if (this.replaying !== undefined || this.timers.has('impatience')) return true;
		return this.timers.has('retry') && this.failures <= mostWaitedFor;
	}

	private take(sequence: string, change: Change): void {
		if (this.reader.hasRoom) {
			this.reader.accept(sequence, change);
			return;
		}
		// What was let pass is read again as soon as there is room, by a replay that waits for room itself.
		this.replay();
	}

	/** In their order, up to the first that something is missing before. */
	private takeHeld(): void {
		// Whoever begins now waits for nothing that happened earlier.
		while (!this.isCatchingUp || this.reader.needsStart) {
			const [next] = this.held;
			if (next === undefined) break;
			if (!this.reader.progress.isNext(next.sequence) && this.failures <= mostWaitedFor) {
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
		// The replay over the next connection brings them.
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
				this.failures = 0;
			}
		} catch (caught) {
			if (this.replaying === stop) this.retry(signal.aborted ? 'the server has sent nothing for too long' : toSpectrumError(caught).message);
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
			await this.reader.catchUp(session, stop.signal, { onFrame: watch, onWait: () => this.cancel('stalled') });
			this.options.onCaughtUp?.();
		} finally {
			// One that was left ends later than the next one begins, and must not touch its timer.
			if (this.replaying === stop) this.cancel('stalled');
		}
	}

	/** The line may be well although a replay broke; where it is not, the next connection brings the next replay. */
	private retry(problem: string): void {
		this.failures += 1;
		const pause = pauseAfter(this.failures, this.times.backoff, this.options.random);
		if (this.failures > 1) {
			this.options.onWarning(`Events of line ${this.reader.line.phone} could not be replayed, and are asked for again: ${problem}`);
		}
		this.after('retry', pause, () => this.replay());
	}

	/** Of a reader that has not begun anything could be missing. */
	private lookForHole(): void {
		const { progress, needsStart } = this.reader;
		if (this.timers.has('hole') || needsStart || !progress.hasHole) return;
		const { clock } = this.options;
		const { hole, betweenHoles } = this.times;
		// Never longer than the pause itself, also when the host's clock was put back meanwhile.
		const wait = Math.min(betweenHoles, this.lastHoleAt + betweenHoles - clock.now());
		this.after('hole', Math.max(hole, wait), () => {
			if (!this.reader.progress.hasHole) return;
			this.lastHoleAt = clock.now();
			this.replay();
		});
	}

	/** What a reader before this one had claimed and has given back comes by a replay only: this one may have gone by it. */
	private fetchAgain(): void {
		if (this.session === undefined || this.timers.has('givenBack')) return;
		this.after('givenBack', this.times.hole, () => this.replay());
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
