import type { Change, EventFrame } from '../domain/change';
import type { WireMethod } from '../transport/Transport';
import { toChatChange, toGroupChange, toMessageChange, toPollChange } from './changes';
import { required } from './fields';
import { photon as chats } from './generated/photon/imessage/v1/chat_service';
import { photon as events } from './generated/photon/imessage/v1/event_service';
import { photon as groups } from './generated/photon/imessage/v1/group_service';
import { photon as messages } from './generated/photon/imessage/v1/message_service';
import { photon as polls } from './generated/photon/imessage/v1/poll_service';

const { CatchUpEventsRequest, CatchUpEventsResponse, UnimplementedEventServiceService } = events.imessage.v1;
const { SubscribeMessageEventsResponse, UnimplementedMessageServiceService } = messages.imessage.v1;
const { SubscribePollEventsResponse, UnimplementedPollServiceService } = polls.imessage.v1;
const { SubscribeGroupEventsResponse, UnimplementedGroupServiceService } = groups.imessage.v1;
const { SubscribeChatEventsResponse, UnimplementedChatServiceService } = chats.imessage.v1;

/** Where a replay begins. */
export interface ReplayRequest {
	/** The last sequence already dealt with, a decimal number. Absent means everything that the server still has. */
	readonly after?: string;
}

/** A finite replay of everything after a cursor. A frame that means nothing to this version is undefined. */
export const catchUpEvents: WireMethod<ReplayRequest, EventFrame | undefined> = {
	path: UnimplementedEventServiceService.definition.CatchUpEvents.path,
	encode: ({ after }) => new CatchUpEventsRequest({ after_sequence: after }).serialize(),
	decode: (bytes) =>
		readFrame(bytes, () => {
			const frame = CatchUpEventsResponse.deserialize(bytes);
			switch (frame.payload) {
				case 'complete':
					return { type: 'complete', head: frame.complete.head_sequence };
				case 'message_changed':
					return toFrame(frame, toMessageChange(frame.message_changed));
				case 'poll_changed':
					return toFrame(frame, toPollChange(frame.poll_changed));
				case 'group_changed':
					return toFrame(frame, toGroupChange(frame.group_changed));
				case 'chat_changed':
					return toFrame(frame, toChatChange(frame.chat_changed));
				default:
					return toFrame(frame);
			}
		}),
};

/** Changes of messages in all conversations of a line, from now on; so for the three after it. */
export const subscribeMessageEvents: WireMethod<void, EventFrame | undefined> = {
	path: UnimplementedMessageServiceService.definition.SubscribeMessageEvents.path,
	encode: everything,
	decode: (bytes) =>
		readFrame(bytes, () => {
			const frame = SubscribeMessageEventsResponse.deserialize(bytes);
			return toFrame(frame, frame.has_message_changed ? toMessageChange(frame.message_changed) : undefined);
		}),
};

export const subscribePollEvents: WireMethod<void, EventFrame | undefined> = {
	path: UnimplementedPollServiceService.definition.SubscribePollEvents.path,
	encode: everything,
	decode: (bytes) =>
		readFrame(bytes, () => {
			const frame = SubscribePollEventsResponse.deserialize(bytes);
			return toFrame(frame, frame.has_poll_changed ? toPollChange(frame.poll_changed) : undefined);
		}),
};

export const subscribeGroupEvents: WireMethod<void, EventFrame | undefined> = {
	path: UnimplementedGroupServiceService.definition.SubscribeGroupEvents.path,
	encode: everything,
	decode: (bytes) =>
		readFrame(bytes, () => {
			const frame = SubscribeGroupEventsResponse.deserialize(bytes);
			return toFrame(frame, frame.has_group_changed ? toGroupChange(frame.group_changed) : undefined);
		}),
};

export const subscribeChatEvents: WireMethod<void, EventFrame | undefined> = {
	path: UnimplementedChatServiceService.definition.SubscribeChatEvents.path,
	encode: everything,
	decode: (bytes) =>
		readFrame(bytes, () => {
			const frame = SubscribeChatEventsResponse.deserialize(bytes);
			return toFrame(frame, frame.has_chat_changed ? toChatChange(frame.chat_changed) : undefined);
		}),
};

/** What every frame has. */
interface WireFrame {
	readonly has_sequence: boolean;
	readonly sequence: string;
	readonly has_heartbeat: boolean;
}

function toFrame(frame: WireFrame, change?: Change): EventFrame | undefined {
	const sequence = frame.has_sequence ? frame.sequence : undefined;
	// A change without a place in the log could never be acknowledged.
	if (change !== undefined) return { type: 'event', sequence: required(sequence, 'sequence'), change };
	if (frame.has_heartbeat) return { type: 'heartbeat' };
	return sequence === undefined ? undefined : unknownEvent(sequence);
}

/**
 * Bytes that cannot be read at all still have a place in the log, which the cursor must be able to pass: otherwise the
 * stream would end at the same frame after every restart.
 */
function readFrame(bytes: Uint8Array, read: () => EventFrame | undefined): EventFrame | undefined {
	try {
		return read();
	} catch (error) {
		const sequence = sequenceOf(bytes);
		if (sequence === undefined) throw error;
		return unknownEvent(sequence);
	}
}

/** The sequence is field 1 of every frame, as it is of this request, which skips all the others unread. */
function sequenceOf(bytes: Uint8Array): string | undefined {
	try {
		const fields = CatchUpEventsRequest.deserialize(bytes);
		return fields.has_after_sequence ? fields.after_sequence : undefined;
	} catch {
		return undefined;
	}
}

function unknownEvent(sequence: string): EventFrame {
	return { type: 'event', sequence, change: { type: 'unknown', spaceId: '', isFromMe: false } };
}

/** A subscription without a filter has no fields. */
function everything(): Uint8Array {
	return new Uint8Array();
}
