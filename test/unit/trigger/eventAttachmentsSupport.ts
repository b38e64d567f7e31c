import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { IBinaryData } from 'n8n-workflow';
import type { Attachment } from '../../../nodes/shared/spectrum/model/attachment';
import type { ImessageEvent } from '../../../nodes/shared/spectrum/model/event/event';
import { SpectrumError, type ErrorKind, type SpectrumErrorDetails } from '../../../nodes/shared/spectrum/errors/SpectrumError';
import { openDownload, type Download, type DownloadOptions } from '../../../nodes/shared/spectrum/gateway/download';
import type { Gateway } from '../../../nodes/shared/spectrum/gateway/Gateway';
import { downloadAttachments, type EventAttachmentOptions } from '../../../nodes/ImessageTrigger/downloads/eventAttachments';
import { FakeClock } from '../../support/fakeClock';

type Frame = ReturnType<DownloadOptions['open']> extends AsyncIterable<infer Value> ? Value : never;

/** One attempt at a file: what the server sends, then its failure, or nothing for ever. */
export interface Script {
	/** Default: 10 bytes. */
	readonly pieces?: readonly number[];
	/** As the header says; default the sum of the pieces. */
	readonly size?: number;
	readonly fails?: SpectrumError;
	/** The failure comes before the header. */
	readonly refused?: SpectrumError;
	readonly hangs?: 'beforeHeader' | 'inTheMiddle';
}

export const failure = (kind: ErrorKind, details: Partial<SpectrumErrorDetails> = {}) =>
	new SpectrumError({ kind, message: `It is ${kind}`, advice: 'Do something', ...details });
export const notReady = failure('unsupported', { code: 'attachmentNotReady' });
export const notFound = failure('notFound', { code: 'attachmentNotFound' });

/** The gateway and the store as far as they are used. Each file has one script for each attempt; the last one repeats. */
export class Bench {
	readonly clock = new FakeClock();
	/** `line:id`, in the order in which they were opened. */
	readonly opened: string[] = [];
	/** Streams that are open, and the most that there were at once. */
	open = 0;
	most = 0;
	readonly stored: Array<{ fileName?: string; mimeType?: string; bytes: number }> = [];
	store = async (data: Readable): Promise<Buffer> => await buffer(data);
	lines = [{ id: 'line', phone: '+15550000001' }];
	gateways = 0;
	openGateway = async (signal: AbortSignal): Promise<Gateway> => {
		this.gateways++;
		return this.gateway(signal);
	};

	constructor(private readonly scripts: Readonly<Record<string, readonly Script[]>>) {}

	download(event: ImessageEvent, options: Partial<EventAttachmentOptions> & { maxCount?: number; maxBytes?: number } = {}) {
		const { maxCount = 10, maxBytes = 100, ...rest } = options;
		return downloadAttachments(event, {
			context: {
				helpers: { prepareBinaryData: async (data, fileName, mimeType) => await this.keep(data as Readable, fileName, mimeType) },
			},
			openGateway: async (signal) => await this.openGateway(signal),
			settings: { maxCount, maxBytes, prefix: 'attachment_' },
			clock: this.clock,
			deadlineMilliseconds: 15_000,
			...rest,
		});
	}

	/** Everything that was opened is closed, and no timer is left. */
	async expectNothingLeft(): Promise<void> {
		await this.clock.settle();
		expect({ open: this.open, timers: this.clock.pending }).toEqual({ open: 0, timers: 0 });
	}

	private async keep(data: Readable, fileName?: string, mimeType?: string): Promise<IBinaryData> {
		const bytes = (await this.store(data)).byteLength;
		this.stored.push({ fileName, mimeType, bytes });
		return { data: '', mimeType: mimeType ?? '', fileName, bytes };
	}

	private gateway(signal: AbortSignal): Gateway {
		return {
			anyLine: async ({ incoming }: { incoming?: string }) => this.lines.find(({ phone }) => phone === incoming) ?? this.lines[0],
			lines: async () => this.lines,
			attachments: { download: async (line: string, id: string) => await this.openFile(line, id, signal) },
		} as unknown as Gateway;
	}

	private async openFile(line: string, id: string, execution: AbortSignal): Promise<Download> {
		const key = this.scripts[`${line}:${id}`] === undefined ? id : `${line}:${id}`;
		const attempt = this.opened.filter((name) => name === `${line}:${id}`).length;
		this.opened.push(`${line}:${id}`);
		const script = this.scripts[key]?.[attempt] ?? this.scripts[key]?.at(-1) ?? { refused: notFound };
		const open = (stop: AbortSignal) => this.frames(script, id, AbortSignal.any([stop, execution]));
		return await openDownload({ open, part: 'primary', clock: this.clock, stallMilliseconds: 60_000 });
	}

	private async *frames(script: Script, id: string, signal: AbortSignal): AsyncGenerator<Frame> {
		const { pieces = [10], size = pieces.reduce((sum, length) => sum + length, 0) } = script;
		this.open++;
		this.most = Math.max(this.most, this.open);
		try {
			if (script.refused !== undefined) throw script.refused;
			if (script.hangs === 'beforeHeader') await aborted(signal);
			yield { type: 'header', attachment: { id, fileName: `${id}.bin`, mimeType: 'a/b', size } as Attachment };
			for (const length of pieces) {
				await this.clock.settle();
				yield { type: 'primary', bytes: new Uint8Array(length) };
			}
			if (script.fails !== undefined) throw script.fails;
			if (script.hangs === 'inTheMiddle') await aborted(signal);
		} finally {
			this.open--;
		}
	}
}

/** As the transport ends what was aborted. */
async function aborted(signal: AbortSignal): Promise<never> {
	return await new Promise<never>((_, reject) => {
		const fail = () => reject(failure('cancelled'));
		if (signal.aborted) fail();
		else signal.addEventListener('abort', fail);
	});
}

const space = { id: 'any;-;+15551234567', type: 'dm' } as const;
export const file = (id: string, more: object = {}) => ({ type: 'attachment', id, name: `${id}.jpg`, ...more });
export const message = (content: ImessageEvent['content'], phone?: string): ImessageEvent => ({
	event: 'message.received',
	id: 'm',
	space: { ...space, ...(phone === undefined ? {} : { phone }) },
	content,
});
export const album = (...ids: string[]) => message({ type: 'group', items: ids.map((id) => ({ content: file(id) })) });
