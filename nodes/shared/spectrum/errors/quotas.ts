/** The nine limits that Spectrum names in `error-code`. */
export const quotaCodes = [
	'dailyLimitExceeded',
	'newContactThrottled',
	'recipientLimitExceeded',
	'recipientCoolingDown',
	'recipientLocked',
	'burstRateExceeded',
	'sendReceiveRatioExceeded',
	'contentDuplicateExceeded',
	'uploadRateExceeded',
] as const;

export type QuotaCode = (typeof quotaCodes)[number];

/** What the limit counts over. Anything else can continue. */
export type QuotaScope = 'server' | 'line' | 'recipient' | 'content';

/**
 * When the same call makes sense again.
 * - `nextWindow`: when the counter of the named period starts again.
 * - `later`: after a pause that Spectrum does not publish; `atLeastMilliseconds` is our own cautious guess.
 * - `afterReply`: once the recipient has written.
 * - `changeContent`: with another text, immediately.
 */
export type QuotaRetry =
	| { readonly when: 'nextWindow'; readonly window: 'day' }
	| { readonly when: 'later'; readonly atLeastMilliseconds: number }
	| { readonly when: 'afterReply' }
	| { readonly when: 'changeContent' };

/** One limit, for machines and for people. */
export interface Quota {
	readonly code: QuotaCode;
	readonly scope: QuotaScope;
	/** The documented number. Absent where Spectrum publishes none. */
	readonly limit?: { readonly amount: number; readonly unit: string };
	/** What happened. */
	readonly message: string;
	/** Which limit this is and what is known about it. */
	readonly meaning: string;
	readonly retry: QuotaRetry;
	/** The same in words, for a person. */
	readonly advice: string;
}

const minute = 60_000;
const hour = 60 * minute;

/** Everything known about each limit. Only the two numbers that Spectrum documents are given. */
export const quotas: { readonly [Code in QuotaCode]: Quota & { readonly code: Code } } = {
	dailyLimitExceeded: {
		code: 'dailyLimitExceeded',
		scope: 'server',
		limit: { amount: 5_000, unit: 'messages per server per day' },
		message: 'The server has sent all the messages it may send in one day',
		meaning: 'A server may send 5,000 messages a day, over all conversations. Everything else is refused until the day is over.',
		retry: { when: 'nextWindow', window: 'day' },
		advice:
			"Send the rest when the next day's window opens; no retry will get through before that. Spread large sends over several days or over more servers.",
	},
	newContactThrottled: {
		code: 'newContactThrottled',
		scope: 'line',
		limit: { amount: 50, unit: 'new conversations per line per day' },
		message: 'The line has started all the new conversations it may start in one day',
		meaning:
			'A line may start 50 new conversations a day. A new conversation is the first message to someone the line never messaged; replies do not count.',
		retry: { when: 'nextWindow', window: 'day' },
		advice:
			"Write to new people when the next day's window opens, or from another line. People this line already wrote with can still be reached.",
	},
	recipientLimitExceeded: {
		code: 'recipientLimitExceeded',
		scope: 'recipient',
		message: 'This recipient has received as many messages as the limit allows',
		meaning: 'There is a limit of messages to one recipient. Spectrum does not publish the number or the period.',
		retry: { when: 'later', atLeastMilliseconds: hour },
		advice:
			'Leave this recipient alone for some hours, and put several short messages into one. Other recipients are not affected. Spectrum does not publish this limit.',
	},
	recipientCoolingDown: {
		code: 'recipientCoolingDown',
		scope: 'recipient',
		message: 'This recipient was messaged a short while ago and cannot be messaged again yet',
		meaning: 'There is a pause between messages to one recipient. Spectrum does not publish how long it is.',
		retry: { when: 'later', atLeastMilliseconds: minute },
		advice:
			'Wait some minutes before the next message to this recipient, for example with a Wait node. Other recipients are not affected. Spectrum does not publish how long the pause is.',
	},
	recipientLocked: {
		code: 'recipientLocked',
		scope: 'recipient',
		message: 'Messages to this recipient are locked',
		meaning:
			'Spectrum has stopped messages to one recipient. It does not publish why or for how long; too many messages without an answer is the likely reason.',
		retry: { when: 'afterReply' },
		advice: "Stop writing to this recipient until they write to you. If the lock stays after that, ask Spectrum's support.",
	},
	burstRateExceeded: {
		code: 'burstRateExceeded',
		scope: 'line',
		message: 'Too many messages were sent from this line in a short time',
		meaning: 'There is a limit on bursts. Spectrum does not publish the number; it advises against 100 messages a minute from one line.',
		retry: { when: 'later', atLeastMilliseconds: minute },
		advice: 'Wait a minute, then send more slowly: use Loop Over Items with a Wait node, well below 100 messages a minute from one line.',
	},
	sendReceiveRatioExceeded: {
		code: 'sendReceiveRatioExceeded',
		scope: 'line',
		message: 'This line sends far more than it receives',
		meaning:
			'There is a limit on the share of messages that get no answer. Spectrum does not publish the number; it advises at most 2 or 3 follow-ups without an answer.',
		retry: { when: 'afterReply' },
		advice:
			'Let people answer before you send more, and stop after 2 or 3 messages without an answer. More replies to this line bring the ratio back.',
	},
	contentDuplicateExceeded: {
		code: 'contentDuplicateExceeded',
		scope: 'content',
		message: 'The same text was sent too many times',
		meaning: 'There is a limit on identical messages. Spectrum does not publish the number or the period.',
		retry: { when: 'changeContent' },
		advice: "Change the text, for example with the recipient's name in it. Sending the same text again will be refused again.",
	},
	uploadRateExceeded: {
		code: 'uploadRateExceeded',
		scope: 'server',
		message: 'Too many files were uploaded in a short time',
		meaning: 'There is a limit on uploads. Spectrum publishes neither the number, nor the period, nor what exactly it counts over.',
		retry: { when: 'later', atLeastMilliseconds: minute },
		advice: 'Wait some minutes and upload more slowly. A file that is already uploaded can be sent again without another upload.',
	},
};

/** The quota behind an `error-code`, or undefined when the code is not one of a quota. */
export function quotaOf(code: string | undefined): Quota | undefined {
	return quotaCodes.some((known) => known === code) ? quotas[code as QuotaCode] : undefined;
}
