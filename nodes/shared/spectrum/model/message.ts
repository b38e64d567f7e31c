import type { Attachment } from './attachment';
import type { MessageRef } from './messageRef';
import type { ReceivedMiniApp } from './miniApp';
import type { UnknownValue } from '../values/unknownValue';
import type { AppliedReaction, ReceivedReaction } from './reaction';
import type { MessageSender } from './sender';
import type { PlacedSticker } from './sticker';

/** A stretch of a text that looks different. `start` and `length` count UTF-16 code units. */
export interface ReceivedFormat {
	/** One of those that can be sent, or one that this version does not know. */
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

/** What a row of the history is. All but `normal` are notices that Apple writes. */
export type MessageType = 'normal' | 'participantChange' | 'groupNameChange' | 'chatAction' | UnknownValue;

/** What the server says of a message with yes or no. */
export interface MessageFlags {
	readonly isSent: boolean;
	readonly isDelivered: boolean;
	/** Arrived without an alert. */
	readonly isDeliveredQuietly: boolean;
	/** Arrived with an alert. */
	readonly didNotifyRecipient: boolean;
	readonly isAudioMessage: boolean;
	readonly isAutoReply: boolean;
	/** A notice, not something a person wrote. */
	readonly isSystemMessage: boolean;
	readonly isForward: boolean;
	/** Waits for its time. */
	readonly isDelayed: boolean;
	readonly isSpam: boolean;
	readonly hasDataDetectorResults: boolean;
	readonly isArchived: boolean;
	/** From the carrier or from Apple. */
	readonly isServiceMessage: boolean;
	/** The content may be incomplete. */
	readonly isCorrupt: boolean;
	/** Goes away by itself. */
	readonly isExpirable: boolean;
}

/** What a row that is a reaction says. */
export interface MessageReactionRow extends ReceivedReaction {
	/** The message reacted to. */
	readonly target: MessageRef;
	/** True when it was given, false when it was taken away. */
	readonly isSet?: boolean;
}

/** One stored message, as the server knows it. What it does not say is absent; an empty list is absent too. */
export interface Message {
	readonly id: string;
	readonly text?: string;
	readonly subject?: string;
	/** ISO 8601, as are the other times. */
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
	/** Message that this one answers in its thread. */
	readonly replyTo?: string;
	/** First message of that thread. */
	readonly threadId?: string;
	/** Conversations that hold it; usually one. */
	readonly spaceIds: readonly string[];
	readonly type: MessageType;
	readonly flags: MessageFlags;
	readonly attachments?: readonly Attachment[];
	readonly formatting?: readonly ReceivedFormat[];
	readonly mentions?: readonly Mention[];
	/** Apple's id of the bubble or screen effect. */
	readonly effectId?: string;
	/** Which app made the message: link previews, polls and cards have one. */
	readonly balloonBundleId?: string;
	readonly miniApp?: ReceivedMiniApp;
	/** Those that stand on this message now. */
	readonly reactions?: readonly AppliedReaction[];
	/** Those that sit on this message now. */
	readonly stickers?: readonly PlacedSticker[];
	/** Present when this row is a reaction itself. */
	readonly reaction?: MessageReactionRow;
	/** Bubbles in the message. */
	readonly partCount?: number;
	/** Apple's number for what went wrong after the call. */
	readonly sendErrorCode?: number;
	/** The new name, on a notice about a changed name. */
	readonly groupTitle?: string;
	/** Apple's number, on a notice about a chat action. */
	readonly chatActionType?: number;
	/** The account's own address on this message; may begin with `e:` or `p:`. */
	readonly ownAddress?: string;
}

/** What a message says and carries. */
export type MessageContent = Pick<
	Message,
	'text' | 'attachments' | 'formatting' | 'mentions' | 'effectId' | 'balloonBundleId' | 'miniApp'
>;

/** Which messages a list gives, newest first. Only those that pass every filter given. */
export interface MessageFilter {
	/** Earlier than this moment. */
	readonly before?: Date;
	/** At this moment or later. */
	readonly after?: Date;
	readonly isFromMe?: boolean;
	readonly isRead?: boolean;
	/** Messages fetched by one call, 1 to 100. Default: as many as `limit` asks for, at most 100. */
	readonly pageSize?: number;
	/** Messages given in all. Default: all there are. */
	readonly limit?: number;
}

/** Media that lives inside a message, not as an attachment of it. */
export interface EmbeddedMedia {
	readonly data: Uint8Array;
	readonly mimeType: string;
}
