import { downloadAttachment, getAttachmentInfo, uploadAttachment } from '../codec/attachments';
import { wireLimitBytes, type Attachment, type FileToUpload, type UploadedAttachment } from '../model/attachment';
import { systemClock, type Clock } from '../timing/clock';
import { hashOfParts } from '../keys/hash';
import type { WriteKey } from '../keys/writeKey';
import { isSameAttempt, storedSource } from '../keys/writeSource';
import { SpectrumError } from '../errors/SpectrumError';
import { callWithRetry } from '../transport/retry';
import { acceptRepeat, type Calls } from './calls';
import { deadlineFor } from './deadlines';
import { openDownload, type Download, type DownloadPart } from './download';

/** A download is abandoned when the server is silent for this long in the middle of a file. */
const stallMilliseconds = 60_000;

/** Size of the upload message without the files and the file name: a few tags and lengths. */
const overheadBytes = 64;

/** Options of a download. */
export interface AttachmentDownloadOptions {
	/** `primary`: the file. `companion`: the film of a Live Photo; the file is fetched and skipped. Default: `primary`. */
	readonly part?: DownloadPart;
}

/** Uploads and downloads files. */
export class Attachments {
	constructor(
		private readonly calls: Calls,
		private readonly clock: Clock = systemClock,
	) {}

	/**
	 * Uploads a file to the server, so that it can be sent by its ID. The time limit grows with the size: 30 s, plus 1 s for
	 * each 256 KiB, up to 10 min. Rejects with `tooLarge` before any call when the file and its companion together are not
	 * below 100 MiB.
	 *
	 * @param step distinguishes the uploads of one item: each upload needs its own step. Default: `upload`
	 */
	async upload(lineId: string, file: FileToUpload, key: WriteKey, step = 'upload'): Promise<UploadedAttachment> {
		refuseTooLarge(file);
		const digest = await digestOf(file);
		const { uploads } = this.calls.memory;
		const known = uploads.get(key(step));
		if (known?.lineId === lineId && known.digest === digest) return known.uploaded;
		// The key includes the content, because a repeat with another file must not get the earlier one.
		const uploaded = await this.uploadOnce(lineId, file, key(`${step} ${digest}`));
		uploads.set(key(step), { lineId, digest, uploaded, ...(key.source === undefined ? {} : { source: storedSource(key.source) }) });
		this.calls.memory.digests.set(uploaded.id, digest);
		return uploaded;
	}

	/** The known upload of an earlier attempt of the same item in that step. Its file need not be read again. */
	uploadedBefore(lineId: string, key: WriteKey, step = 'upload'): UploadedAttachment | undefined {
		const known = this.calls.memory.uploads.get(key(step));
		if (known?.source === undefined || key.source === undefined || known.lineId !== lineId) return undefined;
		return isSameAttempt(known.source, key.source) ? known.uploaded : undefined;
	}

	private async uploadOnce(lineId: string, file: FileToUpload, idempotencyKey: string): Promise<UploadedAttachment> {
		const options = { deadlineMilliseconds: deadlineFor(sizeOf(file)), reachesNoPerson: true };
		const upload = (key: string) => this.calls.write(lineId, uploadAttachment, file, key, options);
		// After a repeat, the ID of the earlier upload is lost. An upload is invisible to people, so it is made again.
		return await acceptRepeat(upload(idempotencyKey), () => upload(crypto.randomUUID()));
	}

	/** An attachment without its bytes. */
	async info(lineId: string, attachmentId: string): Promise<Attachment> {
		return await this.calls.read(lineId, getAttachmentInfo, attachmentId);
	}

	/**
	 * Opens a file to read it piece by piece. Until the header has arrived, a broken connection is retried. Afterwards there is
	 * no retry, because the reader already has pieces.
	 */
	async download(lineId: string, attachmentId: string, { part = 'primary' }: AttachmentDownloadOptions = {}): Promise<Download> {
		const { calls, clock } = this;
		const open = (signal: AbortSignal) => calls.stream(lineId, downloadAttachment, attachmentId, signal);
		return await callWithRetry({ clock, random: Math.random, signal: calls.signal }, () =>
			openDownload({ open, part, clock, stallMilliseconds }),
		);
	}
}

/** Hash of everything that the server receives. It is computed natively, because files are large. */
async function digestOf({ fileName, data, companion }: FileToUpload): Promise<string> {
	const parts = [data, ...(companion === undefined ? [] : [companion.data])];
	const hashes = await Promise.all(
		parts.map(async (part) => Buffer.from(await crypto.subtle.digest('SHA-256', part as Uint8Array<ArrayBuffer>)).toString('hex')),
	);
	return hashOfParts([fileName, ...hashes]);
}

function sizeOf({ data, companion }: FileToUpload): number {
	return data.byteLength + (companion?.data.byteLength ?? 0);
}

function refuseTooLarge(file: FileToUpload): void {
	const { fileName, data, companion } = file;
	const total = sizeOf(file) + Buffer.byteLength(fileName) + overheadBytes;
	if (total < wireLimitBytes) return;
	const withCompanion = companion === undefined ? '' : `, and its video ${inMebibytes(companion.data)}`;
	throw new SpectrumError({
		kind: 'tooLarge',
		message: `The file "${fileName}" has ${inMebibytes(data)}${withCompanion}, but one upload must stay below 100 MiB`,
		advice:
			companion === undefined
				? 'Send a smaller file, or a link to it.'
				: 'A Live Photo and its video are sent together and count together. Send smaller files, or the photo alone.',
	});
}

/** Rounded up, so that a file that is too large never appears to fit. */
function inMebibytes(data: Uint8Array): string {
	return `${(Math.ceil((data.byteLength / (1024 * 1024)) * 10) / 10).toFixed(1)} MiB`;
}
