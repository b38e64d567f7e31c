import type { Clock } from '../../timing/clock';
import type { ImessageEvent } from '../../model/event/event';
import { throwIfCancelled, toSpectrumError } from '../../errors/from';
import type { SpectrumError } from '../../errors/SpectrumError';
import { delay } from '../../timing/waiting';
import { isRefusal } from './lookupFailures';
import { pauseAfter, type Backoff } from '../../timing/backoff';
import { GivenUp } from './unansweredLookups';
import type { LogEntry } from '../entry';
import { Slots } from '../../timing/slots';

/** Events that may be asked about at a time. */
const mostPrepared = 8;

/**
 * Refusals of what one event needs, before it is told without that. With the usual pauses they take one and a half
 * minutes on average and three at most, for which the conversation of the event waits. Where the server calls its
 * answers passing, each attempt is itself repeated for up to a minute, and they take a quarter of an hour.
 */
export const mostRefusals = 12;

/** The side that knows what the workflow wants of an event. */
export interface PreparingHost {
	/**
	 * The event of a log entry, or undefined when the workflow does not want it. Rejects when it cannot be told yet; it
	 * is asked again.
	 */
	prepare(entry: LogEntry, signal: AbortSignal): Promise<ImessageEvent | undefined>;
	/** The same with what the entry itself says; undefined also when that is not enough to tell of it. */
	prepareWithoutAsking(entry: LogEntry): Promise<ImessageEvent | undefined>;
	/** Told in one sentence of what a person should know. */
	warn(message: string): void;
}

export interface PreparerOptions {
	readonly host: PreparingHost;
	readonly clock: Clock;
	readonly random: () => number;
	readonly backoff: Backoff;
}

/**
 * Makes events of log entries, however long it takes to learn what they need. Where nobody answers it is tried again
 * for ever, so that no outage loses anything. Where the server does answer, and lastingly refuses one thing, the event
 * is told without it: what comes after it in its conversation must not wait for ever.
 */
export class Preparer {
	private readonly slots = new Slots(mostPrepared);
	private readonly givenUp = new GivenUp();

	constructor(private readonly options: PreparerOptions) {}

	/** The event, or undefined when it starts no run. Rejects with `cancelled` only. */
	async prepared(entry: LogEntry, signal: AbortSignal): Promise<ImessageEvent | undefined> {
		const { host, clock, random, backoff } = this.options;
		let refusals = 0;
		for (let failures = 1; ; failures++) {
			await this.slots.enter(signal);
			try {
				const event = await host.prepare(entry, signal);
				// Of an event that nobody wants nothing was asked.
				if (event !== undefined) this.givenUp.delete(entry);
				return event;
			} catch (caught) {
				throwIfCancelled(signal);
				const error = toSpectrumError(caught);
				if (isRefusal(error)) refusals += 1;
				if (refusals >= mostRefusals || (refusals > 0 && this.givenUp.has(entry))) return await this.reduced(entry, error);
				host.warn(`${nameOf(entry)} could not be read in full, and is read again: ${error.message}`);
			} finally {
				this.slots.leave();
			}
			await delay(pauseAfter(failures, backoff, random), clock, signal);
		}
	}

	private async reduced(entry: LogEntry, { message }: SpectrumError): Promise<ImessageEvent | undefined> {
		const { host } = this.options;
		this.givenUp.add(entry);
		const what = `${nameOf(entry)} cannot be read in full, although it was tried again and again`;
		let event: ImessageEvent | undefined;
		try {
			event = await host.prepareWithoutAsking(entry);
		} catch (caught) {
			host.warn(`${what}, nor told without the rest (${toSpectrumError(caught).message}). It is passed over: ${message}`);
			return undefined;
		}
		const end = event === undefined ? 'starts no run without the rest' : 'is told without the rest';
		host.warn(`${what}, and ${end}: ${message}`);
		return event;
	}
}

function nameOf({ line, sequence, change }: LogEntry): string {
	return `Event ${sequence} (${change.type}) of line ${line.phone}`;
}
