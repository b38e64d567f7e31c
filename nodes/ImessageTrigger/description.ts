import type { INodeProperties, NodeHint, TriggerPanelDefinition } from 'n8n-workflow';
import type { EventName } from '../shared/domain/eventNames';
import { cloudCredential } from '../shared/n8n/credentials';
import { authenticationField } from '../shared/n8n/fields/authentication';
import { attachmentOptions } from '../shared/n8n/fields/triggerAttachments';

/** The events that a webhook delivers. */
const webhookEvents: ReadonlyArray<{ name: string; value: EventName; description: string }> = [
	{
		name: 'Message Received',
		value: 'message.received',
		description: 'Somebody wrote: text, link, picture, file, voice memo, contact or album',
	},
	{
		name: 'Reaction Added',
		value: 'message.reactionAdded',
		description: 'Somebody put a tapback or an emoji on a message',
	},
];

export const triggerProperties: INodeProperties[] = [
	{
		...authenticationField,
		options: [
			{
				name: 'Spectrum Cloud',
				value: cloudCredential,
				description: 'Managed lines: project ID and project secret. Only Spectrum Cloud delivers webhooks.',
			},
		],
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		options: webhookEvents.map((event) => ({ ...event })),
		default: ['message.received', 'message.reactionAdded'],
		description: 'What starts the workflow',
	},
	{
		displayName:
			'Spectrum delivers to public https:// addresses only: n8n must be reachable from the internet, and WEBHOOK_URL must say where.',
		name: 'publicAddressNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Include Raw Delivery',
				name: 'includeRaw',
				type: 'boolean',
				default: false,
				description: 'Whether to add the delivery, exactly as Spectrum sent it, as the field raw',
			},
			...attachmentOptions,
		],
	},
];

export const triggerPanel: TriggerPanelDefinition = {
	header: '',
	executionsHelp: {
		inactive:
			'The iMessage Trigger has two modes.<br /><br /><b>While you build</b>, click "Execute step" and send a message to your line: it runs the workflow once, here in the editor.<br /><br /><b>When it is ready</b>, publish the workflow. From then on every message runs it, and the runs appear in the list of <a data-key="executions">executions</a>, not in the editor.',
		active:
			'The iMessage Trigger has two modes.<br /><br /><b>While you build</b>, click "Execute step" and send a message to your line: it runs the workflow once, here in the editor. The published workflow runs for the same message too.<br /><br /><b>The published workflow</b> runs for every message, and its runs appear in the list of <a data-key="executions">executions</a>, not in the editor.',
	},
	activationHint:
		'Once you have finished building the workflow, publish it, so that it runs without you watching the editor.',
};

export const triggerHints: NodeHint[] = [
	{
		type: 'warning',
		message: 'No event is selected, so nothing starts this workflow.',
		displayCondition: '={{ ($parameter["events"] || []).length === 0 }}',
		whenToDisplay: 'always',
		location: 'outputPane',
	},
];
