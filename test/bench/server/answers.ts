import { photon as addresses } from '../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/address_types';
import { photon as chatService } from '../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/chat_service';
import { photon as chatTypes } from '../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/chat_types';
import { google } from '../../../nodes/shared/spectrum/codec/generated/google/protobuf/timestamp';
import { photon as events } from '../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/event_service';
import { photon as service } from '../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/message_service';
import { photon as types } from '../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/message_types';
import { messageOf as wireMessage } from '../../../nodes/shared/spectrum/transport/http/routes';
import { toWireJson } from '../../../nodes/shared/spectrum/transport/http/wireJson';
import { personOf, sentText, spaceOf } from './conversation';

const { CatchUpEventsComplete, CatchUpEventsResponse } = events.imessage.v1;
const { MessageResponse, SubscribeMessageEventsResponse } = service.imessage.v1;
const { Message, MessageChangeEvent, MessageContent, MessageReceived } = types.imessage.v1;

/** 2026-01-01, in seconds. */
const beginning = 1_767_225_600;

/** The answer to every send. */
export const sendAnswer = Buffer.from(new MessageResponse({ message: messageOf(0, sentText, true) }).serialize());

/** The same over HTTP. */
export function sendAnswerJson(): Buffer {
	return Buffer.from(JSON.stringify(toWireJson(wireMessage('MessageResponse'), sendAnswer)));
}

/** The answer to the opening of a direct conversation. */
export function chatAnswer(address: string): Buffer {
	const chat = new chatTypes.imessage.v1.Chat({ guid: `any;-;${address}` });
	return Buffer.from(new chatService.imessage.v1.CreateChatResponse({ chat }).serialize());
}

/** The frame of a live stream for a message. Its conversation is one of {@link spaceOf}'s. */
export function liveFrame(sequence: number, text?: string): Buffer {
	return Buffer.from(
		new SubscribeMessageEventsResponse({ sequence: String(sequence), message_changed: changeOf(sequence, text) }).serialize(),
	);
}

/** The frame of a replay for the same message. */
export function replayFrame(sequence: number): Buffer {
	return Buffer.from(new CatchUpEventsResponse({ sequence: String(sequence), message_changed: changeOf(sequence) }).serialize());
}

/** The last frame of a replay. */
export function endOfReplay(head: number): Buffer {
	return Buffer.from(new CatchUpEventsResponse({ complete: new CatchUpEventsComplete({ head_sequence: String(head) }) }).serialize());
}

function changeOf(sequence: number, text = `Message ${sequence}: is the order on its way?`) {
	const message = messageOf(sequence, text, false);
	return new MessageChangeEvent({
		chat_guid: spaceOf(sequence),
		occurred_at: timeOf(sequence),
		is_from_me: false,
		message_received: new MessageReceived({ message }),
	});
}

function messageOf(number: number, text: string, isFromMe: boolean) {
	const address = new addresses.imessage.v1.SingleServiceAddressInfo({
		address: personOf(number),
		service: addresses.imessage.v1.ChatServiceType.CHAT_SERVICE_TYPE_IMESSAGE,
	});
	return new Message({
		guid: `11111111-2222-4333-8444-${String(number).padStart(12, '0')}`,
		chat_guids: [spaceOf(number)],
		content: new MessageContent({ text }),
		date_created: timeOf(number),
		...(isFromMe ? {} : { sender: address }),
		is_from_me: isFromMe,
		is_sent: isFromMe,
		is_delivered: true,
		part_count: 1,
	});
}

function timeOf(number: number) {
	return new google.protobuf.Timestamp({ seconds: beginning + number, nanos: 0 });
}
