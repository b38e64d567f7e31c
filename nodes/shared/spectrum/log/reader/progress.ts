import { Claims } from './claims';
import { Cursor } from './cursor';
import { highest, lowest } from './ranges';
import { storedRanges, type StoredProgress } from './storedProgress';
import { present } from '../../values/present';

/** Called when an event is done, or released. A released event has no claim and comes again. */
export type ProgressWatcher = (wasReleased: boolean) => void;

/**
 * The place of one reader in one line's log. It decides whether an event is new: each sequence is claimed once. Claims, and
 * how far the log is done, are in {@link Claims} and {@link Cursor}.
 *
 * Readers that follow each other in one process share it. The events that the earlier reader has at work are not handed
 * on again, and the events that it releases go to the next one.
 */
export class Progress {
	private log = 0;
	private readonly claims = new Claims();
	private readonly position = new Cursor();
	/** The attempts of the events that were handed on and are not done. */
	private readonly attempts = new Map<bigint, number>();
	/** See {@link since}. */
	private beginsAt: number | undefined;
	private readonly watchers = new Set<ProgressWatcher>();
	/** The last result of {@link storedText}; absent after a change. */
	private text: string | undefined;

	constructor(stored?: StoredProgress) {
		if (stored !== undefined) this.merge(stored);
	}

	/** Number of the log that the sequences belong to now. */
	get logNumber(): number {
		return this.log;
	}

	/** Where a replay begins. Undefined: with the oldest event of the server. */
	get cursor(): string | undefined {
		return this.position.at?.toString();
	}

	/** Every event up to here was claimed or lies before the start. Undefined when nothing is known. */
	get knownUpTo(): string | undefined {
		return this.position.knownUpTo?.toString();
	}

	/** Without a cursor: the moment from which the reader wants events, in milliseconds since the epoch. */
	get since(): number | undefined {
		return this.position.at === undefined ? this.beginsAt : undefined;
	}

	/** Number of claimed events that are not done. */
	get open(): number {
		return this.claims.open;
	}

	/** Number of releases so far. A replay notes it when it begins, for {@link replayed}. */
	get releasesSoFar(): number {
		return this.claims.releasesSoFar;
	}

	/** Whether the log has had no hole for so long that a hole would mean a lost event. */
	get isSteady(): boolean {
		return this.position.isSteady;
	}

	/** Whether a sequence is missing below a claimed one, and no replay has explained it. */
	get hasHole(): boolean {
		const { knownUpTo: known, doneAbove } = this.position;
		const last = highest(this.claims.last, doneAbove.at(-1)?.[1]);
		if (last === undefined) return false;
		if (known === undefined) return true;
		if (last <= known) return false;
		return last - known !== this.claims.countAbove(known) + this.position.countDoneAbove(known);
	}

	/** Calls back after each done or released event. Call the returned function to stop. */
	watch(watcher: ProgressWatcher): () => void {
		this.watchers.add(watcher);
		return () => {
			this.watchers.delete(watcher);
		};
	}

	/**
	 * Whether no event seems to be missing right before this one. Streams of several domains overtake each other. In a log
	 * that skips sequences, a missing one means nothing.
	 */
	isNext(sequence: string): boolean {
		const number = BigInt(sequence);
		const { at, knownUpTo, hasSkipped } = this.position;
		if (at === undefined || knownUpTo === undefined || hasSkipped || number <= knownUpTo + 1n) return true;
		return this.isKnown(number) || this.isKnown(number - 1n);
	}

	/** Whether the event was claimed or is done. */
	hasSeen(sequence: string): boolean {
		return this.isKnown(BigInt(sequence));
	}

	/** Claims an event. True when it is new. */
	claim(sequence: string): boolean {
		const number = BigInt(sequence);
		return !this.position.isDone(number) && this.claims.claim(number);
	}

	/** The attempt that last handed the event on; undefined when there was none. */
	attemptOf(sequence: string): number | undefined {
		return this.attempts.get(BigInt(sequence));
	}

	/** The event is about to be handed on. It counts as sent until it is done. */
	sending(sequence: string, attempt: number, log = this.log): void {
		this.text = undefined;
		if (log === this.log) this.attempts.set(BigInt(sequence), attempt);
	}

	/** The event is dealt with: its run is recorded, or it needs none. Events of an earlier log are ignored. */
	done(sequence: string, log = this.log): void {
		const number = BigInt(sequence);
		if (log !== this.log || !this.claims.has(number)) return;
		this.text = undefined;
		this.finish(number, number);
		this.advance();
		this.notify(false);
	}

	/**
	 * Releases a claim: the event was not handed on and comes again. Until then the cursor does not pass it, even if a
	 * replay passed the event while it was still claimed.
	 */
	release(sequence: string, log = this.log): void {
		if (log === this.log && this.claims.release(BigInt(sequence))) this.notify(true);
	}

	/**
	 * A replay from the cursor has ended at `head`: every event up to there was claimed.
	 *
	 * @param releasesBefore {@link releasesSoFar} when the replay began. Events that were released before and have not come
	 * are no longer in the log.
	 */
	replayed(head: string, releasesBefore = this.releasesSoFar): void {
		this.text = undefined;
		const number = BigInt(head);
		this.position.show(number);
		this.claims.dropReleased(number, releasesBefore);
		this.advance();
	}

	/** Notes the moment from which the reader wants events. The earliest one counts. */
	beginSince(time: number): void {
		this.text = undefined;
		this.beginsAt = Math.min(time, this.beginsAt ?? time);
	}

	/** Forgets the moment of an earlier start that found no line. */
	forgetSince(): void {
		this.text = undefined;
		this.beginsAt = undefined;
	}

	/** Sets the cursor before the first known event, for a reader that wants nothing older. */
	beginAtFirstKnown(): void {
		if (this.position.at !== undefined) return;
		this.text = undefined;
		const first = [...this.attempts.keys(), this.claims.first, this.position.doneAbove[0]?.[0]].reduce(lowest, undefined);
		if (first !== undefined && first > 0n) this.position.moveTo(first - 1n);
		this.advance();
	}

	/** Whether the server's log ends before the cursor, so that it must be a new log. */
	isBeyond(head: string): boolean {
		return this.position.at !== undefined && BigInt(head) < this.position.at;
	}

	/** The line has a new log. Its sequences mean other events. */
	restart(): void {
		this.text = undefined;
		this.log += 1;
		this.forget();
		this.notify(false);
	}

	/** Adds what another record of the same place knows. Each of the two may know events that the other does not. */
	merge(stored: StoredProgress): void {
		if (stored.log < this.log) return;
		this.text = undefined;
		if (stored.log > this.log) {
			this.log = stored.log;
			this.forget();
		}
		for (const [sequence, attempt] of Object.entries(stored.sent ?? {})) {
			const number = BigInt(sequence);
			if (!this.position.isDone(number)) this.attempts.set(number, Math.max(attempt, this.attempts.get(number) ?? 0));
		}
		for (const [first, last] of stored.done ?? []) this.finish(BigInt(first), BigInt(last));
		this.position.addSteady(stored.steady ?? 0);
		if (stored.since !== undefined) this.beginSince(stored.since);
		if (stored.cursor !== undefined) this.position.moveTo(BigInt(stored.cursor));
		this.dropPassed();
		this.advance();
	}

	/** {@link toStored} as stored text. It is made again only after a change, so that quiet lines cost nothing. */
	storedText(): string {
		this.text ??= JSON.stringify(this.toStored());
		return this.text;
	}

	toStored(): StoredProgress {
		const done = storedRanges(this.position.doneAbove);
		const sent = Object.fromEntries([...this.attempts].map(([number, attempt]) => [number.toString(), attempt]));
		const { steady } = this.position;
		return {
			log: this.log,
			...present({ cursor: this.cursor }),
			...(done.length === 0 ? {} : { done }),
			...(this.attempts.size === 0 ? {} : { sent }),
			...(steady === 0 ? {} : { steady }),
			...present({ since: this.since }),
		};
	}

	private isKnown(number: bigint): boolean {
		return this.position.isDone(number) || this.claims.has(number);
	}

	/** Marks events as done, whichever reader had claimed them. */
	private finish(first: bigint, last: bigint): void {
		this.claims.drop(first, last);
		for (const number of first === last ? [first] : [...this.attempts.keys()]) {
			if (number >= first && number <= last) this.attempts.delete(number);
		}
		this.position.finish(first, last);
	}

	private advance(): void {
		if (this.position.advance(this.claims.first)) this.dropPassed();
	}

	/** Drops the records before the cursor, also those of events that were sent before a restart and left the log. */
	private dropPassed(): void {
		const { at } = this.position;
		if (at === undefined) return;
		this.claims.dropUpTo(at);
		for (const number of this.attempts.keys()) {
			if (number <= at) this.attempts.delete(number);
		}
	}

	private forget(): void {
		this.claims.clear();
		this.position.forget();
		this.attempts.clear();
		this.beginsAt = undefined;
	}

	private notify(wasReleased: boolean): void {
		for (const watcher of [...this.watchers]) watcher(wasReleased);
	}
}
