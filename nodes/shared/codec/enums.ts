import type { SenderService } from '../domain/event';
import type { ChatService } from '../domain/message';
import { photon } from './generated/photon/imessage/v1/address_types';

const { ChatServiceType } = photon.imessage.v1;

/** A service newer than this pack reads as unknown, as does the wire's own "unspecified". */
export function senderService(service: photon.imessage.v1.ChatServiceType): SenderService {
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

export const chatServiceType: Record<ChatService, photon.imessage.v1.ChatServiceType> = {
	iMessage: ChatServiceType.CHAT_SERVICE_TYPE_IMESSAGE,
	SMS: ChatServiceType.CHAT_SERVICE_TYPE_SMS,
	RCS: ChatServiceType.CHAT_SERVICE_TYPE_RCS,
};
