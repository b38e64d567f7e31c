import type { DownloadFrame } from '../codec/attachments';
import type { Attachment, CompanionInfo } from '../model/attachment';
import type { Clock } from '../timing/clock';
import { SpectrumError } from '../errors/SpectrumError';
import { present } from '../values/present';

/** A running download. Pieces are fetched as the reader requests them and are not buffered. */
export interface Download {
	readonly attachment: Attachment;
	/** Present when a second file belongs to this one. */
	readonly companion?: CompanionInfo;
	/** The bytes of the requested file, in order. They can be read once. Reading rejects when fewer come than were announced. */
	readonly chunks: AsyncIterable<Uint8Array>;
	/** Ends the call. Needed only when `chunks` is never read. Leaving its loop early ends the call, too. */
	cancel(): Promise<void>;
}

/** Selects one of the two files of an attachment. */
export type DownloadPart = 'primary' | 'companion';

/** The parts and settings of a download. */
export interface DownloadOptions {
	readonly open: (signal: AbortSignal) => AsyncIterable<DownloadFrame>;
	readonly part: DownloadPart;
	readonly clock: Clock;
	/** How long the server may be silent while the reader waits, in milliseconds. */
	readonly stallMilliseconds: number;
}

/** Opens the stream and reads its header, so that a missing file fails before anything is written. */
export async function openDownload({ open, part, clock, stallMilliseconds }: DownloadOptions): Promise<Download> {
	const frames = new FrameReader(open, clock, stallMilliseconds);
	try {
		const header = await frames.next();
		if (header?.type !== 'header') throw noHeader();
		const { attachment, companion } = header;
		return {
			attachment,
			...present({ companion }),
			chunks: { [Symbol.asyncIterator]: () => chunksOf(frames, part, (part === 'primary' ? attachment : companion)?.size ?? 0) },
			cancel: () => frames.close(),
		};
	} catch (error) {
		await frames.close();
		throw error;
	}
}

/** Reads one frame at a time and limits the server's silence. A slow reader does not count as silence. */
class FrameReader {
	private readonly stop = new AbortController();
	private readonly frames: AsyncIterator<DownloadFrame>;
	private stalled = false;

	constructor(
		open: (signal: AbortSignal) => AsyncIterable<DownloadFrame>,
		private readonly clock: Clock,
		private readonly stallMilliseconds: number,
	) {
		this.frames = open(this.stop.signal)[Symbol.asyncIterator]();
	}

	/** Undefined at the end. */
	async next(): Promise<DownloadFrame | undefined> {
		const cancelTimer = this.clock.after(this.stallMilliseconds, () => {
			this.stalled = true;
			this.stop.abort();
		});
		try {
			const result = await this.frames.next();
			return result.done === true ? undefined : result.value;
		} catch (error) {
			throw this.stalled ? stalled(error) : error;
		} finally {
			cancelTimer();
		}
	}

	async close(): Promise<void> {
		// This ends a running `next()`. Otherwise the stream would wait for it before it closes.
		this.stop.abort();
		await this.frames.return?.();
	}
}

/**
 * Not a generator, because a generator that never started does not run its clean-up, and the call would stay open.
 *
 * @param announced the size that the server gave, in bytes. 0: it gave none
 */
function chunksOf(frames: FrameReader, part: DownloadPart, announced: number): AsyncIterator<Uint8Array> {
	let received = 0;
	let isOver = false;
	const end = async (): Promise<IteratorResult<Uint8Array>> => {
		isOver = true;
		await frames.close();
		return { done: true, value: undefined };
	};
	const complete = async (): Promise<IteratorResult<Uint8Array>> => {
		const ended = await end();
		// Over HTTP, whatever loses the rest of a file may still end the answer properly.
		if (received < announced) throw endedEarly(received, announced);
		return ended;
	};
	return {
		async next() {
			for (;;) {
				if (isOver) return await end();
				const frame = await frames.next();
				// The companion comes last, so nothing more of the file follows.
				if (frame === undefined || (part === 'primary' && frame.type === 'companion')) return await complete();
				if (frame.type !== part || frame.bytes.byteLength === 0) continue;
				received += frame.bytes.byteLength;
				return { done: false, value: frame.bytes };
			}
		},
		return: end,
	};
}

function noHeader(): SpectrumError {
	return new SpectrumError({
		kind: 'protocol',
		message: 'The server sent a file without saying what it is',
		advice: 'Try again; if it happens again, the server is older or newer than this version of the node.',
	});
}

/** The same kind as a connection that breaks in the middle, because it is the same to the reader. */
function endedEarly(received: number, announced: number): SpectrumError {
	return new SpectrumError({
		kind: 'unavailable',
		message: `The file ended after ${received} of the ${announced} bytes that the server announced`,
		advice: 'Try again. If it ends there each time, look at the file on the device of the line.',
	});
}

function stalled(cause: unknown): SpectrumError {
	return new SpectrumError({
		kind: 'timeout',
		message: 'The server stopped sending in the middle of the file',
		advice: 'Try again. If this continues, check the connection between n8n and the server.',
		cause,
	});
}
