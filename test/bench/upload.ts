import { createHash } from 'node:crypto';
import { Simulator } from '../../simulator/src';
import { inFileProcess, type DownloadMeasurement } from './download';
import { recipient } from './recipient';

/** A file to send. */
export interface UploadSettings {
	readonly fileBytes: number;
	/** The Node to measure. Default: the one that runs this. */
	readonly execPath?: string;
}

/** Has another process send a file to a person of a simulator in this one, and gives its figures. */
export async function measureUpload({ fileBytes, execPath }: UploadSettings): Promise<DownloadMeasurement> {
	const spectrum = await Simulator.start();
	try {
		const order = { what: 'upload', credential: spectrum.cloudCredential(), bytes: fileBytes } as const;
		const figures = await inFileProcess(order, execPath);
		const arrived = spectrum.phone(recipient).messages.at(-1)?.attachments[0]?.bytes ?? Buffer.alloc(0);
		const sha256 = createHash('sha256').update(arrived).digest('hex');
		return { ...figures, risenBytes: figures.peak - figures.before, isIntact: sha256 === figures.sha256 };
	} finally {
		await spectrum.stop({ disconnectClients: true });
	}
}
