import type { INodeProperties } from 'n8n-workflow';
import { attachmentOptions } from '../shared/n8n/fields/triggerAttachments';

const byLog = { show: { '/receiveBy': ['stream', 'polling'] } };

const ownOption: INodeProperties = {
	displayName: 'Include Own Messages',
	name: 'includeOwn',
	type: 'boolean',
	default: false,
	description:
		'Whether what your own line does starts the workflow as well. Careful: a workflow that answers would then answer itself.',
};

const rawOption: INodeProperties = {
	displayName: 'Include Raw Delivery',
	name: 'includeRaw',
	type: 'boolean',
	default: false,
	description: 'Whether to add the delivery, exactly as Spectrum sent it, as the field raw',
	displayOptions: { show: { '/receiveBy': ['webhook'] } },
};

const acknowledgeOption: INodeProperties = {
	displayName: 'Acknowledge',
	name: 'acknowledge',
	type: 'options',
	options: [
		{
			name: 'When Received',
			value: 'received',
			description: 'One run for each event. The next one of the conversation does not wait for it.',
		},
		{
			name: 'When the Run Finished',
			value: 'finished',
			description: 'Conversations are worked through one event after the other. A run that a crash cut off is repeated.',
		},
		{
			name: 'When the Run Succeeded',
			value: 'succeeded',
			description: 'As When the Run Finished; a run that failed is repeated too. What other nodes do may happen twice; iMessages are sent once.',
		},
	],
	default: 'received',
	description: 'When an event counts as dealt with',
	displayOptions: byLog,
};

const attemptsOption: INodeProperties = {
	displayName: 'Max Attempts',
	name: 'maxAttempts',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 100, numberPrecision: 0 },
	default: 5,
	description: 'Runs of one event that crash or fail, where they are repeated. After the last one the event is passed, with a warning in the log.',
	displayOptions: { show: { '/receiveBy': ['stream', 'polling'], acknowledge: ['finished', 'succeeded'] } },
};

const parallelOption: INodeProperties = {
	displayName: 'Max Parallel Runs',
	name: 'maxParallel',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 1_000, numberPrecision: 0 },
	default: 20,
	description: 'Runs that this node starts at a time. After a standstill there may be thousands of events to catch up on.',
	displayOptions: byLog,
};

const deadlineOption: INodeProperties = {
	displayName: 'Run Deadline (Minutes)',
	name: 'runDeadlineMinutes',
	type: 'number',
	typeOptions: { minValue: 0.1, maxValue: 10_080 },
	default: 60,
	description: 'A run that has not ended by then goes on, but is not waited for any more',
	displayOptions: byLog,
};

const gatherOption: INodeProperties = {
	displayName: 'Gather Messages (Seconds)',
	name: 'gatherSeconds',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 600 },
	default: 5,
	description:
		'Messages that one person writes into one conversation, each within so many seconds of the one before, start one run together. 0 switches it off.',
	displayOptions: byLog,
};

const testEventOption: INodeProperties = {
	displayName: 'Test Event',
	name: 'testEvent',
	type: 'options',
	// From the safest to the one that takes longest.
	options: [
		{
			name: 'Newest Message',
			value: 'newest',
			description: 'The newest event that fits, at once and marked as a sample. The iMessage nodes do not act on it.',
		},
		{
			name: 'Newest Message, May Be Answered',
			value: 'newestAnswerable',
			description: 'As Newest Message, but the iMessage nodes act on it: its writer gets what the workflow sends',
		},
		{
			name: 'Next Message',
			value: 'next',
			description: 'Waits until an event comes. The iMessage nodes act on it, as in the published workflow.',
		},
	],
	default: 'newest',
	description: 'What a test in the editor starts with. The published workflow does not use it.',
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
