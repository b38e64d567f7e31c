import { isOptOut } from '../optOut/words';
import { fileMark, type Message } from '../model/message';
import { placeChosen, placeNamed } from './choices';
import { isBlank } from '../values/invisible';
import { timeOf } from '../values/isoTime';
import type { Evidence } from './evidence';
import type { AnswerChoice, Question } from './question';
import { decisionOf, refusesWithReason } from './yesNo';

/** What an answer says. */
export interface Said {
	readonly approved?: boolean;
	readonly text?: string;
	readonly choice?: string;
	readonly value?: string;
}

/** A message that answers a question, or ends it. */
export interface WordAnswer {
	readonly message: Message;
	readonly at: number;
	/** Absent for an opt-out. */
	readonly said?: Said;
}

/**
 * The messages of all people that answer the question or opt out. Every message is looked at once. An edited message
 * counts with its text of now and from its edit on, and an unsent one does not count.
 */
export function wordAnswers(question: Question, evidence: Evidence): WordAnswer[] {
	const found: WordAnswer[] = [];
	const line = new LineWords(question, evidence);
	for (const message of evidence.messages) {
		if (!isPlain(message)) continue;
		if (message.isFromMe) {
			line.passes(message);
			continue;
		}
		if (message.unsentAt !== undefined) continue;
		const text = (message.text ?? '').replaceAll(fileMark, '').trim();
		if (isBlank(text)) continue;
		const writtenAt = timeOf(message.createdAt) ?? evidence.readAt;
		const refers = refersTo(question, message);
		if (isOptOut(text)) {
			if (refers || question.space.type === 'dm') found.push({ message, at: writtenAt });
			continue;
		}
		if (!question.takesWords || !isWritten(message)) continue;
		const said = saidBy(question, text);
		if (said === undefined) continue;
		const at = timeOf(message.editedAt) ?? writtenAt;
		if (refers || countsAlone(question, evidence, message, { from: writtenAt, to: at }, line)) found.push({ message, at, said });
	}
	return found;
}

/** Whether a person wrote all of it. A phone answers by itself while its owner drives. */
function isWritten({ flags }: Message): boolean {
	return !flags.isAutoReply && !flags.isSystemMessage && !flags.isServiceMessage && !flags.isCorrupt;
}

/** What the line has written, row by row. Whatever it wrote last is what a person means who refers to nothing. */
class LineWords {
	private isAsking = true;

	constructor(
		private readonly question: Question,
		private readonly evidence: Evidence,
	) {}

	passes(message: Message): void {
		this.isAsking = isOfQuestion(this.question, message);
	}

	/** Whether the question was the last thing that the line had written, up to this row and up to this moment. */
	endsWithQuestion(writtenAt: number, at: number): boolean {
		if (!this.isAsking || at === writtenAt) return this.isAsking;
		const rows = this.evidence.messages.filter((message) => message.isFromMe && isPlain(message));
		const last = rows.findLast(({ createdAt }) => (timeOf(createdAt) ?? 0) <= at);
		return last === undefined || isOfQuestion(this.question, last);
	}
}

/** Not a tapback, and no notice. */
function isPlain({ reaction, type }: Message): boolean {
	return reaction === undefined && type === 'normal';
}

/** The question's own messages, its reminder, and what it tells people who may not answer. */
function isOfQuestion(question: Question, message: Message): boolean {
	return ownIds(question).includes(message.id) || isReminder(question, message) || isRefusal(question, message);
}

function isRefusal(question: Question, message: Message): boolean {
	return question.refusal !== undefined && message.text?.trim() === question.refusal.trim() && refersTo(question, message);
}

/**
 * Whether a message is the reminder of the question. The reminder of another question may have the same words, and answers
 * that one.
 */
export function isReminder(question: Question, message: Pick<Message, 'isFromMe' | 'text' | 'replyTo' | 'threadId'>): boolean {
	const { reminder } = question;
	if (reminder === undefined || !message.isFromMe || message.text?.trim() !== reminder.text.trim()) return false;
	return message.replyTo === undefined || refersTo(question, message);
}

function refersTo(question: Question, { replyTo, threadId }: Pick<Message, 'replyTo' | 'threadId'>): boolean {
	const ids = ownIds(question);
	return [replyTo, threadId].some((id) => id !== undefined && ids.includes(id));
}

function ownIds({ messageId, poll, linkMessageId }: Question): ReadonlyArray<string | undefined> {
	return [messageId, poll?.id, linkMessageId];
}

/** Whether a message that refers to nothing is meant for this question. */
function countsAlone(
	question: Question,
	{ others }: Evidence,
	{ replyTo }: Message,
	{ from, to }: { readonly from: number; readonly to: number },
	line: LineWords,
): boolean {
	if (question.space.type !== 'dm' || question.onlyReplies || replyTo !== undefined || !line.endsWithQuestion(from, to)) return false;
	return !others.some((other) => other.from <= to && (other.until === undefined || from <= other.until));
}

function saidBy(question: Question, text: string): Said | undefined {
	switch (question.type) {
		case 'freeText':
			return { text };
		case 'choice':
			return choiceIn(question.choices, text);
		case 'approval': {
			const labelled = placeNamed(question.choices, text);
			if (labelled === 'several') return undefined;
			const approved = labelled === undefined ? decisionOf(text) : labelled === 0;
			if (approved !== undefined) return { approved, text };
			return question.takesReasons && refusesWithReason(text) ? { approved: false, text } : undefined;
		}
	}
}

function choiceIn(choices: readonly AnswerChoice[], text: string): Said | undefined {
	const choice = choices[placeChosen(choices, text) ?? -1];
	return choice === undefined ? undefined : { ...saidByChoice(choice), text };
}

/** What the option of a poll or the button of a page says, by its place. Undefined when there is no such place. */
export function saidByPlace({ type, choices }: Question, place: number): Said | undefined {
	const choice = choices[place];
	if (choice === undefined) return undefined;
	return type === 'approval' ? { approved: place === 0, choice: choice.text } : saidByChoice(choice);
}

/** What a choice says. */
function saidByChoice({ text, value = text }: AnswerChoice): Said {
	return { choice: text, value };
}
