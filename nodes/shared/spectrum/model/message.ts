import type { Attachment } from './attachment';
import type { MessageRef } from './messageRef';
import type { ReceivedMiniApp } from './miniApp';
import type { UnknownValue } from '../values/unknownValue';
import type { AppliedReaction, ReceivedReaction } from './reaction';
import type { MessageSender } from './sender';
import type { PlacedSticker } from './sticker';

/** The character in the text of a message that stands for a file. */
export const fileMark = '\uFFFC';

/** A stretch of a text that looks different. `start` and `length` count UTF-16 code units. */
export interface ReceivedFormat {
	/** A format that can be sent, or one that this version does not know. */
	readonly type: string;
	readonly start: number;
	readonly length: number;
	/** Which animation, when the type is `effect`. */
	readonly effectName?: string;
}

/** A person named in a text. `start` and `length` count UTF-16 code units. */
export interface Mention {
	readonly address: string;
	readonly start: number;
	readonly length: number;
}

/** The kind of a row in the history. Every kind except `normal` is a notice that Apple writes. */
export type MessageType = 'normal' | 'participantChange' | 'groupNameChange' | 'chatAction' | UnknownValue;

/** The yes-or-no facts that the server gives about a message. */
export interface MessageFlags {
	readonly isSent: boolean;
	readonly isDelivered: boolean;
	/** Arrived without an alert. */
	readonly isDeliveredQuietly: boolean;
	/** Arrived with an alert. */
	readonly didNotifyRecipient: boolean;
	readonly isAudioMessage: boolean;
	readonly isAutoReply: boolean;
	/** A notice that no person wrote. */
	readonly isSystemMessage: boolean;
	readonly isForward: boolean;
	/** Scheduled for later. */
	readonly isDelayed: boolean;
	readonly isSpam: boolean;
	readonly hasDataDetectorResults: boolean;
	readonly isArchived: boolean;
	/** From the carrier or from Apple. */
	readonly isServiceMessage: boolean;
	/** The content may be incomplete. */
	readonly isCorrupt: boolean;
	/** Disappears by itself. */
	readonly isExpirable: boolean;
}

/** The reaction that a row of the history stands for. */
export interface MessageReactionRow extends ReceivedReaction {
	/** The message that got the reaction. */
	readonly target: MessageRef;
	/** True when it was added, false when it was removed. */
	readonly isSet?: boolean;
}

/** A message as the server stores it. Unknown values and empty lists are absent. */
export interface Message {
	readonly id: string;
	readonly text?: string;
	readonly subject?: string;
	/** ISO 8601, like the other times. */
	readonly createdAt?: string;
	readonly deliveredAt?: string;
	readonly readAt?: string;
	readonly editedAt?: string;
	readonly unsentAt?: string;
	/** When a voice memo was listened to. */
	readonly playedAt?: string;
	/** When the effect was shown. */
	readonly effectPlayedAt?: string;
	readonly sender?: MessageSender;
	readonly isFromMe: boolean;
	/** The message that this one answers in its thread. */
	readonly replyTo?: string;
	/** First message of that thread. */
	readonly threadId?: string;
	/** The spaces that contain it, usually one. */
	readonly spaceIds: readonly string[];
	readonly type: MessageType;
	readonly flags: MessageFlags;
	readonly attachments?: readonly Attachment[];
	readonly formatting?: readonly ReceivedFormat[];
	readonly mentions?: readonly Mention[];
	/** Apple's ID of the bubble or screen effect. */
	readonly effectId?: string;
	/** The app that made the message. Link previews, polls and cards have one. */
	readonly balloonBundleId?: string;
	readonly miniApp?: ReceivedMiniApp;
	/** The current reactions to this message. */
	readonly reactions?: readonly AppliedReaction[];
	/** The stickers that are on this message now. */
	readonly stickers?: readonly PlacedSticker[];
	/** Present when this row itself is a reaction. */
	readonly reaction?: MessageReactionRow;
	/** The number of bubbles in the message. */
	readonly partCount?: number;
	/** Apple's error number for a failure after the call. */
	readonly sendErrorCode?: number;
	/** The new name, on a notice about a changed name. */
	readonly groupTitle?: string;
	/** Apple's number, on a notice about a chat action. */
	readonly chatActionType?: number;
	/** The account's own address on this message; may begin with `e:` or `p:`. */
	readonly ownAddress?: string;
}

/** The content of a message. */
export type MessageContent = Pick<Message, 'text' | 'attachments' | 'formatting' | 'mentions' | 'effectId' | 'balloonBundleId' | 'miniApp'>;

/** Selects the messages of a list, newest first. A message must pass every filter. */
export interface MessageFilter {
	/** Earlier than this moment. */
	readonly before?: Date;
	/** At this moment or later. */
	readonly after?: Date;
	readonly isFromMe?: boolean;
	readonly isRead?: boolean;
	/** Messages that one call fetches, 1 to 100. Default: `limit`, at most 100. */
	readonly pageSize?: number;
	/** Messages in total. Default: all. */
	readonly limit?: number;
}

/** Media that is part of a message and not an attachment. */
export interface EmbeddedMedia {
	readonly data: Uint8Array;
	readonly mimeType: string;
}
