import { randomUUID } from 'node:crypto';
import { publicHost } from '../n8n/process';
import type { Credential, WorkflowFile, WorkflowNode } from '../n8n/types';

export const triggerName = 'iMessage Trigger';
export const person = '+15551234567';

/** A workflow with our Trigger, and the addresses that it gets. */
export interface TriggerWorkflow extends WorkflowFile {
	readonly productionUrl: string;
	readonly testUrl: string;
}

export function triggerWorkflow(cloud: Credential, parameters: Readonly<Record<string, unknown>> = {}): TriggerWorkflow {
	const webhookId = randomUUID();
	const trigger: WorkflowNode = {
		id: randomUUID(),
		name: triggerName,
		type: 'n8n-nodes-spectrum-imessage.imessageTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters,
		webhookId,
		credentials: { spectrumCloudApi: { id: cloud.id, name: cloud.name } },
	};
	const next: WorkflowNode = { id: randomUUID(), name: 'Next', type: 'n8n-nodes-base.noOp', typeVersion: 1, position: [200, 0], parameters: {} };
	return {
		name: 'Answer messages',
		nodes: [trigger, next],
		connections: { [triggerName]: { main: [[{ node: 'Next', type: 'main', index: 0 }]] } },
		productionUrl: `https://${publicHost}/webhook/${webhookId}/imessage`,
		testUrl: `https://${publicHost}/webhook-test/${webhookId}/imessage`,
	};
}
