import { addressKinds, chatKinds, messageKinds, Timestamp } from '../generated';
import type { ChatService, LineStore, StoredChat } from '../store/line';
import type { StoredMessage } from '../store/message';

const { ChatServiceType, SingleServiceAddressInfo } = addressKinds;

/** A moment in milliseconds since the epoch, as the wire carries it. */
export function toTimestamp(milliseconds: number): Timestamp {
	const seconds = Math.floor(milliseconds / 1000);
	return new Timestamp({ seconds, nanos: (milliseconds - seconds * 1000) * 1_000_000 });
}

/** A full snapshot of a stored message. */
export function toMessage(line: LineStore, stored: StoredMessage): messageKinds.Message {
	const message = new messageKinds.Message({
		guid: stored.guid,
		content: toContent(stored),
		date_created: toTimestamp(stored.createdAt),
		is_from_me: stored.isFromMe,
		is_sent: stored.isFromMe,
		is_delivered: stored.isFromMe,
		chat_guids: [stored.chatGuid],
	});
	if (stored.isFromMe) message.date_delivered = toTimestamp(stored.createdAt);
	if (stored.sender !== undefined) message.sender = toAddress(stored.sender, serviceOf(line, stored));
	if (stored.subject !== undefined) message.subject = stored.subject;
	if (line.phone !== undefined) message.destination_caller_id = line.phone;
	if (stored.previousGuid !== undefined) message.reply_to_guid = stored.previousGuid;
	if (stored.replyTo !== undefined) {
		message.reply_target_guid = stored.replyTo.guid;
		message.thread_originator_guid = stored.replyTo.guid;
		if (stored.replyTo.part !== undefined) message.thread_originator_part = `${stored.replyTo.part}:0/0`;
	}
	return message;
}

/** A chat as ChatService shows it. */
export function toChat(line: LineStore, stored: StoredChat): chatKinds.Chat {
	const chat = new chatKinds.Chat({
		guid: stored.guid,
		is_group: stored.isGroup,
		service: toServiceType(stored.service),
		participants: stored.members.map((member) => toAddress(member, stored.service)),
	});
	const identifier = stored.guid.slice('any;-;'.length);
	chat.chat_identifier = identifier;
	if (stored.isGroup) chat.group_id = identifier;
	if (stored.displayName !== undefined) chat.display_name = stored.displayName;
	const last = stored.lastMessageGuid === undefined ? undefined : line.messages.get(stored.lastMessageGuid);
	if (last !== undefined) chat.last_message = toMessage(line, last);
	return chat;
}

function toContent(stored: StoredMessage): messageKinds.MessageContent {
	const content = new messageKinds.MessageContent({
		formatting: stored.formatting.map(({ type, start, length, effectName }) => {
			const format = new messageKinds.TextFormat({ type, start, length });
			if (effectName !== undefined) format.effect_name = effectName;
			return format;
		}),
	});
	if (stored.text !== undefined) content.text = stored.text;
	if (stored.effectId !== undefined) content.expressive_send_style_id = stored.effectId;
	return content;
}

function toAddress(address: string, service: ChatService): addressKinds.SingleServiceAddressInfo {
	return new SingleServiceAddressInfo({ address, service: toServiceType(service) });
}

function serviceOf(line: LineStore, stored: StoredMessage): ChatService {
	return line.chats.get(stored.chatGuid)?.service ?? 'iMessage';
}

function toServiceType(service: ChatService): addressKinds.ChatServiceType {
	if (service === 'SMS') return ChatServiceType.CHAT_SERVICE_TYPE_SMS;
	if (service === 'RCS') return ChatServiceType.CHAT_SERVICE_TYPE_RCS;
	return ChatServiceType.CHAT_SERVICE_TYPE_IMESSAGE;
}
