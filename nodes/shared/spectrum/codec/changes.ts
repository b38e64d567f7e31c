import type { Change, ChangeDetails, ChangeFacts } from '../model/event/change';
import { toSpectrumError } from '../errors/from';
import { toAttachment } from './attachmentInfos';
import { required } from './answers';
import { present, nonEmpty } from '../values/present';
import type { google } from './generated/google/protobuf/timestamp';
import type { photon as addressTypes } from './generated/photon/imessage/v1/address_types';
import type { photon as chatTypes } from './generated/photon/imessage/v1/chat_types';
import type { photon as groupTypes } from './generated/photon/imessage/v1/group_types';
import type { photon as messageTypes } from './generated/photon/imessage/v1/message_types';
import type { photon as pollTypes } from './generated/photon/imessage/v1/poll_types';
import { toOption } from './polls';
import { toSender } from './senders';
import { toContent, toMessage, toPlacement, toReaction } from './storedMessages';
import { isoTime } from './times';

type WireSender = addressTypes.imessage.v1.SingleServiceAddressInfo;

const unknown = { type: 'unknown' } as const;

export function toMessageChange(wire: messageTypes.imessage.v1.MessageChangeEvent): Change {
	return toChange(wire, () => {
		switch (wire.change) {
			case 'message_received': {
				const message = toMessage(wire.message_received.message);
				named(message.id, 'ID of the message');
				return { type: 'message.received', message };
			}
			case 'message_edited': {
				const { message_guid, content, edited_at } = wire.message_edited;
				return {
					type: 'message.edited',
					messageId: named(message_guid, 'ID of the message'),
					content: toContent(required(content, 'content')),
					...present({ editedAt: isoTime(edited_at) }),
				};
			}
			case 'message_read': {
				const { message_guid, read_at } = wire.message_read;
				return {
					type: 'message.read',
					messageId: named(message_guid, 'ID of the message'),
					...present({ readAt: isoTime(read_at) }),
				};
			}
			case 'message_unsent': {
				const { message_guid, retracted_at } = wire.message_unsent;
				return {
					type: 'message.unsent',
					messageId: named(message_guid, 'ID of the message'),
					...present({ unsentAt: isoTime(retracted_at) }),
				};
			}
			case 'reaction_added':
				return { type: 'message.reactionAdded', ...toReactionChange(wire.reaction_added) };
			case 'reaction_removed':
				return { type: 'message.reactionRemoved', ...toReactionChange(wire.reaction_removed) };
			case 'sticker_placed': {
				const placed = wire.sticker_placed;
				return {
					type: 'message.stickerPlaced',
					target: toTarget(placed),
					...present({
						attachment: placed.has_sticker ? toAttachment(placed.sticker) : undefined,
						placement: placed.has_placement ? toPlacement(placed.placement) : undefined,
					}),
				};
			}
			default:
				return unknown;
		}
	});
}

export function toPollChange(wire: pollTypes.imessage.v1.PollChangeEvent): Change {
	return toChange(wire, () => {
		const pollId = named(wire.poll_message_guid, 'ID of the poll');
		switch (wire.change) {
			case 'created':
				return { type: 'poll.created', pollId, title: wire.created.title, options: wire.created.options.map(toOption) };
			case 'option_added': {
				const { title, options } = wire.option_added;
				return { type: 'poll.optionAdded', pollId, title, options: options.map(toOption) };
			}
			case 'voted':
				return { type: 'poll.voted', pollId, ...present({ optionId: nonEmpty(wire.voted.option_identifier) }) };
			case 'unvoted':
				return { type: 'poll.unvoted', pollId, ...present({ optionId: nonEmpty(wire.unvoted.option_identifier) }) };
			default:
				return unknown;
		}
	});
}

export function toGroupChange(wire: groupTypes.imessage.v1.GroupChangeEvent): Change {
	return toChange(wire, () => {
		switch (wire.change) {
			case 'display_name_changed':
				return { type: 'group.displayNameChanged', name: wire.display_name_changed.display_name };
			case 'participant_added':
				return { type: 'group.participantAdded', ...present({ participant: known(wire.participant_added.participant) }) };
			case 'participant_removed':
				return { type: 'group.participantRemoved', ...present({ participant: known(wire.participant_removed.participant) }) };
			case 'participant_left':
				return { type: 'group.participantLeft', ...present({ participant: known(wire.participant_left.participant) }) };
			case 'icon_changed':
				return { type: 'group.iconChanged' };
			case 'icon_removed':
				return { type: 'group.iconRemoved' };
			default:
				return unknown;
		}
	});
}

export function toChatChange(wire: chatTypes.imessage.v1.ChatChangeEvent): Change {
	return toChange(wire, () => {
		switch (wire.change) {
			case 'background_changed':
				return { type: 'chat.backgroundChanged' };
			case 'background_removed':
				return { type: 'chat.backgroundRemoved' };
			case 'marked_read':
				return { type: 'chat.markedRead' };
			case 'archived':
				return { type: 'chat.archived' };
			case 'unarchived':
				return { type: 'chat.unarchived' };
			default:
				return unknown;
		}
	});
}

/** The fields that the four kinds of change share on the wire. */
interface WireChange {
	readonly chat_guid: string;
	readonly occurred_at: google.protobuf.Timestamp | undefined;
	readonly actor: WireSender | undefined;
	readonly is_from_me: boolean;
}

/**
 * A change without a required value is unreadable and does not throw. A stream that ended at it would end there again after
 * every restart, and no later event would arrive.
 */
function toChange(wire: WireChange, read: () => ChangeDetails): Change {
	const facts = toFacts(wire);
	try {
		const details = read();
		if (facts.spaceId !== '') return { ...facts, ...details };
		const [spaceId = ''] = details.type === 'message.received' ? details.message.spaceIds : [];
		if (details.type === 'unknown') return { ...facts, ...details };
		return { ...facts, spaceId: named(spaceId, 'conversation'), ...details };
	} catch (caught) {
		return { ...facts, type: 'unreadable', problem: toSpectrumError(caught).message };
	}
}

function toFacts(wire: WireChange): ChangeFacts {
	return {
		spaceId: wire.chat_guid,
		...present({ occurredAt: isoTime(wire.occurred_at), actor: known(wire.actor) }),
		isFromMe: wire.is_from_me,
	};
}

type WireReaction = messageTypes.imessage.v1.MessageReactionAdded | messageTypes.imessage.v1.MessageReactionRemoved;

function toReactionChange(wire: WireReaction) {
	return { target: toTarget(wire), reaction: toReaction(wire.reaction) };
}

function toTarget(wire: WireReaction | messageTypes.imessage.v1.StickerPlaced) {
	return {
		id: named(wire.message_guid, 'ID of the message'),
		...present({ part: wire.has_target_part_index ? wire.target_part_index : undefined }),
	};
}

/** A sender without an address counts as absent. */
function known(info: WireSender | undefined): ReturnType<typeof toSender> | undefined {
	return info === undefined || info === null || info.address === '' ? undefined : toSender(info);
}

/** A required ID. An empty ID counts as missing. */
function named(id: string, what: string): string {
	return required(nonEmpty(id), what);
}
