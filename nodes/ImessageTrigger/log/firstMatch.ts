import type { IDataObject, INodeExecutionData, ITriggerFunctions } from 'n8n-workflow';
import type { Change } from '../../shared/spectrum/model/event/change';
import type { ImessageEvent } from '../../shared/spectrum/model/event/event';
import type { Line } from '../../shared/spectrum/model/line';
import type { LocationUpdate } from '../../shared/spectrum/model/location';
import { toSpectrumError } from '../../shared/spectrum/errors/from';
import { isAboutSubject } from '../../shared/spectrum/log/dispatch/lookupFailures';
import type { LogEntry } from '../../shared/spectrum/log/entry';
import { nodeErrorOf } from '../nodeErrors';
import type { WorkflowHost } from './workflowHost';

/** Passes the first event that the workflow wants to the editor, and then closes. */
export class FirstMatch {
	/** True when it was ended before an event was found. */
	isStopped = false;
	private readonly stop = new AbortController();
	private readonly ends: Array<() => void> = [];
	private turn: Promise<unknown> = Promise.resolve();

	constructor(
		private readonly context: ITriggerFunctions,
		private readonly host: Pick<WorkflowHost, 'prepare' | 'prepareWithoutLookups' | 'wantedLocation' | 'itemOf'>,
		/** Fields that the item gets in addition to those of the event. */
		private readonly marks: IDataObject = {},
	) {}

	get signal(): AbortSignal {
		return this.stop.signal;
	}

	/** Calls `end` when this closes, or at once if it is closed already. */
	onEnd(end: () => void): void {
		if (this.signal.aborted) end();
		else this.ends.push(end);
	}

	/** Considers events one after the other, so that the earliest match wins. Resolves with whether it was this event. */
	consider(line: Line, sequence: string, change: Change): Promise<boolean> {
		return this.inTurn(() => this.eventOf(entryOf(line, sequence, change)));
	}

	/** As {@link consider}, for a location, which is no entry of a log. */
	considerLocation(line: Line, update: LocationUpdate): Promise<boolean> {
		return this.inTurn(async () => await Promise.resolve(this.host.wantedLocation(line, update)));
	}

	/** Ends the wait without an event. An error would end it too, but n8n would log it as one. */
	end(): void {
		if (this.signal.aborted) return;
		this.isStopped = true;
		this.close();
		this.context.emit([]);
	}

	fail(caught: unknown): void {
		if (this.signal.aborted) return;
		this.close();
		this.context.emitError(nodeErrorOf(this.context, caught));
	}

	close(): void {
		this.stop.abort();
		for (const end of this.ends.splice(0)) end();
	}

	private inTurn(find: () => Promise<ImessageEvent | undefined>): Promise<boolean> {
		const verdict = this.turn.then(() => this.try(find));
		this.turn = verdict.catch(() => {});
		return verdict;
	}

	private async try(find: () => Promise<ImessageEvent | undefined>): Promise<boolean> {
		if (this.signal.aborted) return false;
		const event = await find();
		if (event === undefined) return false;
		const item = await this.host.itemOf(event, this.signal);
		if (item === undefined) return false;
		this.close();
		this.context.emit([[this.marked(item)]]);
		return true;
	}

	private marked(item: INodeExecutionData): INodeExecutionData {
		return { ...item, json: { ...item.json, ...this.marks } };
	}

	/** Does not wait for facts that the server may supply later, because a person is waiting in the editor. */
	private async eventOf(entry: LogEntry): Promise<ImessageEvent | undefined> {
		try {
			return await this.host.prepare(entry, this.signal);
		} catch (caught) {
			const error = toSpectrumError(caught);
			if (!isAboutSubject(error)) throw error;
			return await this.host.prepareWithoutLookups(entry);
		}
	}
}

/** The entry of an event for the editor, whose progress is not recorded. */
function entryOf(line: Line, sequence: string, change: Change): LogEntry {
	const nothing = (): void => {};
	return { line, sequence, change, log: 0, earlierAttempt: undefined, sending: nothing, done: nothing, release: nothing };
}
