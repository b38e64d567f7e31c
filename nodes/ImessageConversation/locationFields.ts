import type { INodeProperties } from 'n8n-workflow';
import { shownFor } from '../shared/n8n/fields/shown';
import { conversationField, lineOption } from '../shared/n8n/fields/recipient';
import { limitFields } from './limitFields';

const ofLocation = { resource: ['location'] };

export const locationOperations: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: ofLocation },
	options: [
		{
			name: 'Ask to Share',
			value: 'askLocation',
			action: 'Ask a person to share their location',
			description: 'Show a card in the conversation that asks a person to share their location. They decide.',
		},
		{
			name: 'Get',
			value: 'getLocation',
			action: 'Get the location of a person',
			description: 'Get the location that a person shares with the line',
		},
		{
			name: 'Get Many',
			value: 'getLocations',
			action: 'Get many locations',
			description: 'Get everyone who shares a location with your lines, one item for each',
		},
	],
	default: 'getLocation',
};

/** Whose location. Empty means the sender of the incoming item. */
export const locatedPersonField: INodeProperties = {
	displayName: 'Person',
	name: 'person',
	type: 'string',
	default: '',
	placeholder: 'Empty: the sender of the incoming message',
	description:
		'The phone number with its country code, or the email address, of the person. Leave it empty for the sender of the incoming message.',
};

/** Who is asked. Empty means the other person of a direct conversation. */
export const askedPersonField: INodeProperties = {
	...locatedPersonField,
	placeholder: 'Empty: the other person of a direct conversation',
	description:
		'The phone number with its country code, or the email address, of the person to ask. They must be in the conversation. In a group, leave it empty for the sender of the incoming message.',
};

/** The line of a look-up. */
export const locationLineOption: INodeProperties = {
	...lineOption,
	description: 'The line that people share their location with. Empty means every line of the credential.',
	displayOptions: { show: { '/resource': ['location'], '/operation': ['getLocation', 'getLocations'] } },
};

/** The fields of the resource, in the order of the panel. */
export const locationFields: readonly INodeProperties[] = [
	...shownFor({ ...ofLocation, operation: ['askLocation'] }, [conversationField, askedPersonField]),
	...shownFor({ ...ofLocation, operation: ['getLocation'] }, [locatedPersonField]),
	...limitFields({ ...ofLocation, operation: ['getLocations'] }),
];
