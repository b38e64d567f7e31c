import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { startManual } from './log/manualMode';
import { withNodeErrors } from './nodeErrors';
import { startPolling } from './log/pollingMode';
import { readReceiveBy } from './settings';
import { startStream, type StreamMode } from './log/streamMode';
import type { WebhookMode } from './webhook/webhookMode';

/**
 * Starts to receive in the way that the node is set to. A webhook is registered by n8n before this call and only needs to be
 * watched. n8n calls the returned `closeFunction` at the end of every trigger, also of one with webhooks.
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
