import type { IBinaryData } from 'n8n-workflow';
import type { EventFile } from '../../shared/spectrum/model/event/eventFiles';
import { toSpectrumError } from '../../shared/spectrum/errors/from';
import { isPassingOrTimeout } from '../../shared/spectrum/errors/passing';
import { SpectrumError } from '../../shared/spectrum/errors/SpectrumError';
import type { Download } from '../../shared/spectrum/gateway/download';
import type { Gateway } from '../../shared/spectrum/gateway/Gateway';
import { findLine } from '../../shared/spectrum/gateway/recipes/findLine';
import { storeFile, type BinaryStore } from '../../shared/n8n/files/binaryOutput';
import type { Deadline } from '../../shared/spectrum/timing/deadline';
import type { AttachmentSettings } from './downloadSettings';

/** What is needed to fetch one file of an event. */
export interface EventFileFetch {
	readonly context: BinaryStore;
	readonly openGateway: () => Promise<Gateway>;
	readonly settings: AttachmentSettings;
	readonly deadline: Deadline;
	/** The line that the event came in on: its number or its ID. Without it, all lines are tried. */
	readonly phone?: string;
}

/** Pauses between attempts. They double from the first to the longest. A large file takes seconds to arrive. */
const firstPauseMilliseconds = 1_000;
const longestPauseMilliseconds = 5_000;

const fetchLater = 'or fetch it later in the workflow: iMessage Conversation, Attachment → Download, takes its ID.';

/** Fetches and stores one file, as {@link untilFetched}. */
export async function fetchEventFile(file: EventFile, fetch: EventFileFetch): Promise<IBinaryData> {
	refuseLarger(file.size ?? 0, fetch.settings.maxBytes);
	return await untilFetched(fetch.deadline, () => attempt(file, fetch));
}

/**
 * Makes an attempt to fetch a file. A failure that may pass is retried within the deadline, from the beginning of the file,
 * because a read changes nothing. Rejects with the last failure.
 */
export async function untilFetched(deadline: Deadline, attemptIt: () => Promise<IBinaryData>): Promise<IBinaryData> {
	for (let pause = firstPauseMilliseconds; ; pause = Math.min(pause * 2, longestPauseMilliseconds)) {
		try {
			return await deadline.within(attemptIt);
		} catch (caught) {
			const error = toSpectrumError(caught);
			const wait = Math.max(pause, error.retryAfterMilliseconds ?? 0);
			if (!mayPass(error) || !(await deadline.pause(wait))) throw toSpectrumError(caught);
		}
	}
}

/** The error of a file beyond the allowed number of files. */
export function tooManyFiles(count: number, maxCount: number): SpectrumError {
	return new SpectrumError({
		kind: 'tooLarge',
		message: `The message has ${count} files, and "Max Attachments" allows ${maxCount}`,
		advice: `Raise "Max Attachments" in the options of the trigger, ${fetchLater}`,
	});
}

/** The error of a file that has not arrived within the time for all files of its message. */
export function notInTime(milliseconds: number, cause: unknown): SpectrumError {
	return new SpectrumError({
		kind: 'timeout',
		message: `The file was not fetched within the ${milliseconds / 1_000} s for all files of the message`,
		advice: 'Fetch it later in the workflow: iMessage Conversation, Attachment → Download, takes its ID.',
		cause,
	});
}

async function attempt(file: EventFile, { context, openGateway, settings, phone }: EventFileFetch): Promise<IBinaryData> {
	const gateway = await openGateway();
	const lineChoice = phone === undefined ? {} : { incoming: phone };
	const { value: download } = await findLine(gateway, lineChoice, async (line) => await gateway.attachments.download(line.id, file.id));
	const { attachment } = download;
	const pieces = new LimitedFile(download, settings.maxBytes);
	try {
		refuseLarger(attachment.size, settings.maxBytes);
		return await storeFile(context, {
			fileName: attachment.fileName || file.name,
			mimeType: attachment.mimeType || (file.mimeType ?? ''),
			data: pieces,
		});
	} catch (caught) {
		// The store may only report that it could not read the file.
		throw toSpectrumError(pieces.failure ?? caught);
	} finally {
		// If the file could not be stored, the download may be unread, and the server would keep waiting.
		await download.cancel();
	}
}

/** The bytes of a file. Reading fails when there are more than allowed, and keeps why it failed. */
class LimitedFile implements AsyncIterable<Uint8Array> {
	failure?: SpectrumError;

	constructor(
		private readonly download: Download,
		private readonly maxBytes: number,
	) {}

	async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
		let bytes = 0;
		try {
			for await (const piece of this.download.chunks) {
				bytes += piece.byteLength;
				refuseLarger(bytes, this.maxBytes);
				yield piece;
			}
		} catch (caught) {
			this.failure = toSpectrumError(caught);
			throw this.failure;
		}
	}
}

/**
 * Whether a later attempt may succeed: the server is still receiving the file, or the server or the connection failed for
 * the moment, even in the middle of a file.
 */
function mayPass(error: SpectrumError): boolean {
	return error.code === 'attachmentNotReady' || error.kind === 'unavailable' || isPassingOrTimeout(error);
}

function refuseLarger(bytes: number, maxBytes: number): void {
	if (bytes <= maxBytes) return;
	throw new SpectrumError({
		kind: 'tooLarge',
		message: `The file is larger than the ${inMebibytes(maxBytes)} MiB that "Max Attachment Size" allows`,
		advice: `Raise "Max Attachment Size" in the options of the trigger, ${fetchLater}`,
	});
}

function inMebibytes(bytes: number): string {
	return String(Math.round((bytes / (1024 * 1024)) * 1_000) / 1_000);
}
