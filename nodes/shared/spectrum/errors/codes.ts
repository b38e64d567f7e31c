import { quotaCodes, quotas, type QuotaCode } from './quotas';
import type { ErrorKind } from './SpectrumError';

/** The texts of an error for a person. */
export interface ErrorText {
	readonly kind: ErrorKind;
	/** What happened. */
	readonly message: string;
	/** What to do. */
	readonly advice: string;
}

/** The codes of `error-code` that are not quotas; those are in `quotas.ts`. */
type PlainCode =
	| 'unauthenticated'
	| 'tokenExpired'
	| 'tokenBlocked'
	| 'unauthorized'
	| 'duplicateMessage'
	| 'chatNotFound'
	| 'messageNotFound'
	| 'attachmentNotFound'
	| 'addressNotFound'
	| 'sharedFriendLocationNotFound'
	| 'groupIconNotFound'
	| 'pollNotFound'
	| 'invalidArgument'
	| 'preconditionFailed'
	| 'operationNotSupported'
	| 'attachmentNotReady'
	| 'privateApiUnavailable'
	| 'serviceUnavailable'
	| 'timeout'
	| 'internalError'
	| 'databaseError'
	| 'networkError';

/** Every value of `error-code` that the contract names. */
export type ErrorCode = PlainCode | QuotaCode;

const plainCodes: Readonly<Record<PlainCode, ErrorText>> = {
	unauthenticated: {
		kind: 'authentication',
		message: 'Spectrum did not accept the token',
		advice: 'Check the credential: the project ID and secret of Spectrum Cloud, or the API key of your own server.',
	},
	tokenExpired: {
		kind: 'authentication',
		message: 'The token has expired',
		advice:
			'Tokens of Spectrum Cloud are renewed automatically: run the workflow again. For your own server, enter a new API key in the credential.',
	},
	tokenBlocked: {
		kind: 'authentication',
		message: 'The token has been blocked',
		advice:
			'Someone has blocked this access. Check the project in the Spectrum dashboard, or ask the operator of the server for another API key.',
	},
	unauthorized: {
		kind: 'permission',
		message: 'The credential may not do this',
		advice: 'Check that the conversation belongs to a line of this credential, and that the project or API key is allowed to do this.',
	},
	duplicateMessage: {
		kind: 'duplicate',
		message: 'This was already sent',
		advice: 'Nothing needs to be done: the first attempt went through.',
	},
	chatNotFound: {
		kind: 'notFound',
		message: 'The conversation does not exist on this line',
		advice: 'Check the space ID and the line: only the line of a conversation knows it.',
	},
	messageNotFound: {
		kind: 'notFound',
		message: 'The message does not exist',
		advice: 'Check the message ID. It must come from the same line, and the message may have been deleted.',
	},
	attachmentNotFound: {
		kind: 'notFound',
		message: 'The attachment does not exist',
		advice: 'Check the attachment ID. It must come from the same line, and the file may have been deleted.',
	},
	addressNotFound: {
		kind: 'notFound',
		message: 'The phone number or email address is not known',
		advice: 'Check the address: a number with its country code such as +15551234567, or a full email address.',
	},
	sharedFriendLocationNotFound: {
		kind: 'notFound',
		message: 'This person does not share a location with the line',
		advice: 'Ask them to share their location with the line in Find My.',
	},
	groupIconNotFound: {
		kind: 'notFound',
		message: 'The group has no picture',
		advice: 'Set a picture first, or let the workflow continue without one.',
	},
	pollNotFound: {
		kind: 'notFound',
		message: 'The poll does not exist',
		advice: 'Check the message ID of the poll. It must come from the same line.',
	},
	invalidArgument: {
		kind: 'invalid',
		message: 'Spectrum did not accept one of the values',
		advice: 'Check the fields of the node.',
	},
	preconditionFailed: {
		kind: 'unsupported',
		message: 'This is not possible in the current state',
		advice:
			'Check that the message or conversation still exists and still allows this: messages can be edited for 15 minutes and unsent for 2 minutes.',
	},
	operationNotSupported: {
		kind: 'unsupported',
		message: 'The server does not support this here',
		advice: 'Check that your plan and this kind of conversation allow it. The shared plan, for example, cannot create groups.',
	},
	attachmentNotReady: {
		kind: 'unsupported',
		message: 'The attachment is not ready yet',
		advice: 'Wait some seconds until the server has the whole file, then try again.',
	},
	privateApiUnavailable: {
		kind: 'unsupported',
		message: 'The server cannot reach the part of iMessage that this needs',
		advice: 'On your own server, switch on its private API. On Spectrum Cloud, try again later or contact its support.',
	},
	serviceUnavailable: {
		kind: 'unavailable',
		message: 'The server is not available at the moment',
		advice: 'Try again in a minute. If this continues, look at the status of Spectrum, or at your own server.',
	},
	timeout: {
		kind: 'timeout',
		message: 'The server took too long',
		advice: 'Try again. A repeat of the same run does not send twice.',
	},
	internalError: {
		kind: 'internal',
		message: 'The server failed',
		advice: 'Try again in a minute. If this continues, report the time of the failure to the operator of the server.',
	},
	databaseError: {
		kind: 'internal',
		message: 'The server failed to read or write its data',
		advice: 'Try again in a minute. If this continues, report the time of the failure to the operator of the server.',
	},
	networkError: {
		kind: 'unavailable',
		message: 'The server could not reach Apple or another server',
		advice: 'Try again in a minute. If this continues, look at the status of Spectrum, or at the network of your own server.',
	},
};

/** Kind and texts of every code of the contract. A code without an entry does not compile. */
export const codeTexts: Readonly<Record<ErrorCode, ErrorText>> = { ...plainCodes, ...quotaTexts() };

/** The entry of a code, or undefined for one that the contract does not name: new codes may appear at any time. */
export function codeText(code: string | undefined): ErrorText | undefined {
	return code !== undefined && Object.hasOwn(codeTexts, code) ? codeTexts[code as ErrorCode] : undefined;
}

function quotaTexts(): Record<QuotaCode, ErrorText> {
	const texts = {} as Record<QuotaCode, ErrorText>;
	for (const code of quotaCodes) {
		texts[code] = { kind: 'quota', message: quotas[code].message, advice: quotas[code].advice };
	}
	return texts;
}
