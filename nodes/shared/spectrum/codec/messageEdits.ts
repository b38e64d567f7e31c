import type { Message } from '../model/message';
import type { MessageRef } from '../model/messageRef';
import type { StickerToPlace } from '../model/outgoing';
import type { Reaction } from '../model/reaction';
import type { StickerPlacement } from '../model/sticker';
import type { WireMethod } from '../transport/Transport';
import { nothing } from './answers';
import { wellFormed } from './encodable';
import type { photon as types } from './generated/photon/imessage/v1/message_types';
import { toSentMessage } from './messageSends';
import { toAttachmentRef, toTarget, type SpaceWrite } from './refs';
import { wire } from './wire';

/** A write that acts on a message. */
export interface MessageWrite extends SpaceWrite {
	readonly ref: MessageRef;
}

export interface Edit extends MessageWrite {
	readonly newText: string;
	/** The text for devices that cannot show an edit. If absent, the server makes it from the new text. */
	readonly backwardCompatText?: string;
}

export interface ReactionChange extends MessageWrite {
	readonly reaction: Reaction;
	/** True adds this line's reaction of that kind, false removes it. */
	readonly isSet: boolean;
}

export interface StickerWrite extends MessageWrite {
	readonly sticker: StickerToPlace;
	readonly placement: StickerPlacement;
}

/** Replaces the text of a message that this line sent. */
export const editMessage: WireMethod<Edit, Message> = {
	path: '/photon.imessage.v1.MessageService/EditMessage',
	encode: (edit) =>
		new wire.messages.EditMessageRequest({
			target: toTarget(edit.spaceId, edit.ref),
			new_text: wellFormed(edit.newText),
			backward_compat_text: wellFormed(edit.backwardCompatText),
			client_message_id: edit.clientMessageId,
		}).serialize(),
	decode: toSentMessage,
};

/** Unsends a message that this line sent. */
export const unsendMessage: WireMethod<MessageWrite, void> = {
	path: '/photon.imessage.v1.MessageService/UnsendMessage',
	encode: (write) =>
		new wire.messages.UnsendMessageRequest({
			target: toTarget(write.spaceId, write.ref),
			client_message_id: write.clientMessageId,
		}).serialize(),
	decode: nothing,
};

/** Alerts a recipient whose Focus silenced a message. It works only for whole messages. */
export const notifySilencedMessage: WireMethod<SpaceWrite & { readonly messageId: string }, void> = {
	path: '/photon.imessage.v1.MessageService/NotifySilencedMessage',
	encode: (write) =>
		new wire.messages.NotifySilencedMessageRequest({
			chat_guid: wellFormed(write.spaceId),
			message_guid: wellFormed(write.messageId),
			client_message_id: write.clientMessageId,
		}).serialize(),
	decode: nothing,
};

/** Adds or removes a reaction. */
export const setReaction: WireMethod<ReactionChange, Message> = {
	path: '/photon.imessage.v1.MessageService/SetReaction',
	encode: (change) =>
		new wire.messages.SetReactionRequest({
			target: toTarget(change.spaceId, change.ref),
			reaction: toWireReaction(change.reaction),
			is_set: change.isSet,
			client_message_id: change.clientMessageId,
		}).serialize(),
	decode: toSentMessage,
};

/** Puts an uploaded image on a message. */
export const placeSticker: WireMethod<StickerWrite, Message> = {
	path: '/photon.imessage.v1.MessageService/PlaceSticker',
	encode: ({ spaceId, ref, sticker, placement, clientMessageId }) =>
		new wire.messages.PlaceStickerRequest({
			target: toTarget(spaceId, ref),
			sticker: toAttachmentRef(sticker.attachmentId, sticker.name),
			placement: new wire.messageParts.StickerPlacement({ ...placement }),
			client_message_id: clientMessageId,
		}).serialize(),
	decode: toSentMessage,
};

function toWireKind(kind: Reaction['kind']): types.imessage.v1.MessageReactionKind {
	const { MessageReactionKind } = wire.messageParts;
	switch (kind) {
		case 'love':
			return MessageReactionKind.MESSAGE_REACTION_KIND_LOVE;
		case 'like':
			return MessageReactionKind.MESSAGE_REACTION_KIND_LIKE;
		case 'dislike':
			return MessageReactionKind.MESSAGE_REACTION_KIND_DISLIKE;
		case 'laugh':
			return MessageReactionKind.MESSAGE_REACTION_KIND_LAUGH;
		case 'emphasize':
			return MessageReactionKind.MESSAGE_REACTION_KIND_EMPHASIZE;
		case 'question':
			return MessageReactionKind.MESSAGE_REACTION_KIND_QUESTION;
		case 'emoji':
			return MessageReactionKind.MESSAGE_REACTION_KIND_EMOJI;
	}
}

function toWireReaction(reaction: Reaction): types.imessage.v1.MessageReaction {
	return new wire.messageParts.MessageReaction({
		kind: toWireKind(reaction.kind),
		emoji: reaction.kind === 'emoji' ? wellFormed(reaction.emoji) : undefined,
	});
}
