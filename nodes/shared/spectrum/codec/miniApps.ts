import type { Message } from '../model/message';
import type { MiniAppCard, MiniAppLayout, MiniAppSession } from '../model/miniApp';
import type { WireMethod } from '../transport/Transport';
import { wellFormed } from './encodable';
import type { SpaceWrite } from './refs';
import { toMessage } from './storedMessages';
import { wire } from './wire';

/** A sent card, and what its next update needs. */
export interface SentCard {
	readonly message: Message;
	readonly session?: MiniAppSession;
}

export interface CardUpdate {
	readonly session: MiniAppSession;
	readonly card: MiniAppCard;
	readonly clientMessageId: string;
}

export const sendMiniApp: WireMethod<SpaceWrite & { readonly card: MiniAppCard }, SentCard> = {
	path: '/photon.imessage.v1.MessageService/SendCustomizedMiniAppMessage',
	encode: ({ spaceId, card, clientMessageId }) =>
		new wire.messages.SendCustomizedMiniAppMessageRequest({
			...cardFields(card),
			chat_guid: wellFormed(spaceId),
			client_message_id: clientMessageId,
		}).serialize(),
	decode: toSentCard,
};

/** Redraws a card that was sent earlier. */
export const updateMiniApp: WireMethod<CardUpdate, SentCard> = {
	path: '/photon.imessage.v1.MessageService/UpdateCustomizedMiniAppMessage',
	encode: ({ session, card, clientMessageId }) =>
		new wire.messages.UpdateCustomizedMiniAppMessageRequest({
			...cardFields(card),
			session: new wire.messages.MiniAppCardSession({
				message_guid: wellFormed(session.messageId),
				chat_guid: wellFormed(session.spaceId),
				session_id: wellFormed(session.sessionId),
				target_message_guid: wellFormed(session.targetMessageId),
			}),
			client_message_id: clientMessageId,
		}).serialize(),
	decode: toSentCard,
};

function cardFields(card: MiniAppCard) {
	return {
		team_id: wellFormed(card.teamId),
		extension_bundle_id: wellFormed(card.extensionBundleId),
		app_name: wellFormed(card.appName),
		url: wellFormed(card.url),
		layout: toLayout(card.layout),
		app_store_id: card.appStoreId,
		live: card.live,
	};
}

function toLayout(layout: MiniAppLayout): InstanceType<typeof wire.messages.MiniAppLayout> {
	return new wire.messages.MiniAppLayout({
		caption: wellFormed(layout.caption),
		subcaption: wellFormed(layout.subcaption),
		trailing_caption: wellFormed(layout.trailingCaption),
		trailing_subcaption: wellFormed(layout.trailingSubcaption),
		image: layout.image,
		image_title: wellFormed(layout.imageTitle),
		image_subtitle: wellFormed(layout.imageSubtitle),
		summary: wellFormed(layout.summary),
	});
}

function toSentCard(bytes: Uint8Array): SentCard {
	const response = wire.messages.MessageResponse.deserialize(bytes);
	const session = response.has_mini_app_card_session ? response.mini_app_card_session : undefined;
	return {
		message: toMessage(response.message),
		...(session === undefined
			? {}
			: {
					session: {
						messageId: session.message_guid,
						spaceId: session.chat_guid,
						sessionId: session.session_id,
						targetMessageId: session.target_message_guid,
					},
				}),
	};
}
