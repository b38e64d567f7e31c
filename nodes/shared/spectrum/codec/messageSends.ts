import type { Message } from '../model/message';
import type { AttachmentMessage, MessagePart, MultipartMessage, TextFormat, TextMessage } from '../model/outgoing';
import type { WireMethod } from '../transport/Transport';
import { wellFormed, whole } from './encodable';
import type { photon as types } from './generated/photon/imessage/v1/message_types';
import { toAttachmentRef, toReplyTarget, type SpaceWrite } from './refs';
import { toMessage } from './storedMessages';
import { wire } from './wire';

/** Sends a text into a space that the line knows. */
export const sendTextMessage: WireMethod<TextMessage & SpaceWrite, Message> = {
	path: '/photon.imessage.v1.MessageService/SendTextMessage',
	encode: (message) =>
		new wire.messages.SendTextMessageRequest({
			chat_guid: wellFormed(message.spaceId),
			text: wellFormed(message.text),
			reply_to: toReplyTarget(message.replyTo),
			subject: wellFormed(message.subject),
			effect_id: wellFormed(message.effectId),
			enable_data_detection: message.dataDetection,
			enable_link_preview: message.linkPreview,
			formatting: toFormats(message.formatting),
			client_message_id: message.clientMessageId,
		}).serialize(),
	decode: toSentMessage,
};

/** Sends an uploaded file. */
export const sendAttachmentMessage: WireMethod<AttachmentMessage & SpaceWrite, Message> = {
	path: '/photon.imessage.v1.MessageService/SendAttachmentMessage',
	encode: (message) =>
		new wire.messages.SendAttachmentMessageRequest({
			chat_guid: wellFormed(message.spaceId),
			attachment: toAttachmentRef(message.attachmentId, message.name),
			reply_to: toReplyTarget(message.replyTo),
			effect_id: wellFormed(message.effectId),
			is_audio_message: message.isVoiceNote,
			client_message_id: message.clientMessageId,
		}).serialize(),
	decode: toSentMessage,
};

/** Sends several bubbles that arrive together or not at all. */
export const sendMultipartMessage: WireMethod<MultipartMessage & SpaceWrite, Message> = {
	path: '/photon.imessage.v1.MessageService/SendMultipartMessage',
	encode: (message) =>
		new wire.messages.SendMultipartMessageRequest({
			chat_guid: wellFormed(message.spaceId),
			parts: message.parts.map(toPart),
			reply_to: toReplyTarget(message.replyTo),
			subject: wellFormed(message.subject),
			effect_id: wellFormed(message.effectId),
			client_message_id: message.clientMessageId,
		}).serialize(),
	decode: toSentMessage,
};

/** The message of an answer, as the server stored it after Apple accepted it. */
export function toSentMessage(bytes: Uint8Array): Message {
	return toMessage(wire.messages.MessageResponse.deserialize(bytes).message);
}

function toPart(part: MessagePart): types.imessage.v1.MessagePart {
	const { attachmentId } = part;
	return new wire.messageParts.MessagePart({
		text: wellFormed(part.text),
		attachment: attachmentId === undefined ? undefined : toAttachmentRef(attachmentId, part.attachmentName),
		mentioned_address: wellFormed(part.mentionedAddress),
		bubble_index: whole(part.bubbleIndex),
		formatting: toFormats(part.formatting),
	});
}

function toFormats(formats: readonly TextFormat[] = []): types.imessage.v1.TextFormat[] {
	return formats.map(
		({ type, start, length, effectName }) =>
			new wire.messageParts.TextFormat({
				type,
				start: whole(start),
				length: whole(length),
				effect_name: wellFormed(effectName),
			}),
	);
}
