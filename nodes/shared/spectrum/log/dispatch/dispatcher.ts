import { setMaxListeners } from 'node:events';
import type { Clock } from '../../timing/clock';
import type { ImessageEvent } from '../../model/event/event';
import { spaceKey } from '../../filter/filterEntries';
import { Turns } from '../../timing/turns';
import { delay } from '../../timing/waiting';
import { throwIfCancelled, toSpectrumError } from '../../errors/from';
import { firstAttempt, verdictOf, type Acknowledge, type RunOutcome } from './acknowledge';
import { defaultBackoff, pauseAfter, type Backoff } from '../../timing/backoff';
import { Gatherer, joinBurst } from './gather';
import { Preparer, type PreparingHost } from './preparing';
import { Slots } from '../../timing/slots';
import type { EventSink, Gap, LogEntry } from '../entry';

/** How events become runs. */
export interface DispatchSettings {
	readonly acknowledge: Acknowledge;
	/** Runs at a time; the others wait. */
	readonly mostParallel: number;
	/** Milliseconds after which a run that has not ended is not waited for any more. */
	readonly deadline: number;
	/** Runs of one event that fail or crash, where they are repeated. */
	readonly mostAttempts: number;
	/** Milliseconds in which messages of one sender in one space become one event; absent: each is its own. */
	readonly gatherWithin?: number;
}

/** What a run is for: one event, several messages that became one, or a gap. */
export interface Delivery {
	/** The entries of the log that it stands for, in their order; none for a gap. */
	readonly entries: readonly LogEntry[];
	readonly gap?: Gap;
	/** From 1. */
	readonly attempt: number;
}

/** The side that knows what the workflow wants, and how a run is started. */
export interface DispatchHost<Item> extends PreparingHost {
	/** What the run of a gap is given, or undefined when the workflow does not want to hear of gaps. */
	prepareGap(gap: Gap): Item | undefined;
	/**
	 * What the run of an event is given; undefined when the workflow does not want what its messages have become
	 * together. Never loses the event: it rejects with `cancelled` only.
	 */
	furnish(event: ImessageEvent, signal: AbortSignal): Promise<Item | undefined>;
	/** Starts a run, at once; resolves when it is known what became of it. Never rejects. */
	run(item: Item, delivery: Delivery): Promise<RunOutcome>;
}

export interface DispatcherOptions<Item> {
	readonly settings: DispatchSettings;
	readonly host: DispatchHost<Item>;
	readonly clock: Clock;
	/** Gives a number from 0 up to, not including, 1. */
	readonly random: () => number;
	readonly backoff?: Backoff;
}

/**
 * Makes runs of events: in the order of their space, so many at a time, and tells the log which of them are dealt with.
 * An event whose run could not be recorded is handed on again for ever; one that is never handed on is given back.
 */
export class Dispatcher<Item> implements EventSink {
	private readonly stop = new AbortController();
	private readonly preparing = new Turns();
	private readonly running = new Turns();
	private readonly preparer: Preparer;
	private readonly runSlots: Slots;
	private readonly gatherer: Gatherer<LogEntry> | undefined;
	/** What was accepted and is in nobody's hands: it is given back at the end. */
	private readonly unsent = new Set<LogEntry>();
	private readonly backoff: Backoff;

	constructor(private readonly options: DispatcherOptions<Item>) {
		const { settings, host, clock, random } = options;
		this.backoff = options.backoff ?? defaultBackoff;
		this.preparer = new Preparer({ host, clock, random, backoff: this.backoff });
		// As many wait for its end as there are spaces with an event under way; Node takes more than ten for a leak.
		setMaxListeners(Number.POSITIVE_INFINITY, this.stop.signal);
		this.runSlots = new Slots(settings.mostParallel);
		if (settings.gatherWithin !== undefined) {
			this.gatherer = new Gatherer({
				clock,
				windowMilliseconds: settings.gatherWithin,
				onBurst: (list) => this.enqueue(list.map(({ event }) => event), list.map(({ token }) => token)),
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
			this.tellGap(unreadableGap(entry, entry.change.problem), [entry]);
			return;
		}
		void this.preparing.take(spaceOf(entry), async () => {
			try {
				const event = await this.preparer.prepared(entry, this.stop.signal);
				if (event === undefined) this.needsNoRun([entry]);
				else this.gather(event, entry);
			} catch {
				// Cancelled: all else is tried again.
				this.giveBack([entry]);
			}
		});
	}

	gap(gap: Gap): void {
		this.tellGap(gap, []);
	}

	/**
	 * Starts no more runs. What was not handed on is given back at once, also what waits behind a run of its space: the
	 * next reader would take it for handed on. The end of what runs is still noted.
	 */
	close(): void {
		this.stop.abort();
		this.gatherer?.close();
		this.giveBack([...this.unsent]);
	}

	/** @param entries of the log that are the gap: they are dealt with when it is told */
	private tellGap(gap: Gap, entries: readonly LogEntry[]): void {
		const { host, settings } = this.options;
		host.warn(wordsOf(gap));
		const item = host.prepareGap(gap);
		if (item === undefined) {
			this.needsNoRun(entries);
			return;
		}
		const job: Job<Item> = { name: 'a gap', entries, gap, furnish: async () => await Promise.resolve(item) };
		void this.running.take('', () => this.deliver(job, firstAttempt(settings.acknowledge, entries[0]?.sentBefore)));
	}

	private gather(event: ImessageEvent, entry: LogEntry): void {
		if (this.gatherer === undefined) {
			this.enqueue([event], [entry]);
			return;
		}
		throwIfCancelled(this.stop.signal);
		const { sentBefore } = entry;
		this.gatherer.add({ event, token: entry, ...(sentBefore === undefined ? {} : { sentBefore }) });
	}

	private enqueue(events: readonly ImessageEvent[], entries: readonly LogEntry[]): void {
		const [first] = entries;
		if (first === undefined) return;
		const event = joinBurst(events);
		const job: Job<Item> = {
			name: `${event.event} ${entries.map(({ sequence }) => sequence).join(', ')} of line ${first.line.phone}`,
			entries,
			furnish: async (signal) => await this.options.host.furnish(event, signal),
		};
		const attempt = firstAttempt(this.options.settings.acknowledge, first.sentBefore);
		void this.running.take(spaceOf(first), () => this.deliver(job, attempt));
	}

	/** Ends when the next event of the space may be handed on. */
	private async deliver(job: Job<Item>, attempt: number, failures = 0): Promise<void> {
		const begun = await this.begin(job, attempt);
		if (begun === undefined) return;
		const settled = this.settle(job, attempt, failures, begun.ended);
		// Where the next one waits for this one's end, it waits for all of its attempts; else only what there was no run
		// of is handed on again, behind what has come meanwhile.
		if (this.options.settings.acknowledge !== 'received') await settled;
	}

	/** Starts a run; undefined when there is none: the job was given back, or is not wanted. */
	private async begin(job: Job<Item>, attempt: number): Promise<{ readonly ended: Promise<RunOutcome> } | undefined> {
		const { host } = this.options;
		const { signal } = this.stop;
		let isEntered = false;
		try {
			await this.runSlots.enter(signal);
			isEntered = true;
			const item = await job.furnish(signal);
			throwIfCancelled(signal);
			if (item === undefined) {
				this.runSlots.leave();
				this.needsNoRun(job.entries);
				return undefined;
			}
			for (const entry of job.entries) {
				this.unsent.delete(entry);
				entry.sending(attempt);
			}
			const run = host.run(item, { entries: job.entries, attempt, ...(job.gap === undefined ? {} : { gap: job.gap }) });
			const ended = this.withDeadline(run).catch((caught: unknown) => this.noRun(job, caught)).finally(() => this.runSlots.leave());
			return { ended };
		} catch (caught) {
			if (isEntered) this.runSlots.leave();
			if (!signal.aborted) return { ended: Promise.resolve(this.noRun(job, caught)) };
			this.giveBack(job.entries);
			return undefined;
		}
	}

	/** A host breaks its word, but no event may be lost or stand still for that. */
	private noRun({ name }: Job<Item>, caught: unknown): RunOutcome {
		this.options.host.warn(`A run could not be started, and is tried again (${name}): ${toSpectrumError(caught).message}`);
		return 'notRecorded';
	}

	private needsNoRun(entries: readonly LogEntry[]): void {
		for (const entry of entries) {
			if (this.unsent.delete(entry)) entry.done();
		}
	}

	/** To be handed on by whoever reads the log next. */
	private giveBack(entries: readonly LogEntry[]): void {
		for (const entry of entries) {
			if (this.unsent.delete(entry)) entry.release();
		}
	}

	private async settle(job: Job<Item>, attempt: number, failures: number, ended: Promise<RunOutcome>): Promise<void> {
		const { settings, host, clock, random } = this.options;
		const outcome = await ended;
		const verdict = verdictOf(settings.acknowledge, outcome, attempt, settings.mostAttempts);
		if (outcome === 'overdue') host.warn(`A run has not ended within ${settings.deadline / 1_000} s and is not waited for any more (${job.name})`);
		if (verdict === 'dealtWith' || verdict === 'givenUp') {
			if (verdict === 'givenUp') host.warn(`${attempt} runs have failed, and there is no other (${job.name})`);
			for (const entry of job.entries) entry.done();
			return;
		}
		for (const entry of job.entries) this.unsent.add(entry);
		try {
			await delay(pauseAfter(failures + 1, this.backoff, random), clock, this.stop.signal);
		} catch {
			this.giveBack(job.entries);
			return;
		}
		await this.deliver(job, verdict === 'nextAttempt' ? attempt + 1 : attempt, failures + 1);
	}

	private async withDeadline(run: Promise<RunOutcome>): Promise<RunOutcome> {
		const { clock, settings } = this.options;
		let cancelTimer = (): void => {};
		const overdue = new Promise<RunOutcome>((resolve) => {
			cancelTimer = clock.after(settings.deadline, () => resolve('overdue'));
		});
		try {
			return await Promise.race([run, overdue]);
		} finally {
			cancelTimer();
		}
	}
}

/** What one run is for, however often it is tried. */
interface Job<Item> extends Omit<Delivery, 'attempt'> {
	/** For people. */
	readonly name: string;
	furnish(signal: AbortSignal): Promise<Item | undefined>;
}

/** One conversation is one, whichever service the server writes in front of its id. */
function spaceOf({ line, change }: LogEntry): string {
	return JSON.stringify([line.id, spaceKey(change.spaceId)]);
}

/** An event that cannot be read, as a gap of one. */
function unreadableGap({ line, sequence, log }: LogEntry, problem: string): Gap {
	const after = (BigInt(sequence) - 1n).toString();
	return { line, reason: 'eventUnreadable', after, unreadable: { sequence, problem }, log };
}

function wordsOf({ line, reason, after, next, unreadable }: Gap): string {
	const where = `Line ${line.phone}: events after ${after}`;
	switch (reason) {
		case 'cursorRejected':
			return `${where} may be missing, because the server does not go on from there any more. It goes on with what it still has.`;
		case 'logRestarted':
			return `${where} may be missing, because the server has begun another log. It is read from its beginning.`;
		case 'eventsMissing':
			return `${where} and before ${next ?? 'the next'} may be missing, because the server went on later than it should.`;
		case 'eventUnreadable':
			return `Line ${line.phone}: event ${unreadable?.sequence ?? ''} cannot be read, and is passed over: ${unreadable?.problem ?? ''}`;
	}
}
