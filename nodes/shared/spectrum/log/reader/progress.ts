import { longestRange, mostRanges, type KeptProgress } from './keptProgress';
import { countUpTo, Ranges } from './ranges';
import { present } from '../../values/present';

/** This many sequences in a row prove that a log is numbered without holes. */
const steadyEnough = 20;

/** Called when an event is done, or released. A released event has no claim and comes again. */
export type ProgressWatcher = (isGivenBack: boolean) => void;

/**
 * The place of one reader in one line's log. It decides whether an event is new: each sequence is claimed once. The cursor
 * passes a sequence when it and everything before it is done. It passes a missing sequence only after a replay has shown
 * that no event has it, because the live streams of several domains overtake each other.
 *
 * Readers that follow each other in one process share it. The events that the earlier reader has at work are not handed
 * on again, and the events that it releases go to the next one.
 */
export class Progress {
	private log = 0;
	private cursorAt: bigint | undefined;
	/** Claimed events that are not done, ascending. */
	private unfinished: bigint[] = [];
	/** Those of them that were released, with the number of releases up to then. */
	private readonly givenBack = new Map<bigint, number>();
	private givenBackCount = 0;
	/** Done events above the cursor. */
	private readonly finished = new Ranges();
	private readonly attempts = new Map<bigint, number>();
	/** Every existing event up to here has been claimed. */
	private shownUpTo: bigint | undefined;
	private inARow = 0;
	/** See {@link since}. */
	private beginsAt: number | undefined;
	/** The log has skipped a sequence and has not been steady since. */
	private hasSkipped = false;
	private readonly watchers = new Set<ProgressWatcher>();
	/** The last result of {@link keptText}; absent after a change. */
	private text: string | undefined;

	constructor(kept?: KeptProgress) {
		if (kept !== undefined) this.merge(kept);
	}

	/** Number of the log that the sequences belong to now. */
	get logNumber(): number {
		return this.log;
	}

	/** Where a replay begins. Undefined: with the oldest event of the server. */
	get cursor(): string | undefined {
		return this.cursorAt?.toString();
	}

	/** Every event up to here was claimed or lies before the start. Undefined when nothing is known. */
	get knownUpTo(): string | undefined {
		return highest(this.cursorAt, this.shownUpTo)?.toString();
	}

	/** Without a cursor: the moment from which the reader wants events, in milliseconds since the epoch. */
	get since(): number | undefined {
		return this.cursorAt === undefined ? this.beginsAt : undefined;
	}

	/** Number of claimed events that are not done. */
	get open(): number {
		return this.unfinished.length - this.givenBack.size;
	}

	/** Number of releases so far. A replay notes it when it begins, for {@link shown}. */
	get givenBackSoFar(): number {
		return this.givenBackCount;
	}

	/** Whether the log has had no hole for so long that a hole would mean a lost event. */
	get isSteady(): boolean {
		return this.inARow >= steadyEnough;
	}

	/** Whether a sequence is missing below a claimed one, and no replay has explained it. */
	get hasHole(): boolean {
		const last = highest(this.unfinished.at(-1), this.finished.highest);
		if (last === undefined) return false;
		const known = highest(this.cursorAt, this.shownUpTo);
		if (known === undefined) return true;
		if (last <= known) return false;
		const seen = BigInt(this.unfinished.length - this.placeAfter(known)) + this.finished.countAbove(known);
		return last - known !== seen;
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
		const known = highest(this.cursorAt, this.shownUpTo);
		if (this.cursorAt === undefined || known === undefined || this.hasSkipped || number <= known + 1n) return true;
		return [number, number - 1n].some((each) => this.isClaimed(each) || this.isDone(each));
	}

	/** Whether the event was claimed or is done. */
	hasSeen(sequence: string): boolean {
		const number = BigInt(sequence);
		return this.isDone(number) || this.isClaimed(number);
	}

	/** Claims an event. True when it is new. */
	claim(sequence: string): boolean {
		const number = BigInt(sequence);
		if (this.isDone(number)) return false;
		if (this.isClaimed(number)) return this.givenBack.delete(number);
		this.unfinished.splice(this.placeAfter(number), 0, number);
		return true;
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
		if (log !== this.log || !this.isClaimed(number)) return;
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
		const number = BigInt(sequence);
		if (log !== this.log || !this.isClaimed(number) || this.givenBack.has(number)) return;
		this.givenBackCount += 1;
		this.givenBack.set(number, this.givenBackCount);
		this.notify(true);
	}

	/**
	 * A replay from the cursor has ended at `head`: every event up to there was claimed.
	 *
	 * @param givenBackBefore {@link givenBackSoFar} when the replay began. Events that were released before and have not
	 * come are no longer in the log.
	 */
	shown(head: string, givenBackBefore = this.givenBackCount): void {
		this.text = undefined;
		const number = BigInt(head);
		this.shownUpTo = highest(this.shownUpTo, number);
		for (const [sequence, place] of this.givenBack) {
			if (place <= givenBackBefore && sequence <= number) this.forgetClaim(sequence);
		}
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
		if (this.cursorAt !== undefined) return;
		this.text = undefined;
		const known = [...this.attempts.keys(), ...this.unfinished.slice(0, 1), ...(this.finished.first?.slice(0, 1) ?? [])];
		const first = known.reduce<bigint | undefined>((low, number) => (low === undefined || number < low ? number : low), undefined);
		if (first !== undefined && first > 0n) this.cursorAt = first - 1n;
		this.advance();
	}

	/** Whether the server's log ends before the cursor, so that it must be a new log. */
	isBeyond(head: string): boolean {
		return this.cursorAt !== undefined && BigInt(head) < this.cursorAt;
	}

	/** The line has a new log. Its sequences mean other events. */
	restart(): void {
		this.text = undefined;
		this.log += 1;
		this.forget();
		this.notify(false);
	}

	/** Adds what another record of the same place knows. Each of the two may know events that the other does not. */
	merge(kept: KeptProgress): void {
		if (kept.log < this.log) return;
		this.text = undefined;
		if (kept.log > this.log) {
			this.log = kept.log;
			this.forget();
		}
		for (const [sequence, attempt] of Object.entries(kept.sent ?? {})) {
			const number = BigInt(sequence);
			if (!this.isDone(number)) this.attempts.set(number, Math.max(attempt, this.attempts.get(number) ?? 0));
		}
		for (const [first, last] of kept.done ?? []) this.finish(BigInt(first), BigInt(last));
		this.inARow = Math.max(this.inARow, kept.steady ?? 0);
		if (kept.since !== undefined) this.beginSince(kept.since);
		if (kept.cursor !== undefined) this.cursorAt = highest(this.cursorAt, BigInt(kept.cursor));
		this.leaveBehind();
		this.advance();
	}

	/** {@link kept} as stored text. It is made again only after a change, so that quiet lines cost nothing. */
	keptText(): string {
		this.text ??= JSON.stringify(this.kept());
		return this.text;
	}

	kept(): KeptProgress {
		const done = this.ranges();
		return {
			log: this.log,
			...(this.cursorAt === undefined ? {} : { cursor: this.cursorAt.toString() }),
			...(done.length === 0 ? {} : { done }),
			...(this.attempts.size === 0
				? {}
				: { sent: Object.fromEntries([...this.attempts].map(([number, attempt]) => [number.toString(), attempt])) }),
			...(this.inARow === 0 ? {} : { steady: this.inARow }),
			...present({ since: this.since }),
		};
	}

	/** Moves the cursor up to the first event that is not done or may still come. */
	private advance(): void {
		const before = this.cursorAt;
		while (this.passFinished() || this.passNothing());
		if (this.cursorAt !== before) this.leaveBehind();
	}

	private passFinished(): boolean {
		const { cursorAt: at, shownUpTo } = this;
		const range = this.finished.first;
		const [waiting] = this.unfinished;
		if (range === undefined || (waiting !== undefined && waiting < range[0])) return false;
		const [first, last] = range;
		const isNext = at !== undefined && first === at + 1n;
		if (!isNext && (shownUpTo === undefined || first > shownUpTo)) return false;
		const size = Number(last - first);
		this.inARow = Math.min(steadyEnough, isNext ? this.inARow + size + 1 : size);
		if (!isNext && at !== undefined) this.hasSkipped = true;
		else if (this.isSteady) this.hasSkipped = false;
		this.cursorAt = last;
		this.finished.dropUpTo(last);
		return true;
	}

	/** Passes sequences that no event has. */
	private passNothing(): boolean {
		const { cursorAt: at, shownUpTo } = this;
		if (shownUpTo === undefined) return false;
		const next = lowest(this.unfinished[0], this.finished.first?.[0]);
		const free = next !== undefined && next <= shownUpTo ? next - 1n : shownUpTo;
		if (free < 0n || (at !== undefined && free <= at)) return false;
		this.cursorAt = free;
		this.inARow = 0;
		// The start of a log says nothing about its numbering.
		if (at !== undefined) this.hasSkipped = true;
		return true;
	}

	/** Marks events as done, whichever reader had claimed them. */
	private finish(first: bigint, last: bigint): void {
		const from = this.placeAfter(first - 1n);
		for (const number of this.unfinished.splice(from, this.placeAfter(last) - from)) this.givenBack.delete(number);
		for (const number of first === last ? [first] : [...this.attempts.keys()]) {
			if (number >= first && number <= last) this.attempts.delete(number);
		}
		this.finished.add(first, last);
	}

	private forgetClaim(number: bigint): void {
		this.givenBack.delete(number);
		this.unfinished.splice(this.placeAfter(number) - 1, 1);
	}

	/** Drops the records behind the cursor, also those of events that were sent before a restart and left the log. */
	private leaveBehind(): void {
		const { cursorAt } = this;
		if (cursorAt === undefined) return;
		for (const number of this.unfinished.splice(0, this.placeAfter(cursorAt))) this.givenBack.delete(number);
		this.finished.dropUpTo(cursorAt);
		for (const number of this.attempts.keys()) {
			if (number <= cursorAt) this.attempts.delete(number);
		}
	}

	private forget(): void {
		this.cursorAt = undefined;
		this.unfinished = [];
		this.givenBack.clear();
		this.finished.clear();
		this.attempts.clear();
		this.shownUpTo = undefined;
		this.beginsAt = undefined;
		this.inARow = 0;
		this.hasSkipped = false;
	}

	private notify(isGivenBack: boolean): void {
		for (const watcher of [...this.watchers]) watcher(isGivenBack);
	}

	private isDone(number: bigint): boolean {
		return (this.cursorAt !== undefined && number <= this.cursorAt) || this.finished.has(number);
	}

	private isClaimed(number: bigint): boolean {
		return this.unfinished[this.placeAfter(number) - 1] === number;
	}

	private ranges(): Array<readonly [string, string]> {
		const ranges: Array<readonly [string, string]> = [];
		for (const [first, last] of this.finished.all) {
			for (let from = first; from <= last; from += longestRange) {
				if (ranges.length === mostRanges) return ranges;
				const to = from + longestRange - 1n;
				ranges.push([from.toString(), (to < last ? to : last).toString()]);
			}
		}
		return ranges;
	}

	/** Index after the last claim that is at most `number`. */
	private placeAfter(number: bigint): number {
		return countUpTo(this.unfinished, (claimed) => claimed, number);
	}
}

function highest(one: bigint | undefined, other: bigint | undefined): bigint | undefined {
	if (one === undefined || other === undefined) return one ?? other;
	return one > other ? one : other;
}

function lowest(one: bigint | undefined, other: bigint | undefined): bigint | undefined {
	if (one === undefined || other === undefined) return one ?? other;
	return one < other ? one : other;
}
