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

/** What every trigger of the process shares. */
export interface LogMode {
	readonly clock: Clock;
	/** Gives a number from 0 up to, not including, 1. */
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
	 * What a reader of one line begins with.
	 * @param unlistedAt when a look did not list it yet, in milliseconds since the epoch
	 */
	readerOf(line: Line, unlistedAt?: number): ReaderOptions;
	/**
	 * Puts what is known now into the node's stored data, which n8n stores at the end of an activation: where nothing
	 * happens until n8n is started again, the place where it all began would be forgotten with it.
	 */
	keep(): void;
	/** Into n8n's log, with the names of node and workflow. */
	warn(message: string): void;
}

/** What the choices of First Activation mean, for the log. */
const beginnings: Readonly<Record<LogSettings['startAt'], string>> = {
	now: 'from now on, so what happened since is passed over',
	everything: 'with everything that the server still has',
};

/** Reads credential and parameters, and makes what hands events on to the workflow. */
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
				host.warn(`its stored place in the log of line ${line.phone} cannot be read. It begins there as on a first activation: ${beginnings[settings.startAt]}`),
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
 * Whether an activation is refused when Spectrum does not answer, or not under the address that was entered: a person who
 * activates wants to know, but a start of n8n must not depend on that moment.
 */
export function isStrict(context: Pick<ITriggerFunctions, 'getActivationMode'>): boolean {
	const activation = context.getActivationMode();
	return activation !== 'init' && activation !== 'leadershipChange';
}

/** The response of a trigger whose work is ended by `close`, once. */
export function closing(close: () => void): ITriggerResponse {
	return {
		closeFunction: async () => {
			close();
			await Promise.resolve();
		},
	};
}
