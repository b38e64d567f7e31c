import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { uploadHeadRoom, wireLimitBytes, type FileToUpload } from '../../spectrum/model/attachment';
import { safeCause } from '../../spectrum/errors/redact';
import type { SpectrumError } from '../../spectrum/errors/SpectrumError';
import { entriesOf } from '../../spectrum/values/entries';
import { fileNameFor, typeOf } from '../../spectrum/files/fileTypes';
import { ItemError } from '../errors/itemError';
import { wrongField } from '../errors/wrongField';
import { invalid, textParameter, type Advice } from '../parameters/parameters';
import { present } from '../../spectrum/values/present';
import { releasingBuffers } from './releaseBuffers';

/** A file to send; its bytes are fetched when they are needed. */
export interface InputFile {
	/** Its extension matches the type, if the type is known. */
	readonly fileName: string;
	readonly mimeType: string;
	/** In bytes. Absent when it is not known before the file is read. */
	readonly size?: number;
	load(): Promise<LoadedFile>;
}

/** The bytes of a file, and what an upload needs to know of them: see `FileToUpload`. */
export type LoadedFile = Pick<FileToUpload, 'data' | 'headRoom'>;

/** A field that names files of the incoming item. */
export interface BinaryField {
	readonly displayName: string;
	readonly name: string;
}

/** Advice for an item without files, where the example of a name would not help. */
const adviceWithoutFiles: Advice = {
	advice:
		'Place the node after one that returns a file, such as HTTP Request or Read/Write Files. Nodes in between, such as Edit Fields, may drop it.',
};

/** Most names of files that an error lists. */
const mostListed = 20;

/** The name that means every file of the item. */
export const everyFile = 'all';

/**
 * The files that a field names, separated by commas, or all of them. Only names are accepted: an object instead of a name
 * could point to anything that n8n has stored.
 */
export async function readFiles(context: IExecuteFunctions, itemIndex: number, field: BinaryField): Promise<InputFile[]> {
	const text = textParameter(context, field, itemIndex).trim();
	if (text === '')
		throw invalid(itemIndex, field.displayName, 'is empty', '', {
			advice: 'Enter the name that the tab Binary of the input shows for the file; most nodes call it data.',
		});
	const binary = context.getInputData()[itemIndex]?.binary ?? {};
	const names = text === everyFile && binary[everyFile] === undefined ? Object.keys(binary) : (entriesOf(text, /,/) ?? []);
	if (names.length === 0) {
		throw invalid(itemIndex, field.displayName, 'names no file: the item has no file at all', text, adviceWithoutFiles);
	}
	const files: InputFile[] = [];
	for (const name of names) {
		const data = Object.hasOwn(binary, name) ? binary[name] : undefined;
		if (data === undefined) throw noSuchFile(itemIndex, field, name, Object.keys(binary));
		files.push(await toInputFile(context, itemIndex, { field, property: name }, data));
	}
	return files;
}

/** The one file that a field names. */
export async function readFile(context: IExecuteFunctions, itemIndex: number, field: BinaryField): Promise<InputFile> {
	const files = await readFiles(context, itemIndex, field);
	const [file] = files;
	if (file !== undefined && files.length === 1) return file;
	const found = textParameter(context, field, itemIndex);
	throw invalid(itemIndex, field.displayName, `names ${files.length} files, but one is needed`, found, {
		advice: 'Name one field that holds a file, and use one item for each file.',
	});
}

/** Where a file is named. */
interface Place {
	readonly field: BinaryField;
	/** The name of the file in the item. */
	readonly property: string;
}

async function toInputFile(context: IExecuteFunctions, itemIndex: number, place: Place, data: IBinaryData): Promise<InputFile> {
	const { property } = place;
	const size = await fromStorage(itemIndex, place, () => sizeOf(context, data));
	const load = async (): Promise<LoadedFile> =>
		(data.id !== undefined && size !== undefined ? await loadWithRoom(context, data.id, size) : undefined) ?? {
			data: await context.helpers.getBinaryDataBuffer(itemIndex, property),
		};
	return {
		fileName: fileNameFor(data.fileName ?? '', data.mimeType, property),
		mimeType: typeOf(data.fileName ?? '', data.mimeType),
		...present({ size }),
		load: () => fromStorage(itemIndex, place, load),
	};
}

/** What n8n keeps of a file. The item may outlive it, and may come from a process with another storage. */
async function fromStorage<Result>(itemIndex: number, place: Place, read: () => Promise<Result>): Promise<Result> {
	try {
		return await read();
	} catch (caught) {
		throw unreadable(itemIndex, place, safeCause(caught));
	}
}

/** n8n's own message is not shown: it may name a folder of the host. */
function unreadable(itemIndex: number, { field, property }: Place, cause: Error & { readonly code?: unknown }): SpectrumError {
	const code = typeof cause.code === 'string' ? ` (${cause.code})` : '';
	return new ItemError(itemIndex, {
		...wrongField({
			field: `field "${field.displayName}"`,
			problem: `names a file that n8n could not read from its storage${code}`,
			found: property,
			advice:
				'Run the node that gave the file again: n8n removes files together with old executions. With several n8n processes, give all of them the same storage for binary data.',
		}),
		kind: 'unavailable',
		cause,
	});
}

/**
 * Reads a file that n8n keeps outside the item, piece by piece and behind some room, so that it is in memory once.
 *
 * @param size what the item says; an item may say anything
 * @returns undefined where that is not the file's size
 */
async function loadWithRoom(context: IExecuteFunctions, id: string, size: number): Promise<LoadedFile | undefined> {
	if (!Number.isInteger(size) || size < 0 || size >= wireLimitBytes) return undefined;
	const buffer = Buffer.allocUnsafeSlow(uploadHeadRoom + size);
	let end = uploadHeadRoom;
	for await (const piece of releasingBuffers(await context.helpers.getBinaryStream(id))) {
		if (end + piece.byteLength > buffer.byteLength) return undefined;
		buffer.set(piece, end);
		end += piece.byteLength;
	}
	return end === buffer.byteLength ? { data: buffer.subarray(uploadHeadRoom), headRoom: uploadHeadRoom } : undefined;
}

async function sizeOf(context: IExecuteFunctions, { id, data, bytes }: IBinaryData): Promise<number | undefined> {
	if (typeof bytes === 'number') return bytes;
	// Without an id, n8n keeps the bytes as base64 in the item itself.
	if (id === undefined) return Buffer.byteLength(data, 'base64');
	return (await context.helpers.getBinaryMetadata(id)).fileSize;
}

function noSuchFile(itemIndex: number, field: BinaryField, name: string, files: readonly string[]): Error {
	const listed = files.slice(0, mostListed).join(', ');
	const has = files.length === 0 ? 'the item has no file at all' : `the item has these: ${listed}${files.length > mostListed ? ', …' : ''}`;
	return invalid(itemIndex, field.displayName, `names a file that is not there; ${has}`, name, files[0] ?? adviceWithoutFiles);
}
