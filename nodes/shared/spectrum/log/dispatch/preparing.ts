import type { Clock } from '../../timing/clock';
import type { ImessageEvent } from '../../model/event/event';
import { throwIfCancelled, toSpectrumError } from '../../errors/from';
import type { SpectrumError } from '../../errors/SpectrumError';
import { delay } from '../../timing/waiting';
import { isAboutSubject } from './lookupFailures';
import { pauseAfter, type Backoff } from '../../timing/backoff';
import { UnansweredLookups } from './unansweredLookups';
import type { LogEntry } from '../entry';
import { Slots } from '../../timing/slots';

/** Events whose details are looked up at once. */
const maxPrepared = 8;

/**
 * Refused look-ups of one event, after which the event starts a run without the missing details. With the usual pauses
 * they take 1.5 minutes on average and 3 minutes at most, and the conversation of the event waits for them. Where the
 * server marks its refusals as retryable, each attempt itself takes up to a minute, and they take a quarter of an hour.
 */
export const maxRefusals = 12;

/** Knows which events the workflow wants, and what they must contain. */
export interface PreparingHost {
	/**
	 * The event of a log entry, or undefined when the workflow does not want it. Rejects when a look-up fails. Then it is
	 * called again.
	 */
	prepare(entry: LogEntry, signal: AbortSignal): Promise<ImessageEvent | undefined>;
	/** The same from the entry alone, without look-ups. Undefined also when the entry alone is not enough. */
	prepareWithoutLookups(entry: LogEntry): Promise<ImessageEvent | undefined>;
	/** Receives one sentence that a person should read. */
	warn(message: string): void;
}

export interface PreparerOptions {
	readonly host: PreparingHost;
	readonly clock: Clock;
	readonly random: () => number;
	readonly backoff: Backoff;
}

/**
 * Makes events of log entries, however long their look-ups take. While the server does not answer, the look-up is repeated
 * without end, so that no outage loses an event. When the server answers and keeps refusing, the event starts a run
 * without the missing details, because the later events of its conversation must not wait without end.
 */
export class Preparer {
	private readonly slots = new Slots(maxPrepared);
	private readonly unanswered = new UnansweredLookups();

	constructor(private readonly options: PreparerOptions) {}

	/** The event, or undefined when it starts no run. Rejects with `cancelled` only. */
	async prepared(entry: LogEntry, signal: AbortSignal): Promise<ImessageEvent | undefined> {
		const { host, clock, random, backoff } = this.options;
		let refusals = 0;
		for (let failures = 1; ; failures++) {
			await this.slots.enter(signal);
			try {
				const event = await host.prepare(entry, signal);
				// Unwanted events made no call, so they say nothing about the server.
				if (event !== undefined) this.unanswered.delete(entry);
				return event;
			} catch (caught) {
				throwIfCancelled(signal);
				const error = toSpectrumError(caught);
				if (isAboutSubject(error)) refusals += 1;
				if (refusals >= maxRefusals || (refusals > 0 && this.unanswered.has(entry))) return await this.reduced(entry, error);
				host.warn(`${nameOf(entry)} could not be read in full and is read again: ${error.message}`);
			} finally {
				this.slots.leave();
			}
			await delay(pauseAfter(failures, backoff, random), clock, signal);
		}
	}

	private async reduced(entry: LogEntry, { message }: SpectrumError): Promise<ImessageEvent | undefined> {
		const { host } = this.options;
		this.unanswered.add(entry);
		const what = `${nameOf(entry)} cannot be read in full, after many attempts`;
		let event: ImessageEvent | undefined;
		try {
			event = await host.prepareWithoutLookups(entry);
		} catch (caught) {
			host.warn(`${what}, nor without the missing details (${toSpectrumError(caught).message}). It is skipped: ${message}`);
			return undefined;
		}
		const end = event === undefined ? 'starts no run without them' : 'starts a run without the missing details';
		host.warn(`${what}, and ${end}: ${message}`);
		return event;
	}
}

function nameOf({ line, sequence, change }: LogEntry): string {
	return `Event ${sequence} (${change.type}) of line ${line.phone}`;
}
