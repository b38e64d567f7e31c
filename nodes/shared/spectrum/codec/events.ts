import type { Change, EventFrame } from '../model/event/change';
import type { WireMethod } from '../transport/Transport';
import { toChatChange, toGroupChange, toMessageChange, toPollChange } from './changes';
import { required } from './answers';
import { wireFields } from './wireFields';
import { wire } from './wire';

/** The start of a replay. */
export interface ReplayRequest {
	/** The last sequence that was handled, a decimal number. If absent, the replay has everything that the server still has. */
	readonly after?: string;
}

/** A finite replay of everything after a cursor. A frame that this version does not know is undefined. */
export const catchUpEvents: WireMethod<ReplayRequest, EventFrame | undefined> = {
	path: '/photon.imessage.v1.EventService/CatchUpEvents',
	encode: ({ after }) => new wire.events.CatchUpEventsRequest({ after_sequence: after }).serialize(),
	decode: (bytes) =>
		readFrame(bytes, () => {
			const frame = wire.events.CatchUpEventsResponse.deserialize(bytes);
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

/** Changes of messages in all spaces of a line, from now on. The next three do the same for polls, groups and chats. */
export const subscribeMessageEvents: WireMethod<void, EventFrame | undefined> = {
	path: '/photon.imessage.v1.MessageService/SubscribeMessageEvents',
	encode: withoutFilter,
	decode: (bytes) =>
		readFrame(bytes, () => {
			const frame = wire.messages.SubscribeMessageEventsResponse.deserialize(bytes);
			return toFrame(frame, frame.has_message_changed ? toMessageChange(frame.message_changed) : undefined);
		}),
};

export const subscribePollEvents: WireMethod<void, EventFrame | undefined> = {
	path: '/photon.imessage.v1.PollService/SubscribePollEvents',
	encode: withoutFilter,
	decode: (bytes) =>
		readFrame(bytes, () => {
			const frame = wire.polls.SubscribePollEventsResponse.deserialize(bytes);
			return toFrame(frame, frame.has_poll_changed ? toPollChange(frame.poll_changed) : undefined);
		}),
};

export const subscribeGroupEvents: WireMethod<void, EventFrame | undefined> = {
	path: '/photon.imessage.v1.GroupService/SubscribeGroupEvents',
	encode: withoutFilter,
	decode: (bytes) =>
		readFrame(bytes, () => {
			const frame = wire.groups.SubscribeGroupEventsResponse.deserialize(bytes);
			return toFrame(frame, frame.has_group_changed ? toGroupChange(frame.group_changed) : undefined);
		}),
};

export const subscribeChatEvents: WireMethod<void, EventFrame | undefined> = {
	path: '/photon.imessage.v1.ChatService/SubscribeChatEvents',
	encode: withoutFilter,
	decode: (bytes) =>
		readFrame(bytes, () => {
			const frame = wire.chats.SubscribeChatEventsResponse.deserialize(bytes);
			return toFrame(frame, frame.has_chat_changed ? toChatChange(frame.chat_changed) : undefined);
		}),
};

/** The fields of every frame. */
interface WireFrame {
	readonly has_sequence: boolean;
	readonly sequence: string;
	readonly has_heartbeat: boolean;
}

function toFrame(frame: WireFrame, change?: Change): EventFrame | undefined {
	const sequence = frame.has_sequence ? frame.sequence : undefined;
	// A change without a sequence could never be acknowledged.
	if (change !== undefined) return { type: 'event', sequence: required(sequence, 'sequence'), change };
	if (frame.has_heartbeat) return { type: 'heartbeat' };
	return sequence === undefined ? undefined : { type: 'event', sequence, change: { type: 'unknown', ...unknownFacts } };
}

/**
 * Unreadable bytes still have a place in the log, and the cursor must be able to pass it. Otherwise the stream would end at
 * the same frame after every restart.
 */
function readFrame(bytes: Uint8Array, read: () => EventFrame | undefined): EventFrame | undefined {
	try {
		const frame = read();
		if (frame?.type !== 'event' || frame.change.type !== 'unknown' || hasUnknownField(bytes)) return frame;
		return { ...frame, change: { ...frame.change, type: 'unreadable', problem: 'it does not say what happened' } };
	} catch (error) {
		const sequence = sequenceOf(bytes);
		if (sequence === undefined) throw error;
		return { type: 'event', sequence, change: { type: 'unreadable', problem: 'its bytes are not an event', ...unknownFacts } };
	}
}

/** The fields of a frame that contain a change. In a change, the fields from 10 on describe what happened. */
const changeFields: ReadonlySet<number> = new Set([10, 11, 12, 13]);
const firstOfChange = 10;
const frameFields: ReadonlySet<number> = new Set([1, 20, 99, ...changeFields]);

/** True when a frame has a field that this version does not know. Then its unknown change is new, and not damaged. */
function hasUnknownField(bytes: Uint8Array): boolean {
	const fields = wireFields(bytes) ?? [];
	return fields.some(({ number, content }) => {
		if (!frameFields.has(number)) return true;
		if (!changeFields.has(number) || content === undefined) return false;
		return (wireFields(content) ?? []).some((field) => field.number >= firstOfChange);
	});
}

/** The sequence is field 1 of every frame and of this request. Reading the frame as the request skips the other fields. */
function sequenceOf(bytes: Uint8Array): string | undefined {
	try {
		const fields = wire.events.CatchUpEventsRequest.deserialize(bytes);
		return fields.has_after_sequence ? fields.after_sequence : undefined;
	} catch {
		return undefined;
	}
}

/** The facts of a change that cannot be read. */
const unknownFacts = { spaceId: '', isFromMe: false } as const;

/** The request of a subscription without a filter has no fields. */
function withoutFilter(): Uint8Array {
	return new Uint8Array();
}
