import type { INodeProperties } from 'n8n-workflow';

/** Which file of the incoming item an operation takes. Every node calls it the same, and says for itself what it is for. */
export const binaryInputField = {
	displayName: 'Input Binary Field',
	name: 'binaryPropertyName',
	type: 'string',
	required: true,
	default: 'data',
	placeholder: 'e.g. data',
} as const satisfies INodeProperties;
