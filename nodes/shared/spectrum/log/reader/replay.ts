import type { Change } from '../../model/event/change';
import type { Line } from '../../model/line';
import { throwIfCancelled, toSpectrumError } from '../../errors/from';
import { SpectrumError, type ErrorKind } from '../../errors/SpectrumError';
import { CatchUpPlace } from '../line/catchUps';
import type { LineSession } from '../ports';
import { FromOldest } from './fromOldest';
import type { Progress } from './progress';
import type { LogConsumer, GapReason } from '../entry';
import type { Slots } from '../../timing/slots';
import { present } from '../../values/present';

/** Where a reader begins on a line that it has never read: with new events, or with every event of the server. */
export type StartAt = 'now' | 'everything';

export interface ReaderOptions {
	readonly line: Line;
	readonly progress: Progress;
	readonly startAt: StartAt;
	readonly consumer: LogConsumer;
	/** Claimed events that are not done, at most. Beyond that a replay waits. Default 1,000, the official client's buffer. */
	readonly maxOpen?: number;
	/**
	 * Where 'from now on' begins on a line that was never read: events from this moment on count as new, in milliseconds
	 * since the epoch. Default: the head of the log decides.
	 */
	readonly since?: number;
	/** Prefers the head of the log over `since`, if the first attempt can read it. Default false. */
	readonly prefersHead?: boolean;
	/** Limits how many replays of the credential run at once. Default: no limit. */
	readonly catchUps?: Slots;
}

/** Lets the caller tell a silent server from a busy reader. */
export interface ReplayWatch {
	/** The server has sent a frame, or its turn begins. */
	readonly onFrame?: () => void;
	/** The replay waits for something other than the server. */
	readonly onWait?: () => void;
	/** The replay has got further than any before it, even if it breaks now. */
	readonly onProgress?: () => void;
}

/**
 * Answers of a server that refuses a cursor. The contract names no code for that, so every refusal of the request itself
 * counts. A server that lacks the method is a different case.
 */
const refusals: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['invalid', 'unsupported', 'notFound']);

/** Reads one line's log for one reader. Each event is handed on once, whether it comes live or by replay. */
export class LineReader {
	private readonly maxOpen: number;
	/** The server refused it, so replays begin with the oldest event until one is complete or the cursor has moved. */
	private refusedCursor: string | undefined;
	private fromOldest = new FromOldest();
	/** The gap that was reported last. A replay that broke meets the same gap again. */
	private reported = '';
	/** Whether the times of events decide which ones are new, instead of the head of the log. */
	private skimsByTime: boolean;

	constructor(private readonly options: ReaderOptions) {
		const { progress, since, prefersHead = false } = options;
		this.maxOpen = options.maxOpen ?? 1_000;
		this.skimsByTime = !prefersHead;
		this.beginUnlessTimed();
		if (this.needsStart && since !== undefined) progress.beginSince(since);
	}

	get progress(): Progress {
		return this.options.progress;
	}

	get line(): Line {
		return this.options.line;
	}

	/** Whether the start of this reader is still unknown. Live events that arrive meanwhile count as new. */
	get needsStart(): boolean {
		return this.wantsOnlyNew && this.progress.cursor === undefined;
	}

	/** Whether another event may be handed on now. */
	get hasRoom(): boolean {
		return this.progress.open < this.maxOpen;
	}

	/** Hands an event on if it is new. True when it was. */
	accept(sequence: string, change: Change): boolean {
		const { progress, line, consumer } = this.options;
		if (!progress.claim(sequence)) return false;
		const log = progress.logNumber;
		consumer.accept({
			line,
			sequence,
			log,
			change,
			earlierAttempt: progress.attemptOf(sequence),
			sending: (attempt) => progress.sending(sequence, attempt, log),
			done: () => progress.done(sequence, log),
			release: () => progress.release(sequence, log),
		});
		return true;
	}

	/** Resolves when there is room for one more event. Another reader of the same place may have made it. */
	async room(signal: AbortSignal): Promise<void> {
		while (!this.hasRoom) {
			throwIfCancelled(signal);
			await new Promise<void>((resolve) => {
				const go = (): void => {
					stopWatching();
					signal.removeEventListener('abort', go);
					resolve();
				};
				const stopWatching = this.progress.watch(() => {
					if (this.hasRoom) go();
				});
				signal.addEventListener('abort', go, { once: true });
			});
		}
		throwIfCancelled(signal);
	}

	/**
	 * Replays from the cursor to the head of the log. Reports a gap to the consumer and reads on after it. Rejects when the
	 * replay breaks. Events that were handed on by then are not handed on again.
	 */
	async catchUp(session: LineSession, signal: AbortSignal, watch: ReplayWatch = {}): Promise<void> {
		for (;;) {
			const verdict = await this.replay(session, signal, watch);
			if (verdict === 'complete') return;
		}
	}

	private async replay(session: LineSession, signal: AbortSignal, watch: ReplayWatch): Promise<'complete' | 'again'> {
		const place = new CatchUpPlace(this.options.catchUps);
		if (!place.tryTake()) {
			watch.onWait?.();
			await place.take(signal);
			watch.onFrame?.();
		}
		try {
			return await this.replayNow(session, signal, watch, place);
		} catch (caught) {
			// Events that happen before the next attempt count as new.
			this.skimsByTime = true;
			throw caught;
		} finally {
			place.leave();
		}
	}

	private async replayNow(
		session: LineSession,
		signal: AbortSignal,
		watch: ReplayWatch,
		place: CatchUpPlace,
	): Promise<'complete' | 'again'> {
		this.beginUnlessTimed();
		const { cursor, releasesSoFar } = this.progress;
		const fromOldest = cursor === undefined || cursor === this.refusedCursor ? this.fromOldest : undefined;
		const after = fromOldest === undefined ? cursor : fromOldest.begin(releasesSoFar);
		// 'From now on' needs only the head of the log, and only a replay gives that.
		let isSkimmed = this.needsStart;
		let last: string | undefined;
		try {
			for await (const frame of session.replay(after, signal)) {
				// After close() all claims were released. Accepting more events would lose them.
				throwIfCancelled(signal);
				watch.onFrame?.();
				if (frame.type === 'complete') return this.complete(higher(frame.head, last), releasesSoFar);
				if (frame.type !== 'event') continue;
				const isFirst = last === undefined;
				last = higher(frame.sequence, last);
				if (isSkimmed && !this.countsAsNew(frame.change)) continue;
				if (isFirst && after !== undefined) this.suspectGap(after, frame.sequence);
				if (!this.hasRoom) {
					watch.onWait?.();
					// A run may take hours. Other readers use the place meanwhile.
					place.leave();
					await this.room(signal);
					await place.take(signal);
					watch.onFrame?.();
				}
				const isNew = this.accept(frame.sequence, frame.change);
				const isFurther = fromOldest?.reach(frame.sequence) ?? false;
				if (isNew || isFurther) watch.onProgress?.();
				if (!isSkimmed) continue;
				isSkimmed = false;
				this.beginAtFirstSeen();
			}
		} catch (caught) {
			const error = toSpectrumError(caught);
			// A server that has sent events after the cursor has not refused it.
			if (after === undefined || last !== undefined || !isRefusedCursor(error) || signal.aborted) throw error;
			if (fromOldest === undefined) this.beginAtOldest(after);
			else fromOldest.refuse();
			return 'again';
		}
		throw new SpectrumError({
			kind: 'protocol',
			message: 'The server ended a replay of events without saying that it was complete',
			advice: 'You need to do nothing: n8n tries again. If this continues, the server is older or newer than this version of the node.',
		});
	}

	private complete(head: string, releasesBefore: number): 'complete' | 'again' {
		const { progress } = this.options;
		// Live events that came during the skimming are the start. The replay may have skimmed the events after them.
		if (this.needsStart && this.beginAtFirstSeen()) return 'again';
		const { cursor } = progress;
		if (cursor !== undefined && progress.isBeyond(head)) {
			// The refused cursor was reported already.
			if (this.refusedCursor === undefined) this.reportGap('logRestarted', cursor);
			this.forgetOldest();
			progress.restart();
			return 'again';
		}
		const isOtherLog = cursor === undefined && this.fromOldest.isBeyond(head);
		this.forgetOldest();
		if (isOtherLog) return 'again';
		progress.replayed(head, releasesBefore);
		return 'complete';
	}

	private beginAtOldest(refused: string): void {
		// Until a replay is complete, the first report covers what the next one would say.
		if (this.refusedCursor === undefined) this.reportGap('cursorRejected', refused);
		this.forgetOldest();
		this.refusedCursor = refused;
	}

	private forgetOldest(): void {
		this.refusedCursor = undefined;
		this.fromOldest = new FromOldest();
	}

	/** A new log is read from its beginning, even by a reader that began 'from now on' in the first log. */
	private get wantsOnlyNew(): boolean {
		return this.options.startAt === 'now' && this.progress.logNumber === 0;
	}

	/** Whether the start was found. It is the first event that was claimed or handed on. */
	private beginAtFirstSeen(): boolean {
		if (this.wantsOnlyNew) this.progress.beginAtFirstKnown();
		return this.progress.cursor !== undefined;
	}

	/** Not where times decide: the first event may have come live, with wanted events before it.  */
	private beginUnlessTimed(): void {
		if (this.progress.since === undefined) this.beginAtFirstSeen();
	}

	/** Whether a skimmed event counts as new. An event without a time does not. */
	private countsAsNew(change: Change): boolean {
		const { since } = this.progress;
		if (since === undefined || !this.skimsByTime) return false;
		const time = change.occurredAt ?? (change.type === 'message.received' ? change.message.createdAt : undefined);
		return time !== undefined && Date.parse(time) >= since;
	}

	private suspectGap(after: string, next: string): void {
		if (!this.progress.isSteady || BigInt(next) <= BigInt(after) + 1n) return;
		this.reportGap('eventsMissing', after, next);
	}

	private reportGap(reason: GapReason, after: string, next?: string): void {
		const { line, consumer, progress } = this.options;
		const gap = { line, reason, after, log: progress.logNumber };
		const name = JSON.stringify([reason, after, gap.log]);
		if (name === this.reported) return;
		this.reported = name;
		consumer.gap({ ...gap, ...present({ next }) });
	}
}

function higher(sequence: string, other: string | undefined): string {
	return other !== undefined && BigInt(other) > BigInt(sequence) ? other : sequence;
}

/** Only the server of a line can refuse a cursor. The control plane, which gives tokens, knows none. */
function isRefusedCursor({ kind, status }: SpectrumError): boolean {
	return refusals.has(kind) && status !== undefined && status !== 'UNIMPLEMENTED' && !status.startsWith('HTTP ');
}
