import type { Message, MessageSender, TextToSend } from '../domain/message';
import { SpectrumError } from '../errors/SpectrumError';
import type { WireMethod } from '../transport/Transport';
import { senderService } from './enums';
import type { photon as addressTypes } from './generated/photon/imessage/v1/address_types';
import { photon } from './generated/photon/imessage/v1/message_service';
import type { photon as messageTypes } from './generated/photon/imessage/v1/message_types';
import { isoTime } from './times';

const wire = photon.imessage.v1;
const service = wire.UnimplementedMessageServiceService.definition;

/** Sends a text into a space that the line knows. */
export const sendTextMessage: WireMethod<TextToSend, Message> = {
	path: service.SendTextMessage.path,
	encode: (text) =>
		new wire.SendTextMessageRequest({
			chat_guid: text.spaceId,
			text: text.text,
			client_message_id: text.clientMessageId,
		}).serialize(),
	decode: (bytes) => toMessage(wire.MessageResponse.deserialize(bytes).message),
};

/** Reads one message by its id. */
export const getMessage: WireMethod<string, Message> = {
	path: service.GetMessage.path,
	encode: (messageId) => new wire.GetMessageRequest({ message_guid: messageId }).serialize(),
	decode: (bytes) => toMessage(wire.GetMessageResponse.deserialize(bytes).message),
};

/** A wire message as the domain sees it: what is absent on the wire is absent here. */
export function toMessage(message: messageTypes.imessage.v1.Message | undefined): Message {
	if (!message) {
		throw new SpectrumError({
			kind: 'protocol',
			message: 'The server answered without the message it should have carried',
			advice: 'Try again; if it happens again, the server is older or newer than this version of the node.',
		});
	}
	const { content } = message;
	return {
		id: message.guid,
		isFromMe: message.is_from_me,
		spaceIds: message.chat_guids,
		...present('text', content?.has_text ? content.text : undefined),
		...present('subject', message.has_subject ? message.subject : undefined),
		...present('createdAt', isoTime(message.date_created)),
		...present('deliveredAt', isoTime(message.date_delivered)),
		...present('readAt', isoTime(message.date_read)),
		...present('editedAt', isoTime(message.date_edited)),
		...present('unsentAt', isoTime(message.date_retracted)),
		...present('sender', message.has_sender ? toSender(message.sender) : undefined),
		// Only these two mean a reply: `reply_to_guid` is filled on ordinary messages too.
		...present('replyTo', message.has_reply_target_guid ? message.reply_target_guid : originator(message)),
	};
}

export function toSender(info: addressTypes.imessage.v1.SingleServiceAddressInfo): MessageSender {
	return {
		address: info.address,
		service: senderService(info.service),
		...present('country', info.has_country ? info.country : undefined),
	};
}

function originator(message: messageTypes.imessage.v1.Message): string | undefined {
	return message.has_thread_originator_guid ? message.thread_originator_guid : undefined;
}

function present<Name extends string, Value>(name: Name, value: Value | undefined): { [K in Name]?: Value } {
	return (value === undefined ? {} : { [name]: value }) as { [K in Name]?: Value };
}
