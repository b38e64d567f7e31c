import type { INodeProperties } from 'n8n-workflow';
import { cloudCredential } from '../shared/n8n/credentials/credentials';
import { authenticationField } from '../shared/n8n/fields/authentication';
import { triggerFilterField } from './filters/filterFields';
import { defaultEvents, eventOptions } from './eventOptions';
import { triggerOptionsField } from './options';
import { publicAddressField, undeliverableNotices, unpolledNotices } from './webhookFields';

/** The operation that n8n runs when a webhook has started the workflow. See the last parameters. */
export const webhookRun = { resource: 'webhook', operation: 'passOn' } as const;

const byWebhook = { show: { receiveBy: ['webhook'] } };
const byLog = { show: { receiveBy: ['stream', 'polling'] } };
// The editor treats a parameter in the `show` of a credential field as part of that field, and would hide Receive By with it.
const hiddenByLog = { hide: { receiveBy: ['stream', 'polling'] } };
const hiddenByWebhook = { hide: { receiveBy: ['webhook'] } };

// One property for every way to receive. Each change of Receive By would reset a second one with display options. And n8n's
// node creator makes its "On message received" from the first property of this name, display options included.
const eventsField: INodeProperties = {
	displayName: 'Events',
	name: 'events',
	type: 'multiOptions',
	required: true,
	options: eventOptions.map((event) => ({ ...event })),
	default: [...defaultEvents],
	description: 'What starts the workflow',
};

export const triggerProperties: INodeProperties[] = [
	{
		displayName: 'Receive By',
		name: 'receiveBy',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Stream',
				value: 'stream',
				description:
					'This n8n stays connected to Spectrum. Needs no public address, receives every kind of event, and catches up after an outage. The credential must connect by gRPC.',
			},
			{
				name: 'Webhook',
				value: 'webhook',
				description:
					'Spectrum Cloud calls this n8n, which needs a public https address. Delivers messages, reactions, read receipts and group changes.',
			},
			{
				name: 'Polling',
				value: 'polling',
				description: 'Like Stream, but this n8n checks at intervals and keeps no connection open. Does not receive Location Updated.',
			},
		],
		default: 'stream',
		description: 'How events reach this node',
	},
	{
		...authenticationField,
		options: [
			{
				name: 'Spectrum Cloud',
				value: cloudCredential,
				description: 'Managed lines: project ID and project secret. Only Spectrum Cloud delivers webhooks.',
			},
		],
		displayOptions: hiddenByLog,
	},
	{ ...authenticationField, displayOptions: hiddenByWebhook },
	eventsField,
	...undeliverableNotices,
	...unpolledNotices,
	publicAddressField,
	{
		displayName: 'Poll Every',
		name: 'pollEvery',
		type: 'options',
		// From the shortest to the longest, not by the alphabet.
		// eslint-disable-next-line n8n-nodes-base/node-param-options-type-unsorted-items
		options: [
			{ name: '30 Seconds', value: '30s' },
			{ name: 'Minute', value: '1m' },
			{ name: '2 Minutes', value: '2m' },
			{ name: '5 Minutes', value: '5m' },
			{ name: '15 Minutes', value: '15m' },
			{ name: '30 Minutes', value: '30m' },
			{ name: 'Hour', value: '1h' },
			{ name: 'Custom (Cron)', value: 'custom' },
		],
		default: '1m',
		description: 'How often to check for events',
		displayOptions: { show: { receiveBy: ['polling'] } },
	},
	{
		displayName: 'Cron Expression',
		name: 'cronExpression',
		type: 'string',
		default: '',
		placeholder: 'e.g. 0 */10 8-18 * * 1-5',
		description: 'When to check for events: five fields, or six with the seconds first',
		displayOptions: { show: { receiveBy: ['polling'], pollEvery: ['custom'] } },
	},
	{
		displayName: 'First Activation',
		name: 'startAt',
		type: 'options',
		options: [
			{ name: 'From Now On', value: 'now', description: 'Events from before the first activation of the workflow start no run' },
			{
				name: 'Replay Everything',
				value: 'everything',
				description: 'Every event that the server still has starts a run. There may be thousands.',
			},
		],
		default: 'now',
		description:
			'Where to begin on a line that this node has never read. After that, it always continues where it stopped, even after an outage.',
		displayOptions: byLog,
	},
	triggerFilterField,
	triggerOptionsField,
	// n8n runs a custom operation of a node before it checks whether the node is a trigger. A test event that came by webhook
	// is passed on that way. Without this n8n would start the trigger and wait for another event.
	{ displayName: 'Resource', name: 'resource', type: 'hidden', default: 'webhook', displayOptions: byWebhook },
	{ displayName: 'Operation', name: 'operation', type: 'hidden', default: 'passOn', displayOptions: byWebhook },
];
