import type { INodeProperties } from 'n8n-workflow';
import { defaultCountryOption } from '../shared/n8n/fields/defaultCountry';
import { shownFor } from '../shared/n8n/fields/shown';
import { listOperations } from './campaignFields';

export const allowInFirstOption: INodeProperties = {
	displayName: 'Allow in First Message',
	name: 'allowInFirst',
	type: 'options',
	options: [
		{ name: 'Links', value: 'links' },
		{ name: 'Files', value: 'files' },
		{ name: 'Links and Files', value: 'linksAndFiles' },
		{ name: 'Neither', value: 'neither' },
	],
	default: 'neither',
	description: 'What the first message to a person may carry. Links and files from strangers look like spam to Apple and to people.',
};

export const confirmationOption: INodeProperties = {
	displayName: 'Confirmation of an Opt-Out',
	name: 'confirmation',
	type: 'string',
	default: '',
	placeholder: 'e.g. You will get no more messages from us',
	description: 'A text that is sent once to a person on the list who has opted out in the last 24 hours. Empty means none.',
};

export const sendingDaysOption: INodeProperties = {
	displayName: 'Sending Days',
	name: 'days',
	type: 'multiOptions',
	options: [
		{ name: 'Monday', value: 1 },
		{ name: 'Tuesday', value: 2 },
		{ name: 'Wednesday', value: 3 },
		{ name: 'Thursday', value: 4 },
		{ name: 'Friday', value: 5 },
		{ name: 'Saturday', value: 6 },
		{ name: 'Sunday', value: 7 },
	],
	default: [1, 2, 3, 4, 5, 6, 7],
	description: 'Days on which messages may be sent, in the time zone of the person',
};

/** The default of *Sending Hours*. */
export const usualHours = '09:00-20:00';

export const sendingHoursOption: INodeProperties = {
	displayName: 'Sending Hours',
	name: 'sendingHours',
	type: 'string',
	default: usualHours,
	placeholder: 'e.g. 09:00-20:00',
	description:
		'When messages may be sent, in the time zone of the person: that of the option Time Zone, otherwise that of the phone number. 00:00-24:00 means at any time.',
};

export const linesOption: INodeProperties = {
	displayName: 'Lines',
	name: 'lines',
	type: 'string',
	default: '',
	placeholder: 'Empty: all lines of the credential',
	description: 'Numbers of the lines that send, separated by commas. A shared plan has one line and ignores this.',
};

export const longestRunOption: INodeProperties = {
	displayName: 'Longest Run (Minutes)',
	name: 'longestRun',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 60, numberPrecision: 0 },
	default: 10,
	description: 'After this time the run ends, and the rest of the list is Later. If the workflow has a shorter timeout, that counts.',
};

export const mostReadsOption: INodeProperties = {
	displayName: 'Most iMessage Checks',
	name: 'mostReads',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 100000, numberPrecision: 0 },
	default: 15000,
	description: 'How many people the preview checks for iMessage at most. Everyone after them counts as having it.',
};

export const optOutsOption: INodeProperties = {
	displayName: 'Honor Opt-Outs',
	name: 'optOuts',
	type: 'boolean',
	default: true,
	description: 'Whether people who wrote STOP, or the equivalent in one of ten languages, get no message',
};

export const optOutWordsOption: INodeProperties = {
	displayName: 'More Opt-Out Words',
	name: 'optOutWords',
	type: 'string',
	default: '',
	placeholder: 'e.g. lopeta, tilbage',
	description: 'Words of your own that count like STOP when they are the whole message, separated by commas',
};

export const optedOutOption: INodeProperties = {
	displayName: 'Person Has Opted Out',
	name: 'optedOut',
	type: 'boolean',
	default: false,
	description: 'Whether a column of your list says that the person wants no messages: an expression that returns true or false',
};

export const optOutListOption: INodeProperties = {
	displayName: 'Do-Not-Contact List',
	name: 'optOutList',
	type: 'string',
	default: '',
	placeholder: 'e.g. +15551234567, alice@example.com',
	description: 'Phone numbers and emails that get no message, separated by commas',
};

export const pauseHoursOption: INodeProperties = {
	displayName: 'Pause per Person (Hours)',
	name: 'pauseHours',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 8760 },
	default: 24,
	description: 'Shortest time since the last message to the person, from any of your lines and campaigns',
};

export const eachPersonOption: INodeProperties = {
	displayName: 'Return Each Person',
	name: 'eachPerson',
	type: 'boolean',
	default: false,
	description: 'Whether the preview also returns one item for each person, with the verdict',
};

export const summaryOption: INodeProperties = {
	displayName: 'Return Summary',
	name: 'summary',
	type: 'boolean',
	default: false,
	description: 'Whether to add one more item, after those that were sent, with a summary of the run',
};

export const timeZoneOption: INodeProperties = {
	displayName: 'Time Zone',
	name: 'timeZone',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.timeZone }}, or Europe/Berlin',
	description: 'The time zone of the person. Empty means that of the phone number; for an email, that of the workflow.',
};

export const mostUnansweredOption: INodeProperties = {
	displayName: 'Unanswered Messages in a Row',
	name: 'mostUnanswered',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 20, numberPrecision: 0 },
	default: 2,
	description: 'After this many messages without an answer, a person gets no more until they write',
};

export const urgentOption: INodeProperties = {
	displayName: 'Urgent',
	name: 'urgent',
	type: 'boolean',
	default: false,
	description: 'Whether to ignore sending hours and pause for this item. An opt-out always counts.',
};

export const withoutImessageOption: INodeProperties = {
	displayName: 'Without iMessage',
	name: 'withoutImessage',
	type: 'options',
	options: [
		{ name: 'Skip', value: 'skip', description: 'The person gets no message' },
		{ name: 'SMS', value: 'sms', description: 'The text is sent as an SMS. The shared plan has no SMS.' },
		{ name: 'Send Anyway', value: 'send', description: 'Nobody is checked' },
	],
	default: 'skip',
	description: 'What happens to people who have no iMessage. Only people who are new to your lines are checked.',
};

export const newPerDayOption: INodeProperties = {
	displayName: 'New Conversations per Line and Day',
	name: 'newPerDay',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 50, numberPrecision: 0 },
	default: 40,
	description:
		'How many people who are new to your lines may get a message from each line in 24 hours. Spectrum allows 50, counting other workflows and devices.',
};

export const perMinuteOption: INodeProperties = {
	displayName: 'Messages per Minute and Line',
	name: 'perMinute',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 60, numberPrecision: 0 },
	default: 20,
	description: 'The fastest pace of a line, over all campaigns of this n8n',
};

export const workersOption: INodeProperties = {
	displayName: 'Workers',
	name: 'workers',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 100, numberPrecision: 0 },
	default: 1,
	description: 'How many n8n workers there are, if n8n runs in queue mode. Each takes its share of the messages per minute.',
};

const option = (...operations: string[]) => ({ '/operation': operations });

/** Options of all operations, in the order of their names. Each is shown only for operations that use it. */
export const campaignOptions: INodeProperties[] = [
	...shownFor(option(...listOperations), [allowInFirstOption]),
	...shownFor(option('sendToList'), [confirmationOption]),
	...shownFor(option(...listOperations, 'checkOptOut'), [defaultCountryOption]),
	...shownFor(option(...listOperations), [optOutListOption, optOutsOption, linesOption]),
	...shownFor(option('sendToList'), [longestRunOption, perMinuteOption]),
	...shownFor(option(...listOperations, 'report', 'checkOptOut'), [optOutWordsOption]),
	...shownFor(option('preview'), [mostReadsOption]),
	...shownFor(option(...listOperations), [newPerDayOption, pauseHoursOption, optedOutOption]),
	...shownFor(option('preview'), [eachPersonOption]),
	...shownFor(option('sendToList'), [summaryOption]),
	...shownFor(option(...listOperations), [sendingDaysOption, sendingHoursOption, timeZoneOption]),
	...shownFor(option(...listOperations), [mostUnansweredOption, urgentOption, withoutImessageOption]),
	...shownFor(option('sendToList'), [workersOption]),
];
