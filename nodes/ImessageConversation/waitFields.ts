import type { INodeProperties } from 'n8n-workflow';

/** Longest wait in seconds. A worker of n8n is busy for as long. */
export const longestWaitSeconds = 600;

/** The field of *Wait Until Delivered*. */
export const waitSecondsField: INodeProperties = {
	displayName: 'Wait at Most (Seconds)',
	name: 'waitSeconds',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: longestWaitSeconds },
	default: 30,
	description:
		'How long to wait, in seconds: 1 to 600. The time is for all items together. After that, the output has the status so far. To wait longer, use a Wait node, then get the message.',
	displayOptions: { show: { resource: ['message'], operation: ['waitUntilDelivered'] } },
};
