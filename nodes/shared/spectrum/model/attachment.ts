import type { UnknownValue } from '../values/unknownValue';

/** State of a file on the server's device. */
export type TransferState = 'pending' | 'unavailable' | 'transferring' | 'failed' | 'finished' | 'unknown' | UnknownValue;

/** What a second file beside an attachment is. `unspecified`: the server does not say. */
export type CompanionKind = 'livePhotoVideo' | 'unspecified' | UnknownValue;

/** Everything about an attachment but its bytes. */
export interface Attachment {
	readonly id: string;
	/** The attachment that this one took the place of, when its message was edited. */
	readonly originalId?: string;
	/** May be empty: the server knows no name for some files. */
	readonly fileName: string;
	/** Voice memos that come without a type of their own are called `audio/x-caf`. May be empty. */
	readonly mimeType: string;
	/** Bytes. */
	readonly size: number;
	/** Apple's name for the type, such as `public.jpeg`. */
	readonly uti?: string;
	/** True when this line sent it. */
	readonly isOutgoing: boolean;
	readonly transferState: TransferState;
	/** True for files that the conversation does not show, such as the picture of a sticker tapback. */
	readonly isHidden: boolean;
	readonly isSticker: boolean;
	/** Present, and true, where the message or the file says so. */
	readonly isVoiceNote?: boolean;
	/** Present when a second file belongs to this one. */
	readonly companionKind?: CompanionKind;
}

/** Everything about a companion file but its bytes. */
export interface CompanionInfo {
	readonly fileName: string;
	readonly mimeType: string;
	/** Bytes. */
	readonly size: number;
	readonly kind: CompanionKind;
}

/** A file to upload. */
export interface FileToUpload {
	/** A name, not a path. The server may shorten or clean it. */
	readonly fileName: string;
	readonly data: Uint8Array;
	/** The film of a Live Photo. Both files travel in one message and share its size. */
	readonly companion?: { readonly data: Uint8Array };
}

/** A file that the server has taken, under the name it gave it. */
export interface UploadedAttachment extends Attachment {
	readonly companion?: CompanionInfo;
}

/** Largest message of the wire, in bytes: 100 MiB. A message of exactly this size has been seen to fail. */
export const wireLimitBytes = 100 * 1024 * 1024;
