import type { UploadedAttachment } from '../../model/attachment';
import type { StoredSource } from '../../keys/writeSource';
import { CampaignMemory } from '../../campaign/memory';
import { OpenedSpaces } from './openedSpaces';
import { BoundedMap } from '../../timing/boundedMap';

/** Writes of one credential that are remembered at most, in each of its maps. */
const mostWrites = 10_000;

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
	/** @param campaigns budgets and paces of the lines, which live longer than the rest */
	constructor(readonly campaigns = new CampaignMemory()) {}

	/** Line IDs by write. A space may move to another line, whose server does not recognise the repeat. */
	readonly linesOfWrites = new BoundedMap<string>(mostWrites);
	readonly openedSpaces = new OpenedSpaces();
	/** The services of writes that may fall back to SMS. A repeat must use the same service. */
	readonly servicesOfWrites = new BoundedMap<WriteService>(mostWrites);
	readonly writes = new BoundedMap<KnownWrite>(mostWrites);
	readonly uploads = new BoundedMap<KnownUpload>(mostWrites);
	/** Hashes of uploaded files, by attachment ID. */
	readonly digests = new BoundedMap<string>(mostWrites);
}
