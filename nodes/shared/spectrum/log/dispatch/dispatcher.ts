import { setMaxListeners } from 'node:events';
import type { Clock } from '../../timing/clock';
import type { ImessageEvent } from '../../model/event/event';
import { spaceKey } from '../../filter/filterEntries';
import { Turns } from '../../timing/turns';
import { delay, within } from '../../timing/waiting';
import { throwIfCancelled, toSpectrumError } from '../../errors/from';
import { firstAttempt, verdictOf, type Acknowledge, type RunOutcome } from './acknowledge';
import { defaultBackoff, pauseAfter, type Backoff } from '../../timing/backoff';
import { joinBurst } from './burst';
import { Gatherer } from './gather';
import { Preparer, type PreparingHost } from './preparing';
import { Slots } from '../../timing/slots';
import type { LogConsumer, Gap, LogEntry } from '../entry';
import { present } from '../../values/present';

/** How events become runs. */
export interface DispatchSettings {
	readonly acknowledge: Acknowledge;
	/** Runs at once. Further runs wait. */
	readonly maxParallel: number;
	/** The dispatcher stops waiting for a run after this time, in milliseconds. The run goes on. */
	readonly deadline: number;
	/** Failed or crashed runs of one event at most, where they are repeated. */
	readonly maxAttempts: number;
	/** Messages of one sender in one space within this time form one event, in milliseconds. Absent: no gathering. */
	readonly gatherWithin?: number;
}

/** What a run is for: one event, several gathered messages, or a gap. */
export interface Delivery {
	/** The log entries of the run, in their order. A gap has none. */
	readonly entries: readonly LogEntry[];
	readonly gap?: Gap;
	/** From 1. */
	readonly attempt: number;
}

/** Knows what the workflow wants and starts its runs. */
export interface DispatchHost<Item> extends PreparingHost {
	/** The item for the run of a gap, or undefined when the workflow does not want gaps. */
	itemOfGap(gap: Gap): Item | undefined;
	/**
	 * The item for the run of an event; undefined when the workflow does not want the gathered event. Rejects with
	 * `cancelled` only, so that no event is lost.
	 */
	itemOf(event: ImessageEvent, signal: AbortSignal): Promise<Item | undefined>;
	/** Starts a run at once. Resolves with its outcome. Never rejects. */
	run(item: Item, delivery: Delivery): Promise<RunOutcome>;
}

export interface DispatcherOptions<Item> {
	readonly settings: DispatchSettings;
	readonly host: DispatchHost<Item>;
	readonly clock: Clock;
	/** Gives a number from 0 up to, not including, 1. */
	readonly random: () => number;
	readonly backoff?: Backoff;
	/** The turns of the runs, if the runs of an earlier dispatcher may still go on. Default: turns of its own. */
	readonly running?: Turns;
}

/**
 * Starts a run for each event, in the order of its space, a limited number at once, and reports to the log which events
 * are dealt with. An event whose run could not be recorded is handed on again without end. An event that was never handed
 * on is released.
 */
export class Dispatcher<Item> implements LogConsumer {
	private readonly stop = new AbortController();
	private readonly preparing = new Turns();
	private readonly running: Turns;
	private readonly preparer: Preparer;
	private readonly runSlots: Slots;
	private readonly gatherer: Gatherer<LogEntry> | undefined;
	/** Accepted entries without a run so far. They are released at the end. */
	private readonly unsent = new Set<LogEntry>();
	private readonly backoff: Backoff;

	constructor(private readonly options: DispatcherOptions<Item>) {
		const { settings, host, clock, random } = options;
		this.backoff = options.backoff ?? defaultBackoff;
		this.running = options.running ?? new Turns();
		this.preparer = new Preparer({ host, clock, random, backoff: this.backoff });
		// One listener for each space with an event at work. Node takes more than ten for a leak.
		setMaxListeners(Number.POSITIVE_INFINITY, this.stop.signal);
		this.runSlots = new Slots(settings.maxParallel);
		if (settings.gatherWithin !== undefined) {
			this.gatherer = new Gatherer({
				clock,
				windowMilliseconds: settings.gatherWithin,
				onBurst: (list) =>
					this.enqueue(
						list.map(({ event }) => event),
						list.map(({ token }) => token),
					),
			});
		}
	}

	accept(entry: LogEntry): void {
		if (this.stop.signal.aborted) {
			entry.release();
			return;
		}
		this.unsent.add(entry);
		if (entry.change.type === 'unreadable') {
			this.reportGap(unreadableGap(entry, entry.change.problem), [entry]);
			return;
		}
		void this.preparing.take(spaceOf(entry), async () => {
			try {
				const event = await this.preparer.prepared(entry, this.stop.signal);
				if (event === undefined) this.endWithoutRun([entry]);
				else this.gather(event, entry);
			} catch {
				// Only a cancelled entry comes here. Every other failure is retried.
				this.release([entry]);
			}
		});
	}

	gap(gap: Gap): void {
		this.reportGap(gap, []);
	}

	/**
	 * Starts no more runs. Entries that were not handed on are released at once, also those that wait for a run of their
	 * space: otherwise the next reader would take them as handed on. The outcome of running ones is still recorded.
	 */
	close(): void {
		this.stop.abort();
		this.gatherer?.close();
		this.release([...this.unsent]);
	}

	/** @param entries of the log that form the gap. They are dealt with when the gap has been reported. */
	private reportGap(gap: Gap, entries: readonly LogEntry[]): void {
		const { host, settings } = this.options;
		host.warn(wordsOf(gap));
		const item = host.itemOfGap(gap);
		if (item === undefined) {
			this.endWithoutRun(entries);
			return;
		}
		const job: Job<Item> = { name: 'a gap', entries, gap, itemOf: async () => await Promise.resolve(item) };
		void this.running.take('', () => this.deliver(job, firstAttempt(settings.acknowledge, entries[0]?.earlierAttempt)));
	}

	private gather(event: ImessageEvent, entry: LogEntry): void {
		if (this.gatherer === undefined) {
			this.enqueue([event], [entry]);
			return;
		}
		throwIfCancelled(this.stop.signal);
		const { earlierAttempt } = entry;
		this.gatherer.add({ event, token: entry, ...present({ earlierAttempt }) });
	}

	private enqueue(events: readonly ImessageEvent[], entries: readonly LogEntry[]): void {
		const [first] = entries;
		if (first === undefined) return;
		const event = joinBurst(events);
		const job: Job<Item> = {
			name: `${event.event} ${entries.map(({ sequence }) => sequence).join(', ')} of line ${first.line.phone}`,
			entries,
			itemOf: async (signal) => await this.options.host.itemOf(event, signal),
		};
		const attempt = firstAttempt(this.options.settings.acknowledge, first.earlierAttempt);
		void this.running.take(spaceOf(first), () => this.deliver(job, attempt));
	}

	/** Resolves when the next event of the space may be handed on. */
	private async deliver(job: Job<Item>, attempt: number, failures = 0): Promise<void> {
		const begun = await this.begin(job, attempt);
		if (begun === undefined) return;
		const finished = this.finish(job, attempt, failures, begun.ended);
		// With the other settings the next event waits for all attempts of this one. With 'received' only an event without a
		// recorded run is handed on again, after the events that have come in the meantime.
		if (this.options.settings.acknowledge !== 'received') await finished;
	}

	/** Starts a run. Undefined when there is none, because the job was released or is not wanted. */
	private async begin(job: Job<Item>, attempt: number): Promise<{ readonly ended: Promise<RunOutcome> } | undefined> {
		const { host, settings, clock } = this.options;
		const { signal } = this.stop;
		let isEntered = false;
		try {
			await this.runSlots.enter(signal);
			isEntered = true;
			const item = await job.itemOf(signal);
			throwIfCancelled(signal);
			if (item === undefined) {
				this.runSlots.leave();
				this.endWithoutRun(job.entries);
				return undefined;
			}
			for (const entry of job.entries) {
				this.unsent.delete(entry);
				entry.sending(attempt);
			}
			const run = host.run(item, { entries: job.entries, attempt, ...present({ gap: job.gap }) });
			const ended = within(run, settings.deadline, clock, 'overdue' as const)
				.catch((caught: unknown) => this.noRun(job, caught))
				.finally(() => this.runSlots.leave());
			return { ended };
		} catch (caught) {
			if (isEntered) this.runSlots.leave();
			if (!signal.aborted) return { ended: Promise.resolve(this.noRun(job, caught)) };
			this.release(job.entries);
			return undefined;
		}
	}

	/** The host must not reject. If it does all the same, the event must not be lost or stop its space. */
	private noRun({ name }: Job<Item>, caught: unknown): RunOutcome {
		this.options.host.warn(`A run could not be started and is tried again (${name}): ${toSpectrumError(caught).message}`);
		return 'notRecorded';
	}

	private endWithoutRun(entries: readonly LogEntry[]): void {
		for (const entry of entries) {
			if (this.unsent.delete(entry)) entry.done();
		}
	}

	/** The next reader of the log hands them on. */
	private release(entries: readonly LogEntry[]): void {
		for (const entry of entries) {
			if (this.unsent.delete(entry)) entry.release();
		}
	}

	private async finish(job: Job<Item>, attempt: number, failures: number, ended: Promise<RunOutcome>): Promise<void> {
		const { settings, host, clock, random } = this.options;
		const outcome = await ended;
		const verdict = verdictOf(settings.acknowledge, outcome, attempt, settings.maxAttempts);
		if (outcome === 'overdue')
			host.warn(`A run has not ended within ${settings.deadline / 1_000} s. The next event no longer waits for it (${job.name})`);
		if (verdict === 'dealtWith' || verdict === 'attemptsExhausted') {
			if (verdict === 'attemptsExhausted') host.warn(`All ${attempt} runs have failed. There is no further attempt (${job.name})`);
			for (const entry of job.entries) entry.done();
			return;
		}
		for (const entry of job.entries) this.unsent.add(entry);
		try {
			await delay(pauseAfter(failures + 1, this.backoff, random), clock, this.stop.signal);
		} catch {
			this.release(job.entries);
			return;
		}
		await this.deliver(job, verdict === 'nextAttempt' ? attempt + 1 : attempt, failures + 1);
	}
}

/** What one run is for, over all its attempts. */
interface Job<Item> extends Omit<Delivery, 'attempt'> {
	/** For log lines. */
	readonly name: string;
	itemOf(signal: AbortSignal): Promise<Item | undefined>;
}

/** The key of a space, whichever service the server writes in front of its ID. */
function spaceOf({ line, change }: LogEntry): string {
	return JSON.stringify([line.id, spaceKey(change.spaceId)]);
}

/** An unreadable event, as a gap of one event. */
function unreadableGap({ line, sequence, log }: LogEntry, problem: string): Gap {
	const after = (BigInt(sequence) - 1n).toString();
	return { line, reason: 'eventUnreadable', after, unreadable: { sequence, problem }, log };
}

function wordsOf({ line, reason, after, next, unreadable }: Gap): string {
	const where = `Line ${line.phone}: events after ${after}`;
	switch (reason) {
		case 'cursorRejected':
			return `${where} may be missing, because the server no longer has them all. The trigger continues with those it still has.`;
		case 'logRestarted':
			return `${where} may be missing, because the server has begun a new log. The new log is read from its beginning.`;
		case 'eventsMissing':
			return `${where} and before ${next ?? 'the next'} may be missing, because the server skipped sequences.`;
		case 'eventUnreadable':
			return `Line ${line.phone}: event ${unreadable?.sequence ?? ''} cannot be read and is skipped: ${unreadable?.problem ?? ''}`;
	}
}
