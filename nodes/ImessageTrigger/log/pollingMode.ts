import { setMaxListeners } from 'node:events';
import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { wantsLine } from '../../shared/spectrum/filter/eventFilter';
import { toSpectrumError } from '../../shared/spectrum/errors/from';
import { isFatal } from '../../shared/spectrum/log/line/fatalErrors';
import { LineReader } from '../../shared/spectrum/log/reader/replay';
import { closing, isStrict, openLogTrigger, type LogMode, type LogTrigger } from './logMode';
import { nodeErrorOf } from '../nodeErrors';
import { withinPatience } from './lineHealth';

/** A look that has not ended after so long, in milliseconds, is given up; the next one goes on where it was. */
const longestLook = 10 * 60_000;

/** How old the list of lines may be, in milliseconds: a newer one costs a mint of tokens. */
const oldestList = 5 * 60_000;

/** Reads the event logs at intervals. The first look is made at once. */
export async function startPolling(context: ITriggerFunctions, mode: LogMode): Promise<ITriggerResponse> {
	const trigger = await openLogTrigger(context, mode);
	const looks = new Looks(trigger);
	try {
		const first = looks.look();
		await (isStrict(context) ? first : withinPatience(first, mode.clock));
	} catch (caught) {
		if (isStrict(context)) {
			looks.close();
			throw nodeErrorOf(context, caught);
		}
		looks.failed(caught);
	}
	// Also where nobody was reached: then it is kept when it all began.
	trigger.keep();
	context.helpers.registerCron({ expression: trigger.settings.cron as never }, () => void looks.tick());
	return closing(() => looks.close());
}

/** One look after the other at all lines of a credential. */
export class Looks {
	private readonly readers = new Map<string, LineReader>();
	private readonly stop = new AbortController();
	private looking: Promise<void> | undefined;
	/** When the last look for lines began that was answered. */
	private listedAt: number | undefined;

	constructor(private readonly trigger: LogTrigger) {}

	/** A look that takes longer than the interval is not overtaken by the next. */
	async tick(): Promise<void> {
		if (this.looking !== undefined || this.stop.signal.aborted) return;
		try {
			await this.look();
		} catch (caught) {
			this.failed(caught);
		}
	}

	look(): Promise<void> {
		this.looking ??= this.lookNow().finally(() => {
			this.looking = undefined;
		});
		return this.looking;
	}

	/** What no waiting heals ends the trigger; everything else is tried again at the next interval. */
	failed(caught: unknown): void {
		if (this.stop.signal.aborted) return;
		const error = toSpectrumError(caught);
		const { context } = this.trigger;
		// The token was renewed, and refused again, within the look.
		if (!isFatal(error, Number.POSITIVE_INFINITY)) {
			this.trigger.warn(`Events could not be read, and are read at the next interval: ${error.message}`);
			return;
		}
		this.close();
		context.emitError(nodeErrorOf(context, error));
	}

	close(): void {
		this.stop.abort();
		this.trigger.dispatcher.close();
	}

	/** Lines are read side by side; when one fails, the others are read to their end all the same. */
	private async lookNow(): Promise<void> {
		const { streams, clock, settings } = this.trigger;
		const begun = clock.now();
		const unlistedAt = this.listedAt;
		const isListOld = unlistedAt === undefined || begun - unlistedAt >= oldestList;
		const { lines } = await streams.inventory(isListOld);
		if (isListOld) this.listedAt = begun;
		const late = new AbortController();
		const cancelTimer = clock.after(longestLook, () => late.abort());
		const signal = AbortSignal.any([this.stop.signal, late.signal]);
		// One listener for each line and more; Node would take so many for a leak.
		setMaxListeners(0, signal);
		try {
			const outcomes = await Promise.allSettled(
				lines.filter((line) => wantsLine(settings.filter, line)).map(async (line) => {
					const reader = this.readers.get(line.id) ?? new LineReader(this.trigger.readerOf(line, unlistedAt));
					this.readers.set(line.id, reader);
					const session = streams.connect(line.id);
					try {
						await reader.catchUp(session, signal);
					} finally {
						session.close();
					}
				}),
			);
			const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
			// A line that is well shows that the credential is.
			if (failures.length === 0) return;
			if (failures.length === outcomes.length) throw failures[0];
			for (const failure of failures) this.trigger.warn(`One line could not be read: ${toSpectrumError(failure).message}`);
		} finally {
			cancelTimer();
		}
	}
}

