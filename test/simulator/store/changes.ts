import { toArrivedFile } from './arrivals';
import type { StoredAttachment } from './attachments';
import type { StoredChat } from './chat';
import type { LineStore } from './line';
import type { MessagePlace, StoredMessage, StoredPlacement } from './message';

/** Puts another text into a message of our own, or into one bubble of it. */
export function edit(
	line: LineStore,
	chat: StoredChat,
	message: StoredMessage,
	{ part, text, backwardCompatText }: { readonly part?: number; readonly text: string; readonly backwardCompatText?: string },
): void {
	const bubble = part ?? message.parts.find((candidate) => candidate.text !== undefined)?.bubble ?? 0;
	const first = message.parts.findIndex((candidate) => candidate.bubble === bubble);
	// What was several texts in one bubble is one text now, and what was formatted is not any more.
	message.parts = message.parts.flatMap((candidate, index) => {
		if (candidate.bubble !== bubble) return [candidate];
		return index === first ? [{ bubble, text }] : [];
	});
	message.editedAt = line.clock.now();
	line.append(chat, 'message', undefined, { type: 'messageEdited', messageGuid: message.guid });
	line.refresh(chat, message);
	line.tell(chat, { type: 'edit', target: { guid: message.guid, part }, text, backwardCompatText });
}

/** Takes back a message of our own, or one bubble of it. A message without bubbles left is unsent as a whole. */
export function unsend(line: LineStore, chat: StoredChat, message: StoredMessage, part?: number): void {
	const now = line.clock.now();
	const left = part === undefined ? [] : message.parts.filter(({ bubble }) => bubble !== part);
	const isGone = left.every(({ text, attachment }) => text === undefined && attachment === undefined);
	// The bubble stays as an empty place, so that the others keep their numbers.
	message.parts = isGone ? [] : message.parts.map((kept) => (kept.bubble === part ? { bubble: kept.bubble } : kept));
	if (isGone) message.retractedAt = now;
	else message.editedAt = now;
	line.append(chat, 'message', undefined, isGone
		? { type: 'messageUnsent', messageGuid: message.guid }
		: { type: 'messageEdited', messageGuid: message.guid });
	line.refresh(chat, message);
	line.tell(chat, { type: 'unsend', target: { guid: message.guid, part } });
}

/** Puts a sticker on a message; the answer is the sticker's own row. */
export function placeSticker(
	line: LineStore,
	chat: StoredChat,
	{ guid, part }: MessagePlace,
	sticker: { readonly attachment: StoredAttachment; readonly name?: string; readonly placement: StoredPlacement },
): StoredMessage {
	const { attachment, name: attachmentName, placement } = sticker;
	attachment.isSticker = true;
	const row = line.addRow(chat, { isFromMe: true, parts: [{ bubble: 0, attachment, attachmentName }] });
	const target = line.messages.get(guid) as StoredMessage;
	target.stickers = [...target.stickers, { guid: row.guid, part, at: row.createdAt, attachment, placement }];
	line.append(chat, 'message', undefined, {
		type: 'stickerPlaced',
		messageGuid: guid,
		part,
		attachmentGuid: attachment.guid,
		placement,
	});
	line.tell(chat, {
		type: 'sticker',
		stickerId: row.guid,
		target: { guid, part },
		file: toArrivedFile(attachment, attachmentName),
		placement,
	});
	return row;
}

/** Marks what others wrote as read, and tells them. */
export function markRead(line: LineStore, chat: StoredChat): void {
	const now = line.clock.now();
	const unread = [...line.messages.values()].filter((message) => message.chatGuid === chat.guid && isUnread(message));
	for (const message of unread) {
		message.readAt = now;
		// Real servers log our own reading like a receipt.
		line.append(chat, 'message', undefined, { type: 'messageRead', messageGuid: message.guid });
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

/** Somebody else wrote it, and nobody has read it here. Reactions and notices are never unread. */
export function isUnread({ isFromMe, readAt, reacts, notice }: StoredMessage): boolean {
	return !isFromMe && readAt === undefined && reacts === undefined && notice === undefined;
}
