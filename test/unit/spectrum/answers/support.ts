import type { Evidence } from '../../../../nodes/shared/spectrum/answers/evidence';
import type { Question } from '../../../../nodes/shared/spectrum/answers/question';
import type { Message, MessageFlags } from '../../../../nodes/shared/spectrum/model/message';
import type { AppliedReaction, ReceivedReaction } from '../../../../nodes/shared/spectrum/model/reaction';
import type { SenderService } from '../../../../nodes/shared/spectrum/model/sender';

export const alice = '+15551234567';
export const bob = '+15557654321';

/** When the questions of these tests were sent. */
export const asked = Date.UTC(2026, 0, 1, 12);
const minute = 60_000;

/** A moment so many minutes after the question. */
export const after = (minutes: number): number => asked + minutes * minute;

/** An approval that Alice is asked for, in her own conversation, with words and a poll. */
export function question(changes: Partial<Question> = {}): Question {
	return {
		id: 'q1',
		type: 'approval',
		space: { id: `any;-;${alice}`, type: 'dm' },
		lineId: 'line',
		messageId: 'question',
		poll: { id: 'poll', optionIds: ['approve', 'decline'] },
		choices: [{ text: 'Approve' }, { text: 'Decline' }],
		takesWords: true,
		takesReasons: false,
		onlyReplies: false,
		mayAnswer: { who: 'listed', people: [{ address: alice, allowSms: false }] },
		askedAt: asked,
		deadline: after(60),
		...changes,
	};
}

/** The same question in a group. */
export function inGroup(changes: Partial<Question> = {}): Question {
	return question({ space: { id: 'any;+;chat1', type: 'group' }, ...changes });
}

const noFlags = {} as MessageFlags;

interface Written extends Partial<Message> {
	readonly from?: string;
	readonly service?: SenderService;
	readonly minutes?: number;
}

let written = 0;

/** A message of a person, by default of Alice and one minute after the question. */
export function says(text: string, { from = alice, service = 'iMessage', minutes = 1, ...changes }: Written = {}): Message {
	written++;
	return {
		id: `message-${written}`,
		text,
		createdAt: new Date(after(minutes)).toISOString(),
		sender: { address: from, service },
		isFromMe: false,
		spaceIds: [`any;-;${alice}`],
		type: 'normal',
		flags: noFlags,
		...changes,
	};
}

/** A message that the line sends. */
export function lineSays(text: string, minutes = 1): Message {
	const { sender: _, ...message } = says(text, { minutes });
	return { ...message, isFromMe: true };
}

/** A tapback on the question. */
export function taps(reaction: ReceivedReaction, { from = alice, minutes = 1 }: Pick<Written, 'from' | 'minutes'> = {}): AppliedReaction {
	return {
		...reaction,
		id: `tapback-${reaction.kind}`,
		sender: { address: from, service: 'iMessage' },
		isFromMe: false,
		createdAt: new Date(after(minutes)).toISOString(),
	};
}

/** A vote in the poll of the question. */
export function votes(
	optionId: string,
	{ from = alice, at }: { readonly from?: string; readonly at?: number } = {},
): Evidence['votes'][number] {
	return { optionId, address: from, service: 'iMessage', ...(at === undefined ? {} : { at }) };
}

/** What was seen in the conversation, read ten minutes after the question. */
export function seen(changes: Partial<Evidence> = {}): Evidence {
	return { readAt: after(10), messages: [], reactions: [], votes: [], others: [], ownAddresses: [], ...changes };
}
