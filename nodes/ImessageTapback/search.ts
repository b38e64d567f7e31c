import type { IExecuteFunctions } from 'n8n-workflow';
import { fileMark, type Message } from '../shared/spectrum/model/message';
import type { MessageRef } from '../shared/spectrum/model/messageRef';
import type { SpectrumError } from '../shared/spectrum/errors/SpectrumError';
import type { Gateway } from '../shared/spectrum/gateway/Gateway';
import type { OpenSpace } from '../shared/spectrum/gateway/openSpace';
import { shortened } from '../shared/spectrum/values/cut';
import { readMessage } from '../shared/n8n/fields/message';
import type { ItemRun } from '../shared/n8n/loop/itemLoop';
import { checkMessageInSpace } from '../shared/n8n/fields/messageChecks';
import { ItemError } from '../shared/n8n/errors/itemError';
import { choiceParameter } from '../shared/n8n/parameters/choice';
import { invalid, textParameter } from '../shared/n8n/parameters/parameters';

/** How many of the newest messages a search by text reads. */
export const searchLimits = { fewest: 1, usual: 200, most: 1_000 } as const;

/** How many entries are read to find the last received message. Reactions and notices are entries too. */
const lastReceivedDepth = 200;

const searchAmong = { name: 'options.searchAmong', displayName: 'Search Among' } as const;

/** How many messages an error lists. */
const longestList = 5;

/** How the parameters of an item choose the message. */
export type MessageChoice =
	| { readonly by: 'id'; readonly ref: MessageRef }
	| { readonly by: 'lastReceived' }
	| { readonly by: 'text'; readonly text: string; readonly isFromMe?: boolean; readonly depth: number };

/** Reads the choice of one item. Refuses a wrong one before any call. */
export function readMessageChoice(context: IExecuteFunctions, itemIndex: number): MessageChoice {
	switch (choiceParameter(context, { name: 'findBy', displayName: 'Message' }, itemIndex, ['id', 'text', 'lastReceived'] as const)) {
		case 'id':
			return { by: 'id', ref: readMessage(context, itemIndex) };
		case 'lastReceived':
			return { by: 'lastReceived' };
		case 'text':
			return { by: 'text', ...readSearch(context, itemIndex) };
	}
}

function readSearch(context: IExecuteFunctions, itemIndex: number) {
	const text = comparable(textParameter(context, { name: 'messageText', displayName: 'Text of the Message' }, itemIndex));
	if (text === '') throw invalid(itemIndex, 'Text of the Message', 'is empty', '', 'Shall we meet at eight?');
	const { fewest, usual, most } = searchLimits;
	const entered = textParameter(context, 'options.searchDepth', itemIndex).trim();
	const depth = entered === '' ? usual : Number(entered);
	if (!Number.isInteger(depth) || depth < fewest || depth > most) {
		throw invalid(itemIndex, 'Search Depth', `is not a whole number from ${fewest} to ${most}`, entered, String(usual));
	}
	const among = choiceParameter(context, searchAmong, itemIndex, ['everybody', 'mine', 'received'] as const, 'everybody');
	return { text, depth, ...(among === 'everybody' ? {} : { isFromMe: among === 'mine' }) };
}

/** Finds the message in its conversation: newest first, and no further back than the choice allows. */
export async function findMessage(run: ItemRun, space: OpenSpace, choice: MessageChoice): Promise<MessageRef> {
	const { gateway, itemIndex } = run;
	switch (choice.by) {
		case 'id':
			await checkMessageInSpace(run, space, choice.ref);
			return choice.ref;
		case 'lastReceived':
			return await findLastReceived(gateway, space, itemIndex);
		case 'text':
			return await findByText(gateway, space, choice, itemIndex);
	}
}

async function findLastReceived(gateway: Gateway, space: OpenSpace, itemIndex: number): Promise<MessageRef> {
	for await (const message of gateway.messages.listInSpace(space, { isFromMe: false, limit: lastReceivedDepth })) {
		if (isWritten(message) && !message.isFromMe) return { id: message.id };
	}
	throw new ItemError(itemIndex, {
		kind: 'notFound',
		message: `The conversation ${space.id} on the line ${space.line.phone} has no received message among its newest ${lastReceivedDepth} entries`,
		advice: 'Check the field "Conversation" and the option "Line", or enter the ID of the message.',
	});
}

type TextChoice = Extract<MessageChoice, { by: 'text' }>;

async function findByText(gateway: Gateway, space: OpenSpace, choice: TextChoice, itemIndex: number): Promise<MessageRef> {
	const { text, isFromMe, depth } = choice;
	const found: Message[] = [];
	let searched = 0;
	for await (const message of gateway.messages.listInSpace(space, { isFromMe, limit: depth })) {
		searched++;
		if (isWritten(message) && comparable(message.text ?? '') === text) found.push(message);
	}
	const [match] = found;
	if (match !== undefined && found.length === 1) return { id: match.id };
	const where = `the newest ${searched} messages${searched < depth ? ', which are all of them' : ''}`;
	throw match === undefined ? noMatch(text, where, itemIndex) : severalMatches(found, text, where, itemIndex);
}

function noMatch(text: string, where: string, itemIndex: number): SpectrumError {
	return new ItemError(itemIndex, {
		kind: 'notFound',
		message: `No message has exactly the text ${quoted(text)}; looked at ${where}`,
		advice: `Upper and lower case and punctuation must match. The options "Search Depth" (up to ${searchLimits.most}) and "Search Among" set where to look. The ID of a message always finds it.`,
	});
}

function severalMatches(found: readonly Message[], text: string, where: string, itemIndex: number): SpectrumError {
	const listed = found.slice(0, longestList).map(({ id, createdAt, isFromMe, sender }) => {
		const who = isFromMe ? 'from you' : `from ${sender?.address ?? 'an unknown sender'}`;
		return `${id} (${createdAt === undefined ? '' : `${createdAt}, `}${who})`;
	});
	const more = found.length > longestList ? `, and ${found.length - longestList} more` : '';
	return new ItemError(itemIndex, {
		kind: 'invalid',
		message: `${found.length} messages have exactly the text ${quoted(text)}: ${listed.join(', ')}${more}; looked at ${where}`,
		advice: 'Choose the message by one of these IDs, or narrow the search with the options "Search Among" and "Search Depth".',
	});
}

/** True for a message that a person wrote and has not unsent. Reactions, stickers and notices are entries of their own. */
function isWritten(message: Message): boolean {
	const { type, reaction, unsentAt, flags } = message;
	return type === 'normal' && reaction === undefined && unsentAt === undefined && !flags.isSystemMessage;
}

function comparable(text: string): string {
	return text.replaceAll(fileMark, '').normalize('NFC').trim();
}

function quoted(text: string): string {
	return `"${shortened(text, 60)}"`;
}
