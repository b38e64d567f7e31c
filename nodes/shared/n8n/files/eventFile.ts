import type { IBinaryData } from 'n8n-workflow';
import type { EventFile } from '../../spectrum/model/event/eventFiles';
import { toSpectrumError } from '../../spectrum/errors/from';
import { SpectrumError } from '../../spectrum/errors/SpectrumError';
import type { Download } from '../../spectrum/gateway/download';
import type { Gateway } from '../../spectrum/gateway/Gateway';
import { findLine } from '../../spectrum/gateway/recipes/findLine';
import { storeFile, type BinaryStore } from './binaryOutput';
import type { Deadline } from './deadline';
import type { AttachmentSettings } from '../fields/triggerAttachments';

/** What one file of an event is fetched with. */
export interface EventFileFetch {
	readonly context: BinaryStore;
	readonly openGateway: () => Promise<Gateway>;
	readonly settings: AttachmentSettings;
	readonly deadline: Deadline;
	/** The line that the event came by: its number or its id. Without it, all lines are asked. */
	readonly phone?: string;
}

/** Pauses before another attempt: the first, and the longest, to which they double. A large file takes seconds to arrive. */
const firstPauseMilliseconds = 1_000;
const longestPauseMilliseconds = 5_000;

const fetchLater = 'or fetch it later in the workflow: iMessage Conversation, Attachment → Download, takes its ID.';

/**
 * Fetches and stores one file. What may pass is tried again within the deadline, from the beginning of the file: a read
 * does no harm. Rejects with the last failure.
 */
export async function fetchEventFile(file: EventFile, fetch: EventFileFetch): Promise<IBinaryData> {
	const { deadline, settings } = fetch;
	refuseLarger(file.size ?? 0, settings.maxBytes);
	for (let pause = firstPauseMilliseconds; ; pause = Math.min(pause * 2, longestPauseMilliseconds)) {
		try {
			return await deadline.within(() => attempt(file, fetch));
		} catch (caught) {
			const error = toSpectrumError(caught);
			const wait = Math.max(pause, error.retryAfterMilliseconds ?? 0);
			if (!mayPass(error) || !(await deadline.pause(wait))) throw toSpectrumError(caught);
		}
	}
}

/** Why a file is not fetched that comes after the last that may be. */
export function tooManyFiles(count: number, maxCount: number): SpectrumError {
	return new SpectrumError({
		kind: 'tooLarge',
		message: `The message has ${count} files, and "Max Attachments" allows ${maxCount}`,
		advice: `Raise "Max Attachments" in the options of the trigger, ${fetchLater}`,
	});
}

async function attempt(file: EventFile, { context, openGateway, settings, phone }: EventFileFetch): Promise<IBinaryData> {
	const gateway = await openGateway();
	const wish = phone === undefined ? {} : { incoming: phone };
	const { value: download } = await findLine(gateway, wish, async (line) => await gateway.attachments.download(line.id, file.id));
	const { attachment } = download;
	const pieces = new WholeFile(download, settings.maxBytes);
	try {
		refuseLarger(attachment.size, settings.maxBytes);
		return await storeFile(context, {
			fileName: attachment.fileName || file.name,
			mimeType: attachment.mimeType || (file.mimeType ?? ''),
			data: pieces,
		});
	} catch (caught) {
		// What stores the file may say no more than that it could not read it.
		throw toSpectrumError(pieces.failure ?? caught);
	} finally {
		// Where nothing could be stored, nothing was read, and the server would go on waiting.
		await download.cancel();
	}
}

/** The bytes of a file that fail rather than end when they are not all there, or more than may be. */
class WholeFile implements AsyncIterable<Uint8Array> {
	failure?: SpectrumError;

	constructor(
		private readonly download: Download,
		private readonly maxBytes: number,
	) {}

	async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
		const expected = this.download.attachment.size;
		let bytes = 0;
		try {
			for await (const piece of this.download.chunks) {
				bytes += piece.byteLength;
				refuseLarger(bytes, this.maxBytes);
				yield piece;
			}
			if (bytes < expected) throw endedEarly(bytes, expected);
		} catch (caught) {
			this.failure = toSpectrumError(caught);
			throw this.failure;
		}
	}
}

/** The server is still receiving the file, or it, or the way to it, failed for the moment, be it in the middle of a file. */
function mayPass(error: SpectrumError): boolean {
	const { code, retryable, connectionFailed, kind } = error;
	return code === 'attachmentNotReady' || retryable || connectionFailed || kind === 'unavailable' || kind === 'timeout';
}

function refuseLarger(bytes: number, maxBytes: number): void {
	if (bytes <= maxBytes) return;
	throw new SpectrumError({
		kind: 'tooLarge',
		message: `The file is larger than the ${inMebibytes(maxBytes)} MiB that "Max Attachment Size" allows`,
		advice: `Raise "Max Attachment Size" in the options of the trigger, ${fetchLater}`,
	});
}

function endedEarly(bytes: number, expected: number): SpectrumError {
	return new SpectrumError({
		kind: 'protocol',
		message: `The server ended the file after ${bytes} of ${expected} bytes`,
		advice: `Look at the file on the device that received it, ${fetchLater}`,
	});
}

function inMebibytes(bytes: number): string {
	return String(Math.round((bytes / (1024 * 1024)) * 1_000) / 1_000);
}
