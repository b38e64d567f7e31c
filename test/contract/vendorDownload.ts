import type { AdvancedIMessage } from './vendorDriver';
import type { HttpIMessage } from './vendorHttpDriver';

/** What a client of the vendor's gives of one file. */
export interface Downloaded {
	readonly header: unknown;
	readonly primary: Buffer;
	readonly companion: Buffer;
	/** Pieces of the file itself. */
	readonly chunks: number;
}

/** A file and its companion, by one of the vendor's clients. */
export async function download(client: AdvancedIMessage | HttpIMessage, guid: string): Promise<Downloaded> {
	const primary: Uint8Array[] = [];
	const companion: Uint8Array[] = [];
	let header: unknown;
	for await (const frame of client.attachments.downloadStream(guid)) {
		if (frame.type === 'header') header = frame;
		else if (frame.type === 'primaryChunk') primary.push(frame.data);
		else companion.push(frame.data);
	}
	return { header, primary: Buffer.concat(primary), companion: Buffer.concat(companion), chunks: primary.length };
}
