import type { INodeExecutionData, ITriggerFunctions } from 'n8n-workflow';
import type { Clock } from '../../shared/spectrum/timing/clock';
import type { Connection } from '../../shared/spectrum/model/connection';
import type { GapEvent, ImessageEvent } from '../../shared/spectrum/model/event/event';
import { judge, type EventFilter } from '../../shared/spectrum/filter/eventFilter';
import type { RunOutcome } from '../../shared/spectrum/log/dispatch/acknowledge';
import type { Delivery, DispatchHost } from '../../shared/spectrum/log/dispatch/dispatcher';
import { noLookups, type ProjectionPorts } from '../../shared/spectrum/log/project/ports';
import { locationEvent } from '../../shared/spectrum/log/project/locations';
import { projectChange } from '../../shared/spectrum/log/project/projectChange';
import type { Gap, LogEntry } from '../../shared/spectrum/log/entry';
import type { Line } from '../../shared/spectrum/model/line';
import type { LocationUpdate, SharedLocation } from '../../shared/spectrum/model/location';
import { Gateway } from '../../shared/spectrum/gateway/Gateway';
import type { ConnectionPool } from '../../shared/spectrum/gateway/pool/pool';
import { answerIn } from '../../shared/n8n/asking/consumedAnswers';
import type { AskingHub } from '../../shared/n8n/asking/hub';
import { withAttachments } from '../downloads/eventAttachments';
import { downloadWith } from '../downloads/eventDownloads';
import type { DownloadSettings } from '../downloads/downloadSettings';
import { accessOf } from '../../shared/n8n/credentials/access';
import { pollMemory } from '../../shared/n8n/memory/pollValues';
import { markOf } from '../../shared/spectrum/keys/connectionIdentity';
import { withAccount } from '../../shared/n8n/run/runAccount';
import { logAbout, warnOf } from '../nodeLog';
import { deduplicationKey, startRun } from './runs';
import type { LogSettings } from '../settings';
import { present } from '../../shared/spectrum/values/present';

/** How long all files of an event may take, in milliseconds. */
const downloadMilliseconds = 60_000;

export interface WorkflowHostOptions {
	readonly context: ITriggerFunctions;
	readonly connection: Connection;
	/** The account whose logs are read. */
	readonly account: string;
	readonly settings: Pick<LogSettings, 'events' | 'filter' | 'dispatch'>;
	/** Absent: nothing is downloaded. */
	readonly downloads?: DownloadSettings;
	readonly clock: Clock;
	/** The connections for the calls that an event needs. */
	readonly pool: ConnectionPool;
	/** The questions that wait in this process: their answers start no run. */
	readonly questions: Pick<AskingHub, 'takes'>;
	/** Called before each run, so that the node's data is up to date when n8n stores it with the run. */
	readonly beforeRun: () => void;
}

/** The workflow as the dispatcher sees it: which events of the log it wants, the item of each, and how a run starts. */
export class WorkflowHost implements DispatchHost<INodeExecutionData> {
	constructor(private readonly options: WorkflowHostOptions) {}

	async prepare(entry: LogEntry, signal: AbortSignal): Promise<ImessageEvent | undefined> {
		return await this.unlessAnswer(entry, await this.wanted(entry, () => this.gateway(signal)));
	}

	async prepareWithoutLookups(entry: LogEntry): Promise<ImessageEvent | undefined> {
		return await this.unlessAnswer(entry, await this.wanted(entry, () => noLookups));
	}

	itemOfGap({ line, reason, after, next, unreadable, log }: Gap): INodeExecutionData | undefined {
		const { settings, clock, connection } = this.options;
		if (!settings.events.has('line.gap')) return undefined;
		const event: GapEvent = {
			event: 'line.gap',
			// At one place there may be gaps of several reasons, and each may be written about.
			id: `${line.id}:gap:${log}:${after}:${reason}${unreadable === undefined ? '' : `:${unreadable.sequence}`}`,
			timestamp: new Date(clock.now()).toISOString(),
			line: line.phone,
			gap: {
				reason,
				after,
				...present({ next }),
				...(unreadable === undefined ? {} : { sequence: unreadable.sequence }),
			},
		};
		return { json: withAccount(event, markOf(connection, line.phone)) };
	}

	async itemOf(event: ImessageEvent, signal: AbortSignal): Promise<INodeExecutionData | undefined> {
		const { context, clock, settings, downloads, connection } = this.options;
		if (settings.dispatch.gatherWithin !== undefined && judge(event, gatheredFilter(settings.filter)) !== 'passes') return undefined;
		const item = { json: withAccount(event, markOf(connection, event.space.phone)) };
		if (downloads === undefined) return item;
		const attachments = await downloadWith(event, downloads, {
			context,
			openGateway: async (ended) => await Promise.resolve(this.gateway(ended)),
			clock,
			deadlineMilliseconds: downloadMilliseconds,
			signal,
		});
		if (attachments.downloadError !== undefined) this.warn(`files of event ${event.id} are missing: ${attachments.downloadError.message}`);
		return withAttachments(item, attachments);
	}

	async run(item: INodeExecutionData, delivery: Delivery): Promise<RunOutcome> {
		const { context, account, beforeRun } = this.options;
		beforeRun();
		return await startRun(context, item, deduplicationKey(context, account, delivery));
	}

	/** The event of a shared location. Undefined when the workflow does not want it. */
	wantedLocation(line: Line, update: LocationUpdate): ImessageEvent | undefined {
		const { settings, clock } = this.options;
		if (!settings.events.has('location.updated')) return undefined;
		const event = locationEvent(line, update, clock.now());
		return judge(event, this.firstFilter, line) === 'passes' ? event : undefined;
	}

	/** What people share with a line now. */
	async sharedLocations(line: Line, signal: AbortSignal): Promise<readonly SharedLocation[]> {
		return await this.gateway(signal).locations.list(line.id);
	}

	/** Starts a run of something that is in no log, so that n8n needs no key for it: nothing brings it a second time. */
	async runOnce(item: INodeExecutionData): Promise<RunOutcome> {
		const { context, beforeRun } = this.options;
		beforeRun();
		return await startRun(context, item, undefined);
	}

	warn(message: string): void {
		warnOf(this.options.context, message);
	}

	/** The filter for single events. See {@link gatheredFilter}. */
	private get firstFilter(): EventFilter {
		const { filter, dispatch } = this.options.settings;
		if (dispatch.gatherWithin === undefined) return filter;
		return { ...filter, textContains: undefined, textMatches: undefined, onlyMentions: false };
	}

	private async wanted(
		{ change, sequence, line }: LogEntry,
		lookups: () => Pick<ProjectionPorts, 'messages' | 'polls'>,
	): Promise<ImessageEvent | undefined> {
		const { context, settings } = this.options;
		if (change.type === 'unknown') {
			logAbout(context, 'debug', `skipped event ${sequence} of line ${line.phone}: it is of a kind that this version does not know`);
			return undefined;
		}
		if (change.type === 'unreadable') {
			// Only for the editor. An active workflow gets it as a gap.
			this.warn(`event ${sequence} of line ${line.phone} cannot be read: ${change.problem}`);
			return undefined;
		}
		// Checked before any call, because an event of a kind that is not selected needs no further facts.
		if (!settings.events.has(change.type)) return undefined;
		const { messages, polls } = lookups();
		const ports = { messages, polls, recall: (pollId: string) => pollMemory.recall(context, pollId) };
		const event = await projectChange({ change, sequence, line, ports });
		if (event === undefined || !settings.events.has(event.event)) return undefined;
		return judge(event, this.firstFilter, line) === 'passes' ? event : undefined;
	}

	/** Asked last, because only an event that would start a run is worth the question. */
	private async unlessAnswer({ change, line, sequence }: LogEntry, event: ImessageEvent | undefined): Promise<ImessageEvent | undefined> {
		const { account, context, questions } = this.options;
		if (event === undefined || !(await questions.takes(account, answerIn(change, line.id)))) return event;
		logAbout(context, 'debug', `skipped event ${sequence} of line ${line.phone}: it answered a question that waited for it`);
		return undefined;
	}

	private gateway(signal: AbortSignal): Gateway {
		const { context, connection, pool } = this.options;
		return new Gateway(connection, accessOf(context, signal), pool);
	}
}

/**
 * What is left to judge of gathered messages: their text together, because a word may be in any of them. Everything else was
 * judged of each of them, where their line was known.
 */
function gatheredFilter({ textContains, textMatches, onlyMentions }: EventFilter): EventFilter {
	return { ...present({ textContains, textMatches }), onlyMentions, includeOwn: true };
}
