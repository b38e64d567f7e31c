import type { INodeExecutionData, ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import type { Clock } from '../../shared/spectrum/timing/clock';
import type { Line } from '../../shared/spectrum/model/line';
import type { CatchUps } from '../../shared/spectrum/log/line/catchUps';
import { Dispatcher } from '../../shared/spectrum/log/dispatch/dispatcher';
import type { Progress } from '../../shared/spectrum/log/reader/progress';
import type { ReaderOptions } from '../../shared/spectrum/log/reader/replay';
import type { EventStreams } from '../../shared/spectrum/gateway/eventStreams';
import type { ConnectionPool } from '../../shared/spectrum/gateway/pool/pool';
import { pollMemory } from '../../shared/n8n/memory/pollValues';
import { keepProgress, type ProgressBook } from '../../shared/n8n/memory/progressBook';
import { Beginning } from './beginning';
import { openLog } from './openLog';
import type { LogSettings } from '../settings';

/** What all triggers of the process share. */
export interface LogMode {
	readonly clock: Clock;
	/** Returns a number from 0 to below 1. */
	readonly random: () => number;
	readonly book: ProgressBook;
	readonly pool: ConnectionPool;
	readonly catchUps: CatchUps;
}

/** One active trigger that reads event logs. */
export interface LogTrigger {
	readonly context: ITriggerFunctions;
	readonly settings: LogSettings;
	readonly streams: EventStreams;
	readonly dispatcher: Dispatcher<INodeExecutionData>;
	readonly clock: Clock;
	readonly random: () => number;
	/**
	 * The options for a reader of one line.
	 * @param unlistedAt when a check did not list the line yet, in milliseconds since the epoch
	 */
	readerOf(line: Line, unlistedAt?: number): ReaderOptions;
	/**
	 * Puts the current places into the node's data, which n8n stores at the end of an activation. Without this, a restart of
	 * n8n before the first event would lose the place where the trigger began.
	 */
	keep(): void;
	/** Writes a warning to n8n's log, with the names of node and workflow. */
	warn(message: string): void;
}

/** The choices of First Activation, as the log describes them. */
const beginnings: Readonly<Record<LogSettings['startAt'], string>> = {
	now: 'from now on, so events since that place are skipped',
	everything: 'with everything that the server still has',
};

/** Reads credential and parameters, and makes the parts that turn events into runs of the workflow. */
export async function openLogTrigger(context: ITriggerFunctions, mode: LogMode): Promise<LogTrigger> {
	const { clock, random, book, catchUps } = mode;
	const places = new Map<string, Progress>();
	const keep = (): void => {
		keepProgress(context, streams.identity, places);
		beginning.keep();
		pollMemory.restore(context);
	};
	const { settings, streams, host } = await openLog(context, mode, keep);
	const beginning = new Beginning(context, streams.identity, clock);
	const dispatcher = new Dispatcher({ settings: settings.dispatch, host, clock, random });
	return {
		context,
		settings,
		streams,
		dispatcher,
		clock,
		random,
		readerOf(line, unlistedAt) {
			const progress = book.open(context, streams.identity, line.id, () =>
				host.warn(
					`its stored place in the log of line ${line.phone} cannot be read. It begins as on a first activation: ${beginnings[settings.startAt]}`,
				),
			);
			if (beginning.isNew && !places.has(line.id)) progress.forgetSince();
			places.set(line.id, progress);
			return {
				line,
				progress,
				startAt: settings.startAt,
				...beginning.ofLine(unlistedAt),
				catchUps: catchUps.slotsOf(streams.credential),
				sink: dispatcher,
			};
		},
		keep,
		warn: (message) => host.warn(message),
	};
}

/**
 * Whether an activation fails when Spectrum cannot be reached or the public address is wrong. A person who activates needs
 * to know, but a start of n8n must not depend on that moment.
 */
export function isStrict(context: Pick<ITriggerFunctions, 'getActivationMode'>): boolean {
	const activation = context.getActivationMode();
	return activation !== 'init' && activation !== 'leadershipChange';
}

/** The response of a trigger that ends with `close`. */
export function closing(close: () => void): ITriggerResponse {
	return {
		closeFunction: async () => {
			close();
			await Promise.resolve();
		},
	};
}
