import type { WaitingRow } from '../../support/host/store';
import type { Ended, WaitsLine } from './protocol';

/** A run that asked. */
export interface AskingRun {
	readonly key: number;
	/** How often it ended, and how. Empty while it goes on. */
	readonly done: Ended[];
	/** It was running when n8n was killed. */
	hasCrashed: boolean;
	/** Its clock was running when n8n was killed. */
	hasLostClock: boolean;
	/** When n8n itself lets it go on. */
	till?: number;
	/** n8n was not there at that moment. */
	wasOverdue: boolean;
}

type Entry = Extract<WaitsLine, { readonly entry: unknown }>['entry'];

/**
 * n8n looks for waits that are over when it starts, and a clock does nothing for the first 45 seconds. The world goes on in
 * steps of up to a minute, so a clock may beat so much later.
 */
const startOfLife = 45_000 + 60_000;

/** What the journal of all lives says, as far as it has been read. */
export class WaitsRecord {
	/** By key of the question. */
	readonly runs = new Map<number, AskingRun>();
	/** Executions that wait. */
	readonly waiting = new Set<string>();
	/** When n8n was started, on the world's clock. */
	readonly starts: number[] = [];
	/** Beats of all clocks. */
	beats = 0;
	/** Clocks that were killed in a beat. */
	lostClocks = 0;
	/** Lines that have been read. */
	count = 0;
	private readonly byId = new Map<string, AskingRun>();
	private readonly running = new Set<string>();
	/** Execution that asked, by the execution of its clock. */
	private readonly parents = new Map<string, string>();

	readOn(lines: readonly WaitsLine[]): void {
		this.count += lines.length;
		for (const line of lines) this.take(line);
	}

	/** n8n has been killed: what was running has crashed. */
	killed(): void {
		for (const id of this.running) this.crash(id);
		this.running.clear();
	}

	private take(line: WaitsLine): void {
		if ('life' in line) this.begin(line.at);
		else if ('asked' in line) {
			const run: AskingRun = { key: line.asked, done: [], hasCrashed: false, hasLostClock: false, wasOverdue: false };
			this.runs.set(line.asked, run);
			this.byId.set(line.id, run);
		} else if ('done' in line) this.byId.get(line.id)?.done.push(line.done);
		else this.takeEntry(line.entry);
	}

	private begin(at: number): void {
		this.starts.push(at);
		for (const id of this.waiting) {
			const run = this.byId.get(id);
			if (run?.till !== undefined && run.till <= at + startOfLife) run.wasOverdue = true;
		}
	}

	private takeEntry(entry: Entry): void {
		switch (entry.type) {
			case 'begun':
				this.running.add(entry.id);
				return;
			case 'resumed':
				this.waiting.delete(entry.id);
				this.running.add(entry.id);
				if (this.parents.has(entry.id)) this.beats += 1;
				return;
			case 'ended':
				this.waiting.delete(entry.id);
				this.running.delete(entry.id);
				return;
			case 'waiting':
				return this.takeWaiting(entry.id, JSON.parse(entry.json) as WaitingRow);
			case 'execution':
			case 'staticData':
				return;
		}
	}

	private takeWaiting(id: string, { data }: WaitingRow): void {
		this.running.delete(id);
		this.waiting.add(id);
		if (data.parentExecution !== undefined) this.parents.set(id, data.parentExecution.executionId);
		const run = this.byId.get(id);
		if (run !== undefined && data.waitTill != null) run.till = new Date(data.waitTill).getTime();
	}

	private crash(id: string): void {
		const run = this.byId.get(id);
		if (run !== undefined) run.hasCrashed = true;
		const parent = this.byId.get(this.parents.get(id) ?? '');
		if (parent === undefined) return;
		// The clock of a question that has ended may be lost: it has nothing left to do.
		if (parent.done.length > 0) return;
		this.lostClocks += 1;
		parent.hasLostClock = true;
	}
}
