import type { INodeProperties } from 'n8n-workflow';

/** Option of every node that writes. */
export const idempotencyKeyOption: INodeProperties = {
	displayName: 'Idempotency Key',
	name: 'idempotencyKey',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.orderId }}',
	description:
		'A text that identifies this message, such as an order number. When the workflow runs again with the same key, the same recipient is not written to twice. Without a key, a repeat is recognised only within one execution, or when an iMessage Trigger started the workflow. Set a key if another trigger, such as a webhook or a schedule, starts the workflow: stopped after 7 of 20 items and retried, it would write to those 7 again.',
};
