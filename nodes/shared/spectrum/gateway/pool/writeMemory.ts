import type { UploadedAttachment } from '../../model/attachment';
import type { StoredSource } from '../../keys/writeSource';
import { OpenedSpaces } from './openedSpaces';
import { RecentWrites } from './recentWrites';

/** What the process knows about a write. */
export interface KnownWrite {
	/** SHA-256 of the content of the first attempt. */
	readonly contentHash: string;
	readonly source?: StoredSource;
	/** False while the outcome is unknown. */
	readonly isDone: boolean;
	/** The resulting message, if the server named it. */
	readonly result?: { readonly id: string; readonly createdAt?: string };
}

/** A file that was uploaded to a line's server. */
export interface KnownUpload {
	readonly lineId: string;
	/** Hash of its name and content. */
	readonly digest: string;
	readonly uploaded: UploadedAttachment;
	readonly source?: StoredSource;
}

/** The service by which a write was sent, or may have been sent. */
export type WriteService = { readonly service: 'iMessage' } | { readonly service: 'SMS'; readonly lineId: string };

/**
 * What the process remembers about one credential's writes, by their keys: n8n repeats a failed node within one process.
 * Bounded, and dropped together with the credential's tokens.
 */
export class WriteMemory {
	/** Line IDs by write. A space may move to another line, whose server does not recognise the repeat. */
	readonly linesOfWrites = new RecentWrites<string>();
	readonly openedSpaces = new OpenedSpaces();
	/** The services of writes that may fall back to SMS. A repeat must use the same service. */
	readonly servicesOfWrites = new RecentWrites<WriteService>();
	readonly writes = new RecentWrites<KnownWrite>();
	readonly uploads = new RecentWrites<KnownUpload>();
	/** Hashes of uploaded files, by attachment ID. */
	readonly digests = new RecentWrites<string>();
}
