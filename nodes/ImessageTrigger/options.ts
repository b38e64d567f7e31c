import type { INodeProperties } from 'n8n-workflow';
import { attachmentOptions } from './downloads/downloadSettings';

const byLog = { show: { '/receiveBy': ['stream', 'polling'] } };

export const ownOption: INodeProperties = {
	displayName: 'Include Own Messages',
	name: 'includeOwn',
	type: 'boolean',
	default: false,
	description: 'Whether events of your own line also start the workflow. Careful: a workflow that answers would then answer itself.',
};

export const rawOption: INodeProperties = {
	displayName: 'Include Raw Delivery',
	name: 'includeRaw',
	type: 'boolean',
	default: false,
	description: 'Whether to add the field raw: the delivery exactly as Spectrum sent it',
	displayOptions: { show: { '/receiveBy': ['webhook'] } },
};

export const acknowledgeOption: INodeProperties = {
	displayName: 'Acknowledge',
	name: 'acknowledge',
	type: 'options',
	options: [
		{
			name: 'When Received',
			value: 'received',
			description: 'One run for each event. The next event of the conversation does not wait for it.',
		},
		{
			name: 'When the Run Finished',
			value: 'finished',
			description: 'The events of a conversation run one after the other. A run that a crash interrupted is repeated.',
		},
		{
			name: 'When the Run Succeeded',
			value: 'succeeded',
			description:
				'Like When the Run Finished, and a run that failed is repeated too. Other nodes may then act twice; iMessages are sent once.',
		},
	],
	default: 'received',
	description: 'When an event counts as processed',
	displayOptions: byLog,
};

export const attemptsOption: INodeProperties = {
	displayName: 'Max Attempts',
	name: 'maxAttempts',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 100, numberPrecision: 0 },
	default: 5,
	description: 'How many runs of one event may crash or fail. After the last one the trigger skips the event, with a warning in the log.',
	displayOptions: { show: { '/receiveBy': ['stream', 'polling'], acknowledge: ['finished', 'succeeded'] } },
};

export const parallelOption: INodeProperties = {
	displayName: 'Max Parallel Runs',
	name: 'maxParallel',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 1_000, numberPrecision: 0 },
	default: 20,
	description: 'How many runs of this node go on at a time. After an outage there may be thousands of events to catch up on.',
	displayOptions: byLog,
};

export const deadlineOption: INodeProperties = {
	displayName: 'Run Deadline (Minutes)',
	name: 'runDeadlineMinutes',
	type: 'number',
	typeOptions: { minValue: 0.1, maxValue: 10_080 },
	default: 60,
	description: 'After this time the trigger no longer waits for a run. The run itself continues.',
	displayOptions: byLog,
};

export const gatherOption: INodeProperties = {
	displayName: 'Gather Messages (Seconds)',
	name: 'gatherSeconds',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 600 },
	default: 5,
	description:
		'Messages from one person in one conversation start one run together if each comes within this many seconds of the one before. 0 switches this off.',
	displayOptions: byLog,
};

export const testEventOption: INodeProperties = {
	displayName: 'Test Event',
	name: 'testEvent',
	type: 'options',
	// The safest first; the one that takes longest last.
	options: [
		{
			name: 'Newest Message',
			value: 'newest',
			description: 'Fetches the newest matching event at once, marked as a sample. The iMessage nodes do not act on it.',
		},
		{
			name: 'Newest Message, May Be Answered',
			value: 'newestAnswerable',
			description: 'Like Newest Message, but the iMessage nodes act on it: its sender receives what the workflow sends',
		},
		{
			name: 'Next Message',
			value: 'next',
			description: 'Waits for the next event. The iMessage nodes act on it, as in the published workflow.',
		},
	],
	default: 'newest',
	description: 'The event for a test in the editor. The published workflow does not use this option.',
	displayOptions: byLog,
};

export const triggerOptionsField: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		acknowledgeOption,
		...attachmentOptions,
		gatherOption,
		ownOption,
		rawOption,
		attemptsOption,
		parallelOption,
		deadlineOption,
		testEventOption,
	],
};
