import type { INodeProperties } from 'n8n-workflow';

/** The collection *Options* of a node or resource. */
export function optionsField(options: readonly INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...options],
	};
}
