import type { Attachment } from '../attachment';
import type { EventName } from './eventNames';
import type { Message, MessageContent } from '../message';
import type { MessageSender } from '../sender';
import type { MessageRef } from '../messageRef';
import type { PollOption } from '../poll/poll';
import type { ReceivedReaction } from '../reaction';
import type { StickerPlacement } from '../sticker';

/** The facts that every change has. */
export interface ChangeFacts {
	/** Chat GUID, exactly as the server gave it. Empty only for an unknown or unreadable change without a space. */
	readonly spaceId: string;
	/** ISO 8601. */
	readonly occurredAt?: string;
	/** Who did it. For a read message this is always our own line, even if the other person has read it. */
	readonly actor?: MessageSender;
	/** True when this line did it. Unreliable for a read message. */
	readonly isFromMe: boolean;
}

/** What happened. The names are those of the Trigger's output. */
export type ChangeDetails =
	| { readonly type: 'message.received'; readonly message: Message }
	/** `content`: the current content of the message. */
	| {
			readonly type: 'message.edited';
			readonly messageId: string;
			readonly content: MessageContent;
			readonly editedAt?: string;
	  }
	/** A receipt if this line sent the message. Otherwise our own reading, which the server reports back. */
	| { readonly type: 'message.read'; readonly messageId: string; readonly readAt?: string }
	| { readonly type: 'message.unsent'; readonly messageId: string; readonly unsentAt?: string }
	| {
			readonly type: 'message.reactionAdded' | 'message.reactionRemoved';
			readonly target: MessageRef;
			readonly reaction: ReceivedReaction;
	  }
	| {
			readonly type: 'message.stickerPlaced';
			readonly target: MessageRef;
			readonly attachment?: Attachment;
			readonly placement?: StickerPlacement;
	  }
	/** `options`: all options, including the new one. The title may be empty although the poll was created with one. */
	| {
			readonly type: 'poll.created' | 'poll.optionAdded';
			readonly pollId: string;
			readonly title: string;
			readonly options: readonly PollOption[];
	  }
	/** `optionId` is absent when the server names none. A request to withdraw votes names none, too. */
	| { readonly type: 'poll.voted' | 'poll.unvoted'; readonly pollId: string; readonly optionId?: string }
	| { readonly type: 'group.displayNameChanged'; readonly name: string }
	| {
			readonly type: 'group.participantAdded' | 'group.participantRemoved' | 'group.participantLeft';
			readonly participant?: MessageSender;
	  }
	| { readonly type: 'group.iconChanged' | 'group.iconRemoved' }
	| {
			readonly type: 'chat.backgroundChanged' | 'chat.backgroundRemoved' | 'chat.markedRead' | 'chat.archived' | 'chat.unarchived';
	  }
	/** A kind of change that this version does not know. */
	| { readonly type: 'unknown' }
	/** A change that is damaged, or lacks a required value. `problem`: what is wrong with it, as a clause. */
	| { readonly type: 'unreadable'; readonly problem: string };

/** One entry of a line's event log. */
export type Change = ChangeFacts & ChangeDetails;

/** The change with one event name. */
export type ChangeOf<Name extends EventName> = Change & { readonly type: Name };

/** One frame of a live stream or a replay. */
export type EventFrame =
	/** `sequence`: the place in the server's only log, a decimal number that may exceed 2^53. */
	| { readonly type: 'event'; readonly sequence: string; readonly change: Change }
	| { readonly type: 'heartbeat' }
	/** The end of a replay. Everything after the cursor and up to `head` was delivered. */
	| { readonly type: 'complete'; readonly head: string };

/** The live streams of a line. Each stream carries one part of its log. */
export const eventDomains = ['message', 'poll', 'group', 'chat'] as const;

export type EventDomain = (typeof eventDomains)[number];
