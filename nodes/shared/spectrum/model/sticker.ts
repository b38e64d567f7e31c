import type { Attachment } from './attachment';
import type { MessageSender } from './sender';

/** Where a sticker sits on a bubble, in Apple's relative coordinates: 0 to 1 spans the bubble. */
export interface StickerPlacement {
	readonly x: number;
	readonly y: number;
	readonly scale?: number;
	/** Radians. */
	readonly rotation?: number;
	readonly width?: number;
}

/** A sticker that sits on a message now. */
export interface PlacedSticker {
	/** Id of the sticker's own message, not of the message it sits on. */
	readonly id: string;
	/** Zero-based bubble; absent means the whole message. */
	readonly part?: number;
	readonly sender?: MessageSender;
	readonly isFromMe: boolean;
	/** ISO 8601. */
	readonly createdAt?: string;
	readonly attachment?: Attachment;
	readonly placement?: StickerPlacement;
}
