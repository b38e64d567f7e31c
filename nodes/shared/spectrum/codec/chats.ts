import { asLabel } from '../values/label';
import type { Message } from '../model/message';
import type { ChatService, OpeningMessage, Space } from '../model/space';
import type { WireMethod } from '../transport/Transport';
import { chatServiceType, senderService } from './enums';
import { nothing, required } from './answers';
import { wellFormed } from './encodable';
import { present } from '../values/present';
import type { photon as chatTypes } from './generated/photon/imessage/v1/chat_types';
import { toSender } from './senders';
import { toMessage } from './storedMessages';
import { wire } from './wire';

/** A space to open. One address opens a direct space, several open a group. */
export interface SpaceToOpen {
	readonly addresses: readonly string[];
	readonly service: ChatService;
	readonly opening?: OpeningMessage;
	readonly clientMessageId: string;
}

export interface CreatedSpace {
	readonly space: Space;
	/** Present when the request carried a first message. */
	readonly opening?: Message;
}

/** A request of this service for a space. It has no field for the key of a write, unlike those of the other services. */
export interface SpaceRequest {
	readonly spaceId: string;
}

/** Opens a space, or returns the existing space with the same addresses. */
export const createChat: WireMethod<SpaceToOpen, CreatedSpace> = {
	path: '/photon.imessage.v1.ChatService/CreateChat',
	encode: (space) =>
		new wire.chats.CreateChatRequest({
			addresses: space.addresses.map((address) => wellFormed(address)),
			service: chatServiceType(space.service),
			initial_message: toInitialMessage(space.opening),
			client_message_id: space.clientMessageId,
		}).serialize(),
	decode: (bytes) => {
		const response = wire.chats.CreateChatResponse.deserialize(bytes);
		return {
			space: toSpace(response.chat),
			...(response.has_initial_message ? { opening: toMessage(response.initial_message) } : {}),
		};
	},
};

/** Reads a space that the line knows. */
export const getChat: WireMethod<string, Space> = {
	path: '/photon.imessage.v1.ChatService/GetChat',
	encode: (spaceId) => new wire.chats.GetChatRequest({ chat_guid: wellFormed(spaceId) }).serialize(),
	decode: (bytes) => toSpace(wire.chats.GetChatResponse.deserialize(bytes).chat),
};

/** Marks everything in a space as read. */
export const markChatRead: WireMethod<SpaceRequest, void> = {
	path: '/photon.imessage.v1.ChatService/MarkChatRead',
	encode: ({ spaceId }) => new wire.chats.MarkChatReadRequest({ chat_guid: wellFormed(spaceId) }).serialize(),
	decode: nothing,
};

/** Starts or stops the typing indicator. */
export const setTyping: WireMethod<SpaceRequest & { readonly isTyping: boolean }, void> = {
	path: '/photon.imessage.v1.ChatService/SetTyping',
	encode: ({ spaceId, isTyping }) => new wire.chats.SetTypingRequest({ chat_guid: wellFormed(spaceId), is_typing: isTyping }).serialize(),
	decode: nothing,
};

/** Offers the line's own name and photo to the people in a space. */
export const shareContactInfo: WireMethod<SpaceRequest, void> = {
	path: '/photon.imessage.v1.ChatService/ShareContactInfo',
	encode: ({ spaceId }) => new wire.chats.ShareContactInfoRequest({ chat_guid: wellFormed(spaceId) }).serialize(),
	decode: nothing,
};

/** Answers only when the picture is ready for distribution to the other devices. */
export const setBackground: WireMethod<SpaceRequest & { readonly data: Uint8Array }, void> = {
	path: '/photon.imessage.v1.ChatService/SetBackground',
	encode: ({ spaceId, data }) => new wire.chats.SetBackgroundRequest({ chat_guid: wellFormed(spaceId), data }).serialize(),
	decode: nothing,
};

export const removeBackground: WireMethod<SpaceRequest, void> = {
	path: '/photon.imessage.v1.ChatService/RemoveBackground',
	encode: ({ spaceId }) => new wire.chats.RemoveBackgroundRequest({ chat_guid: wellFormed(spaceId) }).serialize(),
	decode: nothing,
};

export const hasBackground: WireMethod<string, boolean> = {
	path: '/photon.imessage.v1.ChatService/HasBackground',
	encode: (spaceId) => new wire.chats.HasBackgroundRequest({ chat_guid: wellFormed(spaceId) }).serialize(),
	decode: (bytes) => wire.chats.HasBackgroundResponse.deserialize(bytes).background_present,
};

/** Converts a chat of the wire.chats. Values that are absent on the wire are absent here. */
export function toSpace(answer: chatTypes.imessage.v1.Chat | undefined): Space {
	const chat = required(answer, 'conversation');
	return {
		id: chat.guid,
		isGroup: chat.is_group,
		service: senderService(chat.service),
		...present({
			name: chat.has_display_name ? asLabel(chat.display_name) : undefined,
			identifier: chat.has_chat_identifier ? chat.chat_identifier : undefined,
			groupId: chat.has_group_id ? chat.group_id : undefined,
			unreadCount: chat.has_unread_count ? chat.unread_count : undefined,
		}),
		isArchived: chat.is_archived,
		isFiltered: chat.is_filtered,
		participants: chat.participants.map(toSender),
		...present({ lastMessage: chat.has_last_message ? toMessage(chat.last_message) : undefined }),
	};
}

function toInitialMessage(opening: OpeningMessage | undefined): InstanceType<typeof wire.chats.CreateChatInitialMessage> | undefined {
	if (opening === undefined) return undefined;
	return new wire.chats.CreateChatInitialMessage({
		text: wellFormed(opening.text),
		effect_id: wellFormed(opening.effectId),
		subject: wellFormed(opening.subject),
	});
}
