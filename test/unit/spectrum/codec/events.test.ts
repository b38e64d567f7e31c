import {
	catchUpEvents,
	subscribeChatEvents,
	subscribeGroupEvents,
	subscribeMessageEvents,
	subscribePollEvents,
} from '../../../../nodes/shared/spectrum/codec/events';
import { photon as addressTypes } from '../../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/address_types';
import { photon as chatService } from '../../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/chat_service';
import { photon as chatTypes } from '../../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/chat_types';
import { photon as eventService } from '../../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/event_service';
import { photon as groupService } from '../../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/group_service';
import { photon as groupTypes } from '../../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/group_types';
import { google } from '../../../../nodes/shared/spectrum/codec/generated/google/protobuf/timestamp';
import { photon as messageService } from '../../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/message_service';
import { photon as messageTypes } from '../../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/message_types';
import { photon as pollService } from '../../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/poll_service';
import { photon as pollTypes } from '../../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/poll_types';
import { photon as streaming } from '../../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/streaming';
import { SpectrumError } from '../../../../nodes/shared/spectrum/errors/SpectrumError';
import { lengthField, varintField, wire } from '../../../contract/wireFormat';

const address = addressTypes.imessage.v1;
const chats = { ...chatService.imessage.v1, ...chatTypes.imessage.v1 };
const groups = { ...groupService.imessage.v1, ...groupTypes.imessage.v1 };
const messages = { ...messageService.imessage.v1, ...messageTypes.imessage.v1 };
const polls = { ...pollService.imessage.v1, ...pollTypes.imessage.v1 };
const { CatchUpEventsComplete, CatchUpEventsResponse } = eventService.imessage.v1;
const { Heartbeat } = streaming.imessage.v1;

const space = 'any;-;+15551234567';
const seconds = 1_700_000_000;
const at = new google.protobuf.Timestamp({ seconds });
const iso = '2023-11-14T22:13:20.000Z';
const alice = new address.SingleServiceAddressInfo({
	address: '+15551234567',
	service: address.ChatServiceType.CHAT_SERVICE_TYPE_IMESSAGE,
	country: 'US',
});
const actor = { address: '+15551234567', service: 'iMessage', country: 'US' };
const facts = { spaceId: space, occurredAt: iso, actor, isFromMe: false };
const common = { chat_guid: space, occurred_at: at, actor: alice };
/** More than a double can count. */
const huge = '18446744073709551615';

const messageChange = (change: object) => new messages.MessageChangeEvent({ ...common, ...change } as never);
const live = (change: object) =>
	subscribeMessageEvents.decode(
		new messages.SubscribeMessageEventsResponse({ sequence: '7', message_changed: messageChange(change) }).serialize(),
	);
const unreadable = (problem: string, spaceId: string) => ({ type: 'unreadable', problem, spaceId, isFromMe: false });
const event = (change: object) => ({ type: 'event', sequence: '7', change: { ...facts, ...change } });

describe('requests', () => {
	test('a replay names the cursor as a number of any size, or none', () => {
		expect(catchUpEvents.encode({ after: huge })).toEqual(wire(varintField(1, BigInt(huge))));
		expect(catchUpEvents.encode({ after: '0' })).toEqual(wire(varintField(1, 0)));
		expect(catchUpEvents.encode({})).toEqual(wire());
	});

	test('a subscription asks for everything', () => {
		for (const method of [subscribeMessageEvents, subscribePollEvents, subscribeGroupEvents, subscribeChatEvents]) {
			expect(method.encode()).toEqual(wire());
		}
		expect(
			[catchUpEvents, subscribeMessageEvents, subscribePollEvents, subscribeGroupEvents, subscribeChatEvents].map(({ path }) => path),
		).toEqual([
			'/photon.imessage.v1.EventService/CatchUpEvents',
			'/photon.imessage.v1.MessageService/SubscribeMessageEvents',
			'/photon.imessage.v1.PollService/SubscribePollEvents',
			'/photon.imessage.v1.GroupService/SubscribeGroupEvents',
			'/photon.imessage.v1.ChatService/SubscribeChatEvents',
		]);
	});
});

describe('frames', () => {
	test('sequences beyond 2^53 are kept to the last digit', () => {
		const changed = new CatchUpEventsResponse({
			sequence: huge,
			message_changed: messageChange({ message_read: new messages.MessageRead({ message_guid: 'm' }) }),
		});
		expect(catchUpEvents.decode(changed.serialize())).toMatchObject({ type: 'event', sequence: huge });
		const complete = new CatchUpEventsResponse({ complete: new CatchUpEventsComplete({ head_sequence: '9007199254740993' }) });
		expect(catchUpEvents.decode(complete.serialize())).toEqual({ type: 'complete', head: '9007199254740993' });
		expect(catchUpEvents.decode(new CatchUpEventsResponse({ complete: new CatchUpEventsComplete() }).serialize())).toEqual({
			type: 'complete',
			head: '0',
		});
	});

	test('a replay has the changes of every domain, as the live streams have', () => {
		const decoded = [
			{ message_changed: messageChange({ message_unsent: new messages.MessageUnsent({ message_guid: 'm' }) }) },
			{
				poll_changed: new polls.PollChangeEvent({
					...common,
					poll_message_guid: 'p',
					voted: new polls.PollVoted({ option_identifier: 'o' }),
				}),
			},
			{ group_changed: new groups.GroupChangeEvent({ ...common, icon_changed: new groups.GroupIconChanged() }) },
			{ chat_changed: new chats.ChatChangeEvent({ ...common, archived: new chats.ChatArchived() }) },
		].map((payload) => catchUpEvents.decode(new CatchUpEventsResponse({ sequence: '7', ...payload } as never).serialize()));
		expect(decoded).toEqual([
			event({ type: 'message.unsent', messageId: 'm' }),
			event({ type: 'poll.voted', pollId: 'p', optionId: 'o' }),
			event({ type: 'group.iconChanged' }),
			event({ type: 'chat.archived' }),
		]);
	});

	test('heartbeats', () => {
		const beat = { heartbeat: new Heartbeat() };
		const heartbeat = { type: 'heartbeat' };
		expect(catchUpEvents.decode(new CatchUpEventsResponse(beat).serialize())).toEqual(heartbeat);
		expect(subscribeMessageEvents.decode(new messages.SubscribeMessageEventsResponse(beat).serialize())).toEqual(heartbeat);
		expect(subscribePollEvents.decode(new polls.SubscribePollEventsResponse(beat).serialize())).toEqual(heartbeat);
		expect(subscribeGroupEvents.decode(new groups.SubscribeGroupEventsResponse(beat).serialize())).toEqual(heartbeat);
		expect(subscribeChatEvents.decode(new chats.SubscribeChatEventsResponse(beat).serialize())).toEqual(heartbeat);
	});

	test.each([
		['a replay', catchUpEvents],
		['messages', subscribeMessageEvents],
		['polls', subscribePollEvents],
		['groups', subscribeGroupEvents],
		['chats', subscribeChatEvents],
	])('a payload newer than this pack, in a stream of %s', (_name, method) => {
		const decode = (bytes: Uint8Array) => method.decode(bytes);
		const newer = lengthField(55, lengthField(1, 'hologram'));
		const unknown = { type: 'event', sequence: huge, change: { type: 'unknown', spaceId: '', isFromMe: false } };
		expect(decode(wire(varintField(1, BigInt(huge)), newer))).toEqual(unknown);
		// Nothing of it is newer: what happened is missing.
		expect(decode(wire(varintField(1, BigInt(huge))))).toEqual({ ...unknown, change: unreadable('it does not say what happened', '') });
		expect(decode(wire(newer))).toBeUndefined();
		expect(decode(wire())).toBeUndefined();
	});

	test('bytes that are no message at all cost their own frame only', () => {
		const broken = lengthField(10, [0xff, 0xff, 0xff]);
		expect(() => messages.MessageChangeEvent.deserialize(Uint8Array.from([0xff, 0xff, 0xff]))).toThrow();
		const expected = { type: 'event', sequence: '7', change: unreadable('its bytes are not an event', '') };
		expect(subscribeMessageEvents.decode(wire(varintField(1, 7), broken))).toEqual(expected);
		expect(catchUpEvents.decode(wire(varintField(1, 7), broken))).toEqual(expected);
		// Without a place in the log there is nothing to go on from.
		expect(() => subscribeMessageEvents.decode(wire(broken))).toThrow();
		expect(() => catchUpEvents.decode(Uint8Array.from([0xff]))).toThrow();
	});

	test('a change without a place in the log is an error', () => {
		const change = new messages.SubscribeMessageEventsResponse({ message_changed: messageChange({}) });
		expect(() => subscribeMessageEvents.decode(change.serialize())).toThrow(SpectrumError);
	});
});

describe('what happened to a message', () => {
	const reaction = new messages.MessageReaction({ kind: messages.MessageReactionKind.MESSAGE_REACTION_KIND_EMOJI, emoji: '\u{1F389}' });

	test('received', () => {
		const message = new messages.Message({ guid: 'm', content: new messages.MessageContent({ text: 'Hi' }), chat_guids: [space] });
		const received = live({ is_from_me: true, message_received: new messages.MessageReceived({ message }) });
		expect(received).toMatchObject(event({ isFromMe: true, type: 'message.received', message: { id: 'm', text: 'Hi' } }));
	});

	test('edited', () => {
		const content = new messages.MessageContent({ text: 'Hi', mentions: [new messages.MessageMention({ address: 'a@b.c', length: 2 })] });
		expect(live({ message_edited: new messages.MessageEdited({ message_guid: 'm', content, edited_at: at }) })).toEqual(
			event({
				type: 'message.edited',
				messageId: 'm',
				content: { text: 'Hi', mentions: [{ address: 'a@b.c', start: 0, length: 2 }] },
				editedAt: iso,
			}),
		);
	});

	test('read and unsent', () => {
		expect(live({ message_read: new messages.MessageRead({ message_guid: 'm', read_at: at }) })).toEqual(
			event({ type: 'message.read', messageId: 'm', readAt: iso }),
		);
		expect(live({ message_unsent: new messages.MessageUnsent({ message_guid: 'm', retracted_at: at }) })).toEqual(
			event({ type: 'message.unsent', messageId: 'm', unsentAt: iso }),
		);
	});

	test('a reaction, on the whole message or on its first bubble', () => {
		expect(live({ reaction_added: new messages.MessageReactionAdded({ message_guid: 'm', target_part_index: 0, reaction }) })).toEqual(
			event({ type: 'message.reactionAdded', target: { id: 'm', part: 0 }, reaction: { kind: 'emoji', emoji: '\u{1F389}' } }),
		);
		const love = new messages.MessageReaction();
		expect(live({ reaction_removed: new messages.MessageReactionRemoved({ message_guid: 'm', reaction: love }) })).toEqual(
			event({ type: 'message.reactionRemoved', target: { id: 'm' }, reaction: { kind: 'love' } }),
		);
	});

	test('a sticker, with as much as is known of it', () => {
		const placement = new messages.StickerPlacement({ x: 0.25, y: 0.75, scale: 0 });
		expect(live({ sticker_placed: new messages.StickerPlaced({ message_guid: 'm', target_part_index: 1, placement }) })).toEqual(
			event({ type: 'message.stickerPlaced', target: { id: 'm', part: 1 }, placement: { x: 0.25, y: 0.75, scale: 0 } }),
		);
		expect(live({ sticker_placed: new messages.StickerPlaced({ message_guid: 'm' }) })).toEqual(
			event({ type: 'message.stickerPlaced', target: { id: 'm' } }),
		);
	});

	test.each([
		['a message', { message_received: new messages.MessageReceived() }],
		['the id of a message', { message_received: new messages.MessageReceived({ message: new messages.Message() }) }],
		['an id', { message_unsent: new messages.MessageUnsent() }],
		['the content of an edit', { message_edited: new messages.MessageEdited({ message_guid: 'm' }) }],
		['the reaction', { reaction_added: new messages.MessageReactionAdded({ message_guid: 'm' }) }],
		['the target', { reaction_removed: new messages.MessageReactionRemoved({ reaction }) }],
		[
			'the reaction that stands on it',
			{
				message_received: new messages.MessageReceived({
					message: new messages.Message({ guid: 'm', applied_reactions: [new messages.MessageAppliedReaction()] }),
				}),
			},
		],
		['a change', {}],
	])('one that lacks %s is unreadable, with what all changes have', (_what, change) => {
		expect(live(change)).toEqual(event({ type: 'unreadable', problem: expect.stringMatching(/did not send the|does not say/) }));
	});

	test('a change that is newer than this pack is unknown', () => {
		const bytes = wire(varintField(1, 7), lengthField(10, [...lengthField(1, space), ...lengthField(77, 'new')]));
		expect(subscribeMessageEvents.decode(bytes)).toEqual({
			type: 'event',
			sequence: '7',
			change: { type: 'unknown', spaceId: space, isFromMe: false },
		});
	});

	test('without a space it is unreadable, unless the message names one', () => {
		const message = new messages.Message({ guid: 'm', chat_guids: [space] });
		expect(live({ chat_guid: '', message_received: new messages.MessageReceived({ message }) })).toMatchObject(
			event({ type: 'message.received' }),
		);
		expect(live({ chat_guid: '', message_read: new messages.MessageRead({ message_guid: 'm' }) })).toMatchObject({
			change: { type: 'unreadable', spaceId: '' },
		});
	});

	test('an actor without an address is none', () => {
		expect(
			live({ actor: new address.SingleServiceAddressInfo(), message_read: new messages.MessageRead({ message_guid: 'm' }) }),
		).not.toHaveProperty('change.actor');
	});
});
