import { fork } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { Simulator } from '../../simulator/src';

const mebibyte = 1024 * 1024;

/** What the measured process is told. */
export type FileOrder =
	| {
			readonly what: 'download';
			readonly credential: object;
			/** A small file, downloaded before anything is measured. */
			readonly warmUpId: string;
			readonly attachmentId: string;
	  }
	/** A file of that many bytes is sent to a person. */
	| { readonly what: 'upload'; readonly credential: object; readonly bytes: number };

/** What it answers. Memory in bytes, as the system counts it for the whole process. */
export interface MemoryFigures {
	readonly before: number;
	readonly peak: number;
	readonly seconds: number;
	/** Size of the file that n8n has stored, and the hash of what is in it. */
	readonly bytes: number;
	readonly sha256: string;
}

export interface DownloadMeasurement extends MemoryFigures {
	readonly risenBytes: number;
	/** True when n8n has stored exactly what the server had. */
	readonly isIntact: boolean;
}

/** Most that the process may grow by, for a file of 100 MiB. */
export const allowedBytes = 32 * mebibyte;

/** How the file is sent. */
export interface DownloadSettings {
	/** Default 100 MiB. */
	readonly fileBytes?: number;
	/** Bytes of each piece. Default 64 KiB. */
	readonly chunkBytes?: number;
	/** The Node to measure. Default: the one that runs this. */
	readonly execPath?: string;
}

/** Has another process download a file from a simulator in this one, and gives its figures. */
export async function measureDownload(settings: DownloadSettings = {}): Promise<DownloadMeasurement> {
	const { fileBytes = 100 * mebibyte, chunkBytes = 64 * 1024, execPath } = settings;
	const spectrum = await Simulator.start();
	spectrum.settings.chunkBytes = chunkBytes;
	try {
		const bytes = randomBytes(fileBytes);
		const keep = (id: string, data: Buffer) =>
			spectrum.receive({
				from: '+15551234567',
				content: { type: 'attachment', id, name: `${id}.bin`, mimeType: 'application/octet-stream', bytes: data },
			});
		keep('small', randomBytes(mebibyte));
		keep('large', bytes);
		const figures = await inFileProcess(
			{ what: 'download', credential: spectrum.cloudCredential(), warmUpId: 'small', attachmentId: 'large' },
			execPath,
		);
		return {
			...figures,
			risenBytes: figures.peak - figures.before,
			isIntact: figures.sha256 === createHash('sha256').update(bytes).digest('hex'),
		};
	} finally {
		await spectrum.stop({ disconnectClients: true });
	}
}

/** Has one file moved in a process of its own. */
export async function inFileProcess(order: FileOrder, execPath = process.execPath): Promise<MemoryFigures> {
	// No flags that would make the collector work harder than it does for people.
	const child = fork(join(__dirname, 'fileChild.ts'), {
		execPath,
		execArgv: ['--import', 'tsx'],
		stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
	});
	try {
		child.send(order);
		const [answer] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [unknown];
		const { figures, error } = (typeof answer === 'object' && answer !== null ? answer : {}) as { figures?: MemoryFigures; error?: string };
		if (figures === undefined) throw new Error(error ?? `The measured process ended with ${String(answer)}`);
		return figures;
	} finally {
		child.kill();
	}
}

/** One line for people. */
export function describeMeasurement({ before, peak, risenBytes, seconds, bytes, isIntact }: DownloadMeasurement): string {
	const shown = (value: number) => `${(value / mebibyte).toFixed(1)} MiB`;
	return `${shown(bytes)} in ${seconds.toFixed(2)} s; memory ${shown(before)} before, ${shown(peak)} at most: ${shown(risenBytes)} more; ${isIntact ? 'intact' : 'NOT INTACT'}`;
}
