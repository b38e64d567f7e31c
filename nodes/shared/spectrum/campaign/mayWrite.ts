import type { History } from './history';
import { nextOpen, type SendingWindow } from './window';

/** Why a message waits. */
export const laterReasons = ['window', 'pause', 'unanswered'] as const;
export type LaterReason = (typeof laterReasons)[number];

/** Why a message is never sent. */
export const neverReasons = ['optedOut', 'linkInFirstMessage', 'fileInFirstMessage', 'noCommonHour'] as const;
export type NeverReason = (typeof neverReasons)[number];

/** The verdict about one person. */
export type Verdict =
	| { readonly may: 'send' }
	/** `when`: milliseconds since the epoch. Absent when only the person can end the wait, by writing. */
	| { readonly may: 'later'; readonly when?: number; readonly why: LaterReason }
	| { readonly may: 'never'; readonly why: NeverReason };

/** The rules for one message to one person. */
export interface WriteRules {
	/** Absent: at any time. */
	readonly window?: SendingWindow;
	/** Time zones in which the person may be, at least one. */
	readonly zones: readonly string[];
	/** Shortest time after our last message to the person, in milliseconds. */
	readonly pauseMilliseconds: number;
	/** Messages of ours in a row without an answer, after which we wait. */
	readonly mostUnanswered: number;
	/** True when messages of the person count as opt-outs. */
	readonly honoursOptOuts: boolean;
	/** True when the user's own list or field says that the person has opted out. */
	readonly isOptedOut: boolean;
	/** True when the message skips window and pause. */
	readonly isUrgent: boolean;
	/** What the message carries that a first message must not carry. */
	readonly unwantedFirst?: 'link' | 'file';
}

/**
 * Whether a message may be sent to a person now. The same history, rules and moment always give the same verdict, in every
 * workflow and process. What never changes is decided first, so that nobody waits for a refusal.
 *
 * @param now milliseconds since the epoch
 */
export function mayWrite(history: History, rules: WriteRules, now: number): Verdict {
	if (rules.isOptedOut || (rules.honoursOptOuts && history.mark?.isOut === true)) return { may: 'never', why: 'optedOut' };
	if (history.isNew && rules.unwantedFirst !== undefined) {
		return { may: 'never', why: rules.unwantedFirst === 'link' ? 'linkInFirstMessage' : 'fileInFirstMessage' };
	}
	if (history.unanswered >= rules.mostUnanswered) return { may: 'later', why: 'unanswered' };
	if (rules.isUrgent) return { may: 'send' };
	const afterPause = Math.max(now, (history.lastSentAt ?? Number.NEGATIVE_INFINITY) + rules.pauseMilliseconds);
	const open = rules.window === undefined ? afterPause : nextOpen(rules.window, rules.zones, afterPause);
	if (open === undefined) return { may: 'never', why: 'noCommonHour' };
	if (open <= now) return { may: 'send' };
	return { may: 'later', when: open, why: afterPause > now ? 'pause' : 'window' };
}
