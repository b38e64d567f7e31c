import type { Attachment } from '../attachment';
import type { EventName } from './eventNames';
import type { Message, MessageContent } from '../message';
import type { MessageSender } from '../sender';
import type { MessageRef } from '../messageRef';
import type { PollOption } from '../poll/poll';
import type { ReceivedReaction } from '../reaction';
import type { StickerPlacement } from '../sticker';

/** What every change says of itself. */
export interface ChangeFacts {
	/** Chat GUID, exactly as the server gave it. Empty only on an unknown or unreadable change that names none. */
	readonly spaceId: string;
	/** ISO 8601. */
	readonly occurredAt?: string;
	/** Who did it. On a read message this is our own line, whoever has read it. */
	readonly actor?: MessageSender;
	/** True when this line did it. Not to be relied on for a read message. */
	readonly isFromMe: boolean;
}

/** What happened, named as in the Trigger's output. */
export type ChangeDetails =
	| { readonly type: 'message.received'; readonly message: Message }
	/** `content`: the message as it reads now, with what a change of its content can carry. */
	| {
			readonly type: 'message.edited';
			readonly messageId: string;
			readonly content: MessageContent;
			readonly editedAt?: string;
	  }
	/** A receipt only when this line sent the message; else our own reading that comes back. */
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
	/** `options`: all of them, a new one included. The title may be empty even when one was given. */
	| {
			readonly type: 'poll.created' | 'poll.optionAdded';
			readonly pollId: string;
			readonly title: string;
			readonly options: readonly PollOption[];
	  }
	/** `optionId` is absent when the server names none: a withdrawal names none when it is asked for, either. */
	| { readonly type: 'poll.voted' | 'poll.unvoted'; readonly pollId: string; readonly optionId?: string }
	| { readonly type: 'group.displayNameChanged'; readonly name: string }
	| {
			readonly type: 'group.participantAdded' | 'group.participantRemoved' | 'group.participantLeft';
			readonly participant?: MessageSender;
	  }
	| { readonly type: 'group.iconChanged' | 'group.iconRemoved' }
	| {
			readonly type:
				| 'chat.backgroundChanged'
				| 'chat.backgroundRemoved'
				| 'chat.markedRead'
				| 'chat.archived'
				| 'chat.unarchived';
	  }
	/** A kind of change that is newer than this pack. */
	| { readonly type: 'unknown' }
	/** One that is damaged, or lacks what it cannot be told without. `problem`: what is wrong with it, as a clause. */
	| { readonly type: 'unreadable'; readonly problem: string };

/** One entry of a line's event log. */
export type Change = ChangeFacts & ChangeDetails;

/** The change of one name. */
export type ChangeOf<Name extends EventName> = Change & { readonly type: Name };

/** One frame of a live stream or a replay. */
export type EventFrame =
	/** `sequence`: its place in the server's one log, a decimal number that may exceed 2^53. */
	| { readonly type: 'event'; readonly sequence: string; readonly change: Change }
	| { readonly type: 'heartbeat' }
	/** The end of a replay: everything up to `head` that came after the cursor has been given. */
	| { readonly type: 'complete'; readonly head: string };

/** The live streams of a line; each shows one part of its log. */
export const eventDomains = ['message', 'poll', 'group', 'chat'] as const;

export type EventDomain = (typeof eventDomains)[number];
