import type { IDataObject } from 'n8n-workflow';
import type { Judgement } from '../../spectrum/answers/judge';
import { asFields, asText } from '../../spectrum/values/json';

/** What a clock tells the execution that waits. */
export interface ClockMessage {
	readonly question: string;
	readonly secret: string;
	/** Absent to ask whether the execution still waits for this question. */
	readonly data?: IDataObject;
}

/** What the execution says to its clock. `stale`: it does not wait for this question. */
export type ClockReply = 'taken' | 'open' | 'stale';

/** The field by which our own reply is known: n8n, a proxy and a login page answer with 200, too. */
const marker = 'imessageQuestion';

export function replyTo(question: string, reply: ClockReply): IDataObject {
	return { [marker]: question, reply };
}

/** Our own reply to this question. Undefined for every other body. */
export function readReply(body: unknown, question: string): ClockReply | undefined {
	const fields = asFields(body);
	if (fields?.[marker] !== question) return undefined;
	return (['taken', 'open', 'stale'] as const).find((reply) => reply === fields.reply);
}

/** Undefined when the body is not a clock's message. */
export function readClockMessage(body: unknown): ClockMessage | undefined {
	const fields = asFields(body);
	const question = asText(fields?.question);
	const secret = asText(fields?.secret);
	if (fields === undefined || question === undefined || secret === undefined) return undefined;
	const data = asFields(fields.data);
	return { question, secret, ...(data === undefined ? {} : { data: data as IDataObject }) };
}

/** The field `data` of every item. Undefined while the question is open. */
export function answerData(judged: Judgement): IDataObject | undefined {
	if (judged.state === 'open') return undefined;
	const answer: IDataObject = { ...judged.answer };
	if (judged.state === 'optedOut') return { ...answer, optedOut: true, timedOut: false };
	// The words of a refusal reach the model under the name that n8n's agent reads.
	const { approved, text } = judged.answer;
	return { ...answer, ...(approved === false && text !== undefined ? { chatInput: text } : {}), timedOut: false };
}

/** The field `data` after the limit. */
export const timedOutData: IDataObject = { timedOut: true };
