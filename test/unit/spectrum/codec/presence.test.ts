import { google } from '../../../../nodes/shared/spectrum/codec/generated/google/protobuf/timestamp';
import { photon as addressTypes } from '../../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/address_types';
import { photon as attachmentService } from '../../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/attachment_service';
import { photon as attachmentTypes } from '../../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/attachment_types';
import { photon as chatTypes } from '../../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/chat_types';
import { photon as eventService } from '../../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/event_service';
import { photon as messageService } from '../../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/message_service';
import { photon as messageTypes } from '../../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/message_types';
import { doubleField, fixed32Field, lengthField, varint, varintField, wire } from '../../../contract/wireFormat';

/** Numbers of the wire definition, written out: the generated code must not be its own witness. */
const unreadCount = 9;
const lastMessage = 11;
const clientMessageId = 100;

const { Timestamp } = google.protobuf;
const { MultiServiceAddressInfo } = addressTypes.imessage.v1;
const { DownloadAttachmentResponse } = attachmentService.imessage.v1;
const { AttachmentInfo, CompanionKind, TransferState } = attachmentTypes.imessage.v1;
const { Chat, ChatArchived, ChatChangeEvent, ChatMarkedRead } = chatTypes.imessage.v1;
const { CatchUpEventsComplete, CatchUpEventsRequest, CatchUpEventsResponse } = eventService.imessage.v1;
const { ListRecentMessagesRequest, SendTextMessageRequest } = messageService.imessage.v1;
const { AttachmentRef, Message, MiniAppContent, StickerPlacement } = messageTypes.imessage.v1;

describe('what is absent stays apart from what is zero', () => {
	test('an absent unread_count is not 0', () => {
		const unknown = Chat.deserialize(wire(lengthField(1, 'any;-;+15550001111')));
		expect([unknown.has_unread_count, unknown._unread_count]).toEqual([false, 'none']);
		const allRead = Chat.deserialize(wire(varintField(unreadCount, 0)));
		expect([allRead.has_unread_count, allRead.unread_count]).toEqual([true, 0]);
	});

	test('an unread_count of 0 is written, an unset one is not', () => {
		expect(new Chat({ unread_count: 0 }).serialize()).toEqual(wire(varintField(unreadCount, 0)));
		expect(new Chat({ unread_count: undefined }).serialize()).toEqual(wire());
	});

	test('false and the empty text are written where the field is optional', () => {
		const request = new SendTextMessageRequest({ enable_link_preview: false, subject: '' });
		expect(request.serialize()).toEqual(wire(lengthField(4, ''), varintField(7, 0)));
		const filtered = ListRecentMessagesRequest.deserialize(wire(varintField(3, 0)));
		expect([filtered.has_is_from_me, filtered.is_from_me, filtered.has_is_read]).toEqual([true, false, false]);
	});

	test('a plain field holds no zero on the wire', () => {
		expect(new SendTextMessageRequest({ text: '', chat_guid: '' }).serialize()).toEqual(wire());
		expect(new Message({ is_from_me: false, send_error_code: 0 }).serialize()).toEqual(wire());
	});

	test('a message field that is absent is undefined; an empty one is there', () => {
		const without = Chat.deserialize(wire());
		expect([without.has_last_message, without.last_message]).toEqual([false, undefined]);
		const withEmpty = Chat.deserialize(wire(lengthField(lastMessage, [])));
		expect(withEmpty.has_last_message).toBe(true);
		expect(withEmpty.last_message).toBeInstanceOf(Message);
		expect(new Chat({ last_message: new Message() }).serialize()).toEqual(wire(lengthField(lastMessage, [])));
	});

	test('presence survives nesting', () => {
		const chat = Chat.deserialize(
			wire(lengthField(lastMessage, [...lengthField(1, 'spc-msg-1'), ...varintField(83, 0), ...lengthField(3, '')])),
		);
		const message = chat.last_message;
		expect([message.guid, message.has_subject, message.subject]).toEqual(['spc-msg-1', true, '']);
		expect([message.has_reaction_selected, message.reaction_selected]).toEqual([true, false]);
		expect([message.has_part_count, message.has_sender, message.has_date_read]).toEqual([false, false, false]);
	});

	test('an optional enum of value 0 is there', () => {
		const known = AttachmentInfo.deserialize(wire(varintField(11, 0)));
		const zero = CompanionKind.COMPANION_KIND_UNSPECIFIED;
		expect([known.has_companion_kind, known.companion_kind]).toEqual([true, zero]);
		expect(AttachmentInfo.deserialize(wire()).has_companion_kind).toBe(false);
		expect(new AttachmentInfo({ companion_kind: zero }).serialize()).toEqual(wire(varintField(11, 0)));
	});

	test('an optional double of 0 is there', () => {
		const placed = StickerPlacement.deserialize(wire(doubleField(1, -0.25), doubleField(3, 0)));
		expect([placed.x, placed.has_scale, placed.scale, placed.has_rotation]).toEqual([-0.25, true, 0, false]);
		expect(new StickerPlacement({ scale: 0 }).serialize()).toEqual(wire(doubleField(3, 0)));
	});

	test('a field that is unset again is not written', () => {
		const request = new SendTextMessageRequest({ client_message_id: 'k' });
		expect(request.serialize()).toEqual(wire(lengthField(clientMessageId, 'k')));
		(request as { client_message_id?: string }).client_message_id = undefined;
		expect([request.has_client_message_id, request.serialize()]).toEqual([false, wire()]);
	});
});

describe('of several possibilities exactly one holds', () => {
	test('an empty text chooses its branch, both ways', () => {
		expect(new AttachmentRef({ attachment_path: '' }).serialize()).toEqual(wire(lengthField(1, '')));
		expect(AttachmentRef.deserialize(wire(lengthField(1, ''))).source).toBe('attachment_path');
		expect(AttachmentRef.deserialize(wire()).source).toBe('none');
	});

	test('the last one written wins, on the wire and in code', () => {
		const read = AttachmentRef.deserialize(wire(lengthField(2, 'guid'), lengthField(1, '/path')));
		expect([read.source, read.has_attachment_guid, read.attachment_path]).toEqual(['attachment_path', false, '/path']);
		const made = new AttachmentRef({ attachment_path: '/path' });
		made.attachment_guid = 'guid';
		expect(made.serialize()).toEqual(wire(lengthField(2, 'guid')));
	});

	test('a message without fields is a choice like any other', () => {
		const event = ChatChangeEvent.deserialize(wire(lengthField(12, [])));
		expect([event.change, event.has_marked_read, event.has_archived]).toEqual(['marked_read', true, false]);
		expect(event.marked_read).toBeInstanceOf(ChatMarkedRead);
		const written = new ChatChangeEvent({ archived: new ChatArchived() }).serialize();
		expect(written).toEqual(wire(lengthField(13, [])));
	});

	test('an empty piece of a file is a piece, and bytes are kept as they are', () => {
		expect(DownloadAttachmentResponse.deserialize(wire(lengthField(2, []))).payload).toBe('primary_chunk');
		const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
		const frame = DownloadAttachmentResponse.deserialize(wire(lengthField(3, bytes)));
		expect([frame.payload, frame.companion_chunk]).toEqual(['companion_chunk', bytes]);
	});

	test('a heartbeat has no sequence; a choice from the future is none', () => {
		const heartbeat = CatchUpEventsResponse.deserialize(wire(lengthField(99, [])));
		expect([heartbeat.payload, heartbeat.has_sequence]).toEqual(['heartbeat', false]);
		const unknown = CatchUpEventsResponse.deserialize(wire(varintField(1, 5), lengthField(14, varintField(1, 1))));
		expect([unknown.payload, unknown.has_sequence, unknown.sequence]).toEqual(['none', true, '5']);
	});
});

describe('numbers', () => {
	const beyond = 2n ** 53n + 1n;

	test.each([0n, beyond, 2n ** 64n - 1n])('sequence %s is read and written digit by digit', (sequence) => {
		const bytes = wire(varintField(1, sequence));
		expect(CatchUpEventsResponse.deserialize(bytes).sequence).toBe(String(sequence));
		expect(new CatchUpEventsRequest({ after_sequence: String(sequence) }).serialize()).toEqual(bytes);
	});

	test('an absent head reads as the text 0, which is truthy: it must be compared', () => {
		expect(CatchUpEventsComplete.deserialize(wire()).head_sequence).toBe('0');
		expect(new CatchUpEventsComplete({ head_sequence: '0' }).serialize()).toEqual(wire());
	});

	test('a signed id keeps its sign and its digits', () => {
		const bytes = wire(varintField(6, -beyond));
		expect(MiniAppContent.deserialize(bytes).app_store_id).toBe(String(-beyond));
		expect(new MiniAppContent({ app_store_id: String(-beyond) }).serialize()).toEqual(bytes);
	});

	test('a size is a number', () => {
		const bytes = wire(varintField(6, 5_000_000_000));
		expect(AttachmentInfo.deserialize(bytes).total_bytes).toBe(5_000_000_000);
		expect(new AttachmentInfo({ total_bytes: 5_000_000_000 }).serialize()).toEqual(bytes);
	});

	test('a negative enum value, and one that nobody knows yet', () => {
		const bytes = wire(varintField(8, -1));
		expect(AttachmentInfo.deserialize(bytes).transfer_state).toBe(TransferState.TRANSFER_STATE_UNAVAILABLE);
		expect(new AttachmentInfo({ transfer_state: TransferState.TRANSFER_STATE_UNAVAILABLE }).serialize()).toEqual(bytes);
		expect(AttachmentInfo.deserialize(wire(varintField(8, 77))).transfer_state).toBe(77);
	});

	test('a list of enum values is read packed, unpacked, in pieces and mixed', () => {
		const services = (...fields: number[][]) => [...MultiServiceAddressInfo.deserialize(wire(...fields)).services];
		expect(services(lengthField(2, [...varint(1), ...varint(3)]))).toEqual([1, 3]);
		expect(services(varintField(2, 1), varintField(2, 3))).toEqual([1, 3]);
		expect(services(lengthField(2, varint(1)), lengthField(2, varint(3)))).toEqual([1, 3]);
		expect(services(varintField(2, 2), lengthField(2, varint(1)))).toEqual([2, 1]);
		expect(services()).toEqual([]);
		expect(new MultiServiceAddressInfo({ services: [1, 3] }).serialize()).toEqual(wire(lengthField(2, [1, 3])));
	});

	test('a moment before 1970 with nanoseconds', () => {
		const bytes = wire(varintField(1, -62_135_596_800), varintField(2, 999_999_999));
		const moment = Timestamp.deserialize(bytes);
		expect([moment.seconds, moment.nanos]).toEqual([-62_135_596_800, 999_999_999]);
		expect(new Timestamp({ seconds: -62_135_596_800, nanos: 999_999_999 }).serialize()).toEqual(bytes);
	});
});

describe('text', () => {
	test.each(['\u{1F44D}', 'a\u0301', '\u4F60\u597D', '\u{1F469}\u200D\u{1F467}', '\u0000', 'x'.repeat(70_000)])(
		'travels as UTF-8 (case %#)',
		(text) => {
			const bytes = wire(lengthField(2, text));
			expect(SendTextMessageRequest.deserialize(bytes).text).toBe(text);
			expect(new SendTextMessageRequest({ text }).serialize()).toEqual(bytes);
		},
	);

	test.each(['cut \uD83D', '\uDC4D cut'])('half an emoji is refused, not sent garbled (case %#)', (text) => {
		expect(() => new SendTextMessageRequest({ text }).serialize()).toThrow();
	});
});

describe('bytes that this version does not expect', () => {
	test('fields from the future are passed over, of whatever wire type', () => {
		const request = SendTextMessageRequest.deserialize(
			wire(
				varintField(1000, 7),
				doubleField(1001, 1.5),
				fixed32Field(1002, 7),
				lengthField(1003, 'new'),
				lengthField(2, 'known'),
				lengthField(clientMessageId, 'k'),
			),
		);
		expect([request.text, request.client_message_id]).toEqual(['known', 'k']);
	});

	test('a reserved number is passed over', () => {
		const message = Message.deserialize(wire(lengthField(70, 'old'), lengthField(71, 'thread')));
		expect(message.thread_originator_guid).toBe('thread');
	});

	test.each([
		['cut off', Uint8Array.of(0x12, 5, 0x41)],
		['of no wire type', Uint8Array.of(0x17)],
		['with field number 0', Uint8Array.of(0, 5)],
		['with text that is not UTF-8', wire(lengthField(2, [0xff, 0x41]))],
		['with a number where text belongs', wire(varintField(2, 5))],
	])('bytes %s are refused', (_what, bytes) => {
		expect(() => SendTextMessageRequest.deserialize(bytes)).toThrow();
	});

	test('fields in any order, repeated ones among others', () => {
		const chat = Chat.deserialize(wire(lengthField(10, lengthField(1, 'a')), lengthField(1, 'guid'), lengthField(10, lengthField(1, 'b'))));
		expect([chat.guid, chat.participants.map(({ address }) => address)]).toEqual(['guid', ['a', 'b']]);
	});
});
