import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Gateway } from '../../../../nodes/shared/spectrum/gateway/Gateway';
import { alice, collected, freshKey, GatewayBench } from './gatewaySupport';

const mebibyte = 1024 * 1024;
let bench: GatewayBench;
let gateway: Gateway;
let lineId: string;

beforeEach(async () => {
	bench = await GatewayBench.start();
	gateway = bench.gateway();
	lineId = (await gateway.anyLine({})).id;
});

afterEach(async () => {
	await bench.stop();
});

/** Bytes that differ from place to place. */
function bytes(length: number): Uint8Array {
	const data = new Uint8Array(length);
	for (let index = 0; index < length; index++) data[index] = (index * 31 + (index >> 8)) % 251;
	return data;
}

async function upload(length: number, companion?: number): Promise<string> {
	const film = companion === undefined ? undefined : { data: bytes(companion) };
	return (await gateway.attachments.upload(lineId, { fileName: 'IMG_1.HEIC', data: bytes(length), companion: film }, freshKey())).id;
}

describe('an upload', () => {
	test('gives the id, and what the server made of the file', async () => {
		const uploaded = await gateway.attachments.upload(lineId, { fileName: '../a/\uD83Dphoto.png', data: bytes(10) }, freshKey());
		expect(uploaded).toMatchObject({
			fileName: '.._a_\uFFFDphoto.png',
			mimeType: 'image/png',
			size: 10,
			isOutgoing: true,
			transferState: 'finished',
		});
		expect(await gateway.attachments.info(lineId, uploaded.id)).toEqual(uploaded);
		expect(uploaded).not.toHaveProperty('companion');
		expect(uploaded).not.toHaveProperty('companionKind');
	});

	test('may have the film of a Live Photo beside it', async () => {
		const file = { fileName: 'IMG_1.HEIC', data: Buffer.from(bytes(100)), companion: { data: bytes(50) } };
		const uploaded = await gateway.attachments.upload(lineId, file, freshKey());
		expect(uploaded).toMatchObject({
			companionKind: 'livePhotoVideo',
			companion: { fileName: 'IMG_1.MOV', mimeType: 'video/quicktime', size: 50, kind: 'livePhotoVideo' },
		});
	});

	test('needs a step of its own where one item has several', async () => {
		const key = freshKey();
		const one = await gateway.attachments.upload(lineId, { fileName: 'one.bin', data: bytes(2) }, key);
		const other = await gateway.attachments.upload(lineId, { fileName: 'other.bin', data: bytes(1) }, key, 'upload 2');
		expect([one.size, other.size]).toEqual([2, 1]);
		expect(bench.calls('UploadAttachment')).toHaveLength(2);
	});

	test('under the same key, the same file is uploaded once, and another one is another', async () => {
		const key = freshKey();
		const uploadOf = async (data: Uint8Array) => (await gateway.attachments.upload(lineId, { fileName: 'a.bin', data }, key)).id;
		const first = await uploadOf(bytes(3));
		expect(await uploadOf(bytes(3))).toBe(first);
		const other = await uploadOf(bytes(4));
		expect(other).not.toBe(first);
		// What the process has forgotten, the server knows by the key.
		bench.pool.close();
		expect([await uploadOf(bytes(3)), await uploadOf(bytes(4))]).toEqual([first, other]);
		expect(bench.calls('UploadAttachment')).toHaveLength(4);
	});

	test.each([
		[100 * mebibyte, undefined, 'The file "a.bin" has 100.0 MiB, but one upload must stay below 100 MiB'],
		[100 * mebibyte - 20, undefined, 'The file "a.bin" has 100.0 MiB, but one upload must stay below 100 MiB'],
		[60 * mebibyte, 45.21 * mebibyte, 'The file "a.bin" has 60.0 MiB, and its video 45.3 MiB, but one upload must stay below 100 MiB'],
	])('of %d and %d bytes is refused before the call', async (length, companion, message) => {
		const film = companion === undefined ? undefined : { data: new Uint8Array(companion) };
		const file = { fileName: 'a.bin', data: new Uint8Array(length), companion: film };
		await expect(gateway.attachments.upload(lineId, file, freshKey())).rejects.toMatchObject({ kind: 'tooLarge', message });
		expect(bench.spectrum.calls).toHaveLength(0);
	});
});

describe('a download', () => {
	test.each([0, 1, 65_536, 65_537, 1_000_000])('of %i bytes gives what was there, in order', async (length) => {
		const bytesReceived = bytes(length);
		const content = { type: 'attachment', id: 'file', name: 'a.bin', mimeType: 'application/pdf', bytes: bytesReceived } as const;
		bench.spectrum.receive({ from: alice, content });
		const { attachment, chunks, companion } = await gateway.attachments.download(lineId, 'file');
		expect(attachment).toMatchObject({ id: 'file', fileName: 'a.bin', size: length });
		expect(companion).toBeUndefined();
		expect(Buffer.concat(await collected(chunks)).equals(bytesReceived)).toBe(true);
	});

	test('of a Live Photo gives one of its files', async () => {
		const id = await upload(100_000, 70_000);
		const photo = await gateway.attachments.download(lineId, id);
		expect(photo.companion).toMatchObject({ fileName: 'IMG_1.MOV', size: 70_000 });
		expect(Buffer.concat(await collected(photo.chunks)).equals(bytes(100_000))).toBe(true);
		const film = await gateway.attachments.download(lineId, id, { part: 'companion' });
		expect(Buffer.concat(await collected(film.chunks)).equals(bytes(70_000))).toBe(true);
	});

	test('can be piped as a stream', async () => {
		const { chunks } = await gateway.attachments.download(lineId, await upload(300_000));
		expect((await buffer(Readable.from(chunks))).equals(bytes(300_000))).toBe(true);
	});

	test('of something that is not there is an error at once', async () => {
		await expect(gateway.attachments.download(lineId, 'unknown')).rejects.toMatchObject({ code: 'attachmentNotFound' });
		bench.spectrum.receive({
			from: alice,
			content: { type: 'attachment', id: 'late', name: 'a', mimeType: 'a/b', pending: true, bytes: bytes(1) },
		});
		await expect(gateway.attachments.download(lineId, 'late')).rejects.toMatchObject({ code: 'attachmentNotReady' });
		expect(await gateway.attachments.info(lineId, 'late')).toMatchObject({ transferState: 'pending' });
	});

	test('whose connection breaks before the header begins anew; after it, it fails', async () => {
		const id = await upload(300_000);
		bench.spectrum.faults.add('DownloadAttachment', { type: 'dropConnection' });
		const { chunks } = await gateway.attachments.download(lineId, id);
		expect(Buffer.concat(await collected(chunks)).byteLength).toBe(300_000);
		expect(bench.calls('DownloadAttachment')).toHaveLength(2);
		bench.spectrum.faults.add('DownloadAttachment', { type: 'dropConnection', afterChunks: 2 });
		const broken = await gateway.attachments.download(lineId, id);
		await expect(collected(broken.chunks)).rejects.toMatchObject({ kind: 'unavailable' });
		expect(bench.calls('DownloadAttachment')).toHaveLength(3);
	});

	test('that the reader leaves, or never begins, ends on the server too', async () => {
		const id = await upload(20 * mebibyte);
		const left = await gateway.attachments.download(lineId, id);
		for await (const chunk of left.chunks) if (chunk.byteLength > 0) break;
		const unread = await gateway.attachments.download(lineId, id);
		await unread.cancel();
		await unread.cancel();
		const destroyed = Readable.from((await gateway.attachments.download(lineId, id)).chunks);
		destroyed.destroy();
		// `stop()` in afterEach fails when a call keeps its connection open.
	});

	test('ends with the execution', async () => {
		const id = await upload(20 * mebibyte);
		const execution = new AbortController();
		const { chunks } = await bench.gateway({ signal: execution.signal }).attachments.download(lineId, id);
		const reader = chunks[Symbol.asyncIterator]();
		await reader.next();
		execution.abort();
		const rest = async () => {
			for (;;) if ((await reader.next()).done === true) return;
		};
		await expect(rest()).rejects.toMatchObject({ kind: 'cancelled' });
	});
});
