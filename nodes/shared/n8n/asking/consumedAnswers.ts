import { timeOf } from '../../spectrum/values/isoTime';
import type { Judgement } from '../../spectrum/answers/judge';
import type { Question } from '../../spectrum/answers/question';
import type { Change } from '../../spectrum/model/event/change';
import type { ImessageEvent } from '../../spectrum/model/event/event';
import { BoundedMap } from '../../spectrum/timing/boundedMap';

/** Limits of the memory. A Trigger that polls once an hour still finds the answer. */
const limits = { answers: 10_000, milliseconds: 2 * 60 * 60_000 } as const;

/** What may have answered a question, as a Trigger sees it. */
export interface PossibleAnswer {
	readonly kind: 'message' | 'tapback' | 'vote';
	/** The message, the message with the tapback, or the poll. */
	readonly id: string;
	/** Of a tapback or a vote. */
	readonly address?: string;
	readonly spaceId: string;
	/** Absent when the Trigger does not know it. A message has the same ID on every line. */
	readonly lineId?: string;
	/** When it happened, in milliseconds since the epoch. Absent when it is not known. */
	readonly at?: number;
}

interface Taken {
	readonly lineId: string;
	/** When the conversation was read, in milliseconds since the epoch. */
	readonly at: number;
}

/**
 * The answers that questions of this process have taken, by account. A Trigger asks here, so that an answer does not start
 * its workflow, too.
 */
export class ConsumedAnswers {
	private readonly taken = new BoundedMap<Taken>(limits.answers);

	/** @param at when the conversation was read, in milliseconds since the epoch */
	note(account: string, { lineId, messageId }: Question, judged: Judgement, at: number): void {
		if (judged.state !== 'answered') return;
		const { answer, by } = judged;
		const id = by === 'tapback' ? messageId : answer.messageId;
		this.taken.set(keyOf(account, { kind: by, id, address: answer.responder.address }), { lineId, at });
	}

	/**
	 * Whether a question has taken it. A vote or tapback of the same person that came later is another one. When in doubt,
	 * the answer is no: a run too many is better than a message lost.
	 */
	has(account: string, possible: PossibleAnswer, now: number): boolean {
		const taken = this.taken.get(keyOf(account, possible));
		if (taken === undefined || now - taken.at > limits.milliseconds) return false;
		if (possible.lineId !== undefined && possible.lineId !== taken.lineId) return false;
		return possible.kind === 'message' || (possible.at ?? Number.POSITIVE_INFINITY) <= taken.at;
	}
}

/** What a change of a line may have answered. Undefined for a change that answers nothing. */
export function answerIn(change: Change, lineId: string): PossibleAnswer | undefined {
	if (change.isFromMe) return undefined;
	const at = timeOf(change.occurredAt);
	const where = { spaceId: change.spaceId, lineId, ...(at === undefined ? {} : { at }) };
	if (change.type === 'message.received') return { kind: 'message', id: change.message.id, ...where };
	const address = change.actor?.address;
	if (address === undefined) return undefined;
	if (change.type === 'message.reactionAdded') return { kind: 'tapback', id: change.target.id, address, ...where };
	return change.type === 'poll.voted' ? { kind: 'vote', id: change.pollId, address, ...where } : undefined;
}

/** The same for a delivery, which does not name its line, and says less of other events than of messages. */
export function answerOfEvent({ event, id, isFromMe, space }: ImessageEvent): PossibleAnswer | undefined {
	if (event !== 'message.received' || isFromMe === true) return undefined;
	return { kind: 'message', id, spaceId: space.id };
}

function keyOf(account: string, { kind, id, address = '' }: Pick<PossibleAnswer, 'kind' | 'id' | 'address'>): string {
	return JSON.stringify([account, kind, id, kind === 'message' ? '' : address]);
}
