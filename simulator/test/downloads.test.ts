import { once } from 'node:events';
import { Simulator } from '../src';
import { rawClient, type RawClient } from './rawCall';

const alice = '+15551230001';

describe('the downloads of the simulator', () => {
	let spectrum: Simulator;
	let client: RawClient;
	const data = Buffer.alloc(32 * 1024 * 1024, 7);

	beforeEach(async () => {
		spectrum = await Simulator.start({ tls: false });
		client = rawClient(spectrum);
		const content = { type: 'attachment', id: 'file', name: 'a.bin', mimeType: 'application/octet-stream', bytes: data };
		spectrum.receive({ from: alice, content });
	});

	afterEach(async () => {
		client.close();
		await spectrum.stop();
	});

	/** How many pieces the server has been asked for. */
	function countPieces(): { count: number } {
		const pieces = { count: 0 };
		const file = spectrum.store().attachments.get('file')!;
		const bytes = Buffer.from(data.buffer, data.byteOffset, data.length);
		file.data = Object.assign(bytes, {
			subarray: (start: number, end: number) => {
				pieces.count++;
				return data.subarray(start, end);
			},
		});
		return pieces;
	}

	it('send no more than the client takes in', async () => {
		const pieces = countPieces();
		const download = client.download('file');
		await once(download, 'readable');
		download.read();
		// Flow control and buffers hold some; a server that did not wait would have sent them all by then.
		await client.get('nobody').catch(() => undefined);
		for (let round = 0; round < 20; round++) await client.get('nobody').catch(() => undefined);
		expect(pieces.count).toBeLessThan(64);
		let total = 0;
		for await (const frame of download) total += (frame as { primary_chunk: Uint8Array }).primary_chunk.length;
		expect(total).toBe(data.length);
		expect(pieces.count).toBe(512);
	});

	it('end when the client gives up, without cutting its connection', async () => {
		const pieces = countPieces();
		const download = client.download('file');
		await once(download, 'data');
		const failed = new Promise((resolve) => download.once('error', resolve));
		download.cancel();
		expect(await failed).toMatchObject({ code: 1 });
		await client.get('nobody').catch(() => undefined);
		expect(spectrum.calls[0]?.outcome).toEqual({ type: 'cut' });
		expect(pieces.count).toBeLessThan(512);
		expect(spectrum.connections).toEqual({ open: 1, opened: 1 });
	});

	it('end when the simulator stops', async () => {
		const download = client.download('file');
		const failed = once(download, 'error');
		await once(download, 'readable');
		await spectrum.stop({ disconnectClients: true });
		download.resume();
		expect(await failed).toMatchObject([{ code: 14 }]);
	});

	it('come in pieces of the size that was set', async () => {
		spectrum.settings.chunkBytes = 8 * 1024 * 1024;
		const sizes: number[] = [];
		for await (const frame of client.download('file')) {
			sizes.push((frame as { primary_chunk: Uint8Array }).primary_chunk.length);
		}
		// The header holds no bytes.
		expect(sizes).toEqual([0, ...Array<number>(4).fill(spectrum.settings.chunkBytes)]);
	});
});
