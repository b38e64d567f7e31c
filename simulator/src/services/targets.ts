import type { messages } from '../generated';
import { invalidArgument, RpcError } from '../calls/errors';
import type { StoredAttachment } from '../store/attachments';
import type { StoredChat } from '../store/chat';
import type { LineStore } from '../store/line';
import type { MessagePlace, StoredMessage } from '../store/message';
import { bubbleCount } from '../store/parts';
import { checkId, existingChat } from './validation';

export interface Target {
	readonly chat: StoredChat;
	readonly message: StoredMessage;
	readonly place: MessagePlace;
}

/** The message that a call acts on; an unsent one is refused. */
export function targetOf(line: LineStore, request: { readonly has_target: boolean; readonly target: messages.MessageTarget }): Target {
	if (!request.has_target) throw invalidArgument('target', 'the target is missing');
	const { target } = request;
	const chat = existingChat(line, target.chat_guid);
	const message = messageIn(line, chat, 'target.message_guid', target.message_guid);
	const part = target.has_target_part_index ? target.target_part_index : undefined;
	if (message.retractedAt !== undefined) throw preconditionFailed('The message was unsent');
	checkNoPoll(line, message);
	checkBubble('target.target_part_index', message, part);
	return { chat, message, place: { guid: message.guid, part } };
}

/** A message that must exist, and in this chat. */
export function messageIn(line: LineStore, chat: StoredChat, field: string, guid: string): StoredMessage {
	checkId(line, field, guid, 'messageNotFound');
	if (/^p:\d+\//.test(guid)) throw invalidArgument(field, 'the part belongs into its own field');
	const message = line.messages.get(guid);
	if (message?.chatGuid !== chat.guid) throw new RpcError('messageNotFound', { message: 'No such message in this chat' });
	return message;
}

/** The vendor's client never acts on a poll's message, so nobody knows what a server says to it. */
function checkNoPoll(line: LineStore, { guid }: StoredMessage): void {
	if (line.behaviour.pollTargets === 'accepted' || !line.polls.has(guid)) return;
	throw new RpcError('operationNotSupported', { message: 'A poll takes votes only' });
}

export function checkBubble(field: string, message: StoredMessage, part: number | undefined): void {
	if (part === undefined) return;
	if (part < 0 || part >= bubbleCount(message.parts)) throw invalidArgument(field, 'the message has no such part');
}

/** The message replied to must exist, and in the same chat. */
export function replyTargetOf(
	line: LineStore,
	chat: StoredChat,
	request: { readonly has_reply_to: boolean; readonly reply_to: messages.SendTextMessageRequest['reply_to'] },
): MessagePlace | undefined {
	if (!request.has_reply_to) return undefined;
	const { reply_to } = request;
	const message = messageIn(line, chat, 'reply_to.message_guid', reply_to.message_guid);
	checkNoPoll(line, message);
	const part = reply_to.has_target_part_index ? reply_to.target_part_index : undefined;
	checkBubble('reply_to.target_part_index', message, part);
	return { guid: message.guid, part };
}

/** A file that is with the server already; its own disk is out of bounds. */
export function attachmentOf(
	line: LineStore,
	field: string,
	ref: messages.SendAttachmentMessageRequest['attachment'] | undefined,
): { readonly attachment: StoredAttachment; readonly attachmentName?: string } {
	if (ref?.has_attachment_path) throw invalidArgument(`${field}.attachment_path`, 'paths of the server are not accepted');
	if (!ref?.has_attachment_guid) throw invalidArgument(`${field}.attachment_guid`, 'the id is missing');
	checkId(line, `${field}.attachment_guid`, ref.attachment_guid, 'attachmentNotFound');
	const attachmentName = ref.has_attachment_name ? ref.attachment_name : undefined;
	if (attachmentName === '') throw invalidArgument(`${field}.attachment_name`, 'the name is empty');
	return { attachment: readyAttachment(existingAttachment(line, ref.attachment_guid)), attachmentName };
}

export function existingAttachment(line: LineStore, guid: string): StoredAttachment {
	checkId(line, 'attachment_guid', guid, 'attachmentNotFound');
	const attachment = line.attachments.get(guid);
	if (attachment === undefined) throw new RpcError('attachmentNotFound', { message: 'No such attachment on this line' });
	return attachment;
}

/** The bytes must be here. */
export function readyAttachment(attachment: StoredAttachment): StoredAttachment {
	if (attachment.transfer === 'finished') return attachment;
	throw new RpcError('attachmentNotReady', { message: 'The file is not on the server' });
}

export function preconditionFailed(message: string, reason?: string): RpcError {
	return new RpcError('preconditionFailed', { message, context: reason === undefined ? {} : { reason } });
}
