import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { unlessAborted } from '../../shared/spectrum/timing/waiting';
import type { LiveLine } from '../../shared/spectrum/log/line/liveLine';
import { followLocations } from './followLocations';
import { nodeErrorOf } from '../nodeErrors';
import { readTestEvent } from '../settings';
import { LineHealth } from './lineHealth';
import { FirstMatch } from './firstMatch';
import { fetchSample, marksOf } from './sample';
import { LogTrigger, type SharedState } from './logTrigger';

/**
 * Gets one event for the editor, which runs the workflow once. It has its own subscription: the active workflow sees the
 * same events, and nothing is marked as read.
 *
 * n8n starts the node in the same way for "Fetch Test Event" and for "Execute workflow" (n8n-core, executeTriggerNode), so
 * an option decides whether a test fetches an event or waits for one.
 */
export async function startManual(context: ITriggerFunctions, shared: SharedState): Promise<ITriggerResponse> {
	const testEvent = readTestEvent(context);
	// A person who tests the workflow wants to see the event, whatever else it answers.
	const questions = { takes: async () => await Promise.resolve(false) };
	const trigger = await LogTrigger.open(context, { ...shared, questions });
	const match = new FirstMatch(context, trigger.host, marksOf(testEvent));
	return {
		manualTriggerFunction: async () => {
			try {
				if (testEvent === 'next') await listen(match, trigger);
				else void fetchSample(match, trigger).catch((caught: unknown) => match.fail(caught));
			} catch (caught) {
				// If the user stopped it, the failure is only the end of the wait.
				if (!match.isStopped) throw nodeErrorOf(context, caught);
			}
		},
		closeFunction: async () => {
			// n8n calls this after the run, and when the user stops listening. In the second case it keeps waiting for an
			// event until `end` reports that none comes.
			match.end();
			await Promise.resolve();
		},
	};
}

async function listen(match: FirstMatch, trigger: LogTrigger): Promise<void> {
	const health = new LineHealth();
	const subscription = trigger.subscribe({
		onLine: (live) => {
			match.onEnd(follow(match, live, health));
			match.onEnd(
				followLocations(trigger, live, (update) => {
					match.considerLocation(live.line, update).catch((caught: unknown) => match.fail(caught));
				}),
			);
		},
		onLineGone: () => {},
		onFatal: (error) => match.fail(error),
	});
	match.onEnd(() => {
		subscription.close();
		health.close();
	});
	let isListening = false;
	try {
		await unlessAborted(subscription.started, match.signal);
		trigger.checkLinesOf(subscription);
		await unlessAborted(health.whenKnown(trigger.shared.clock), match.signal);
		isListening = true;
	} finally {
		if (!isListening) match.close();
	}
}

function follow(match: FirstMatch, live: LiveLine, health: LineHealth): () => void {
	const { id } = live.line;
	health.expect(id);
	if (live.failure !== undefined) health.markFailed(id, live.failure.error);
	return live.listen({
		onConnecting: () => {},
		onOpen: () => health.markConnected(id),
		onEvent: (sequence, change) => {
			match.consider(live.line, sequence, change).catch((caught: unknown) => match.fail(caught));
		},
		onDown: (error) => health.markFailed(id, error),
	});
}
