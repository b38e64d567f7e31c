import type { LaterReason, NeverReason } from '../../../campaign/mayWrite';
import type { Line } from '../../../model/line';

/** Why a person gets the message later, beyond the verdicts about the person. */
export const waitReasons = [
	/** No line has room for a new conversation. */
	'linesFull',
	/** The line of the person sends nothing at the moment. */
	'lineClosed',
	/** The run has used up its time. */
	'runEnded',
	/** Spectrum asks for a pause before the next message to this person. */
	'recipientLimit',
	/** Spectrum refuses the text, because it was sent too often. */
	'sameText',
	/** The server could not be reached, or failed. */
	'unavailable',
] as const;

export type WaitReason = LaterReason | (typeof waitReasons)[number];

/** Why a person does not get the message, beyond the verdicts about the person. */
export const skipReasons = [
	'alreadySent',
	'withoutImessage',
	'notRegistered',
	/** Spectrum has locked messages to this person. */
	'recipientLocked',
	/** Spectrum or Apple refused the message. */
	'refused',
] as const;

export type SkipReason = NeverReason | (typeof skipReasons)[number];

/** What became of one person. */
export type Outcome =
	| {
			readonly status: 'sent';
			readonly line: Line;
			readonly newConversation: boolean;
			readonly messageId?: string;
			readonly service: 'iMessage' | 'SMS';
	  }
	| { readonly status: 'later'; readonly reason: WaitReason; readonly retryAt?: number; readonly line?: Line; readonly detail?: string }
	| { readonly status: 'skipped'; readonly reason: SkipReason; readonly line?: Line; readonly detail?: string };

/** What to do about a reason that the user can change. */
const details: Partial<Readonly<Record<SkipReason, string>>> = {
	noCommonHour: 'The number may be in several time zones, which are never within the sending hours together. Give the item a time zone.',
	linkInFirstMessage: 'Allow links in a first message, or write without one first.',
	fileInFirstMessage: 'Allow files in a first message, or write without one first.',
};

export const later = (reason: WaitReason, retryAt?: number, line?: Line, detail?: string): Outcome => ({
	status: 'later',
	reason,
	...(retryAt === undefined ? {} : { retryAt }),
	...(line === undefined ? {} : { line }),
	...(detail === undefined ? {} : { detail }),
});

export const skipped = (reason: SkipReason, line?: Line, detail = details[reason]): Outcome => ({
	status: 'skipped',
	reason,
	...(line === undefined ? {} : { line }),
	...(detail === undefined ? {} : { detail }),
});
