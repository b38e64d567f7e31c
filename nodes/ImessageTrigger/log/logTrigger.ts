import type { INodeExecutionData, ITriggerFunctions } from 'n8n-workflow';
import type { AskingHub } from '../../shared/n8n/asking/hub';
import { readConnection } from '../../shared/n8n/credentials/credentials';
import { accessOf } from '../../shared/n8n/credentials/access';
import { readDownloadSettings, type DownloadSettings } from '../downloads/downloadSettings';
import { pollMemory } from '../../shared/n8n/memory/pollValues';
import type { ProgressBook } from './progressBook';
import { EventStreams } from '../../shared/spectrum/gateway/eventStreams';
import type { ConnectionPool } from '../../shared/spectrum/gateway/pool/pool';
import { Dispatcher } from '../../shared/spectrum/log/dispatch/dispatcher';
import type { FeedListener } from '../../shared/spectrum/log/line/accountFeed';
import type { CatchUps } from '../../shared/spectrum/log/line/catchUps';
import type { Feeds, Subscription } from '../../shared/spectrum/log/line/feeds';
import type { ReaderOptions } from '../../shared/spectrum/log/reader/replay';
import type { Connection } from '../../shared/spectrum/model/connection';
import type { Line } from '../../shared/spectrum/model/line';
import type { Clock } from '../../shared/spectrum/timing/clock';
import type { Slots } from '../../shared/spectrum/timing/slots';
import { present } from '../../shared/spectrum/values/present';
import { checkLines } from '../filters/lineCheck';
import { warnOf } from '../nodeLog';
import { readLogSettings, type LogSettings } from '../settings';
import type { ActiveTriggers } from './activeTriggers';
import { Places } from './places';
import type { RunTurns } from './runTurns';
import { WorkflowHost } from './workflowHost';

/** What all triggers of the process share. */
export interface SharedState {
	readonly clock: Clock;
	/** Returns a number from 0 to below 1. */
	readonly random: () => number;
	readonly pool: ConnectionPool;
	readonly book: ProgressBook;
	readonly catchUps: CatchUps;
	readonly feeds: Feeds;
	readonly activeTriggers: ActiveTriggers;
	readonly runTurns: RunTurns;
	/** The questions that wait in this process. */
	readonly questions: Pick<AskingHub, 'takes'>;
}

/** One trigger that reads the event logs of its credential: their lines, its places in them, and what turns events into runs. */
export class LogTrigger {
	readonly streams: EventStreams;
	readonly host: WorkflowHost;
	readonly dispatcher: Dispatcher<INodeExecutionData>;
	/** When the lines were last looked up, in milliseconds since the epoch. Set by what looks them up. */
	lookedAt: () => number | undefined = () => undefined;
	private readonly places: Places;

	private constructor(
		readonly context: ITriggerFunctions,
		readonly shared: SharedState,
		readonly settings: LogSettings,
		downloads: DownloadSettings | undefined,
		connection: Connection,
	) {
		const { clock, random, pool, book, questions, runTurns } = shared;
		this.streams = new EventStreams(connection, () => accessOf(context), pool);
		const account = this.streams.identity;
		this.places = new Places({ context, account, clock, book, startAt: settings.startAt });
		const beforeRun = () => this.store();
		this.host = new WorkflowHost({
			context,
			connection,
			account,
			settings,
			...present({ downloads }),
			clock,
			pool,
			questions,
			beforeRun,
		});
		// Otherwise no run waits for another one.
		const running = settings.dispatch.acknowledge === 'received' ? undefined : runTurns.of(context, account);
		this.dispatcher = new Dispatcher({ settings: settings.dispatch, host: this.host, clock, random, ...present({ running }) });
	}

	/** Reads parameters and credential. Rejects if one of them is wrong. Makes no call yet. */
	static async open(context: ITriggerFunctions, shared: SharedState): Promise<LogTrigger> {
		const settings = readLogSettings(context);
		const downloads = readDownloadSettings(context);
		return new LogTrigger(context, shared, settings, downloads, await readConnection(context));
	}

	/** Limits how many replays of the credential run at once. */
	get catchUps(): Slots {
		return this.shared.catchUps.slotsOf(this.streams.credential);
	}

	/** Listens to the live lines of the credential, over connections that all its triggers share. */
	subscribe(listener: FeedListener): Subscription {
		const { clock, random, feeds } = this.shared;
		const onWarning = (message: string) => this.warn(message);
		return feeds.subscribe({ source: this.streams, clock, random, catchUps: this.catchUps, onWarning }, listener);
	}

	/**
	 * The options for a reader of one line.
	 * @param unlistedAt when a check did not list the line yet, in milliseconds since the epoch
	 */
	readerOf(line: Line, unlistedAt?: number): ReaderOptions {
		return { line, ...this.places.of(line, unlistedAt), catchUps: this.catchUps, consumer: this.dispatcher };
	}

	/**
	 * Puts the current places into the node's data, which n8n stores with the next run or at the end of an activation. Without
	 * this, a restart of n8n before the first event would lose the place where the trigger began.
	 */
	store(): void {
		this.places.store(this.lookedAt());
		pollMemory.restore(this.context);
	}

	/** Checks the filter *Lines* against the lines that the credential has. */
	checkLines(lines: readonly Line[]): void {
		checkLines(this.context, this.settings.filter, lines);
	}

	/** Checks the filter against the lines that a subscription follows. They must be known already. */
	checkLinesOf({ feed }: Subscription): void {
		this.checkLines(feed.all.map(({ line }) => line));
	}

	/** Writes a warning to n8n's log, with the names of node and workflow. */
	warn(message: string): void {
		warnOf(this.context, message);
	}
}
