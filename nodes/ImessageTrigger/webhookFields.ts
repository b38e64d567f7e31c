import type { INodeProperties } from 'n8n-workflow';
import { logOnlyEvents, streamOnlyEvents } from './eventOptions';

/** One notice for each event that no webhook delivers. A notice evaluates no expression, but can be shown for one chosen event. */
export const undeliverableNotices: INodeProperties[] = logOnlyEvents.map(({ name, value }) => ({
	displayName: `Spectrum does not deliver <b>${name}</b> by webhook. Choose Stream in Receive By, or remove it from Events.`,
	name: `notByWebhook_${value.replace('.', '_')}`,
	type: 'notice',
	default: '',
	displayOptions: { show: { receiveBy: ['webhook'], events: [value] } },
}));

/** As {@link undeliverableNotices}, for the events that polling cannot find. */
export const unpolledNotices: INodeProperties[] = streamOnlyEvents.map(({ name, value }) => ({
	displayName: `<b>${name}</b> is not in the log, so polling cannot find it. Choose Stream in Receive By, or remove it from Events.`,
	name: `notByPolling_${value.replace('.', '_')}`,
	type: 'notice',
	default: '',
	displayOptions: { show: { receiveBy: ['polling'], events: [value] } },
}));

/**
 * The address at which the internet reaches this n8n. n8n refuses to publish a workflow only if a required
 * parameter is missing or a value does not match its pattern, so a person without a public address learns here that Stream
 * needs none. n8n matches the pattern against the whole text. `webhook/publicAddress.ts` compares the address with n8n's own.
 */
export const publicAddressField: INodeProperties = {
	displayName: 'Public Address',
	name: 'publicAddress',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'url', value: '' },
	description:
		'The https:// address at which the internet reaches this n8n. It must be the same as in N8N_WEBHOOK_URL (WEBHOOK_URL before n8n 2.40). Stream needs no public address.',
	modes: [
		{
			displayName: 'URL',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. https://n8n.example.com',
			validation: [
				{
					type: 'regex',
					properties: {
						regex: '\\s*[hH][tT][tT][pP][sS]://[^\\s/?#]+\\S*\\s*',
						errorMessage: 'Enter the public https:// address of this n8n, or choose Stream in Receive By, which needs none',
					},
				},
			],
		},
	],
	displayOptions: { show: { receiveBy: ['webhook'] } },
};
