import { subscribeChatEvents, subscribeGroupEvents, subscribePollEvents } from '../../../../nodes/shared/spectrum/codec/events';
import { photon as addressTypes } from '../../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/address_types';
import { photon as chatService } from '../../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/chat_service';
import { photon as chatTypes } from '../../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/chat_types';
import { photon as groupService } from '../../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/group_service';
import { photon as groupTypes } from '../../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/group_types';
import { google } from '../../../../nodes/shared/spectrum/codec/generated/google/protobuf/timestamp';
import { photon as pollService } from '../../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/poll_service';
import { photon as pollTypes } from '../../../../nodes/shared/spectrum/codec/generated/photon/imessage/v1/poll_types';

const address = addressTypes.imessage.v1;
const chats = { ...chatService.imessage.v1, ...chatTypes.imessage.v1 };
const groups = { ...groupService.imessage.v1, ...groupTypes.imessage.v1 };
const polls = { ...pollService.imessage.v1, ...pollTypes.imessage.v1 };

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
const pollChange = (change: object) =>
	subscribePollEvents.decode(
		new polls.SubscribePollEventsResponse({
			sequence: '7',
			poll_changed: new polls.PollChangeEvent({ ...common, poll_message_guid: 'poll', ...change } as never),
		}).serialize(),
	);
const groupChange = (change: object) =>
	subscribeGroupEvents.decode(
		new groups.SubscribeGroupEventsResponse({
			sequence: '7',
			group_changed: new groups.GroupChangeEvent({ ...common, ...change } as never),
		}).serialize(),
	);
const chatChange = (change: object) =>
	subscribeChatEvents.decode(
		new chats.SubscribeChatEventsResponse({
			sequence: '7',
			chat_changed: new chats.ChatChangeEvent({ ...common, ...change } as never),
		}).serialize(),
	);
const event = (change: object) => ({ type: 'event', sequence: '7', change: { ...facts, ...change } });

describe('what happened to a poll', () => {
	const options = [
		new polls.PollOption({ option_identifier: 'o1', text: 'Pizza', creator_handle: 'a@b.c' }),
		new polls.PollOption({ option_identifier: 'o2', text: 'Soup' }),
	];
	const read = [
		{ id: 'o1', text: 'Pizza', createdBy: 'a@b.c' },
		{ id: 'o2', text: 'Soup' },
	];

	test('created, and an option more', () => {
		expect(pollChange({ created: new polls.PollCreated({ title: 'Lunch?', options }) })).toEqual(
			event({ type: 'poll.created', pollId: 'poll', title: 'Lunch?', options: read }),
		);
		expect(pollChange({ option_added: new polls.PollOptionAdded({ options }) })).toEqual(
			event({ type: 'poll.optionAdded', pollId: 'poll', title: '', options: read }),
		);
	});

	test('voted and unvoted; a withdrawal may name no option', () => {
		expect(pollChange({ voted: new polls.PollVoted({ option_identifier: 'o1' }) })).toEqual(
			event({ type: 'poll.voted', pollId: 'poll', optionId: 'o1' }),
		);
		expect(pollChange({ unvoted: new polls.PollUnvoted() })).toEqual(event({ type: 'poll.unvoted', pollId: 'poll' }));
	});

	test('without a poll, or without what happened, it is unreadable', () => {
		const expected = event({ type: 'unreadable', problem: expect.any(String) as string });
		expect(pollChange({ poll_message_guid: '', voted: new polls.PollVoted({ option_identifier: 'o1' }) })).toEqual(expected);
		expect(pollChange({})).toEqual(expected);
	});
});

describe('what happened to a group', () => {
	test.each([
		[
			'its name',
			{ display_name_changed: new groups.GroupDisplayNameChanged({ display_name: 'Friends' }) },
			{ type: 'group.displayNameChanged', name: 'Friends' },
		],
		[
			'its name, taken away',
			{ display_name_changed: new groups.GroupDisplayNameChanged() },
			{ type: 'group.displayNameChanged', name: '' },
		],
		[
			'somebody in',
			{ participant_added: new groups.GroupParticipantAdded({ participant: alice }) },
			{ type: 'group.participantAdded', participant: actor },
		],
		[
			'somebody out',
			{ participant_removed: new groups.GroupParticipantRemoved({ participant: alice }) },
			{ type: 'group.participantRemoved', participant: actor },
		],
		[
			'somebody gone',
			{ participant_left: new groups.GroupParticipantLeft({ participant: alice }) },
			{ type: 'group.participantLeft', participant: actor },
		],
		['nobody knows who', { participant_left: new groups.GroupParticipantLeft() }, { type: 'group.participantLeft' }],
		['its picture', { icon_changed: new groups.GroupIconChanged() }, { type: 'group.iconChanged' }],
		['no picture', { icon_removed: new groups.GroupIconRemoved() }, { type: 'group.iconRemoved' }],
		['nothing', {}, { type: 'unreadable', problem: 'it does not say what happened' }],
	])('%s', (_what, change, expected) => {
		expect(groupChange(change)).toEqual(event(expected));
	});
});

describe('what happened to a chat', () => {
	test.each([
		['chat.backgroundChanged', { background_changed: new chats.ChatBackgroundChanged() }],
		['chat.backgroundRemoved', { background_removed: new chats.ChatBackgroundRemoved() }],
		['chat.markedRead', { marked_read: new chats.ChatMarkedRead() }],
		['chat.archived', { archived: new chats.ChatArchived() }],
		['chat.unarchived', { unarchived: new chats.ChatUnarchived() }],
	])('%s', (type, change) => {
		expect(chatChange(change)).toEqual(event({ type }));
	});

	test('nothing', () => {
		expect(chatChange({})).toMatchObject(event({ type: 'unreadable' }));
	});
});
