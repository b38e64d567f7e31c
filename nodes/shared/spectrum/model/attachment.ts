import type { UnknownValue } from '../values/unknownValue';

/** State of a file on the server's device. */
export type TransferState = 'pending' | 'unavailable' | 'transferring' | 'failed' | 'finished' | 'unknown' | UnknownValue;

/** What the second file of an attachment is. `unspecified`: the server does not say. */
export type CompanionKind = 'livePhotoVideo' | 'unspecified' | UnknownValue;

/** An attachment without its bytes. */
export interface Attachment {
	readonly id: string;
	/** The attachment that this one replaced when its message was edited. */
	readonly originalId?: string;
	/** May be empty: some files have no name on the server. */
	readonly fileName: string;
	/** May be empty. Voice memos without a type get `audio/x-caf`. */
	readonly mimeType: string;
	/** Bytes. */
	readonly size: number;
	/** Apple's name for the type, such as `public.jpeg`. */
	readonly uti?: string;
	/** True when this line sent it. */
	readonly isOutgoing: boolean;
	readonly transferState: TransferState;
	/** True for files that the space does not show, such as the picture of a sticker tapback. */
	readonly isHidden: boolean;
	readonly isSticker: boolean;
	/** Present and true if the message or the file says so. */
	readonly isVoiceNote?: boolean;
	/** Present when a second file belongs to this one. */
	readonly companionKind?: CompanionKind;
}

/** A companion file without its bytes. */
export interface CompanionInfo {
	readonly fileName: string;
	readonly mimeType: string;
	/** Bytes. */
	readonly size: number;
	readonly kind: CompanionKind;
}

/** Room for the file name and the tags of an upload, in bytes. */
export const uploadHeadRoom = 1024;

/** A file to upload. */
export interface FileToUpload {
	/** A name, not a path. The server may shorten or clean it. */
	readonly fileName: string;
	readonly data: Uint8Array;
	/**
	 * Bytes before `data` in its buffer that the upload may overwrite, so that it need not copy the file into a message.
	 * {@link uploadHeadRoom} are enough for most file names. Default: 0.
	 */
	readonly headRoom?: number;
	/** The film of a Live Photo. Both files travel in one message and share its size. */
	readonly companion?: { readonly data: Uint8Array };
}

/** A file that the server has accepted, with the name that the server gave it. */
export interface UploadedAttachment extends Attachment {
	readonly companion?: CompanionInfo;
}

/** Largest message of the wire, in bytes: 100 MiB. A message of exactly this size has failed. */
export const wireLimitBytes = 100 * 1024 * 1024;
