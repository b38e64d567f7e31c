import { downloadAttachment, getAttachmentInfo, uploadAttachment } from '../codec/attachments';
import { wireLimitBytes, type Attachment, type FileToUpload, type UploadedAttachment } from '../model/attachment';
import { systemClock, type Clock } from '../timing/clock';
import { hashOfParts } from '../keys/hash';
import type { WriteKey } from '../keys/writeKey';
import { isSameAttempt, storedSource } from '../keys/writeSource';
import { SpectrumError } from '../errors/SpectrumError';
import { callWithRetry } from '../transport/retry';
import { isDuplicate, type Calls } from './calls';
import { deadlineFor } from './deadlines';
import { openDownload, type Download, type DownloadPart } from './download';

/** A server that is silent for this long in the middle of a file is given up. */
const stallMilliseconds = 60_000;

/** What the message around the files takes, without the file's name: some tags and lengths. */
const overheadBytes = 64;

/** What a download may want. */
export interface AttachmentDownloadOptions {
	/** `primary`: the file. `companion`: the film of a Live Photo; the file is fetched and passed over. Default `primary`. */
	readonly part?: DownloadPart;
}

/** Files, in both directions. */
export class Attachments {
	constructor(
		private readonly calls: Calls,
		private readonly clock: Clock = systemClock,
	) {}

	/**
	 * Hands a file to the server, to be sent by its id. The time it may take grows with the size: 30 s, and one more
	 * for each 256 KiB, up to 10 min. Rejects with `tooLarge` before any call when the file and its companion together
	 * do not stay below 100 MiB.
	 *
	 * @param step Tells several uploads of one item apart: each needs a step of its own. Default `upload`.
	 */
	async upload(lineId: string, file: FileToUpload, key: WriteKey, step = 'upload'): Promise<UploadedAttachment> {
		refuseTooLarge(file);
		const digest = await digestOf(file);
		const { uploads } = this.calls.memory;
		const known = uploads.get(key(step));
		if (known?.lineId === lineId && known.digest === digest) return known.uploaded;
		// By its content: a repeat that has another file must not get the one from before.
		const uploaded = await this.uploadOnce(lineId, file, key(`${step} ${digest}`));
		uploads.set(key(step), { lineId, digest, uploaded, ...(key.source === undefined ? {} : { source: storedSource(key.source) }) });
		this.calls.memory.digests.set(uploaded.id, digest);
		return uploaded;
	}

	/** What an earlier attempt of the same item is known to have uploaded in that step: its file need not be read again. */
	uploadedBefore(lineId: string, key: WriteKey, step = 'upload'): UploadedAttachment | undefined {
		const known = this.calls.memory.uploads.get(key(step));
		if (known?.source === undefined || key.source === undefined || known.lineId !== lineId) return undefined;
		return isSameAttempt(known.source, key.source) ? known.uploaded : undefined;
	}

	private async uploadOnce(lineId: string, file: FileToUpload, idempotencyKey: string): Promise<UploadedAttachment> {
		const options = { deadlineMilliseconds: deadlineFor(sizeOf(file)), toNobody: true };
		try {
			return await this.calls.write(lineId, uploadAttachment, file, idempotencyKey, options);
		} catch (error) {
			if (!isDuplicate(error)) throw error;
			// An earlier attempt went through, but its id is lost. Nobody sees an upload, so it is made again.
			return await this.calls.write(lineId, uploadAttachment, file, crypto.randomUUID(), options);
		}
	}

	/** Everything about an attachment but its bytes. */
	async info(lineId: string, attachmentId: string): Promise<Attachment> {
		return await this.calls.read(lineId, getAttachmentInfo, attachmentId);
	}

	/**
	 * Opens a file to be read piece by piece. Until its header is there, a broken connection is tried again; after
	 * that nothing is, because pieces were handed on already.
	 */
	async download(
		lineId: string,
		attachmentId: string,
		{ part = 'primary' }: AttachmentDownloadOptions = {},
	): Promise<Download> {
		const { calls, clock } = this;
		const open = (signal: AbortSignal) => calls.stream(lineId, downloadAttachment, attachmentId, signal);
		return await callWithRetry({ clock, random: Math.random, signal: calls.signal }, () =>
			openDownload({ open, part, clock, stallMilliseconds }),
		);
	}
}

/** Of everything that the server is given. Native, because files are large. */
async function digestOf({ fileName, data, companion }: FileToUpload): Promise<string> {
	const parts = [data, ...(companion === undefined ? [] : [companion.data])];
	const hashes = await Promise.all(parts.map(async (part) => Buffer.from(await crypto.subtle.digest('SHA-256', part as Uint8Array<ArrayBuffer>)).toString('hex')));
	return hashOfParts([fileName, ...hashes]);
}

function sizeOf({ data, companion }: FileToUpload): number {
	return data.byteLength + (companion?.data.byteLength ?? 0);
}

function refuseTooLarge(file: FileToUpload): void {
	const { fileName, data, companion } = file;
	const total = sizeOf(file) + Buffer.byteLength(fileName) + overheadBytes;
	if (total < wireLimitBytes) return;
	const withCompanion = companion === undefined ? '' : `, and its film ${inMebibytes(companion.data)}`;
	throw new SpectrumError({
		kind: 'tooLarge',
		message: `The file "${fileName}" has ${inMebibytes(data)}${withCompanion}, but one upload must stay below 100 MiB`,
		advice:
			companion === undefined
				? 'Send a smaller file, or a link to it.'
				: 'A Live Photo and its film travel together and count together. Send smaller ones, or the photo alone.',
	});
}

/** Rounded up, so that what is too large never reads as if it were not. */
function inMebibytes(data: Uint8Array): string {
	return `${(Math.ceil((data.byteLength / (1024 * 1024)) * 10) / 10).toFixed(1)} MiB`;
}
