import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { startManual } from './log/manualMode';
import { withNodeErrors } from './nodeErrors';
import { startPolling } from './log/pollingMode';
import { readReceiveBy } from './settings';
import { startStream, type StreamMode } from './log/streamMode';
import type { WebhookMode } from './webhook/webhookMode';

/**
 * Begins to read the event log, in the way that the node is set to. By webhook, which n8n has registered by then, it only
 * looks after that; n8n calls the answer's `closeFunction` at the end of every trigger, also of one with webhooks.
 */
export async function startTrigger(context: ITriggerFunctions, logs: StreamMode, webhooks: WebhookMode): Promise<ITriggerResponse> {
	return await withNodeErrors(context, async () => {
		const receiveBy = readReceiveBy(context);
		if (receiveBy === 'webhook') return await webhooks.watch(context);
		if (context.getMode() === 'manual') return await startManual(context, logs);
		await webhooks.removeFormer(context);
		return receiveBy === 'stream' ? await startStream(context, logs) : await startPolling(context, logs);
	});
}
