import type { IDataObject, INodeExecutionData, ITriggerFunctions } from 'n8n-workflow';
import type { Change } from '../../shared/spectrum/model/event/change';
import type { ImessageEvent } from '../../shared/spectrum/model/event/event';
import type { Line } from '../../shared/spectrum/model/line';
import { toSpectrumError } from '../../shared/spectrum/errors/from';
import { isAboutSubject } from '../../shared/spectrum/log/dispatch/lookupFailures';
import type { LogEntry } from '../../shared/spectrum/log/entry';
import type { OpenLog } from './openLog';
import { nodeErrorOf } from '../nodeErrors';

/** Hands the first event on that the workflow wants, and is closed then. */
export class Once {
	/** Ended before there was an event. */
	isStopped = false;
	private readonly stop = new AbortController();
	private readonly ends: Array<() => void> = [];
	private turn: Promise<unknown> = Promise.resolve();

	constructor(
		private readonly context: ITriggerFunctions,
		private readonly log: OpenLog,
		/** Fields that the item gets beside those of the event. */
		private readonly marks: IDataObject = {},
	) {}

	get signal(): AbortSignal {
		return this.stop.signal;
	}

	/** Called at the end, or at once when it has come. */
	onEnd(end: () => void): void {
		if (this.signal.aborted) end();
		else this.ends.push(end);
	}

	/** One after the other, so that the first that fits is the first that came. Resolves with whether it was this one. */
	consider(line: Line, sequence: string, change: Change): Promise<boolean> {
		const verdict = this.turn.then(() => this.try(entryOf(line, sequence, change)));
		this.turn = verdict.catch(() => {});
		return verdict;
	}

	/** No event comes any more. An error would say so too, and n8n would log it as one. */
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

	private async try(entry: LogEntry): Promise<boolean> {
		if (this.signal.aborted) return false;
		const { host } = this.log;
		const event = await this.told(entry);
		if (event === undefined) return false;
		const item = await host.furnish(event, this.signal);
		if (item === undefined) return false;
		this.close();
		this.context.emit([[this.marked(item)]]);
		return true;
	}

	private marked(item: INodeExecutionData): INodeExecutionData {
		return { ...item, json: { ...item.json, ...this.marks } };
	}

	/** Nobody who looks at the editor waits for what the server may tell later. */
	private async told(entry: LogEntry): Promise<ImessageEvent | undefined> {
		const { host } = this.log;
		try {
			return await host.prepare(entry, this.signal);
		} catch (caught) {
			const error = toSpectrumError(caught);
			if (!isAboutSubject(error)) throw error;
			return await host.prepareWithoutAsking(entry);
		}
	}
}

/** Nothing is noted of an event that the editor was given. */
function entryOf(line: Line, sequence: string, change: Change): LogEntry {
	const nothing = (): void => {};
	return { line, sequence, change, log: 0, sentBefore: undefined, sending: nothing, done: nothing, release: nothing };
}
