import type { StoredAttachment } from './attachments';
import type { ChatService } from './chat';
import type { InboundContent } from './content';

/** A run of formatted text, in UTF-16 code units. */
export interface StoredFormat {
	readonly type: string;
	readonly start: number;
	readonly length: number;
	readonly effectName?: string;
}

/** A person named in a text, in UTF-16 code units. */
export interface StoredMention {
	readonly address: string;
	readonly start: number;
	readonly length: number;
}

/** A text or a file. Several texts may stand in one bubble; a file has its own. */
export interface StoredPart {
	/** Zero-based bubble. */
	readonly bubble: number;
	readonly text?: string;
	/** Ranges within this part's text. */
	readonly formatting?: readonly StoredFormat[];
	/** Address of the person that this text names. */
	readonly mentionedAddress?: string;
	readonly attachment?: StoredAttachment;
	/** Shown in place of the file's own name. */
	readonly attachmentName?: string;
}

export type ReactionKind = 'love' | 'like' | 'dislike' | 'laugh' | 'emphasize' | 'question' | 'emoji' | 'sticker';

export interface StoredReaction {
	readonly kind: ReactionKind;
	/** The emoji itself, for the kind `emoji`. */
	readonly emoji?: string;
}

/** A message, or one bubble of it. */
export interface MessagePlace {
	readonly guid: string;
	/** Zero-based bubble; absent means the whole message. */
	readonly part?: number;
}

/** A reaction that stands on a message now. */
export interface AppliedReaction {
	/** Id of the reaction's own row. */
	readonly guid: string;
	readonly part?: number;
	readonly reaction: StoredReaction;
	/** Absent for the line itself. */
	readonly sender?: string;
	readonly at: number;
}

/** Apple's relative coordinates. */
export interface StoredPlacement {
	readonly x: number;
	readonly y: number;
	readonly scale?: number;
	readonly rotation?: number;
	readonly width?: number;
}

/** A sticker that sits on a message now. */
export interface PlacedSticker {
	/** Id of the sticker's own row. */
	readonly guid: string;
	readonly part?: number;
	readonly sender?: string;
	readonly at: number;
	readonly attachment: StoredAttachment;
	readonly placement: StoredPlacement;
}

export interface StoredMiniAppLayout {
	readonly caption?: string;
	readonly subcaption?: string;
	readonly trailingCaption?: string;
	readonly trailingSubcaption?: string;
	readonly imageTitle?: string;
	readonly imageSubtitle?: string;
	readonly summary?: string;
}

export interface StoredMiniApp {
	readonly teamId: string;
	readonly extensionBundleId: string;
	readonly appName: string;
	readonly url: string;
	readonly sessionId: string;
	/** The bubble that updates draw anew. */
	readonly targetGuid: string;
	readonly appStoreId?: string;
	readonly live: boolean;
	readonly layout: StoredMiniAppLayout;
	/** JPEG. */
	readonly image?: Buffer;
}

/** Bytes that live inside a message. */
export interface StoredMedia {
	readonly data: Uint8Array;
	readonly mimeType: string;
}

/** What Apple writes into the history by itself. */
export interface StoredNotice {
	readonly type: 'participantChange' | 'groupNameChange';
	readonly groupTitle?: string;
}

/** What does not change once a message is stored. Absent means that the real server has nothing there either. */
interface FixedFields {
	readonly guid: string;
	readonly chatGuid: string;
	/** Service of the chat at that moment. */
	readonly service: ChatService;
	/** Milliseconds since the epoch. */
	readonly createdAt: number;
	readonly isFromMe: boolean;
	/** Address of the sender; absent on our own messages. */
	readonly sender?: string;
	readonly subject?: string;
	readonly effectId?: string;
	readonly replyTo?: MessagePlace;
	/** The message before this one in the chat: real servers fill `reply_to_guid` with it on ordinary messages. */
	readonly previousGuid?: string;
	readonly isVoiceNote?: boolean;
	readonly balloonBundleId?: string;
	readonly miniApp?: StoredMiniApp;
	readonly embeddedMedia?: StoredMedia;
	/** This row is a card of Find My that asks a person for their location. */
	readonly locationRequest?: { readonly address: string };
	/** This row is a reaction to another message. */
	readonly reacts?: { readonly target: MessagePlace; readonly reaction: StoredReaction; readonly isSet: boolean };
	/** This row is a sticker on another message. */
	readonly isPlaced?: boolean;
	readonly notice?: StoredNotice;
	/** What the webhook shows; inbound messages only. */
	readonly content?: InboundContent;
	/** Apple's number for what went wrong after the call. */
	readonly sendErrorCode?: number;
	/** A Focus of the recipient kept it quiet. */
	readonly deliveredQuietly?: boolean;
}

/** What a bubble said before an edit. */
export interface EarlierText {
	/** Zero-based bubble. */
	readonly bubble: number;
	readonly text: string;
}

/** A row of a line's history, in either direction. */
export interface StoredMessage extends FixedFields {
	parts: readonly StoredPart[];
	reactions: readonly AppliedReaction[];
	stickers: readonly PlacedSticker[];
	/** Alerted all the same, with NotifySilencedMessage. */
	notifiedAnyway?: boolean;
	/** Accepted, but a recipient's phone is offline. Then `deliveredAt` is absent. */
	isOnItsWay?: boolean;
	/** When it was delivered; milliseconds since the epoch, like the times after it. Absent: when it was sent. */
	deliveredAt?: number;
	readAt?: number;
	/** When a voice note was played. */
	playedAt?: number;
	editedAt?: number;
	/** Oldest first; the newest ones of a message that was edited very often. */
	earlier?: readonly EarlierText[];
	retractedAt?: number;
}

/** What a new message needs. */
export type NewMessage = Omit<
	StoredMessage,
	'guid' | 'chatGuid' | 'service' | 'createdAt' | 'previousGuid' | 'reactions' | 'stickers' | 'parts'
> & { readonly guid?: string; readonly createdAt?: number; readonly parts?: readonly StoredPart[] };
