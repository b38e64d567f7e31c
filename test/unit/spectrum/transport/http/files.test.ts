import { once } from 'node:events';
import { Readable } from 'node:stream';
import {
	downloadAttachment,
	getAttachmentInfo,
	uploadAttachment,
	type DownloadFrame,
} from '../../../../../nodes/shared/spectrum/codec/attachments';
import { getEmbeddedMedia } from '../../../../../nodes/shared/spectrum/codec/messageReads';
import { openDownload } from '../../../../../nodes/shared/spectrum/gateway/download';
import type { HttpPort } from '../../../../../nodes/shared/spectrum/net/http';
import { systemClock } from '../../../../../nodes/shared/spectrum/timing/clock';
import { uploadHeadRoom } from '../../../../../nodes/shared/spectrum/model/attachment';
import { callOf } from '../../../../../nodes/shared/spectrum/transport/http/calls';
import { asBuffer } from '../../../../../nodes/shared/spectrum/transport/messages';
import { json, marker, type HttpAnswer, type RecordingServer } from '../../../../support/httpServer';
import { n8nHttp } from '../../../../support/n8nHttp';
import { failureOf } from '../support';
import { HttpBench, options, reading, token } from './support';

const bench = new HttpBench();
afterEach(async () => await bench.tearDown());

const info = { guid: 'file/1', fileName: 'live.heic', mimeType: 'image/heic', totalBytes: '6', transferState: 'TRANSFER_STATE_FINISHED' };
const live = { ...info, companionKind: 'COMPANION_KIND_LIVE_PHOTO_VIDEO' };
const file = Buffer.from('the file, piece by piece');
const film = Buffer.from('its film');

const data: HttpAnswer = (response) => response.writeHead(200, { ...marker, 'content-type': 'image/heic' }).end(file);
const companion: HttpAnswer = (response) =>
	response
		.writeHead(200, {
			...marker,
			'content-type': 'video/quicktime',
			'content-disposition': `attachment; filename="live.mov"`,
			'x-companion-kind': '1',
			'x-companion-total-bytes': String(film.length),
		})
		.end(film);

const signIn: HttpAnswer = (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in</h1>');

/** Answers each request of a download. */
const answers =
	(attachment: object, more: Readonly<Record<string, HttpAnswer>> = {}): HttpAnswer =>
	(response, request, number) => {
		const end = request.path.slice('/v1/attachments/file%2F1'.length);
		return ({ '': json({ attachment }), '/data': data, '/companion': companion, ...more }[end] ?? json({}, 404))(response, request, number);
	};

function framesOf(server: RecordingServer, more = {}) {
	return bench.transport({ baseUrl: server.url }).serverStream(downloadAttachment, 'file/1', { ...reading, ...more });
}

async function all<Item>(frames: AsyncIterable<Item>): Promise<Item[]> {
	const list: Item[] = [];
	for await (const frame of frames) list.push(frame);
	return list;
}

const bytesOf = (frames: readonly DownloadFrame[], type: 'primary' | 'companion') =>
	Buffer.concat(frames.flatMap((frame) => (frame.type === type ? [frame.bytes] : [])));

describe('a download', () => {
	it('gives the frames that gRPC gives', async () => {
		const server = await bench.server(answers(live));
		const onOpen = jest.fn();
		const frames = await all(framesOf(server, { onOpen }));
		expect(frames[0]).toMatchObject({
			type: 'header',
			attachment: { id: 'file/1', fileName: 'live.heic', size: 6, companionKind: 'livePhotoVideo', transferState: 'finished' },
			companion: { fileName: 'live.mov', mimeType: 'video/quicktime', size: film.length, kind: 'livePhotoVideo' },
		});
		expect(bytesOf(frames, 'primary')).toEqual(file);
		expect(bytesOf(frames, 'companion')).toEqual(film);
		// The film comes after the whole file.
		expect(frames.map(({ type }) => type).lastIndexOf('primary')).toBeLessThan(frames.map(({ type }) => type).indexOf('companion'));
		expect(server.seen.map(({ path }) => path).sort()).toEqual(['', '/companion', '/data'].map((end) => `/v1/attachments/file%2F1${end}`));
		expect(server.seen.every(({ headers }) => headers.authorization === `Bearer ${token}`)).toBe(true);
		expect(onOpen).toHaveBeenCalledTimes(1);
	});

	it('of a file without a companion asks for none', async () => {
		const server = await bench.server(answers(info));
		const frames = await all(framesOf(server));
		expect(frames[0]).toMatchObject({ type: 'header', attachment: { id: 'file/1' } });
		expect(frames[0]).not.toHaveProperty('companion');
		expect(bytesOf(frames, 'primary')).toEqual(file);
		expect(server.seen).toHaveLength(2);
	});

	it('of a file whose companion is gone gives the file', async () => {
		const gone = json({ code: 'not_found', errorCode: 'attachmentNotFound' }, 404);
		const frames = await all(framesOf(await bench.server(answers(live, { '/companion': gone }))));
		expect(frames[0]).not.toHaveProperty('companion');
		expect(bytesOf(frames, 'primary')).toEqual(file);
	});

	it.each([
		['', json({ code: 'not_found', errorCode: 'attachmentNotFound' }, 404), { kind: 'notFound', code: 'attachmentNotFound' }],
		[
			'/data',
			json({ code: 'failed_precondition', errorCode: 'attachmentNotReady' }, 400),
			{ kind: 'unsupported', code: 'attachmentNotReady' },
		],
		['/data', json({ code: 'unauthenticated', errorCode: 'tokenExpired' }, 401), { kind: 'authentication', code: 'tokenExpired' }],
		['/companion', json({ code: 'unavailable', retryable: true }, 503), { kind: 'unavailable', retryable: true }],
		// A sign-in page must not become the file.
		['/data', signIn, { kind: 'protocol' }],
	])('that is refused at "%s" fails before its header', async (at, answer, expected) => {
		const onOpen = jest.fn();
		const server = await bench.server(answers(live, { [at]: answer }));
		const frames = framesOf(server, { onOpen });
		expect(await failureOf(frames.next())).toMatchObject(expected);
		expect(onOpen).not.toHaveBeenCalled();
	});

	it('that breaks off is not one whose connection failed before the answer', async () => {
		const cut: HttpAnswer = (response) => {
			response.writeHead(200, { ...marker, 'content-length': '1000' });
			response.write('some', () => setImmediate(() => response.destroy()));
		};
		const frames = framesOf(await bench.server(answers(info, { '/data': cut })));
		expect((await frames.next()).value).toMatchObject({ type: 'header' });
		expect(await failureOf(all(frames))).toMatchObject({ kind: 'unavailable', connectionFailed: false });
	});

	it.each([
		['in pieces', true],
		['up to the end of the connection', false],
	])('that ends properly but too early is not the file (sent %s)', async (_how, isChunked) => {
		const short: HttpAnswer = (response) => {
			response.useChunkedEncodingByDefault = isChunked;
			response.writeHead(200, marker);
			response.end('some');
		};
		const transport = bench.transport({ baseUrl: (await bench.server(answers(info, { '/data': short }))).url });
		const open = (signal: AbortSignal) => transport.serverStream(downloadAttachment, 'file/1', { ...reading, signal });
		const { chunks } = await openDownload({ open, part: 'primary', clock: systemClock, stallMilliseconds: 20_000 });
		expect(await failureOf(all(chunks))).toMatchObject({ kind: 'unavailable', message: expect.stringContaining('4 of the 6 bytes') });
	});

	it('of a file whose companion breaks off meanwhile gives the whole file', async () => {
		let breakOff = (): void => {};
		const broken: HttpAnswer = (response) => {
			breakOff = () => response.destroy();
			response.writeHead(200, { ...marker, 'content-length': '1000' }).flushHeaders();
		};
		const attachment = { ...live, totalBytes: String(file.length) };
		const server = await bench.server(answers(attachment, { '/companion': broken }));
		let film = new Readable();
		const http: HttpPort = async (request) => {
			const response = await n8nHttp()(request);
			if (request.url.endsWith('/companion')) film = response.body as Readable;
			return response;
		};
		const transport = bench.transport({ baseUrl: server.url });
		const open = (signal: AbortSignal) => transport.serverStream(downloadAttachment, 'file/1', { ...reading, http, signal });
		const reader = async (part: 'primary' | 'companion'): Promise<Uint8Array[]> => {
			const { chunks } = await openDownload({ open, part, clock: systemClock, stallMilliseconds: 20_000 });
			breakOff();
			await new Promise((resolve) => film.once('close', resolve));
			return await all(chunks);
		};
		expect(Buffer.concat(await reader('primary'))).toEqual(file);
		expect(await failureOf(reader('companion'))).toMatchObject({ kind: 'unavailable' });
	});

	it('fetches no more than its reader takes', async () => {
		const size = 96 * 1024 * 1024;
		const piece = Buffer.alloc(64 * 1024);
		let written = 0;
		const large: HttpAnswer = (response) => {
			const write = (): void => {
				while (written < size) {
					written += piece.length;
					if (!response.write(piece)) return void response.once('drain', write);
				}
				response.end();
			};
			response.writeHead(200, { ...marker, 'content-length': String(size) });
			write();
		};
		const frames = framesOf(await bench.server(answers(info, { '/data': large })));
		let read = 0;
		let ahead = 0;
		for await (const frame of frames) {
			if (frame.type === 'primary') read += frame.bytes.byteLength;
			ahead = Math.max(ahead, written - read);
			// The server may write all it can before the next piece is asked for.
			for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
		}
		expect(read).toBe(size);
		// The sockets of both sides have buffers of some megabytes.
		expect(ahead).toBeLessThan(size / 4);
	});

	it.each(['returned', 'aborted', 'closed'])('that is %s in the middle ends its requests', async (how) => {
		const ends: Array<Promise<unknown>> = [];
		const open: HttpAnswer = (response) => {
			ends.push(once(response, 'close'));
			response.writeHead(200, marker);
			response.write('some');
		};
		const server = await bench.server(answers(live, { '/data': open, '/companion': open }));
		const caller = new AbortController();
		const transport = bench.transport({ baseUrl: server.url });
		const frames = transport.serverStream(downloadAttachment, 'file/1', { ...reading, signal: caller.signal });
		await frames.next();
		await frames.next();
		const next = how === 'returned' ? frames.return() : failureOf(frames.next());
		if (how === 'aborted') caller.abort();
		if (how === 'closed') transport.close();
		if (how === 'returned') await next;
		else expect(await next).toMatchObject({ kind: 'cancelled' });
		await Promise.all(ends);
		expect(ends).toHaveLength(2);
	});
});

describe('an upload', () => {
	it.each(['current', 'older'] as const)('of 99 MiB arrives as it is (%s helper)', async (which) => {
		const size = 99 * 1024 * 1024;
		const whole = Buffer.alloc(uploadHeadRoom + size, 'large ');
		const request = { fileName: 'large.bin', data: whole.subarray(uploadHeadRoom), headRoom: uploadHeadRoom };
		const server = await bench.server(json({ attachment: info }));
		const answer = await bench.transport({ baseUrl: server.url }).unary(uploadAttachment, request, { ...options, http: n8nHttp(which) });
		expect(answer).toMatchObject({ id: 'file/1' });
		expect(server.seen[0]).toMatchObject({
			method: 'POST',
			path: '/v1/attachments:upload',
			query: [['fileName', 'large.bin']],
			headers: { 'x-idempotency-key': 'key-1', 'content-type': 'application/octet-stream', 'content-length': String(size) },
		});
		expect(server.seen[0]!.body.equals(whole.subarray(uploadHeadRoom))).toBe(true);
	});

	it('is not copied: the body of the request is the file in memory', () => {
		const whole = Buffer.alloc(uploadHeadRoom + 1024 * 1024, 'x');
		const data = whole.subarray(uploadHeadRoom);
		const bytes = asBuffer(uploadAttachment.encode({ fileName: 'a.bin', data, headRoom: uploadHeadRoom }));
		const { body } = callOf(uploadAttachment.path, bytes) as { body: Buffer };
		expect([body.buffer === data.buffer, body.byteOffset, body.length]).toEqual([true, data.byteOffset, data.length]);
	});

	it('of an empty file is one', async () => {
		const server = await bench.server(json({ attachment: info }));
		for (const which of ['current', 'older'] as const) {
			await bench
				.transport({ baseUrl: server.url })
				.unary(uploadAttachment, { fileName: 'empty.txt', data: new Uint8Array() }, { ...options, http: n8nHttp(which) });
		}
		expect(server.seen.map(({ body, query }) => [body.length, query])).toEqual([
			[0, [['fileName', 'empty.txt']]],
			[0, [['fileName', 'empty.txt']]],
		]);
	});

	it.each(['current', 'older'] as const)('with a film is a form of known length (%s helper)', async (which) => {
		const request = { fileName: 'live.heic', data: Buffer.alloc(3_000_000, 'p'), companion: { data: Buffer.alloc(2_000_000, 'f') } };
		const server = await bench.server(
			json({
				attachment: live,
				companion: { fileName: 'live.mov', mimeType: 'video/quicktime', totalBytes: '2000000', kind: 'COMPANION_KIND_LIVE_PHOTO_VIDEO' },
			}),
		);
		const answer = await bench.transport({ baseUrl: server.url }).unary(uploadAttachment, request, { ...options, http: n8nHttp(which) });
		expect(answer).toMatchObject({ id: 'file/1', companion: { fileName: 'live.mov', size: 2_000_000 } });
		const { headers, body } = server.seen[0]!;
		expect(headers['content-type']).toMatch(/^multipart\/form-data; ?boundary=/);
		expect(headers['content-length']).toBe(String(body.length));
		expect(headers['x-idempotency-key']).toBe('key-1');
	});
});

describe('embedded media', () => {
	it('keeps its bytes and its type', async () => {
		const server = await bench.server((response) => response.writeHead(200, { ...marker, 'content-type': 'image/heic' }).end(file));
		const answer = await bench
			.transport({ baseUrl: server.url })
			.unary(getEmbeddedMedia, { spaceId: 'any;-;a', messageId: 'message-1' }, reading);
		expect(answer.mimeType).toBe('image/heic');
		expect(Buffer.from(answer.data)).toEqual(file);
		expect(server.seen[0]!.query).toEqual([
			['chatGuid', 'any;-;a'],
			['messageGuid', 'message-1'],
		]);
	});

	it.each(['image/png', 'application/json'])('is never an answer of something in between (%s)', async (type) => {
		const server = await bench.server((response) => response.writeHead(200, { 'content-type': type }).end(file));
		const call = bench.transport({ baseUrl: server.url }).unary(getEmbeddedMedia, { spaceId: 'any;-;a', messageId: 'm' }, reading);
		expect(await failureOf(call)).toMatchObject({ kind: 'protocol' });
	});
});

it.each(['current', 'older'] as const)('a file is asked for as it is, of any type (%s helper)', async (which) => {
	const server = await bench.server(answers(live));
	await all(framesOf(server, { http: n8nHttp(which) }));
	const said = Object.fromEntries(server.seen.map(({ path, headers }) => [path.split('/').at(-1), headers]));
	for (const name of ['data', 'companion']) expect(said[name]).toMatchObject({ accept: '*/*', 'accept-encoding': 'identity' });
	expect(said['file%2F1']).toMatchObject({ accept: 'application/json' });
});

it('the info of a file is one request', async () => {
	const server = await bench.server(answers(info));
	expect(await bench.transport({ baseUrl: server.url }).unary(getAttachmentInfo, 'file/1', reading)).toMatchObject({ id: 'file/1' });
	expect(server.seen).toHaveLength(1);
});
