import type { INodeProperties } from 'n8n-workflow';
import { lineOption } from '../shared/n8n/fields/recipient';

/** The filters of *Get Many* for conversations. */
export const conversationFilters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	displayOptions: { show: { resource: ['conversation'], operation: ['getMany'] } },
	options: [
		{ ...lineOption, description: 'Only conversations of this line. Empty means all lines.' },
		{
			displayName: 'Since',
			name: 'since',
			type: 'dateTime',
			default: '',
			description:
				"Only conversations with a message at this time or later. A time without a zone is in the workflow's time zone. With this filter, fewer messages are read.",
		},
		{
			displayName: 'Type',
			name: 'spaceType',
			type: 'options',
			options: [
				{ name: 'All', value: 'all', description: 'Direct conversations and groups' },
				{ name: 'Direct', value: 'dm', description: 'Only conversations with one person' },
				{ name: 'Groups', value: 'group', description: 'Only groups' },
			],
			default: 'all',
			description: 'Which conversations to return',
		},
		{
			displayName: 'Unread Only',
			name: 'unreadOnly',
			type: 'boolean',
			default: true,
			description: 'Whether to return only conversations with messages that are unread on their line',
		},
	],
};
