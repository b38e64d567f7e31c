import { messageKinds, messages } from '../generated';
import { invalidArgument, RpcError } from '../calls/errors';
import { isUnread } from '../store/changes';
import type { LineStore } from '../store/line';
import type { StoredMessage } from '../store/message';
import type { CallContext } from './method';
import { toMessage } from './projection';
import { messageIn } from './targets';
import { checkId, existingChat } from './validation';

const largestPage = 100;
/** When the request names no size; the contract does not say. */
const usualPage = 50;

type ListRequest = messages.ListRecentMessagesRequest | messages.ListChatMessagesRequest;

interface Page {
	readonly messages: messageKinds.Message[];
	readonly next_page_token?: string;
}

export function getMessage({ line }: CallContext, request: messages.GetMessageRequest): messages.GetMessageResponse {
	checkId(line, 'message_guid', request.message_guid, 'messageNotFound');
	const stored = line.messages.get(request.message_guid);
	if (stored === undefined) throw new RpcError('messageNotFound', { message: 'No such message on this line' });
	return new messages.GetMessageResponse({ message: toMessage(line, stored) });
}

export function listRecent({ line }: CallContext, request: messages.ListRecentMessagesRequest): messages.ListRecentMessagesResponse {
	return new messages.ListRecentMessagesResponse(pageOf(line, [...line.messages.values()], request, 'recent'));
}

export function listInChat({ line }: CallContext, request: messages.ListChatMessagesRequest): messages.ListChatMessagesResponse {
	const { guid } = existingChat(line, request.chat_guid);
	const inChat = [...line.messages.values()].filter(({ chatGuid }) => chatGuid === guid);
	return new messages.ListChatMessagesResponse(pageOf(line, inChat, request, guid));
}

/** A message without such media is answered like a missing file; the contract has no code for it. */
export function getEmbeddedMedia({ line }: CallContext, request: messages.GetEmbeddedMediaRequest): messages.GetEmbeddedMediaResponse {
	const chat = existingChat(line, request.chat_guid);
	const { embeddedMedia } = messageIn(line, chat, 'message_guid', request.message_guid);
	if (embeddedMedia === undefined) throw new RpcError('attachmentNotFound', { message: 'The message holds no media' });
	const { data, mimeType: mime_type } = embeddedMedia;
	return new messages.GetEmbeddedMediaResponse({ media: new messageKinds.EmbeddedMedia({ data, mime_type }) });
}

/** Newest first. A token belongs to the list and the filters it was given for. */
function pageOf(line: LineStore, rows: readonly StoredMessage[], request: ListRequest, list: string): Page {
	const size = request.has_page_size ? request.page_size : usualPage;
	if (size < 1 || size > largestPage) throw invalidArgument('page_size', 'must be from 1 to 100');
	const filter = filterOf(request);
	const scope = JSON.stringify([list, filter]);
	const shown = line.behaviour.tapbackRows === 'listed' ? rows : rows.filter((row) => row.reacts === undefined && !row.isPlaced);
	const found = shown.map((row, order) => ({ row, order })).filter(({ row }) => passes(row, filter));
	found.sort((a, b) => b.row.createdAt - a.row.createdAt || b.order - a.order);
	let start = 0;
	if (request.has_page_token) {
		const last = readToken(request.page_token, scope);
		const place = found.findIndex(({ row }) => row.guid === last);
		if (place < 0) throw badToken();
		start = place + 1;
	}
	const page = found.slice(start, start + size).map(({ row }) => row);
	const last = page[page.length - 1];
	return {
		messages: page.map((row) => toMessage(line, row)),
		next_page_token: last !== undefined && start + size < found.length ? makeToken(last.guid, scope) : undefined,
	};
}

interface Filter {
	readonly isFromMe?: boolean;
	readonly isRead?: boolean;
	readonly before?: number;
	readonly after?: number;
}

function filterOf(request: ListRequest): Filter {
	return {
		isFromMe: request.has_is_from_me ? request.is_from_me : undefined,
		isRead: request.has_is_read ? request.is_read : undefined,
		before: request.has_before ? toMilliseconds(request.before) : undefined,
		after: request.has_after ? toMilliseconds(request.after) : undefined,
	};
}

/** `before` is not in the window, `after` is. */
function passes(row: StoredMessage, { isFromMe, isRead, before, after }: Filter): boolean {
	if (isFromMe !== undefined && row.isFromMe !== isFromMe) return false;
	if (isRead !== undefined && hasBeenRead(row) !== isRead) return false;
	if (before !== undefined && row.createdAt >= before) return false;
	return after === undefined || row.createdAt >= after;
}

/** Our own messages are read once a receipt has come. */
function hasBeenRead(row: StoredMessage): boolean {
	return row.isFromMe ? row.readAt !== undefined : !isUnread(row);
}

function toMilliseconds({ seconds, nanos }: { readonly seconds: number; readonly nanos: number }): number {
	return seconds * 1000 + nanos / 1_000_000;
}

function makeToken(guid: string, scope: string): string {
	return Buffer.from(JSON.stringify({ guid, scope })).toString('base64url');
}

function readToken(token: string, scope: string): string {
	try {
		const read = JSON.parse(Buffer.from(token, 'base64url').toString()) as { guid: string; scope: string };
		if (read.scope === scope) return read.guid;
	} catch {
		// Refused below, as a token for another list is.
	}
	throw badToken();
}

function badToken(): RpcError {
	return invalidArgument('page_token', 'not a token of this list');
}
