/** How far a reader has got with one line's log, as JSON. Numbers are decimal texts, for they may exceed 2^53. */
export interface KeptProgress {
	/** Counts the logs that the line has had: a server that was set up anew begins again at a low number. From 0. */
	readonly log: number;
	/** Everything up to here is dealt with. Absent: nothing is known of what lies before, so a replay begins at the start. */
	readonly cursor?: string;
	/** Ranges above the cursor that are dealt with, `[first, last]`, oldest first. */
	readonly done?: ReadonlyArray<readonly [string, string]>;
	/** Events that were handed on and not yet recorded, with the number of the attempt. */
	readonly sent?: Readonly<Record<string, number>>;
	/** How many numbers in a row the log has had without a hole, as far as that matters. */
	readonly steady?: number;
}

/** So many numbers in a row say that a log is numbered without holes. */
const steadyEnough = 20;

const decimal = /^(0|[1-9]\d{0,19})$/;

/** Reads what was stored; undefined for anything that this does not write: people can change a workflow's stored data. */
export function asKeptProgress(stored: unknown): KeptProgress | undefined {
	if (typeof stored !== 'object' || stored === null) return undefined;
	const { log, cursor, done = [], sent = {}, steady = 0 } = stored as Partial<Record<keyof KeptProgress, unknown>>;
	if (typeof log !== 'number' || !Number.isSafeInteger(log) || log < 0) return undefined;
	if (cursor !== undefined && !isDecimal(cursor)) return undefined;
	if (!Array.isArray(done) || !done.every(isRange)) return undefined;
	if (typeof sent !== 'object' || sent === null) return undefined;
	if (!Object.entries(sent).every(([sequence, attempt]) => isDecimal(sequence) && Number.isSafeInteger(attempt))) return undefined;
	if (!Number.isSafeInteger(steady)) return undefined;
	return {
		log,
		...(cursor === undefined ? {} : { cursor }),
		done,
		sent: sent as Record<string, number>,
		steady: steady as number,
	};
}

function isDecimal(value: unknown): value is string {
	return typeof value === 'string' && decimal.test(value);
}

function isRange(value: unknown): value is [string, string] {
	if (!Array.isArray(value) || value.length !== 2 || !value.every(isDecimal)) return false;
	const size = BigInt(value[1] as string) - BigInt(value[0] as string);
	return size >= 0n && size < longestRange;
}

/** Events that one range may stand for. */
const longestRange = 1_000_000n;

/** Ranges that are kept at most; what is beyond them may come again after a restart, never less. */
const mostRanges = 500;

/**
 * The place of one reader in one line's log, and the one who decides whether an event is new. Each sequence is claimed
 * once; the cursor passes it when it is done and everything before it is: those that were claimed, and those that have
 * not been seen. A missing number is passed only when a replay has shown that there is none, because live streams of
 * several domains overtake each other.
 */
export class Progress {
	private log = 0;
	private cursorAt: bigint | undefined;
	/** Every event above the cursor that was claimed, ascending. */
	private order: bigint[] = [];
	private readonly finished = new Set<bigint>();
	private readonly attempts = new Map<bigint, number>();
	/** Whatever exists up to here has been claimed. */
	private shownUpTo: bigint | undefined;
	private inARow = 0;

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

	/** Claimed and not done. */
	get open(): number {
		return this.order.length - this.finished.size;
	}

	/** Whether the log's numbers have followed on each other without a hole for long enough to make one remarkable. */
	get isSteady(): boolean {
		return this.inARow >= steadyEnough;
	}

	/** Whether a number is missing below one that was claimed, and no replay has explained it. */
	get hasHole(): boolean {
		const last = this.order.at(-1);
		if (last === undefined) return false;
		const first = this.cursorAt ?? this.shownUpTo;
		if (first === undefined) return true;
		const known = this.shownUpTo !== undefined && this.shownUpTo > first ? this.shownUpTo : first;
		if (last <= known) return false;
		return last - known !== BigInt(this.order.length - this.placeAfter(known));
	}

	/** Whether the event is new; the first who asks has it. */
	claim(sequence: string): boolean {
		const number = BigInt(sequence);
		if (this.cursorAt !== undefined && number <= this.cursorAt) return false;
		const place = this.placeAfter(number);
		if (place > 0 && this.order[place - 1] === number) return false;
		this.order.splice(place, 0, number);
		return true;
	}

	/** The attempt with which the event was last handed on; undefined when it never was. */
	attemptOf(sequence: string): number | undefined {
		return this.attempts.get(BigInt(sequence));
	}

	/** The event is about to be handed on. It counts as sent until it is done. */
	sending(sequence: string, attempt: number, log = this.log): void {
		if (log === this.log) this.attempts.set(BigInt(sequence), attempt);
	}

	/** The event is dealt with: its run is recorded, or it needs none. Of an earlier log it means nothing any more. */
	done(sequence: string, log = this.log): void {
		const number = BigInt(sequence);
		if (log !== this.log || !this.isClaimed(number)) return;
		this.finished.add(number);
		this.attempts.delete(number);
		this.advance();
	}

	/** Gives a claim back: the event was not handed on, and comes again. */
	release(sequence: string, log = this.log): void {
		const number = BigInt(sequence);
		if (log !== this.log || !this.isClaimed(number) || this.finished.has(number)) return;
		this.order.splice(this.placeAfter(number) - 1, 1);
	}

	/** A replay from the cursor has ended at `head`: whatever exists up to there was claimed. */
	shown(head: string): void {
		const number = BigInt(head);
		if (this.shownUpTo === undefined || number > this.shownUpTo) this.shownUpTo = number;
		this.advance();
		// What was sent before a restart and is not in the log any more never comes to be done.
		for (const sent of this.attempts.keys()) {
			if (this.cursorAt !== undefined && sent <= this.cursorAt) this.attempts.delete(sent);
		}
	}

	/** For a reader that wants nothing of what lies before it began: goes on from the first event that it is known to have had. */
	beginAtFirstKnown(): void {
		if (this.cursorAt !== undefined) return;
		const known = [...this.order, ...this.attempts.keys()];
		const first = known.reduce<bigint | undefined>((low, number) => (low === undefined || number < low ? number : low), undefined);
		if (first !== undefined) this.cursorAt = first - 1n;
		this.advance();
	}

	/** Whether the server's log ends before the place where this reader is: it is another log. */
	isBeyond(head: string): boolean {
		return this.cursorAt !== undefined && BigInt(head) < this.cursorAt;
	}

	/** The line has another log: its numbers mean other events. */
	restart(): void {
		this.log += 1;
		this.forget();
	}

	/** Takes over what another record of the same place says: each of the two may know of events that the other does not. */
	merge(kept: KeptProgress): void {
		if (kept.log < this.log) return;
		if (kept.log > this.log) {
			this.log = kept.log;
			this.forget();
		}
		for (const [sequence, attempt] of Object.entries(kept.sent ?? {})) {
			const number = BigInt(sequence);
			if (!this.isDone(number)) this.attempts.set(number, Math.max(attempt, this.attempts.get(number) ?? 0));
		}
		for (const [first, last] of kept.done ?? []) {
			for (let number = BigInt(first); number <= BigInt(last); number++) {
				if (this.claim(number.toString()) || this.isClaimed(number)) this.finished.add(number);
				this.attempts.delete(number);
			}
		}
		this.inARow = Math.max(this.inARow, kept.steady ?? 0);
		if (kept.cursor !== undefined && (this.cursorAt === undefined || BigInt(kept.cursor) > this.cursorAt)) {
			this.moveTo(BigInt(kept.cursor));
		}
		this.advance();
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
		};
	}

	/** Passes everything that is done, up to the first that is not, or that may yet turn up. */
	private advance(): void {
		let passed = 0;
		let at = this.cursorAt;
		for (const number of this.order) {
			const isExplained = (at !== undefined && number === at + 1n) || (this.shownUpTo !== undefined && number <= this.shownUpTo);
			if (!isExplained || !this.finished.has(number)) break;
			this.inARow = at !== undefined && number === at + 1n ? Math.min(this.inARow + 1, steadyEnough) : 0;
			at = number;
			passed++;
		}
		for (const number of this.order.splice(0, passed)) this.finished.delete(number);
		const next = this.order[0];
		const { shownUpTo } = this;
		if (shownUpTo !== undefined) {
			const free = next !== undefined && next <= shownUpTo ? next - 1n : shownUpTo;
			if (at === undefined || free > at) {
				at = free;
				this.inARow = 0;
			}
		}
		this.cursorAt = at;
		// What stood behind a gap that is explained now may follow at once.
		if (next !== undefined && at !== undefined && next === at + 1n && this.finished.has(next)) this.advance();
	}

	private moveTo(cursor: bigint): void {
		const place = this.placeAfter(cursor);
		for (const number of this.order.splice(0, place)) this.finished.delete(number);
		for (const number of this.attempts.keys()) {
			if (number <= cursor) this.attempts.delete(number);
		}
		this.cursorAt = cursor;
	}

	private forget(): void {
		this.cursorAt = undefined;
		this.order = [];
		this.finished.clear();
		this.attempts.clear();
		this.shownUpTo = undefined;
		this.inARow = 0;
	}

	private isDone(number: bigint): boolean {
		return (this.cursorAt !== undefined && number <= this.cursorAt) || this.finished.has(number);
	}

	private isClaimed(number: bigint): boolean {
		return this.order[this.placeAfter(number) - 1] === number;
	}

	private ranges(): Array<readonly [string, string]> {
		const ranges: Array<[bigint, bigint]> = [];
		for (const number of this.order) {
			if (!this.finished.has(number)) continue;
			const last = ranges.at(-1);
			if (last !== undefined && number === last[1] + 1n) last[1] = number;
			else if (ranges.length === mostRanges) break;
			else ranges.push([number, number]);
		}
		return ranges.map(([first, last]) => [first.toString(), last.toString()] as const);
	}

	/** Index behind the last claim that is at most `number`. Events mostly come in order, so the search begins at the end. */
	private placeAfter(number: bigint): number {
		const last = this.order.at(-1);
		if (last === undefined || last <= number) return this.order.length;
		let low = 0;
		let high = this.order.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if ((this.order[middle] as bigint) <= number) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}
