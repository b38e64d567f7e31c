import type { Evidence } from '../../spectrum/answers/evidence';
import type { Judgement } from '../../spectrum/answers/judge';
import type { Question } from '../../spectrum/answers/question';
import { isReminder, type Said } from '../../spectrum/answers/wordAnswers';
import type { Gateway } from '../../spectrum/gateway/Gateway';
import { spaceOfQuestion } from '../../spectrum/gateway/recipes/readEvidence';
import { hashOfParts } from '../../spectrum/keys/hash';
import type { WriteKey } from '../../spectrum/keys/writeKey';
import type { ClockOrder } from './order';

/** People who are told in one conversation that they may not answer. */
const mostTold = 20;

/** Apple allows an edit for 15 minutes. */
const editable = 15 * 60_000;

/** Whether the reminder is due and the conversation does not show it yet. */
export function isReminderDue(question: Question, { messages, readAt }: Evidence): boolean {
	const { reminder, deadline } = question;
	if (reminder === undefined || readAt < reminder.at || readAt >= deadline) return false;
	return !messages.some((message) => isReminder(question, message));
}

export async function remind(gateway: Gateway, question: Question): Promise<void> {
	const { reminder, messageId } = question;
	if (reminder === undefined) return;
	const message = { text: reminder.text, replyTo: { id: messageId } };
	await gateway.messages.sendText(spaceOfQuestion(question), message, keyOf(question, 'reminder'));
}

/** Tells each person who may not answer, once. */
export async function tellRefused(gateway: Gateway, question: Question, refused: readonly string[]): Promise<void> {
	const { refusal } = question;
	if (refusal === undefined) return;
	for (const address of refused.slice(0, mostTold)) {
		const replyTo = { id: question.messageId };
		await gateway.messages.sendText(spaceOfQuestion(question), { text: refusal, replyTo }, keyOf(question, `refusal ${address}`));
	}
}

/** Puts a tapback on the message that answered, so that its sender sees that it has arrived. */
export async function acknowledge(gateway: Gateway, { question, acknowledges }: ClockOrder, judged: Judgement): Promise<void> {
	if (!acknowledges || judged.state !== 'answered' || judged.by !== 'message') return;
	const ref = { id: judged.answer.messageId };
	await gateway.messages.setReaction(spaceOfQuestion(question), ref, { kind: 'like' }, true, keyOf(question, 'acknowledge'));
}

/**
 * Adds the decision to the words of the question, so that everybody sees it. Nothing happens when the question is too old
 * for an edit.
 */
export async function showDecision(gateway: Gateway, { question, words }: ClockOrder, said: Said, now: number): Promise<void> {
	if (words === undefined || now - question.askedAt >= editable) return;
	const ref = { id: question.messageId };
	await gateway.messages.edit(spaceOfQuestion(question), ref, `${words}\n\n${decisionShown(question, said)}`, keyOf(question, 'decision'));
}

/** What was decided: the label of an approval, or the chosen option. Other people need not see the words of a free text. */
export function decisionShown({ choices }: Question, { approved, choice }: Said): string {
	const shown = approved === undefined ? choice : pastOf(choices[approved ? 0 : 1]?.text);
	return [approved === false ? '❌' : '✅', shown].join(' ').trim();
}

/** The labels of the panel's defaults. Labels in other words stay as the author wrote them. */
function pastOf(label: string | undefined): string | undefined {
	return label === 'Approve' ? 'Approved' : label === 'Decline' ? 'Declined' : label;
}

/** The same for every process and every beat, so that the server recognises a repeat. */
function keyOf({ id }: Question, what: string): WriteKey {
	return (step) => hashOfParts([id, what, step]);
}
