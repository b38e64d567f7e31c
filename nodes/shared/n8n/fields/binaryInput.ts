import type { INodeProperties } from 'n8n-workflow';

/** The file of the incoming item that an operation uses. Every node gives the field the same name, and adds its own hint. */
export const binaryInputField = {
	displayName: 'Input Binary Field',
	name: 'binaryPropertyName',
	type: 'string',
	required: true,
	default: 'data',
	placeholder: 'e.g. data',
} as const satisfies INodeProperties;
