import { isOptOut } from '../optOut/words';
import { fileMark, type Message } from '../model/message';
import { plainWords } from '../values/plainWords';
import { timeOf, type Evidence } from './evidence';
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
 * counts with its text of now, and an unsent one does not count.
 */
export function wordAnswers(question: Question, evidence: Evidence): WordAnswer[] {
	const found: WordAnswer[] = [];
	// Another message of the line stands between: a person may mean that one.
	let isLatest = true;
	for (const message of evidence.messages) {
		if (message.reaction !== undefined || message.type !== 'normal') continue;
		if (message.isFromMe) {
			isLatest &&= isOfQuestion(question, message);
			continue;
		}
		if (message.unsentAt !== undefined) continue;
		const text = (message.text ?? '').replaceAll(fileMark, '').trim();
		if (text === '') continue;
		const at = timeOf(message.createdAt) ?? evidence.readAt;
		const refers = refersTo(question, message);
		if (isOptOut(text)) {
			if (refers || question.space.type === 'dm') found.push({ message, at });
			continue;
		}
		if (!question.takesWords) continue;
		const said = saidBy(question, text);
		if (said !== undefined && (refers || countsAlone(question, evidence, message, at, isLatest))) found.push({ message, at, said });
	}
	return found;
}

/** The question's own messages, and its reminder. */
function isOfQuestion(question: Question, message: Message): boolean {
	return ownIds(question).includes(message.id) || isReminder(question, message);
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
function countsAlone(question: Question, { others }: Evidence, { replyTo }: Message, at: number, isLatest: boolean): boolean {
	if (question.space.type !== 'dm' || question.onlyReplies || replyTo !== undefined || !isLatest) return false;
	return !others.some(({ from, until }) => from <= at && (until === undefined || at <= until));
}

function saidBy(question: Question, text: string): Said | undefined {
	switch (question.type) {
		case 'freeText':
			return { text };
		case 'choice':
			return choiceIn(question.choices, text);
		case 'approval': {
			const labelled = question.choices.findIndex((choice) => sameWords(choice.text, text));
			const approved = labelled < 0 ? decisionOf(text) : labelled === 0;
			if (approved !== undefined) return { approved, text };
			return question.takesReasons && refusesWithReason(text) ? { approved: false, text } : undefined;
		}
	}
}

/** An option by its text or by its number from 1. A text comes first, because options may be numbers. */
function choiceIn(choices: readonly AnswerChoice[], text: string): Said | undefined {
	const named = choices.find((choice) => sameWords(choice.text, text));
	const numbered = /^\d{1,2}[.)]?$/.test(text) ? choices[Number.parseInt(text, 10) - 1] : undefined;
	const choice = named ?? numbered;
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

function sameWords(one: string, other: string): boolean {
	const words = plainWords(one);
	return one.trim() === other || (words !== undefined && words === plainWords(other));
}
