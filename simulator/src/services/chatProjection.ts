import { type addressKinds, chatKinds } from '../generated';
import { isUnread } from '../store/changes';
import type { StoredChat } from '../store/chat';
import type { LineStore } from '../store/line';
import { toAddress, toMessage, toServiceType } from './projection';

/** A chat as ChatService shows it. */
export function toChat(line: LineStore, stored: StoredChat): chatKinds.Chat {
	const chat = new chatKinds.Chat({
		guid: stored.guid,
		is_group: stored.isGroup,
		is_archived: stored.isArchived,
		service: toServiceType(stored.service),
		participants: stored.members.map((member) => toParticipant(line, stored, member)),
	});
	const identifier = stored.guid.slice('any;-;'.length);
	chat.chat_identifier = identifier;
	if (stored.isGroup) chat.group_id = identifier;
	if (stored.displayName !== undefined) chat.display_name = stored.displayName;
	const last = stored.lastMessageGuid === undefined ? undefined : line.messages.get(stored.lastMessageGuid);
	// Nothing has been said yet, so nothing is known to be read.
	if (last === undefined) return chat;
	chat.last_message = toMessage(line, last);
	chat.unread_count = [...line.messages.values()].filter((message) => message.chatGuid === stored.guid && isUnread(message)).length;
	return chat;
}

function toParticipant(line: LineStore, { service }: StoredChat, address: string): addressKinds.SingleServiceAddressInfo {
	return toAddress(address, service, line.phoneOf(address).country);
}
