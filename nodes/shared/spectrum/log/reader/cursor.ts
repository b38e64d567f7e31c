import { highest, lowest, Ranges, type Range } from './ranges';

/** This many sequences in a row prove that a log is numbered without holes. */
const steadyEnough = 20;

/**
 * How far a log is done. The cursor passes a sequence when it and everything before it is done. It passes a missing
 * sequence only after a replay has shown that no event has it, because the live streams of several domains overtake each
 * other.
 */
export class Cursor {
	private place: bigint | undefined;
	/** Done events above the cursor. */
	private readonly done = new Ranges();
	/** Every existing event up to here has been claimed. */
	private shownUpTo: bigint | undefined;
	private inARow = 0;
	private skips = false;

	/** Every event up to here is done. Undefined when nothing is known. */
	get at(): bigint | undefined {
		return this.place;
	}

	/** Every event up to here was claimed or lies before the start. Undefined when nothing is known. */
	get knownUpTo(): bigint | undefined {
		return highest(this.place, this.shownUpTo);
	}

	/** Done events above the cursor, ascending. */
	get doneAbove(): readonly Range[] {
		return this.done.all;
	}

	/** How many sequences in a row the log has had without a hole, counted up to a limit. */
	get steady(): number {
		return this.inARow;
	}

	/** Whether the log has had no hole for so long that a hole would mean a lost event. */
	get isSteady(): boolean {
		return this.inARow >= steadyEnough;
	}

	/** The log has skipped a sequence and has not been steady since. */
	get hasSkipped(): boolean {
		return this.skips;
	}

	isDone(number: bigint): boolean {
		return (this.place !== undefined && number <= this.place) || this.done.has(number);
	}

	/** How many done events are above a sequence. */
	countDoneAbove(number: bigint): bigint {
		return this.done.countAbove(number);
	}

	/** Marks events as done. Those up to the cursor are done already: kept beside it, they would hide the event after it. */
	finish(first: bigint, last: bigint): void {
		this.done.add(first, last);
		if (this.place !== undefined) this.done.dropUpTo(this.place);
	}

	/** A replay has shown every event up to here. */
	show(head: bigint): void {
		this.shownUpTo = highest(this.shownUpTo, head);
	}

	/** Sets the cursor, but never back. */
	moveTo(place: bigint): void {
		this.place = highest(this.place, place);
		this.done.dropUpTo(place);
	}

	/** Adds what another record knows of the numbering. */
	addSteady(inARow: number): void {
		this.inARow = Math.max(this.inARow, inARow);
	}

	/**
	 * Moves the cursor up to the first event that is not done or may still come. True when it has moved.
	 * @param firstClaim the first event that is at work
	 */
	advance(firstClaim: bigint | undefined): boolean {
		const before = this.place;
		while (this.passDone(firstClaim) || this.passUnused(firstClaim));
		return this.place !== before;
	}

	forget(): void {
		this.place = undefined;
		this.done.clear();
		this.shownUpTo = undefined;
		this.inARow = 0;
		this.skips = false;
	}

	private passDone(firstClaim: bigint | undefined): boolean {
		const { place, shownUpTo } = this;
		const range = this.done.first;
		if (range === undefined || (firstClaim !== undefined && firstClaim < range[0])) return false;
		const [first, last] = range;
		const isNext = place !== undefined && first === place + 1n;
		if (!isNext && (shownUpTo === undefined || first > shownUpTo)) return false;
		const size = Number(last - first);
		this.inARow = Math.min(steadyEnough, isNext ? this.inARow + size + 1 : size);
		if (!isNext && place !== undefined) this.skips = true;
		else if (this.isSteady) this.skips = false;
		this.moveTo(last);
		return true;
	}

	/** Passes sequences that no event has. */
	private passUnused(firstClaim: bigint | undefined): boolean {
		const { place, shownUpTo } = this;
		if (shownUpTo === undefined) return false;
		const next = lowest(firstClaim, this.done.first?.[0]);
		const unused = next !== undefined && next <= shownUpTo ? next - 1n : shownUpTo;
		if (unused < 0n || (place !== undefined && unused <= place)) return false;
		this.moveTo(unused);
		this.inARow = 0;
		// The start of a log says nothing about its numbering.
		if (place !== undefined) this.skips = true;
		return true;
	}
}
