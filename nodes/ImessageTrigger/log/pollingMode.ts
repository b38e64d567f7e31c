import { setMaxListeners } from 'node:events';
import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { wantsLine } from '../../shared/spectrum/filter/eventFilter';
import { toSpectrumError } from '../../shared/spectrum/errors/from';
import { isFatal } from '../../shared/spectrum/log/line/fatalErrors';
import type { Line } from '../../shared/spectrum/model/line';
import { LineReader } from '../../shared/spectrum/log/reader/replay';
import { isPersonWaiting, nodeErrorOf } from '../nodeErrors';
import { LogTrigger, type SharedState } from './logTrigger';
import { withinLongestWait } from './lineHealth';
import { readSettings } from '../settings';
import { checkInLog } from './streamOnly';

/** The longest poll, in milliseconds. One that takes longer ends, and the next continues where it was. */
const longestPoll = 10 * 60_000;

/** How old the list of lines may be, in milliseconds. A new list costs a mint of tokens. */
const oldestListing = 5 * 60_000;

/** Reads the event logs at intervals. The first poll starts at once. */
export async function startPolling(context: ITriggerFunctions, shared: SharedState): Promise<ITriggerResponse> {
	checkInLog(readSettings(context).events);
	const trigger = await LogTrigger.open(context, shared);
	const poller = new Poller(trigger);
	try {
		const first = poller.poll();
		await (isPersonWaiting(context) ? first : withinLongestWait(first, shared.clock));
	} catch (caught) {
		if (isPersonWaiting(context)) {
			poller.close();
			throw nodeErrorOf(context, caught);
		}
		poller.failed(caught);
	}
	// Also if no line was reached: this stores the moment of the activation.
	trigger.store();
	let isRegistered = false;
	try {
		context.helpers.registerCron({ expression: trigger.settings.cron as never }, () => void poller.tick());
		isRegistered = true;
	} finally {
		// n8n refuses the expression, and with it the activation: what waits for a run goes to the next one.
		if (!isRegistered) poller.close();
	}
	return { closeFunction: async () => await Promise.resolve(poller.close()) };
}

/** Reads the logs of all lines of a credential, one poll after the other. */
export class Poller {
	private readonly readers = new Map<string, LineReader>();
	private readonly stop = new AbortController();
	private polling: Promise<void> | undefined;
	/** When the last successful listing of the lines began. */
	private listedAt: number | undefined;

	constructor(private readonly trigger: LogTrigger) {
		trigger.lookedAt = () => this.listedAt;
	}

	/** Starts a poll, unless the one before is still under way. */
	async tick(): Promise<void> {
		if (this.polling !== undefined || this.stop.signal.aborted) return;
		try {
			await this.poll();
		} catch (caught) {
			this.failed(caught);
		}
	}

	poll(): Promise<void> {
		this.polling ??= this.pollNow().finally(() => {
			this.polling = undefined;
		});
		return this.polling;
	}

	/** Ends the trigger for a failure that waiting does not cure. Any other failure is retried at the next interval. */
	failed(caught: unknown): void {
		if (this.stop.signal.aborted) return;
		const error = toSpectrumError(caught);
		const { context } = this.trigger;
		// The token was renewed and refused again within the poll.
		if (!isFatal(error, Number.POSITIVE_INFINITY)) {
			this.trigger.warn(`Events could not be read. The next attempt is at the next interval: ${error.message}`);
			return;
		}
		this.close();
		context.emitError(nodeErrorOf(context, error));
	}

	close(): void {
		this.stop.abort();
		this.trigger.dispatcher.close();
	}

	/** Reads the lines in parallel. When one fails, the others are still read to their end. */
	private async pollNow(): Promise<void> {
		const { streams, settings, shared } = this.trigger;
		const { clock } = shared;
		const begun = clock.now();
		const unlistedAt = this.listedAt;
		// Also where the clock of the host was put back by hours.
		const isListOld = unlistedAt === undefined || Math.abs(begun - unlistedAt) >= oldestListing;
		const { lines } = await streams.inventory(isListOld);
		if (isListOld) this.listedAt = begun;
		if (unlistedAt === undefined) this.trigger.checkLines(lines);
		const late = new AbortController();
		const cancelTimer = clock.after(longestPoll, () => late.abort());
		const signal = AbortSignal.any([this.stop.signal, late.signal]);
		// There are listeners for each line, and Node would take that many for a leak.
		setMaxListeners(0, signal);
		try {
			const outcomes = await Promise.allSettled(
				lines
					.filter((line) => wantsLine(settings.filter, line))
					.map(async (line) => {
						const reader = this.readerOf(line, unlistedAt);
						const session = streams.connect(line.id);
						try {
							await reader.catchUp(session, signal);
						} finally {
							session.close();
						}
					}),
			);
			const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
			// A line that works shows that the credential works.
			if (failures.length === 0) return;
			if (failures.length === outcomes.length) throw failures[0];
			for (const failure of failures) this.trigger.warn(`One line could not be read: ${toSpectrumError(failure).message}`);
		} finally {
			cancelTimer();
		}
	}

	/** A line whose number has changed gets another reader: its events carry the number, and answers need it. */
	private readerOf(line: Line, unlistedAt: number | undefined): LineReader {
		const known = this.readers.get(line.id);
		if (known?.line.phone === line.phone) return known;
		const reader = new LineReader(this.trigger.readerOf(line, unlistedAt));
		this.readers.set(line.id, reader);
		return reader;
	}
}
