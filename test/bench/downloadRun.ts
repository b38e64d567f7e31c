/** `npm run bench:download`: what a download of 100 MiB costs, in pieces of several sizes. */
import { allowedBytes, describeMeasurement, measureDownload } from './download';

/** Which pieces a server sends is its own affair. */
const chunkSizes = [16 * 1024, 64 * 1024, 256 * 1024, 1024 * 1024];

async function main(): Promise<void> {
	for (const chunkBytes of chunkSizes) {
		const measured = await measureDownload({ chunkBytes });
		process.stdout.write(`pieces of ${chunkBytes / 1024} KiB: ${describeMeasurement(measured)}\n`);
		if (measured.risenBytes > allowedBytes || !measured.isIntact) process.exitCode = 1;
	}
	process.stdout.write(`allowed: ${allowedBytes / 1024 / 1024} MiB more, on Node ${process.versions.node}\n`);
}

void main();
