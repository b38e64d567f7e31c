import type { Change } from '../../model/event/change';
import type { Line } from '../../model/line';
import { throwIfCancelled, toSpectrumError } from '../../errors/from';
import { SpectrumError, type ErrorKind } from '../../errors/SpectrumError';
import { CatchUpPlace } from '../line/catchUps';
import type { LineSession } from '../ports';
import type { Progress } from './progress';
import type { EventSink, GapReason } from '../entry';
import type { Slots } from '../../timing/slots';

/** Where a reader begins that has never read a line: with what happens from now on, or with all that the server has. */
export type StartAt = 'now' | 'everything';

export interface ReaderOptions {
	readonly line: Line;
	readonly progress: Progress;
	readonly startAt: StartAt;
	readonly sink: EventSink;
	/** Events that may be on their way at a time; a replay waits beyond that. Default 1,000, the official client's buffer. */
	readonly mostOpen?: number;
	/**
	 * Begins a reader that wants what happens from now on, and has never read the line: what happened at this moment or
	 * later, in milliseconds since the epoch, is no past. Default: the end of the log decides.
	 */
	readonly since?: number;
	/** The end of the log decides all the same, unless it cannot be read at the first attempt. Default false. */
	readonly trustsEnd?: boolean;
	/** Replays of the credential that are under way; default: any number. */
	readonly catchUps?: Slots;
}

/** Tells a server that says nothing from a reader that is busy. */
export interface ReplayWatch {
	/** The server has sent something, or its turn begins. */
	readonly onFrame?: () => void;
	/** It is not the server that is waited for. */
	readonly onWait?: () => void;
}

/**
 * Answers of a server that does not take a cursor. The contract names no code for it, so every refusal of the request
 * itself counts; a server without the method at all is another matter.
 */
const refusals: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['invalid', 'unsupported', 'notFound']);

/** Reads one line's log for one reader: hands each event on once, in whatever ways it comes. */
export class LineReader {
	private readonly mostOpen: number;
	/** The cursor was refused: the next replay begins with the oldest event there is. */
	private isCursorRefused = false;
	/** The gap that was told of last: a replay that broke comes to the same one again. */
	private toldOf = '';
	/** Whether the times of events say which of them are the past, and not the end of the log. */
	private skimsByTime: boolean;

	constructor(private readonly options: ReaderOptions) {
		const { progress, since, trustsEnd = false } = options;
		this.mostOpen = options.mostOpen ?? 1_000;
		this.skimsByTime = !trustsEnd;
		this.beginUnlessTimed();
		if (this.needsStart && since !== undefined) progress.beginSince(since);
	}

	get progress(): Progress {
		return this.options.progress;
	}

	get line(): Line {
		return this.options.line;
	}

	/** Whether the place where this reader begins has yet to be found. What comes live meanwhile is no past. */
	get needsStart(): boolean {
		return this.wantsNoPast && this.progress.cursor === undefined;
	}

	/** Whether more events may be handed on now. */
	get hasRoom(): boolean {
		return this.progress.open < this.mostOpen;
	}

	/** Hands an event on when it is new. */
	accept(sequence: string, change: Change): void {
		const { progress, line, sink } = this.options;
		if (!progress.claim(sequence)) return;
		const log = progress.logNumber;
		sink.accept({
			line,
			sequence,
			log,
			change,
			sentBefore: progress.attemptOf(sequence),
			sending: (attempt) => progress.sending(sequence, attempt, log),
			done: () => progress.done(sequence, log),
			release: () => progress.release(sequence, log),
		});
	}

	/** Resolves when there is room for one more event, whichever reader of the place has made it. */
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
	 * Replays from the cursor to the head of the log. A gap is told to the sink, and what there is after it is read.
	 * Rejects when the replay breaks; what was handed on by then is not handed on again.
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
			// What happens before the next attempt is no past.
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
		const { cursor, givenBackSoFar } = this.progress;
		const after = this.isCursorRefused ? undefined : cursor;
		// Whoever begins now wants of the past nothing but its end, and only a replay tells where that is.
		let isSkimmed = this.needsStart;
		let last: string | undefined;
		try {
			for await (const frame of session.replay(after, signal)) {
				// Somebody who is closed has given back what was not handed on: what is shown now was not claimed.
				throwIfCancelled(signal);
				watch.onFrame?.();
				if (frame.type === 'complete') return this.complete(higher(frame.head, last), givenBackSoFar);
				if (frame.type !== 'event') continue;
				const isFirst = last === undefined;
				last = higher(frame.sequence, last);
				if (isSkimmed && !this.isPresent(frame.change)) continue;
				if (isFirst && after !== undefined) this.suspectGap(after, frame.sequence);
				if (!this.hasRoom) {
					watch.onWait?.();
					// A run may take hours, and others are to read meanwhile.
					place.leave();
					await this.room(signal);
					await place.take(signal);
					watch.onFrame?.();
				}
				this.accept(frame.sequence, frame.change);
				if (!isSkimmed) continue;
				isSkimmed = false;
				this.beginWithWhatCame();
			}
		} catch (caught) {
			const error = toSpectrumError(caught);
			// Whoever has gone on from a cursor has not refused it.
			if (after === undefined || last !== undefined || !isRefusedCursor(error) || signal.aborted) throw error;
			this.isCursorRefused = true;
			this.tell('cursorRejected', after);
			return 'again';
		}
		throw new SpectrumError({
			kind: 'protocol',
			message: 'The server ended a replay of events without saying that it was complete',
			advice: 'Nothing needs to be done: it is tried again. If it lasts, the server is older or newer than this version of the node.',
		});
	}

	private complete(head: string, givenBackBefore: number): 'complete' | 'again' {
		const { progress } = this.options;
		// What came live while the past was skimmed is the beginning, and the replay may have skimmed what followed it.
		if (this.needsStart && this.beginWithWhatCame()) return 'again';
		const { cursor } = progress;
		if (cursor !== undefined && progress.isBeyond(head)) {
			// A refusal has told of it already.
			if (!this.isCursorRefused) this.tell('logRestarted', cursor);
			this.isCursorRefused = false;
			progress.restart();
			return 'again';
		}
		this.isCursorRefused = false;
		progress.shown(head, givenBackBefore);
		return 'complete';
	}

	/** All of a line's second log is new, also to a reader that began with the present of the first. */
	private get wantsNoPast(): boolean {
		return this.options.startAt === 'now' && this.progress.logNumber === 0;
	}

	/** Whether the present was found: it begins with the first event that was claimed or handed on, in whatever way it came. */
	private beginWithWhatCame(): boolean {
		if (this.wantsNoPast) this.progress.beginAtFirstKnown();
		return this.progress.cursor !== undefined;
	}

	/** Not where times decide: what came first may have come live, and what is before it is still to be found. */
	private beginUnlessTimed(): void {
		if (this.progress.since === undefined) this.beginWithWhatCame();
	}

	/** Whether an event that is skimmed is no past. One that does not say when it happened is. */
	private isPresent(change: Change): boolean {
		const { since } = this.progress;
		if (since === undefined || !this.skimsByTime) return false;
		const time = change.occurredAt ?? (change.type === 'message.received' ? change.message.createdAt : undefined);
		return time !== undefined && Date.parse(time) >= since;
	}

	private suspectGap(after: string, next: string): void {
		if (!this.progress.isSteady || BigInt(next) <= BigInt(after) + 1n) return;
		this.tell('eventsMissing', after, next);
	}

	private tell(reason: GapReason, after: string, next?: string): void {
		const { line, sink, progress } = this.options;
		const gap = { line, reason, after, log: progress.logNumber };
		const name = JSON.stringify([reason, after, gap.log]);
		if (name === this.toldOf) return;
		this.toldOf = name;
		sink.gap({ ...gap, ...(next === undefined ? {} : { next }) });
	}
}

function higher(sequence: string, other: string | undefined): string {
	return other !== undefined && BigInt(other) > BigInt(sequence) ? other : sequence;
}

/** Only a line's server can refuse: the control plane, asked for a token, knows of no cursor. */
function isRefusedCursor({ kind, status }: SpectrumError): boolean {
	return refusals.has(kind) && status !== undefined && status !== 'UNIMPLEMENTED' && !status.startsWith('HTTP ');
}
