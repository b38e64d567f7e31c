import { quotaRules } from '../../../campaign/quotaRules';
import { quotaOf } from '../../../errors/quotas';
import type { SpectrumError } from '../../../errors/SpectrumError';
import type { Plan } from '../../../model/line';
import type { KnownLine } from './lines';
import { later, skipped, type Outcome } from './outcome';

/** How long after a failure of the server a person is tried again, in milliseconds. */
const retryMilliseconds = 5 * 60_000;

/** What follows from a message that was not sent. */
export type Consequence =
	/** The run ends with this error: every message would fail. */
	| { readonly then: 'throw' }
	/** Another line may send the message. */
	| { readonly then: 'anotherLine' }
	/** The person is done. With `stops`, so is everyone after them. */
	| { readonly then: 'outcome'; readonly outcome: Outcome; readonly stops?: boolean; readonly failed?: boolean };

/** Decides by kind and code of the failure, and closes or slows the line if the failure says so. */
export function consequenceOf(error: SpectrumError, known: KnownLine, plan: Plan, isNew: boolean, now: number): Consequence {
	const { line } = known;
	switch (error.kind) {
		case 'cancelled':
		case 'authentication':
			return { then: 'throw' };
		case 'permission':
			// Without a code, a shared line refuses a person who is not registered with the project.
			if (plan === 'shared' && error.code === undefined) return outcome(skipped('notRegistered', line, error.advice));
			return { then: 'throw' };
		case 'quota':
			return ofQuota(error, known, isNew, now);
		case 'unavailable':
		case 'timeout':
		case 'internal':
		case 'protocol':
		case 'duplicate':
			return { ...outcome(later('unavailable', now + retryMilliseconds, line, error.message)), failed: true };
		case 'notFound':
		case 'invalid':
		case 'unsupported':
		case 'tooLarge':
		case 'notSent':
			return outcome(skipped('refused', line, error.message));
	}
}

/** What a failed look-up of one person says of them. Throws when it is not about the person. */
export function refusedPerson(error: SpectrumError): Outcome {
	if (!['notFound', 'invalid', 'unsupported', 'tooLarge', 'notSent'].includes(error.kind)) throw error;
	return skipped('refused', undefined, error.message);
}

/** The same for a failure before the message was on its way, which no line has caused. */
export function consequenceOfLookUp(error: SpectrumError, now: number): Exclude<Consequence, { then: 'anotherLine' }> {
	if (['cancelled', 'authentication', 'permission'].includes(error.kind)) return { then: 'throw' };
	return { ...outcome(later('unavailable', now + retryMilliseconds, undefined, error.message)), failed: true };
}

function ofQuota(error: SpectrumError, { line, state }: KnownLine, isNew: boolean, now: number): Consequence {
	const quota = quotaOf(error.code);
	const { retryAfterMilliseconds } = error;
	// A limit that this version does not know rests like a burst.
	const rule = quota === undefined ? ({ then: 'slowDown', restMilliseconds: retryMilliseconds } as const) : quotaRules[quota.code];
	switch (rule.then) {
		case 'personLater':
			return outcome(later('recipientLimit', now + (retryAfterMilliseconds ?? rule.afterMilliseconds), line, error.message));
		case 'skipPerson':
			return outcome(skipped('recipientLocked', line, error.message));
		case 'closeLineForNew': {
			const until = state.closeForNew(now, retryAfterMilliseconds);
			// A person stays on the line that knows them, even if the server counts them as new.
			return isNew ? { then: 'anotherLine' } : outcome(later('lineClosed', until, line, error.message));
		}
		case 'closeLine': {
			const until = state.close(now, retryAfterMilliseconds ?? rule.forMilliseconds);
			return isNew ? { then: 'anotherLine' } : outcome(later('lineClosed', until, line, error.message));
		}
		case 'slowDown':
			return outcome(later('lineClosed', state.slowDown(now, retryAfterMilliseconds ?? rule.restMilliseconds), line, error.message));
		case 'stop':
			return { ...outcome(later('sameText', undefined, line, error.message)), stops: true };
	}
}

function outcome(result: Outcome): Extract<Consequence, { then: 'outcome' }> {
	return { then: 'outcome', outcome: result };
}
