import type { CompanionKind, TransferState } from '../model/attachment';
import type { SenderService } from '../model/sender';
import type { MessageType } from '../model/message';
import type { UnknownValue } from '../values/unknownValue';
import type { ReceivedReaction } from '../model/reaction';
import type { ChatService } from '../model/space';
import type { photon as addressTypes } from './generated/photon/imessage/v1/address_types';
import type { photon as attachmentTypes } from './generated/photon/imessage/v1/attachment_types';
import type { photon as messageTypes } from './generated/photon/imessage/v1/message_types';
import { wire } from './wire';

/** A service that this version does not know becomes `unknown`, like the "unspecified" of the wire. */
export function senderService(service: addressTypes.imessage.v1.ChatServiceType): SenderService {
	const { ChatServiceType } = wire.addressParts;
	switch (service) {
		case ChatServiceType.CHAT_SERVICE_TYPE_IMESSAGE:
			return 'iMessage';
		case ChatServiceType.CHAT_SERVICE_TYPE_SMS:
			return 'SMS';
		case ChatServiceType.CHAT_SERVICE_TYPE_RCS:
			return 'RCS';
		default:
			return 'unknown';
	}
}

export function chatServiceType(service: ChatService): addressTypes.imessage.v1.ChatServiceType {
	const { ChatServiceType } = wire.addressParts;
	switch (service) {
		case 'iMessage':
			return ChatServiceType.CHAT_SERVICE_TYPE_IMESSAGE;
		case 'SMS':
			return ChatServiceType.CHAT_SERVICE_TYPE_SMS;
		case 'RCS':
			return ChatServiceType.CHAT_SERVICE_TYPE_RCS;
	}
}

export function transferState(state: attachmentTypes.imessage.v1.TransferState): TransferState {
	const { TransferState: WireTransferState } = wire.attachmentParts;
	switch (state) {
		case WireTransferState.TRANSFER_STATE_PENDING:
			return 'pending';
		case WireTransferState.TRANSFER_STATE_UNAVAILABLE:
			return 'unavailable';
		case WireTransferState.TRANSFER_STATE_TRANSFERRING:
			return 'transferring';
		case WireTransferState.TRANSFER_STATE_FAILED:
			return 'failed';
		case WireTransferState.TRANSFER_STATE_FINISHED:
			return 'finished';
		case WireTransferState.TRANSFER_STATE_UNKNOWN:
			return 'unknown';
		default:
			return unknownValue(state);
	}
}

export function companionKind(kind: attachmentTypes.imessage.v1.CompanionKind): CompanionKind {
	const { CompanionKind: WireCompanionKind } = wire.attachmentParts;
	switch (kind) {
		case WireCompanionKind.COMPANION_KIND_UNSPECIFIED:
			return 'unspecified';
		case WireCompanionKind.COMPANION_KIND_LIVE_PHOTO_VIDEO:
			return 'livePhotoVideo';
		default:
			return unknownValue(kind);
	}
}

export function messageType(type: messageTypes.imessage.v1.MessageItemType): MessageType {
	const { MessageItemType } = wire.messageParts;
	switch (type) {
		case MessageItemType.MESSAGE_ITEM_TYPE_NORMAL:
			return 'normal';
		case MessageItemType.MESSAGE_ITEM_TYPE_PARTICIPANT_CHANGE:
			return 'participantChange';
		case MessageItemType.MESSAGE_ITEM_TYPE_GROUP_NAME_CHANGE:
			return 'groupNameChange';
		case MessageItemType.MESSAGE_ITEM_TYPE_CHAT_ACTION:
			return 'chatAction';
		default:
			return unknownValue(type);
	}
}

export function reactionKind(kind: messageTypes.imessage.v1.MessageReactionKind): ReceivedReaction['kind'] {
	const { MessageReactionKind } = wire.messageParts;
	switch (kind) {
		case MessageReactionKind.MESSAGE_REACTION_KIND_LOVE:
			return 'love';
		case MessageReactionKind.MESSAGE_REACTION_KIND_LIKE:
			return 'like';
		case MessageReactionKind.MESSAGE_REACTION_KIND_DISLIKE:
			return 'dislike';
		case MessageReactionKind.MESSAGE_REACTION_KIND_LAUGH:
			return 'laugh';
		case MessageReactionKind.MESSAGE_REACTION_KIND_EMPHASIZE:
			return 'emphasize';
		case MessageReactionKind.MESSAGE_REACTION_KIND_QUESTION:
			return 'question';
		case MessageReactionKind.MESSAGE_REACTION_KIND_EMOJI:
			return 'emoji';
		case MessageReactionKind.MESSAGE_REACTION_KIND_STICKER:
			return 'sticker';
		default:
			return unknownValue(kind);
	}
}

function unknownValue(value: never): UnknownValue {
	return `unknown:${Number(value)}`;
}
