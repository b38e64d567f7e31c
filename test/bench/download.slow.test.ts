import { allowedBytes, describeMeasurement, measureDownload } from './download';

/** A tenth of it on an idle machine. */
const patience = 60_000;

test(
	'memory rises by 32 MiB at most while 100 MiB are downloaded into a file, which is intact',
	async () => {
		const measured = await measureDownload();
		expect(measured.bytes).toBe(100 * 1024 * 1024);
		expect(measured.isIntact).toBe(true);
		// Said in full when it fails.
		expect({ measured: describeMeasurement(measured), isAllowed: measured.risenBytes <= allowedBytes }).toMatchObject({ isAllowed: true });
	},
	patience,
);
