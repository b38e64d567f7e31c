import type { ITriggerFunctions, ITriggerResponse, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { sharedHub, type AskingHub } from '../shared/n8n/asking/hub';
import { readConnection } from '../shared/n8n/credentials/credentials';
import { ProgressBook } from './log/progressBook';
import { sharedPool, type ConnectionPool } from '../shared/spectrum/gateway/pool/pool';
import { CatchUps } from '../shared/spectrum/log/line/catchUps';
import { Feeds } from '../shared/spectrum/log/line/feeds';
import { systemClock, type Clock } from '../shared/spectrum/timing/clock';
import { ActiveTriggers } from './log/activeTriggers';
import type { SharedState } from './log/logTrigger';
import { RunTurns } from './log/runTurns';
import { startManual } from './log/manualMode';
import { startPolling } from './log/pollingMode';
import { startStream } from './log/streamMode';
import { refuseWithoutStreams } from './log/withoutStreams';
import { withNodeErrors } from './nodeErrors';
import { readReceiveBy } from './settings';
import { WebhookLifecycle } from './webhook/lifecycle';
import { Receiver } from './webhook/receiver';
import { StoredWebhooks } from './webhook/storedWebhooks';

/** What a trigger works with. Default: what the process has. */
export interface Surroundings {
	readonly clock: Clock;
	/** Gives a number from 0 up to, not including, 1. */
	readonly random: () => number;
	readonly pool: ConnectionPool;
	/** The questions that wait in this process. */
	readonly questions: Pick<AskingHub, 'takes'>;
}

/** Everything that receives for the triggers of a process, and what they share. */
export class Receiving {
	readonly lifecycle: WebhookLifecycle;
	private readonly receiver: Receiver;
	private readonly shared: SharedState;

	constructor({ clock = systemClock, random = Math.random, pool = sharedPool, questions = sharedHub }: Partial<Surroundings> = {}) {
		const webhooks = new StoredWebhooks();
		this.lifecycle = new WebhookLifecycle(clock, random, webhooks, pool);
		this.receiver = new Receiver(clock, webhooks, questions);
		this.shared = {
			clock,
			random,
			pool,
			book: new ProgressBook(),
			catchUps: new CatchUps(),
			feeds: new Feeds(),
			activeTriggers: new ActiveTriggers(),
			runTurns: new RunTurns(),
			questions,
		};
	}

	/** Takes a request to the webhook. */
	async receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await withNodeErrors(context, () => this.receiver.receive(context));
	}

	/**
	 * Starts to receive in the way that the node is set to. A webhook is registered by n8n before this call and only needs to be
	 * watched. n8n calls the returned `closeFunction` at the end of every trigger, also of one with webhooks.
	 */
	async start(context: ITriggerFunctions): Promise<ITriggerResponse> {
		return await withNodeErrors(context, async () => {
			const receiveBy = readReceiveBy(context);
			if (receiveBy === 'webhook') return await this.lifecycle.watch(context);
			refuseWithoutStreams(await readConnection(context), receiveBy);
			if (context.getMode() === 'manual') return await startManual(context, this.shared);
			await this.lifecycle.removeFormer(context);
			return receiveBy === 'stream' ? await startStream(context, this.shared) : await startPolling(context, this.shared);
		});
	}
}
