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
	description: 'What the first message to a person may carry. Apple and many people take links and files from strangers for spam.',
};

export const confirmationOption: INodeProperties = {
	displayName: 'Confirmation of an Opt-Out',
	name: 'confirmation',
	type: 'string',
	default: '',
	placeholder: 'e.g. You will get no more messages from us',
	description: 'A text that is sent once to a person on the list who has opted out in the last 24 hours. Empty sends none.',
};

export const sendingDaysOption: INodeProperties = {
	displayName: 'Days',
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
	description: 'Days on which messages may be sent, on the calendar of the person',
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
		'When messages may be sent, on the clock of the person: of the option Time Zone, otherwise of the phone number. 00:00-24:00 means at any time.',
};

export const linesOption: INodeProperties = {
	displayName: 'Lines',
	name: 'lines',
	type: 'string',
	default: '',
	placeholder: 'Empty: all lines of the credential',
	description: 'Numbers of the lines that send, with commas between them. A shared plan has one line and ignores this.',
};

export const longestRunOption: INodeProperties = {
	displayName: 'Longest Run',
	name: 'longestRun',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 60, numberPrecision: 0 },
	default: 10,
	description: 'Minutes after which a run ends. The rest of the list is Later. A shorter timeout of the workflow counts instead.',
};

export const mostReadsOption: INodeProperties = {
	displayName: 'Most Reads',
	name: 'mostReads',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 100000, numberPrecision: 0 },
	default: 15000,
	description: 'How many people a preview looks up at most, to see whether they have iMessage. The rest is taken to have it.',
};

export const optOutsOption: INodeProperties = {
	displayName: 'Opt-Outs',
	name: 'optOuts',
	type: 'boolean',
	default: true,
	description: 'Whether a person who wrote STOP, or a word like it in one of ten languages, gets no message',
};

export const optOutWordsOption: INodeProperties = {
	displayName: 'Opt-Out Words',
	name: 'optOutWords',
	type: 'string',
	default: '',
	placeholder: 'e.g. lopeta, tilbage',
	description: 'Further words that count as an opt-out when they are the whole message, with commas between them',
};

export const optedOutOption: INodeProperties = {
	displayName: 'Opted Out',
	name: 'optedOut',
	type: 'boolean',
	default: false,
	description:
		'Whether the person of this item has opted out elsewhere, such as a column of the sheet says: an expression that gives true or false',
};

export const optOutListOption: INodeProperties = {
	displayName: 'Opted-Out People',
	name: 'optOutList',
	type: 'string',
	default: '',
	placeholder: 'e.g. +15551234567, alice@example.com',
	description: 'Phone numbers and emails that get no message, with commas between them',
};

export const pauseHoursOption: INodeProperties = {
	displayName: 'Pause Between Messages to One Person',
	name: 'pauseHours',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 8760 },
	default: 24,
	description: 'Hours since the last message of any of your lines to the person',
};

export const eachPersonOption: INodeProperties = {
	displayName: 'Return Each Person',
	name: 'eachPerson',
	type: 'boolean',
	default: false,
	description: 'Whether the preview also returns one item for each person, with the verdict',
};

export const summaryOption: INodeProperties = {
	displayName: 'Summary',
	name: 'summary',
	type: 'boolean',
	default: false,
	description: 'Whether one more item, behind those that were sent, sums up the run',
};

export const timeZoneOption: INodeProperties = {
	displayName: 'Time Zone',
	name: 'timeZone',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.timeZone }}, or Europe/Berlin',
	description: 'The time zone of the person. Empty means that of the phone number, and for an email that of the workflow.',
};

export const mostUnansweredOption: INodeProperties = {
	displayName: 'Unanswered Messages in a Row',
	name: 'mostUnanswered',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 20, numberPrecision: 0 },
	default: 2,
	description: 'After so many messages without an answer, a person gets no more until they write',
};

export const urgentOption: INodeProperties = {
	displayName: 'Urgent',
	name: 'urgent',
	type: 'boolean',
	default: false,
	description: 'Whether this item skips sending hours and pause. It never skips an opt-out.',
};

export const withoutImessageOption: INodeProperties = {
	displayName: 'Without iMessage',
	name: 'withoutImessage',
	type: 'options',
	options: [
		{ name: 'Skip', value: 'skip', description: 'The person gets no message' },
		{ name: 'SMS', value: 'sms', description: 'The text is sent as an SMS. The shared plan has none.' },
		{ name: 'Send Anyway', value: 'send', description: 'No one is looked up' },
	],
	default: 'skip',
	description: 'What happens to people who have no iMessage. Only people whom no line knows are looked up.',
};

export const workersOption: INodeProperties = {
	displayName: 'Workers',
	name: 'workers',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 100, numberPrecision: 0 },
	default: 1,
	description: 'Number of n8n workers in queue mode. Each keeps to its share of the messages per minute.',
};

const option = (...operations: string[]) => ({ '/operation': operations });

/** Options of all operations, in the order of their names. Each is shown only for operations that use it. */
export const campaignOptions: INodeProperties[] = [
	...shownFor(option(...listOperations), [allowInFirstOption]),
	...shownFor(option('sendToList'), [confirmationOption]),
	...shownFor(option(...listOperations), [sendingDaysOption]),
	...shownFor(option(...listOperations, 'checkOptOut'), [defaultCountryOption]),
	...shownFor(option(...listOperations), [linesOption]),
	...shownFor(option('sendToList'), [longestRunOption]),
	...shownFor(option('preview'), [mostReadsOption]),
	...shownFor(option(...listOperations, 'report', 'checkOptOut'), [optOutWordsOption]),
	...shownFor(option(...listOperations), [optOutsOption, optedOutOption, optOutListOption, pauseHoursOption]),
	...shownFor(option('preview'), [eachPersonOption]),
	...shownFor(option(...listOperations), [sendingHoursOption]),
	...shownFor(option('sendToList'), [summaryOption]),
	...shownFor(option(...listOperations), [timeZoneOption, mostUnansweredOption, urgentOption, withoutImessageOption]),
	...shownFor(option('sendToList'), [workersOption]),
];
