import type { EmbeddedMedia, Message, MessageFilter } from '../model/message';
import type { WireMethod } from '../transport/Transport';
import { required } from './answers';
import { wellFormed, whole } from './encodable';
import { toMessage } from './storedMessages';
import { toTimestamp } from './times';
import { wire } from './wire';

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
	path: '/photon.imessage.v1.MessageService/GetMessage',
	encode: (messageId) => new wire.messages.GetMessageRequest({ message_guid: wellFormed(messageId) }).serialize(),
	decode: (bytes) => toMessage(wire.messages.GetMessageResponse.deserialize(bytes).message),
};

/** Messages of all spaces of a line. */
export const listRecentMessages: WireMethod<PageRequest, MessagePage> = {
	path: '/photon.imessage.v1.MessageService/ListRecentMessages',
	encode: (request) => new wire.messages.ListRecentMessagesRequest(pageFields(request)).serialize(),
	decode: (bytes) => toPage(wire.messages.ListRecentMessagesResponse.deserialize(bytes)),
};

/** Messages of one space. */
export const listChatMessages: WireMethod<PageRequest & { readonly spaceId: string }, MessagePage> = {
	path: '/photon.imessage.v1.MessageService/ListChatMessages',
	encode: (request) =>
		new wire.messages.ListChatMessagesRequest({
			...pageFields(request),
			chat_guid: wellFormed(request.spaceId),
		}).serialize(),
	decode: (bytes) => toPage(wire.messages.ListChatMessagesResponse.deserialize(bytes)),
};

/** Media that is part of a message. */
export const getEmbeddedMedia: WireMethod<{ readonly spaceId: string; readonly messageId: string }, EmbeddedMedia> = {
	path: '/photon.imessage.v1.MessageService/GetEmbeddedMedia',
	encode: ({ spaceId, messageId }) =>
		new wire.messages.GetEmbeddedMediaRequest({
			chat_guid: wellFormed(spaceId),
			message_guid: wellFormed(messageId),
		}).serialize(),
	decode: (bytes) => {
		const media = required(wire.messages.GetEmbeddedMediaResponse.deserialize(bytes).media, 'media');
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

type WirePage = InstanceType<typeof wire.messages.ListRecentMessagesResponse> | InstanceType<typeof wire.messages.ListChatMessagesResponse>;

function toPage(page: WirePage): MessagePage {
	return {
		messages: page.messages.map(toMessage),
		// An empty token would request the first page again.
		...(page.has_next_page_token && page.next_page_token !== '' ? { nextPageToken: page.next_page_token } : {}),
	};
}
