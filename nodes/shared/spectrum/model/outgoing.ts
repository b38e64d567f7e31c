import type { MessageRef } from './messageRef';

/** The formats of a range of text. */
export const textFormatTypes = ['bold', 'italic', 'underline', 'strikethrough', 'effect'] as const;

export type TextFormatType = (typeof textFormatTypes)[number];

/** A formatted range of a text to send. `start` and `length` count UTF-16 code units. */
export interface TextFormat {
	readonly type: TextFormatType;
	readonly start: number;
	readonly length: number;
	/** Which animation, when the type is `effect`: see `textEffects`. */
	readonly effectName?: string;
}

/** A text to send. */
export interface TextMessage {
	readonly text: string;
	readonly subject?: string;
	/** Apple's ID of a bubble or screen effect: see `messageEffects`. */
	readonly effectId?: string;
	readonly formatting?: readonly TextFormat[];
	/** Shows a preview of a URL in the text. If absent, the server decides. */
	readonly linkPreview?: boolean;
	/** Lets Apple look for dates and addresses. It has broken sends, so leave it absent unless the user chose it. */
	readonly dataDetection?: boolean;
	readonly replyTo?: MessageRef;
}

/** An uploaded file to send. */
export interface AttachmentMessage {
	readonly attachmentId: string;
	/** Shown in place of the file's own name. */
	readonly name?: string;
	readonly effectId?: string;
	/** True to show the file as a voice memo. */
	readonly isVoiceNote?: boolean;
	readonly replyTo?: MessageRef;
}

/** One bubble to send: a text or a file, not both. */
export interface MessagePart {
	readonly text?: string;
	/** Applies to `text`. */
	readonly formatting?: readonly TextFormat[];
	/** Address of the person that this text mentions. */
	readonly mentionedAddress?: string;
	readonly attachmentId?: string;
	/** Shown in place of the file's own name. */
	readonly attachmentName?: string;
	/** Parts with the same index share a bubble. */
	readonly bubbleIndex?: number;
}

/** Several bubbles that arrive together or not at all. */
export interface MultipartMessage {
	readonly parts: readonly MessagePart[];
	readonly subject?: string;
	readonly effectId?: string;
	readonly replyTo?: MessageRef;
}

/** The uploaded image of a sticker. */
export interface StickerToPlace {
	readonly attachmentId: string;
	/** Shown in place of the file's own name. */
	readonly name?: string;
}
