import { longestRange, mostRanges, type KeptProgress } from './keptProgress';
import { countUpTo, Ranges } from './ranges';

/** So many numbers in a row say that a log is numbered without holes. */
const steadyEnough = 20;

/** Told when an event is done, or given back: then it is claimed by nobody, and has to come again. */
export type ProgressWatcher = (isGivenBack: boolean) => void;

/**
 * The place of one reader in one line's log, and the one who decides whether an event is new. Each sequence is claimed
 * once; the cursor passes it when it is done and everything before it is: those that were claimed, and those that have
 * not been seen. A missing number is passed only when a replay has shown that there is none, because live streams of
 * several domains overtake each other.
 *
 * Readers that follow each other in one process share it: what the one before has under way is not handed on again,
 * and what it gives back is the next one's.
 */
export class Progress {
	private log = 0;
	private cursorAt: bigint | undefined;
	/** Every event that was claimed and is not done, ascending. */
	private unfinished: bigint[] = [];
	/** Those of them that whoever had claimed them gave back, with how many had been by then. */
	private readonly givenBack = new Map<bigint, number>();
	private givenBackCount = 0;
	/** What is done above the cursor. */
	private readonly finished = new Ranges();
	private readonly attempts = new Map<bigint, number>();
	/** Whatever exists up to here has been claimed. */
	private shownUpTo: bigint | undefined;
	private inARow = 0;
	/** See {@link since}. */
	private beginsAt: number | undefined;
	/** The log has had a number that stands for nothing, and has not been steady since. */
	private hasSkipped = false;
	private readonly watchers = new Set<ProgressWatcher>();
	/** What {@link keptText} gave last; absent since something that is kept has changed. */
	private text: string | undefined;

	constructor(kept?: KeptProgress) {
		if (kept !== undefined) this.merge(kept);
	}

	/** Number of the log that sequences belong to now. */
	get logNumber(): number {
		return this.log;
	}

	/** Where a replay begins; undefined: with everything that the server still has. */
	get cursor(): string | undefined {
		return this.cursorAt?.toString();
	}

	/** Whatever exists up to here was claimed, or lies before the beginning; undefined when nothing is known. */
	get knownUpTo(): string | undefined {
		return highest(this.cursorAt, this.shownUpTo)?.toString();
	}

	/** As long as there is no cursor: the moment from which on a reader wants events, in milliseconds since the epoch. */
	get since(): number | undefined {
		return this.cursorAt === undefined ? this.beginsAt : undefined;
	}

	/** Claimed and not done. */
	get open(): number {
		return this.unfinished.length - this.givenBack.size;
	}

	/** How many claims were given back so far. A replay notes it when it begins, for {@link shown}. */
	get givenBackSoFar(): number {
		return this.givenBackCount;
	}

	/** Whether the log's numbers have followed on each other without a hole for long enough to make one remarkable. */
	get isSteady(): boolean {
		return this.inARow >= steadyEnough;
	}

	/** Whether a number is missing below one that was claimed, and no replay has explained it. */
	get hasHole(): boolean {
		const last = highest(this.unfinished.at(-1), this.finished.highest);
		if (last === undefined) return false;
		const known = highest(this.cursorAt, this.shownUpTo);
		if (known === undefined) return true;
		if (last <= known) return false;
		const seen = BigInt(this.unfinished.length - this.placeAfter(known)) + this.finished.countAbove(known);
		return last - known !== seen;
	}

	/** Calls back at every change that lets somebody go on. The answer ends that. */
	watch(watcher: ProgressWatcher): () => void {
		this.watchers.add(watcher);
		return () => {
			this.watchers.delete(watcher);
		};
	}

	/**
	 * Whether nothing is missing right before an event, as far as can be told: streams of several domains overtake each
	 * other. Where a log has numbers that stand for nothing, a missing one tells nothing.
	 */
	isNext(sequence: string): boolean {
		const number = BigInt(sequence);
		const known = highest(this.cursorAt, this.shownUpTo);
		if (this.cursorAt === undefined || known === undefined || this.hasSkipped || number <= known + 1n) return true;
		return [number, number - 1n].some((each) => this.isClaimed(each) || this.isDone(each));
	}

	/** Whether the event was claimed, or is dealt with. */
	hasSeen(sequence: string): boolean {
		const number = BigInt(sequence);
		return this.isDone(number) || this.isClaimed(number);
	}

	/** Whether the event is new; the first who asks has it. */
	claim(sequence: string): boolean {
		const number = BigInt(sequence);
		if (this.isDone(number)) return false;
		if (this.isClaimed(number)) return this.givenBack.delete(number);
		this.unfinished.splice(this.placeAfter(number), 0, number);
		return true;
	}

	/** The attempt with which the event was last handed on; undefined when it never was. */
	attemptOf(sequence: string): number | undefined {
		return this.attempts.get(BigInt(sequence));
	}

	/** The event is about to be handed on. It counts as sent until it is done. */
	sending(sequence: string, attempt: number, log = this.log): void {
		this.text = undefined;
		if (log === this.log) this.attempts.set(BigInt(sequence), attempt);
	}

	/** The event is dealt with: its run is recorded, or it needs none. Of an earlier log it means nothing any more. */
	done(sequence: string, log = this.log): void {
		const number = BigInt(sequence);
		if (log !== this.log || !this.isClaimed(number)) return;
		this.text = undefined;
		this.finish(number, number);
		this.advance();
		this.tell(false);
	}

	/**
	 * Gives a claim back: the event was not handed on, and comes again. The cursor does not pass it meanwhile, whatever
	 * a replay shows that had gone by it when it was still claimed.
	 */
	release(sequence: string, log = this.log): void {
		const number = BigInt(sequence);
		if (log !== this.log || !this.isClaimed(number) || this.givenBack.has(number)) return;
		this.givenBackCount += 1;
		this.givenBack.set(number, this.givenBackCount);
		this.tell(true);
	}

	/**
	 * A replay from the cursor has ended at `head`: whatever exists up to there was claimed.
	 *
	 * @param givenBackBefore {@link givenBackSoFar} when it began: what had been given back by then and has not come is
	 * not in the log any more
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

	/** Notes from which moment on a reader wants events. Of several moments the first counts. */
	beginSince(time: number): void {
		this.text = undefined;
		this.beginsAt = Math.min(time, this.beginsAt ?? time);
	}

	/** A new beginning: what was noted of one that led to nothing does not count. */
	forgetSince(): void {
		this.text = undefined;
		this.beginsAt = undefined;
	}

	/** For a reader that wants nothing of what lies before it began: goes on from the first event that it is known to have had. */
	beginAtFirstKnown(): void {
		if (this.cursorAt !== undefined) return;
		this.text = undefined;
		const known = [...this.attempts.keys(), ...this.unfinished.slice(0, 1), ...(this.finished.first?.slice(0, 1) ?? [])];
		const first = known.reduce<bigint | undefined>((low, number) => (low === undefined || number < low ? number : low), undefined);
		if (first !== undefined && first > 0n) this.cursorAt = first - 1n;
		this.advance();
	}

	/** Whether the server's log ends before the place where this reader is: it is another log. */
	isBeyond(head: string): boolean {
		return this.cursorAt !== undefined && BigInt(head) < this.cursorAt;
	}

	/** The line has another log: its numbers mean other events. */
	restart(): void {
		this.text = undefined;
		this.log += 1;
		this.forget();
		this.tell(false);
	}

	/** Takes over what another record of the same place says: each of the two may know of events that the other does not. */
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

	/** {@link kept} as it is stored. Made anew only when something of it has changed: lines that are quiet cost nothing. */
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
			...(this.since === undefined ? {} : { since: this.since }),
		};
	}

	/** Passes everything that is done, up to the first that is not, or that may yet turn up. */
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

	/** Numbers that no event has. */
	private passNothing(): boolean {
		const { cursorAt: at, shownUpTo } = this;
		if (shownUpTo === undefined) return false;
		const next = lowest(this.unfinished[0], this.finished.first?.[0]);
		const free = next !== undefined && next <= shownUpTo ? next - 1n : shownUpTo;
		if (free < 0n || (at !== undefined && free <= at)) return false;
		this.cursorAt = free;
		this.inARow = 0;
		// Where a log begins says nothing of its numbers.
		if (at !== undefined) this.hasSkipped = true;
		return true;
	}

	/** Events are dealt with, whoever had claimed them. */
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

	/** What lies behind the cursor needs no record. What was sent before a restart and is gone from the log is there too. */
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

	private tell(isGivenBack: boolean): void {
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

	/** Index behind the last claim that is at most `number`. */
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
