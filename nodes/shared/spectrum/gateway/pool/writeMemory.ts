import type { UploadedAttachment } from '../../model/attachment';
import type { KeptSource } from '../../keys/writeSource';
import { OpenedSpaces } from './openedSpaces';
import { RecentWrites } from './recentWrites';

/** What is known of a write, by its key. */
export interface KnownWrite {
	/** Hash of what was to be written first. */
	readonly said: string;
	readonly source?: KeptSource;
	/** False while nothing is known of its end. */
	readonly isDone: boolean;
	/** What it became, where the server said that. */
	readonly result?: { readonly id: string; readonly createdAt?: string };
}

/** A file that was handed to a line's server. */
export interface KnownUpload {
	readonly lineId: string;
	/** Hash of its name and content. */
	readonly digest: string;
	readonly uploaded: UploadedAttachment;
	readonly source?: KeptSource;
}

/** Which way a write went, or may have gone. */
export type Way = { readonly service: 'iMessage' } | { readonly service: 'SMS'; readonly lineId: string };

/**
 * What the process remembers of one credential's writes, by their keys: n8n repeats a failed node within one process. Another
 * credential has other lines, and knows nothing of it. Bounded, and dropped with the credential's tokens.
 */
export class WriteMemory {
	/** Lines that writes went through, by id: a conversation may come to another line, whose server recognises no repeat. */
	readonly linesOfWrites = new RecentWrites<string>();
	readonly openedSpaces = new OpenedSpaces();
	readonly smsWays = new RecentWrites<Way>();
	readonly writes = new RecentWrites<KnownWrite>();
	readonly uploads = new RecentWrites<KnownUpload>();
	/** Hashes of uploaded files, by attachment id. */
	readonly digests = new RecentWrites<string>();
}
