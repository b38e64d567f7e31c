import type { Evidence } from '../../spectrum/answers/evidence';
import type { Judgement } from '../../spectrum/answers/judge';
import type { Question } from '../../spectrum/answers/question';
import type { Gateway } from '../../spectrum/gateway/Gateway';
import { spaceOfQuestion } from '../../spectrum/gateway/recipes/readEvidence';
import { hashOfParts } from '../../spectrum/keys/hash';
import type { WriteKey } from '../../spectrum/keys/writeKey';
import type { ClockOrder } from './order';

/** People who are told in one conversation that they may not answer. */
const mostTold = 20;

/** Sends the reminder once it is due, unless the conversation shows it already. */
export async function remind(gateway: Gateway, question: Question, { messages, readAt }: Evidence): Promise<void> {
	const { reminder } = question;
	if (reminder === undefined || readAt < reminder.at || readAt >= question.deadline) return;
	if (messages.some(({ isFromMe, text }) => isFromMe && text?.trim() === reminder.text.trim())) return;
	const replyTo = { id: question.messageId };
	await gateway.messages.sendText(spaceOfQuestion(question), { text: reminder.text, replyTo }, keyOf(question, 'reminder'));
}

/** Tells each person who may not answer, once. */
export async function tellRefused(gateway: Gateway, { question, refusal }: ClockOrder, refused: readonly string[]): Promise<void> {
	if (refusal === undefined) return;
	for (const address of refused.slice(0, mostTold)) {
		const replyTo = { id: question.messageId };
		await gateway.messages.sendText(spaceOfQuestion(question), { text: refusal, replyTo }, keyOf(question, `refusal ${address}`));
	}
}

/** Puts a tapback on the message that answered, so that its sender sees that it has arrived. */
export async function acknowledge(gateway: Gateway, question: Question, judged: Judgement): Promise<void> {
	if (judged.state !== 'answered' || judged.by !== 'message') return;
	const ref = { id: judged.answer.messageId };
	await gateway.messages.setReaction(spaceOfQuestion(question), ref, { kind: 'like' }, true, keyOf(question, 'acknowledge'));
}

/** The same for every process and every beat, so that the server recognises a repeat. */
function keyOf({ id }: Question, what: string): WriteKey {
	return (step) => hashOfParts([id, what, step]);
}
