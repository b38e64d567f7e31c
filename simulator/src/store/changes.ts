import { toArrivedFile } from './arrivals';
import type { StoredAttachment } from './attachments';
import type { StoredChat } from './chat';
import type { LineStore } from './line';
import type { EarlierText, MessagePlace, StoredMessage, StoredPlacement } from './message';
import { joinParts } from './parts';

/** Puts another text into a message, or into one bubble of it. Without an actor it is the line's own. */
export function edit(
	line: LineStore,
	chat: StoredChat,
	message: StoredMessage,
	{ part, text, backwardCompatText }: { readonly part?: number; readonly text: string; readonly backwardCompatText?: string },
	actor?: string,
): void {
	const bubble = part ?? message.parts.find((candidate) => candidate.text !== undefined)?.bubble ?? 0;
	const first = message.parts.findIndex((candidate) => candidate.bubble === bubble);
	message.earlier = [...(message.earlier ?? []), ...textBefore(message, bubble)].slice(-mostEarlier);
	// What was several texts in one bubble is one text now, and what was formatted is not any more.
	message.parts = message.parts.flatMap((candidate, index) => {
		if (candidate.bubble !== bubble) return [candidate];
		return index === first ? [{ bubble, text }] : [];
	});
	const now = line.clock.now();
	message.editedAt = now;
	logMessage(line, chat, 'messageEdited', message, actor, now);
	line.refresh(chat, message);
	line.tell(chat, { type: 'edit', target: { guid: message.guid, part }, text, backwardCompatText }, actor);
}

/** Earlier texts that one message keeps. Messages lets a person edit five times. */
const mostEarlier = 50;

/** What a bubble says now; nothing when it has no text. */
function textBefore({ parts }: StoredMessage, bubble: number): EarlierText[] {
	const { text } = joinParts(parts.filter((part) => part.bubble === bubble));
	return text === undefined ? [] : [{ bubble, text }];
}

/** Takes back a message, or one bubble of it. A message without bubbles left is unsent as a whole. */
export function unsend(line: LineStore, chat: StoredChat, message: StoredMessage, part?: number, actor?: string): void {
	const now = line.clock.now();
	const left = part === undefined ? [] : message.parts.filter(({ bubble }) => bubble !== part);
	const isGone = left.every(({ text, attachment }) => text === undefined && attachment === undefined);
	// The bubble stays as an empty place, so that the others keep their numbers.
	// Nobody reads on in what was taken back.
	message.earlier = isGone ? undefined : message.earlier?.filter((version) => version.bubble !== part);
	message.parts = isGone ? [] : message.parts.map((kept) => (kept.bubble === part ? { bubble: kept.bubble } : kept));
	if (isGone) message.retractedAt = now;
	else message.editedAt = now;
	logMessage(line, chat, isGone ? 'messageUnsent' : 'messageEdited', message, actor, now);
	line.refresh(chat, message);
	line.tell(chat, { type: 'unsend', target: { guid: message.guid, part } }, actor);
}

/** Puts a sticker on a message; the answer is the sticker's own row. */
export function placeSticker(
	line: LineStore,
	chat: StoredChat,
	{ guid, part }: MessagePlace,
	sticker: { readonly attachment: StoredAttachment; readonly name?: string; readonly placement: StoredPlacement },
	actor?: string,
): StoredMessage {
	const { attachment, name: attachmentName, placement } = sticker;
	attachment.isSticker = true;
	const parts = [{ bubble: 0, attachment, attachmentName }];
	const row = line.addRow(chat, { isFromMe: actor === undefined, sender: actor, parts, isPlaced: true });
	const target = line.messages.get(guid) as StoredMessage;
	const placed = { guid: row.guid, part, sender: actor, at: row.createdAt, attachment, placement };
	target.stickers = [...target.stickers, placed];
	line.append(chat, 'message', actor, { type: 'stickerPlaced', messageGuid: guid, part, attachment, placement }, row.createdAt);
	const file = toArrivedFile(attachment, attachmentName);
	line.tell(chat, { type: 'sticker', stickerId: row.guid, target: { guid, part }, file, placement }, actor);
	return row;
}

/** Marks what others wrote as read, and tells them. */
export function markRead(line: LineStore, chat: StoredChat): void {
	const now = line.clock.now();
	const unread = line.history(chat.guid).filter(isUnread);
	for (const message of unread) {
		// Real servers log our own reading like a receipt.
		logRead(line, chat, message, now);
		line.phoneOf(message.sender as string).tell({
			type: 'read',
			messageId: message.guid,
			spaceId: chat.guid,
			line: line.label,
			at: now,
		});
	}
	if (unread.length > 0) line.append(chat, 'chat', undefined, { type: 'markedRead' });
}

/** A message has been read; the first time counts. Without an actor the line has read it. */
export function logRead(line: LineStore, chat: StoredChat, message: StoredMessage, at: number, actor?: string): void {
	const readAt = (message.readAt ??= at);
	line.append(chat, 'message', actor, { type: 'messageRead', messageGuid: message.guid, readAt }, at);
}

/** Files a chat away or takes it out again; nothing changes when it is there already. */
export function setArchived(line: LineStore, chat: StoredChat, isArchived: boolean): void {
	if (chat.isArchived === isArchived) return;
	chat.isArchived = isArchived;
	line.append(chat, 'chat', undefined, { type: isArchived ? 'archived' : 'unarchived' });
}

/** Somebody else wrote it, and nobody has read it here. Reactions, stickers and notices are never unread. */
export function isUnread({ isFromMe, readAt, reacts, isPlaced, notice }: StoredMessage): boolean {
	return !isFromMe && readAt === undefined && reacts === undefined && !isPlaced && notice === undefined;
}

function logMessage(
	line: LineStore,
	chat: StoredChat,
	type: 'messageEdited' | 'messageUnsent',
	message: StoredMessage,
	actor: string | undefined,
	at: number,
): void {
	line.append(chat, 'message', actor, { type, messageGuid: message.guid, message: { ...message } }, at);
}
