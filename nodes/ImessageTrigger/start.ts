import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { startManual } from './manualMode';
import { withNodeErrors } from './nodeErrors';
import { startPolling } from './pollingMode';
import { readReceiveBy } from './settings';
import { startStream, type StreamMode } from './streamMode';
import type { WebhookMode } from './webhookMode';

/**
 * Begins to read the event log, in the way that the node is set to. By webhook there is nothing to begin, and still an
 * answer: n8n takes a trigger without one for a trigger that did not start.
 */
export async function startTrigger(context: ITriggerFunctions, logs: StreamMode, webhooks: WebhookMode): Promise<ITriggerResponse> {
	return await withNodeErrors(context, async () => {
		const receiveBy = readReceiveBy(context);
		if (receiveBy === 'webhook') return {};
		if (context.getMode() === 'manual') return await startManual(context, logs, receiveBy);
		await webhooks.removeFormer(context);
		return receiveBy === 'stream' ? await startStream(context, logs) : await startPolling(context, logs);
	});
}
