import type { Space, SpaceToOpen } from '../domain/message';
import { SpectrumError } from '../errors/SpectrumError';
import type { WireMethod } from '../transport/Transport';
import { chatServiceType } from './enums';
import { photon } from './generated/photon/imessage/v1/chat_service';
import type { photon as chatTypes } from './generated/photon/imessage/v1/chat_types';

const wire = photon.imessage.v1;
const service = wire.UnimplementedChatServiceService.definition;

/** Opens a conversation, or gives the one that exists with the same addresses. */
export const createChat: WireMethod<SpaceToOpen, Space> = {
	path: service.CreateChat.path,
	encode: (space) =>
		new wire.CreateChatRequest({
			addresses: [...space.addresses],
			service: chatServiceType[space.service],
			client_message_id: space.clientMessageId,
		}).serialize(),
	decode: (bytes) => toSpace(wire.CreateChatResponse.deserialize(bytes).chat),
};

/** Reads a conversation that the line knows. */
export const getChat: WireMethod<string, Space> = {
	path: service.GetChat.path,
	encode: (spaceId) => new wire.GetChatRequest({ chat_guid: spaceId }).serialize(),
	decode: (bytes) => toSpace(wire.GetChatResponse.deserialize(bytes).chat),
};

/** A wire chat as the domain sees it: what is absent on the wire is absent here. */
export function toSpace(chat: chatTypes.imessage.v1.Chat | undefined): Space {
	if (!chat) {
		throw new SpectrumError({
			kind: 'protocol',
			message: 'The server answered without the conversation it should have carried',
			advice: 'Try again; if it happens again, the server is older or newer than this version of the node.',
		});
	}
	return {
		id: chat.guid,
		isGroup: chat.is_group,
		...(chat.has_display_name ? { name: chat.display_name } : {}),
		...(chat.has_unread_count ? { unreadCount: chat.unread_count } : {}),
	};
}
