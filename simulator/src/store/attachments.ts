import { randomUUID } from 'node:crypto';
import { typeOfName } from './fileTypes';

/** Where a file is. `unavailable`: the server knows of it, and will never have it. */
export type Transfer = 'pending' | 'transferring' | 'failed' | 'finished' | 'unavailable';

/** The short film of a Live Photo. */
export interface StoredCompanion {
	readonly fileName: string;
	readonly mimeType: string;
	readonly data: Uint8Array;
}

/** A file of a line, in either direction. */
export interface StoredAttachment {
	readonly guid: string;
	readonly fileName: string;
	readonly mimeType: string;
	readonly uti: string;
	readonly totalBytes: number;
	readonly isOutgoing: boolean;
	isSticker: boolean;
	transfer: Transfer;
	/** Absent until the transfer has finished. */
	data?: Uint8Array;
	companion?: StoredCompanion;
}

export interface NewAttachment {
	/** Default: a new one. */
	readonly guid?: string;
	readonly fileName: string;
	/** Default: what the name tells. */
	readonly mimeType?: string;
	readonly data?: Uint8Array;
	/** Default: length of the data. */
	readonly totalBytes?: number;
	readonly isOutgoing: boolean;
	/** Default: finished with data, else unavailable. */
	readonly transfer?: Transfer;
	readonly companion?: Uint8Array;
}

const longestName = 255;

/** The files of a line. */
export class Attachments {
	private readonly byGuid = new Map<string, StoredAttachment>();
	private bytes = 0;

	constructor(
		/** Without room, the oldest files lose their bytes first: they are known, and cannot be downloaded any more. */
		private readonly limits: { readonly most: number; readonly mostBytes: number } = {
			most: Number.POSITIVE_INFINITY,
			mostBytes: Number.POSITIVE_INFINITY,
		},
	) {}

	get(guid: string): StoredAttachment | undefined {
		return this.byGuid.get(guid);
	}

	/** Oldest first. */
	get all(): readonly StoredAttachment[] {
		return [...this.byGuid.values()];
	}

	keep(file: NewAttachment): StoredAttachment {
		const type = typeOfName(file.fileName);
		const attachment: StoredAttachment = {
			guid: file.guid ?? randomUUID().toUpperCase(),
			fileName: file.fileName,
			mimeType: file.mimeType ?? type.mimeType,
			uti: type.uti,
			totalBytes: file.totalBytes ?? file.data?.length ?? 0,
			isOutgoing: file.isOutgoing,
			isSticker: false,
			transfer: file.transfer ?? (file.data === undefined ? 'unavailable' : 'finished'),
			data: file.data,
			companion: file.companion === undefined ? undefined : companionOf(file.fileName, file.companion),
		};
		this.add(attachment);
		return attachment;
	}

	/** @param isGone whether the bytes of a file were not kept: it cannot be downloaded any more */
	restore(files: readonly StoredAttachment[], isGone: (bytes: Uint8Array) => boolean): void {
		for (const file of files) {
			if (file.data !== undefined && isGone(file.data)) {
				file.data = undefined;
				file.transfer = 'unavailable';
			}
			this.add(file);
		}
	}

	/** A file that was pending is here now. */
	finish(guid: string, data?: Uint8Array): void {
		const attachment = this.byGuid.get(guid);
		if (attachment === undefined) throw new Error(`There is no attachment ${guid}`);
		this.bytes -= bytesOf(attachment);
		attachment.data = data ?? attachment.data;
		this.bytes += bytesOf(attachment);
		if (attachment.data === undefined) throw new Error(`The attachment ${guid} has no bytes`);
		attachment.transfer = 'finished';
		this.trim(attachment);
	}

	private add(attachment: StoredAttachment): void {
		const former = this.byGuid.get(attachment.guid);
		if (former !== undefined) this.bytes -= bytesOf(former);
		this.byGuid.set(attachment.guid, attachment);
		this.bytes += bytesOf(attachment);
		this.trim(attachment);
	}

	/** @param newest keeps its bytes whatever their number */
	private trim(newest: StoredAttachment): void {
		const { most, mostBytes } = this.limits;
		if (this.byGuid.size <= most && this.bytes <= mostBytes) return;
		for (const [guid, file] of this.byGuid) {
			const isTooMany = this.byGuid.size > most;
			if ((!isTooMany && this.bytes <= mostBytes) || file === newest) return;
			if (isTooMany) this.byGuid.delete(guid);
			this.bytes -= bytesOf(file);
			file.data = undefined;
			file.companion = undefined;
			if (file.transfer === 'finished') file.transfer = 'unavailable';
		}
	}
}

function bytesOf({ data, companion }: StoredAttachment): number {
	return (data?.length ?? 0) + (companion?.data.length ?? 0);
}

/** The name that a server makes of what an upload calls the file: no separators, no control characters, not too long. */
export function cleanFileName(name: string): string {
	const clean = name
		.replaceAll(/[/\\]/g, '_')
		.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, '')
		.trim();
	if (clean === '' || clean === '.' || clean === '..') return 'attachment';
	const dot = clean.lastIndexOf('.');
	const extension = dot > 0 ? clean.slice(dot) : '';
	let stem = [...(dot > 0 ? clean.slice(0, dot) : clean)].slice(0, longestName);
	while (stem.length > 1 && Buffer.byteLength(stem.join('') + extension) > longestName) stem = stem.slice(0, -1);
	return stem.join('') + extension;
}

/** Named after the main file. */
function companionOf(fileName: string, data: Uint8Array): StoredCompanion {
	const dot = fileName.lastIndexOf('.');
	return { fileName: `${dot > 0 ? fileName.slice(0, dot) : fileName}.MOV`, mimeType: 'video/quicktime', data };
}
