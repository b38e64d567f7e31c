import { Readable } from 'node:stream';
import type { BinaryHelperFunctions, IBinaryData } from 'n8n-workflow';
import { arrivedName, arrivedType } from '../../spectrum/files/fileTypes';
import { releasingBuffers } from './releaseBuffers';

/** The type of a file whose type is not known. */
const unknownType = 'application/octet-stream';

/** Bytes that are about to become a binary field of an item. */
export interface FileOutput {
	/** As the server names it; a path in it is dropped. */
	readonly fileName?: string;
	/** Empty means that it is not known. */
	readonly mimeType: string;
	readonly data: Uint8Array | AsyncIterable<Uint8Array>;
}

/** The part of a context that stores files: executions, webhooks and triggers all have it. */
export interface BinaryStore {
	readonly helpers: Pick<BinaryHelperFunctions, 'prepareBinaryData'>;
}

/**
 * Stores a file where n8n is configured to. A stream is read no faster than it is stored, so with files on disk only a
 * few pieces are in memory at a time. n8n's memory mode keeps the whole file in memory, as always.
 */
export async function storeFile(context: BinaryStore, file: FileOutput): Promise<IBinaryData> {
	// Without a type, n8n would call a stream plain text.
	const mimeType = arrivedType(file.fileName ?? '', file.mimeType) || unknownType;
	const data = file.data instanceof Uint8Array ? asBuffer(file.data) : asStream(file.data);
	return await context.helpers.prepareBinaryData(data, baseName(file.fileName), mimeType);
}

// Not an object stream: its buffer would count pieces, and n8n expects bytes.
function asStream(chunks: AsyncIterable<Uint8Array>): Readable {
	return Readable.from(releasingBuffers(chunks), { objectMode: false });
}

function asBuffer(bytes: Uint8Array): Buffer {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function baseName(name: string | undefined): string | undefined {
	const last = arrivedName(name ?? '');
	return last === '' ? undefined : last;
}
