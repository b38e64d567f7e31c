import type { QuotaCode } from '../errors/quotas';

const minute = 60_000;
const hour = 60 * minute;

/** What a campaign does when Spectrum refuses a message because of a limit. */
export type QuotaRule =
	/** This person gets the message later; everyone else is not affected. */
	| { readonly then: 'personLater'; readonly afterMilliseconds: number }
	/** This person gets no message until they write. */
	| { readonly then: 'skipPerson' }
	/** The line writes to no one new until its day is over. People whom it knows still get their messages. */
	| { readonly then: 'closeLineForNew' }
	/** The line sends nothing: until its day is over, or for the given time. */
	| { readonly then: 'closeLine'; readonly forMilliseconds?: number }
	/** The line rests for the given time, and then sends at half the rate for an hour. */
	| { readonly then: 'slowDown'; readonly restMilliseconds: number }
	/** The run ends: every further message would be refused, too. */
	| { readonly then: 'stop' };

/** The rule of each limit that Spectrum names. */
export const quotaRules: Readonly<Record<QuotaCode, QuotaRule>> = {
	dailyLimitExceeded: { then: 'closeLine' },
	newContactThrottled: { then: 'closeLineForNew' },
	recipientLimitExceeded: { then: 'personLater', afterMilliseconds: 24 * hour },
	recipientCoolingDown: { then: 'personLater', afterMilliseconds: hour },
	recipientLocked: { then: 'skipPerson' },
	burstRateExceeded: { then: 'slowDown', restMilliseconds: minute },
	sendReceiveRatioExceeded: { then: 'closeLine', forMilliseconds: 24 * hour },
	contentDuplicateExceeded: { then: 'stop' },
	uploadRateExceeded: { then: 'slowDown', restMilliseconds: 5 * minute },
};
