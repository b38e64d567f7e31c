import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import type { Change } from '../../shared/spectrum/model/event/change';
import type { ImessageEvent } from '../../shared/spectrum/model/event/event';
import type { Line } from '../../shared/spectrum/model/line';
import { toSpectrumError } from '../../shared/spectrum/errors/from';
import { delay, unlessAborted } from '../../shared/spectrum/timing/waiting';
import { isAboutSubject } from '../../shared/spectrum/log/dispatch/lookupFailures';
import { CatchUpPlace } from '../../shared/spectrum/log/line/catchUps';
import type { Subscription } from '../../shared/spectrum/log/line/feeds';
import type { LiveLine } from '../../shared/spectrum/log/line/liveLine';
import type { LogEntry } from '../../shared/spectrum/log/entry';
import { openLog, type OpenLog } from './openLog';
import { nodeErrorOf } from '../nodeErrors';
import { Signs } from './lineHealth';
import type { StreamMode } from './streamMode';

/** Between two looks for an event, in milliseconds. */
const betweenLooks = 5_000;

/** The newest events of a line that are looked through for one that the workflow wants. */
const newestLookedAt = 500;

/**
 * One event for the editor, which runs the workflow once. It has a subscription of its own: what it sees the active
 * workflow sees as well, and nothing is noted as read.
 */
export async function startManual(
	context: ITriggerFunctions,
	mode: StreamMode,
	receiveBy: 'stream' | 'polling',
): Promise<ITriggerResponse> {
	const log = await openLog(context, mode, () => {});
	const once = new Once(context, log);
	return {
		manualTriggerFunction: async () => {
			try {
				if (receiveBy === 'stream') await listen(once, log, mode);
				else void find(once, log, mode).catch((caught: unknown) => once.fail(caught));
			} catch (caught) {
				// Whoever stopped it knows that it has ended.
				if (!once.isStopped) throw nodeErrorOf(context, caught);
			}
		},
		closeFunction: async () => {
			// n8n calls this after the run, and when somebody stops the listening: then it goes on waiting for an event
			// until it is told that none comes.
			once.end();
			await Promise.resolve();
		},
	};
}

/** Hands the first event on that the workflow wants, and is closed then. */
class Once {
	/** Ended before there was an event. */
	isStopped = false;
	private readonly stop = new AbortController();
	private readonly ends: Array<() => void> = [];
	private turn: Promise<unknown> = Promise.resolve();

	constructor(
		private readonly context: ITriggerFunctions,
		private readonly log: OpenLog,
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
		this.context.emit([[item]]);
		return true;
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

async function listen(once: Once, { streams, host }: OpenLog, { feeds, clock, random, catchUps }: StreamMode): Promise<void> {
	const onWarning = (message: string): void => host.warn(message);
	const signs = new Signs();
	const subscription: Subscription = feeds.subscribe(
		{ source: streams, clock, random, catchUps: catchUps.slotsOf(streams.credential), onWarning },
		{
			onLine: (live) => once.onEnd(follow(once, live, signs)),
			onLineGone: () => {},
			onFatal: (error) => once.fail(error),
		},
	);
	once.onEnd(() => {
		subscription.close();
		signs.close();
	});
	let isListening = false;
	try {
		await unlessAborted(subscription.started, once.signal);
		await unlessAborted(signs.settled(clock), once.signal);
		isListening = true;
	} finally {
		if (!isListening) once.close();
	}
}

function follow(once: Once, live: LiveLine, signs: Signs): () => void {
	const { id } = live.line;
	signs.expect(id);
	if (live.failure !== undefined) signs.hasFailed(id, live.failure.error);
	return live.listen({
		onConnecting: () => {},
		onOpen: () => signs.isWell(id),
		onEvent: (sequence, change) => {
			once.consider(live.line, sequence, change).catch((caught: unknown) => once.fail(caught));
		},
		onDown: (error) => signs.hasFailed(id, error),
	});
}

/** The newest event that fits, now or at a later look. */
async function find(once: Once, { streams }: OpenLog, { clock, catchUps }: StreamMode): Promise<void> {
	const cursors = new Map<string, string>();
	while (!once.signal.aborted) {
		const { lines } = await streams.inventory(false);
		for (const line of lines) {
			const session = streams.connect(line.id);
			const newest: Array<{ sequence: string; change: Change }> = [];
			const place = new CatchUpPlace(catchUps.slotsOf(streams.credential));
			try {
				await place.take(once.signal);
				for await (const frame of session.replay(cursors.get(line.id), once.signal)) {
					if (frame.type === 'complete') cursors.set(line.id, frame.head);
					if (frame.type !== 'event') continue;
					newest.push(frame);
					if (newest.length > newestLookedAt) newest.shift();
				}
			} finally {
				place.leave();
				session.close();
			}
			for (const { sequence, change } of newest.reverse()) {
				if (await once.consider(line, sequence, change)) return;
			}
		}
		await delay(betweenLooks, clock, once.signal);
	}
}

/** Nothing is noted of an event that the editor was given. */
function entryOf(line: Line, sequence: string, change: Change): LogEntry {
	const nothing = (): void => {};
	return { line, sequence, change, log: 0, sentBefore: undefined, sending: nothing, done: nothing, release: nothing };
}

