import type { Attachment } from './attachment';
import type { MessageSender } from './sender';

/** The place of a sticker on a bubble, in Apple's relative coordinates: 0 to 1 spans the bubble. */
export interface StickerPlacement {
	readonly x: number;
	readonly y: number;
	readonly scale?: number;
	/** Radians. */
	readonly rotation?: number;
	readonly width?: number;
}

/** A sticker that is on a message now. */
export interface PlacedSticker {
	/** ID of the sticker's own message, not of the message that carries it. */
	readonly id: string;
	/** Zero-based index of the bubble. Absent means the whole message. */
	readonly part?: number;
	readonly sender?: MessageSender;
	readonly isFromMe: boolean;
	/** ISO 8601. */
	readonly createdAt?: string;
	readonly attachment?: Attachment;
	readonly placement?: StickerPlacement;
}
