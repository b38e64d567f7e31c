import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { unlessAborted } from '../../shared/spectrum/timing/waiting';
import type { Subscription } from '../../shared/spectrum/log/line/feeds';
import type { LiveLine } from '../../shared/spectrum/log/line/liveLine';
import { openLog, type OpenLog } from './openLog';
import { nodeErrorOf } from '../nodeErrors';
import { readTestEvent } from '../settings';
import { Signs } from './lineHealth';
import { Once } from './once';
import { fetchSample, marksOf } from './sample';
import type { StreamMode } from './streamMode';

/**
 * One event for the editor, which runs the workflow once. It has a subscription of its own: what it sees the active
 * workflow sees as well, and nothing is noted as read.
 *
 * n8n starts the node in the same way for "Fetch Test Event" and for "Execute workflow" (n8n-core, executeTriggerNode), so
 * an option says whether a test fetches or waits.
 */
export async function startManual(context: ITriggerFunctions, mode: StreamMode): Promise<ITriggerResponse> {
	const testEvent = readTestEvent(context);
	const log = await openLog(context, mode, () => {});
	const once = new Once(context, log, marksOf(testEvent));
	return {
		manualTriggerFunction: async () => {
			try {
				if (testEvent === 'next') await listen(once, log, mode);
				else void fetchSample(once, log, mode).catch((caught: unknown) => once.fail(caught));
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
