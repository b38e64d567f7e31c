import { randomUUID } from 'node:crypto';
import { publicHost } from '../../../scripts/n8n/process';
import type { Credential, WorkflowFile, WorkflowNode } from '../../../scripts/n8n/types';

export const triggerName = 'iMessage Trigger';
export const person = '+15551234567';

/** A workflow with our Trigger, and the addresses that it gets. */
export interface TriggerWorkflow extends WorkflowFile {
	readonly productionUrl: string;
	readonly testUrl: string;
}

/** The Trigger's field of that name; used by webhook only. */
export const publicAddress = { __rl: true, mode: 'url', value: `https://${publicHost}` };

/** What stands behind the Trigger. */
export type Behind = Pick<WorkflowNode, 'type' | 'typeVersion' | 'parameters' | 'credentials'>;

/** The Trigger, by webhook if not told otherwise, and one node behind it. */
export function triggerWorkflow(
	{ id, name, type }: Credential,
	parameters: Readonly<Record<string, unknown>> = {},
	behind: Behind = { type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} },
): TriggerWorkflow {
	const webhookId = randomUUID();
	const trigger: WorkflowNode = {
		id: randomUUID(),
		name: triggerName,
		type: 'n8n-nodes-spectrum-imessage.imessageTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: { receiveBy: 'webhook', publicAddress, authentication: type, ...parameters },
		webhookId,
		credentials: { [type]: { id, name } },
	};
	const next: WorkflowNode = { id: randomUUID(), name: 'Next', position: [200, 0], ...behind };
	return {
		name: 'Answer messages',
		nodes: [trigger, next],
		connections: { [triggerName]: { main: [[{ node: 'Next', type: 'main', index: 0 }]] } },
		productionUrl: `https://${publicHost}/webhook/${webhookId}/imessage`,
		testUrl: `https://${publicHost}/webhook-test/${webhookId}/imessage`,
	};
}
