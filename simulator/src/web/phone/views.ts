import type { ChatService } from '../../store/chat';
import type { StoredFormat, StoredMention, StoredMiniAppLayout, StoredPlacement } from '../../store/message';

/** A file as the page shows it. Addresses are paths of this server. */
export interface FileView {
	readonly id: string;
	readonly name: string;
	readonly mimeType: string;
	readonly size: number;
	readonly kind: 'image' | 'video' | 'audio' | 'contact' | 'file';
	/** Absent until its bytes are there. */
	readonly url?: string;
	/** The film of a Live Photo. */
	readonly filmUrl?: string;
	readonly contact?: ContactView;
	/** Of a voice memo, in seconds, where the sender told it. */
	readonly duration?: number;
}

export interface ContactView {
	readonly name: string;
	readonly organization?: string;
	readonly details: ReadonlyArray<{ readonly label: string; readonly value: string }>;
}

/** One bubble of a message. With nothing but its index it is a poll, a card, or of a kind that nobody knows. */
export interface BubbleView {
	readonly index: number;
	readonly text?: string;
	readonly formatting?: readonly StoredFormat[];
	readonly mentions?: readonly StoredMention[];
	readonly file?: FileView;
	/** The text is one address of a website, shown as a card. */
	readonly link?: { readonly url: string; readonly host: string; readonly path: string };
	/** Taken back; the others keep their numbers. */
	readonly isGone?: boolean;
	/** What it said before it was edited, oldest first. */
	readonly earlier?: readonly string[];
}

export interface ReactionView {
	/** The emoji that stands for it. */
	readonly emoji: string;
	readonly kind: string;
	readonly part?: number;
	/** Absent for the line. */
	readonly from?: string;
	readonly name: string;
	readonly isOwn: boolean;
}

export interface StickerView {
	readonly id: string;
	readonly url?: string;
	readonly name: string;
	readonly part?: number;
	readonly placement: StoredPlacement;
}

export interface PollView {
	readonly title: string;
	readonly options: ReadonlyArray<{
		readonly id: string;
		readonly text: string;
		readonly voters: ReadonlyArray<{ readonly name: string; readonly isOwn: boolean }>;
	}>;
}

export interface CardView {
	readonly appName: string;
	readonly url: string;
	readonly layout: StoredMiniAppLayout;
	readonly imageUrl?: string;
	readonly live: boolean;
}

/** A message as one person sees it. */
export interface MessageView {
	readonly kind: 'message';
	readonly id: string;
	/** Milliseconds since the epoch, on the simulator's clock. */
	readonly at: number;
	/** Place among what has the same time. */
	readonly order: number;
	readonly isOwn: boolean;
	/** Absent for the line. */
	readonly from?: string;
	readonly name: string;
	readonly service: ChatService;
	readonly bubbles: readonly BubbleView[];
	readonly subject?: string;
	/** Name of the bubble or screen effect, without Apple's prefix. */
	readonly effect?: string;
	readonly replyTo?: {
		readonly id: string;
		readonly part?: number;
		readonly name: string;
		readonly preview: string;
		readonly isOwn: boolean;
	};
	/** The first message of the thread that it belongs to. */
	readonly thread?: string;
	readonly isVoiceNote: boolean;
	readonly reactions: readonly ReactionView[];
	readonly stickers: readonly StickerView[];
	readonly poll?: PollView;
	readonly card?: CardView;
	/** It asks a person for their location in Find My. */
	readonly asksLocation?: { readonly name: string; readonly isOwn: boolean };
	/** Digital Touch and handwriting. */
	readonly embeddedUrl?: string;
	readonly editedAt?: number;
	readonly unsentAt?: number;
	/** Of an own message: the line has read it. */
	readonly readAt?: number;
	readonly isSilenced: boolean;
	/** Until when the person may edit it and take it back; absent where they may not. */
	readonly editableUntil?: number;
	readonly unsendableUntil?: number;
}

/** What was done to the conversation, in words. */
export interface NoticeView {
	readonly kind: 'notice';
	readonly id: string;
	readonly at: number;
	readonly order: number;
	readonly text: string;
}

export type ItemView = MessageView | NoticeView;

/** A conversation in a person's list. */
export interface SpaceView {
	readonly spaceId: string;
	readonly line: string;
	/** The line as people read it. */
	readonly lineName: string;
	readonly isGroup: boolean;
	readonly name: string;
	/** The name that a group was given. */
	readonly givenName?: string;
	readonly service: ChatService;
	/** Everybody but the line. */
	readonly members: ReadonlyArray<{ readonly address: string; readonly name: string; readonly isOwn: boolean }>;
	readonly iconUrl?: string;
	readonly backgroundUrl?: string;
	readonly unread: number;
	/** Milliseconds since the epoch. */
	readonly at: number;
	readonly preview: string;
	/** The place that the person shares with the line. */
	readonly location?: { readonly latitude?: number; readonly longitude?: number; readonly name?: string };
	/** No longer a member. */
	readonly hasLeft: boolean;
}

/** A conversation in which a search has found something. */
export interface FoundView {
	readonly line: string;
	readonly spaceId: string;
	/** The newest message that has the words. */
	readonly message: string;
	/** What it says around them. */
	readonly excerpt: string;
}

/** A phone, without its conversations. */
export interface PhoneView {
	readonly address: string;
	readonly name: string;
	readonly imessage: boolean;
	readonly focus: boolean;
	readonly receipts: boolean;
}
