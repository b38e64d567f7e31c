import type { EmbeddedMedia, Message, MessageFilter } from '../model/message';
import type { WireMethod } from '../transport/Transport';
import { required } from './answers';
import { wellFormed, whole } from './encodable';
import { photon } from './generated/photon/imessage/v1/message_service';
import { toMessage } from './storedMessages';
import { toTimestamp } from './times';

const wire = photon.imessage.v1;
const service = wire.UnimplementedMessageServiceService.definition;

/** One page of a list. */
export interface PageRequest extends Omit<MessageFilter, 'limit'> {
	/** Token from the previous page. Absent for the first page. */
	readonly pageToken?: string;
}

export interface MessagePage {
	readonly messages: readonly Message[];
	/** Absent on the last page. */
	readonly nextPageToken?: string;
}

/** Reads one message by its ID. */
export const getMessage: WireMethod<string, Message> = {
	path: service.GetMessage.path,
	encode: (messageId) => new wire.GetMessageRequest({ message_guid: wellFormed(messageId) }).serialize(),
	decode: (bytes) => toMessage(wire.GetMessageResponse.deserialize(bytes).message),
};

/** Messages of all spaces of a line. */
export const listRecentMessages: WireMethod<PageRequest, MessagePage> = {
	path: service.ListRecentMessages.path,
	encode: (request) => new wire.ListRecentMessagesRequest(pageFields(request)).serialize(),
	decode: (bytes) => toPage(wire.ListRecentMessagesResponse.deserialize(bytes)),
};

/** Messages of one space. */
export const listChatMessages: WireMethod<PageRequest & { readonly spaceId: string }, MessagePage> = {
	path: service.ListChatMessages.path,
	encode: (request) =>
		new wire.ListChatMessagesRequest({
			...pageFields(request),
			chat_guid: wellFormed(request.spaceId),
		}).serialize(),
	decode: (bytes) => toPage(wire.ListChatMessagesResponse.deserialize(bytes)),
};

/** Media that is part of a message. */
export const getEmbeddedMedia: WireMethod<{ readonly spaceId: string; readonly messageId: string }, EmbeddedMedia> = {
	path: service.GetEmbeddedMedia.path,
	encode: ({ spaceId, messageId }) =>
		new wire.GetEmbeddedMediaRequest({
			chat_guid: wellFormed(spaceId),
			message_guid: wellFormed(messageId),
		}).serialize(),
	decode: (bytes) => {
		const media = required(wire.GetEmbeddedMediaResponse.deserialize(bytes).media, 'media');
		return { data: media.data, mimeType: media.mime_type };
	},
};

function pageFields(request: PageRequest) {
	return {
		page_size: whole(request.pageSize),
		page_token: request.pageToken,
		is_from_me: request.isFromMe,
		is_read: request.isRead,
		before: toTimestamp(request.before),
		after: toTimestamp(request.after),
	};
}

type WirePage = InstanceType<typeof wire.ListRecentMessagesResponse> | InstanceType<typeof wire.ListChatMessagesResponse>;

function toPage(page: WirePage): MessagePage {
	return {
		messages: page.messages.map(toMessage),
		// An empty token would request the first page again.
		...(page.has_next_page_token && page.next_page_token !== '' ? { nextPageToken: page.next_page_token } : {}),
	};
}
