import { Simulator, type RpcFault } from '../../src';
import { FakeClock } from '../../../test/support/fakeClock';
import { alice, aliceSpace, ask, errorOf, post } from './httpCall';

const text = { chatGuid: aliceSpace, text: 'Hi', clientMessageId: 'once' };

describe('faults over HTTP', () => {
	let spectrum: Simulator;
	let clock: FakeClock;

	beforeEach(async () => {
		clock = new FakeClock();
		spectrum = await Simulator.start({ tls: false, clock });
	});
	afterEach(async () => await spectrum.stop());

	const send = (signal?: AbortSignal) => post(spectrum, '/v1/messages:sendText', text, { signal });
	const sent = () => spectrum.phone(alice).messages.length;
	const outcome = () => spectrum.calls.at(-1)?.outcome;

	it.each<[fault: RpcFault, expected: object, sent: number]>([
		[{ type: 'refusedToken' }, { status: 401, errorCode: 'unauthenticated', source: 'spectrum-imessage' }, 0],
		[{ type: 'expiredToken' }, { status: 401, errorCode: 'tokenExpired' }, 0],
		[{ type: 'duplicate' }, { status: 409, code: 'already_exists', errorCode: 'duplicateMessage' }, 1],
		[
			{ type: 'error', code: 'burstRateExceeded', retryable: true, context: { limit: '5' }, retryAfter: 1.2 },
			{ status: 429, code: 'resource_exhausted', retryable: true, context: { limit: '5' }, retryAfter: '2' },
			0,
		],
		[{ type: 'error', code: 'serviceUnavailable', afterWrite: true }, { status: 503, code: 'unavailable', source: 'upstream' }, 1],
		[{ type: 'error', code: 'codeOfTheFuture', status: 10 }, { status: 409, code: 'aborted', errorCode: 'codeOfTheFuture' }, 0],
		[{ type: 'error', code: '', status: 13 }, { status: 500, code: 'internal' }, 0],
	])('answers %j', async (fault, expected, writes) => {
		spectrum.faults.add('SendTextMessage', fault);
		const { status, headers, body } = await errorOf(send());
		expect({ ...body, status, retryAfter: headers.get('retry-after') ?? undefined }).toMatchObject(expected);
		expect(sent()).toBe(writes);
		expect(outcome()).toMatchObject({ type: 'refused' });
	});

	it.each<[fault: RpcFault, sent: number]>([
		[{ type: 'dropConnection' }, 0],
		[{ type: 'reset' }, 0],
		[{ type: 'answerLost' }, 1],
	])('cuts the connection for %j', async (fault, writes) => {
		spectrum.faults.add('SendTextMessage', fault);
		await expect(send()).rejects.toThrow('fetch failed');
		expect(sent()).toBe(writes);
		expect(outcome()).toEqual({ type: 'cut' });
		expect((await send()).status).toBe(200);
		expect(sent()).toBe(1);
	});

	it('says of a reset that it is one', async () => {
		spectrum.faults.add('SendTextMessage', { type: 'reset' });
		const failure = await send().catch((error: unknown) => error);
		expect(failure).toMatchObject({ cause: { code: 'ECONNRESET' } });
	});

	it.each([false, true])('answers late, and writes late if asked to: %s', async (beforeWrite) => {
		const slow = spectrum.faults.add('SendTextMessage', { type: 'slow', milliseconds: 60_000, beforeWrite });
		const answer = send();
		await slow.struck;
		if (!beforeWrite) await spectrum.phone(alice).next();
		expect(sent()).toBe(beforeWrite ? 0 : 1);
		await clock.advance(60_000);
		expect((await answer).status).toBe(200);
		expect(sent()).toBe(1);
	});

	it('writes nothing for a client that gives up before', async () => {
		const hold = spectrum.faults.add('SendTextMessage', { type: 'hold', beforeWrite: true });
		const gone = new AbortController();
		const answer = send(gone.signal);
		await hold.struck;
		const call = spectrum.calls.at(-1);
		gone.abort();
		await expect(answer).rejects.toThrow();
		while (call?.outcome === undefined) await new Promise(setImmediate);
		hold.release();
		expect(call.outcome).toEqual({ type: 'cut' });
		expect(sent()).toBe(0);
	});

	it.each([false, true])('lets a proxy answer, with the write behind it: %s', async (afterWrite) => {
		spectrum.faults.add('SendTextMessage', { type: 'proxyAnswer', afterWrite });
		const answer = await send();
		expect([answer.status, answer.headers.get('content-type')]).toEqual([502, 'text/html']);
		expect(answer.headers.get('x-spectrum-middleware')).toBeNull();
		expect(answer.headers.get('x-request-id')).toBeNull();
		expect(await answer.text()).toMatch(/^<html>/);
		expect(sent()).toBe(afterWrite ? 1 : 0);
		expect((await send()).status).toBe(200);
		expect(sent()).toBe(1);
	});

	it('lets a proxy answer as it likes', async () => {
		spectrum.faults.add('rpc', {
			type: 'proxyAnswer',
			status: 503,
			body: '{"message":"later"}',
			headers: { 'content-type': 'application/json', 'retry-after': '7' },
		});
		const answer = await send();
		expect([answer.status, answer.headers.get('retry-after'), await answer.text()]).toEqual([503, '7', '{"message":"later"}']);
	});

	it('answers for a line that lets nobody in', async () => {
		const down = spectrum.faults.add('connect', { type: 'dropConnection' }, { times: Number.POSITIVE_INFINITY });
		const { status, body } = await errorOf(send());
		expect({ status, ...body }).toMatchObject({
			status: 503,
			code: 'unavailable',
			errorCode: 'serviceUnavailable',
			source: 'middleware',
			retryable: true,
		});
		expect(spectrum.calls).toEqual([]);
		down.remove();
		expect((await send()).status).toBe(200);
	});

	it('cuts what waits for an answer when its line restarts', async () => {
		const hold = spectrum.faults.add('SendTextMessage', { type: 'hold' });
		const answer = send();
		await hold.struck;
		spectrum.cutConnections('shared');
		await expect(answer).rejects.toThrow('fetch failed');
	});

	it('tells when a quota of a day ends', async () => {
		spectrum.settings.messagesPerDay = 1;
		expect((await send()).status).toBe(200);
		await clock.advance(60_000);
		const more = post(spectrum, '/v1/messages:sendText', { ...text, clientMessageId: 'more' });
		const { status, headers, body } = await errorOf(more);
		expect([status, body.errorCode, headers.get('retry-after')]).toEqual([429, 'dailyLimitExceeded', String(24 * 60 * 60 - 60)]);
	});

	it('ends a token with its time', async () => {
		const token = spectrum.tokens.mint('shared');
		await clock.advance(3_600_000);
		const { body } = await errorOf(ask(spectrum, '/v1/chats:count', { headers: { authorization: `Bearer ${token}` } }));
		expect(body.errorCode).toBe('tokenExpired');
	});
});

describe('faults in downloads over HTTP', () => {
	let spectrum: Simulator;
	const data = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 251));
	const film = Buffer.from('film');

	beforeEach(async () => {
		spectrum = await Simulator.start({ tls: false });
		const file = { fileName: 'a.heic', isOutgoing: true };
		spectrum.store().attachments.keep({ ...file, guid: 'live', data, companion: film });
		spectrum.store().attachments.keep({ ...file, guid: 'still', data });
	});
	afterEach(async () => await spectrum.stop());

	const bytesOf = async (answer: Promise<Response>) => Buffer.from(await (await answer).arrayBuffer());
	const download = (guid = 'live', part = 'data') => ask(spectrum, `/v1/attachments/${guid}/${part}`);

	it('gives both files, each by itself', async () => {
		expect((await bytesOf(download())).equals(data)).toBe(true);
		expect((await bytesOf(download('live', 'companion'))).equals(film)).toBe(true);
		const { headers } = await download('live', 'companion');
		expect([headers.get('content-type'), headers.get('x-companion-kind'), headers.get('x-companion-total-bytes')]).toEqual([
			'video/quicktime',
			'1',
			'4',
		]);
		expect(spectrum.calls.map(({ method, route }) => [method, route])).toEqual([
			['DownloadAttachment', 'GET /v1/attachments/{attachment_guid}/data'],
			['DownloadAttachment', 'GET /v1/attachments/{attachment_guid}/companion'],
			['DownloadAttachment', 'GET /v1/attachments/{attachment_guid}/companion'],
		]);
	});

	it.each([
		['still', 'companion'],
		['nowhere', 'data'],
	])('has nothing at %s/%s', async (guid, part) => {
		const { status, body } = await errorOf(download(guid, part));
		expect([status, body.errorCode]).toEqual([404, 'attachmentNotFound']);
	});

	it.each<RpcFault>([
		{ type: 'dropConnection', afterChunks: 1 },
		{ type: 'error', code: 'internalError', afterChunks: 1 },
		{ type: 'answerLost' },
	])('breaks off in the middle: %j', async (fault) => {
		spectrum.faults.add('DownloadAttachment', fault);
		const answer = await download();
		expect(answer.status).toBe(200);
		await expect(answer.arrayBuffer()).rejects.toThrow('terminated');
	});

	it('loses what is on its way with a reset', async () => {
		spectrum.faults.add('DownloadAttachment', { type: 'reset', afterChunks: 1 });
		await expect(bytesOf(download())).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
	});

	it('tells an error before the first byte', async () => {
		spectrum.faults.add('DownloadAttachment', { type: 'error', code: 'attachmentNotReady' });
		expect((await errorOf(download())).body.errorCode).toBe('attachmentNotReady');
		spectrum.faults.add('DownloadAttachment', { type: 'proxyAnswer', status: 504 });
		expect((await download()).status).toBe(504);
	});

	it('ends too early as if all had been said', async () => {
		spectrum.faults.add('DownloadAttachment', { type: 'endStream', afterChunks: 1 });
		expect((await bytesOf(download())).equals(data.subarray(0, 64 * 1024))).toBe(true);
	});

	it('stops in the middle, and goes on', async () => {
		const stall = spectrum.faults.add('DownloadAttachment', { type: 'stall', direction: 'toClient', afterChunks: 1 });
		const bytes = bytesOf(download());
		await stall.struck;
		stall.release();
		expect((await bytes).equals(data)).toBe(true);
	});

	it('is a stream that is open, and can be cut', async () => {
		const hold = spectrum.faults.add('DownloadAttachment', { type: 'hold', afterChunks: 1 });
		const answer = await download();
		const stream = await spectrum.nextStream();
		expect([stream.method, spectrum.streams.length]).toEqual(['DownloadAttachment', 1]);
		await hold.struck;
		stream.strike({ type: 'dropConnection' });
		await expect(answer.arrayBuffer()).rejects.toThrow('terminated');
		expect(await stream.closed).toEqual({ type: 'cut' });
	});

	it('end unfinished with the simulator', async () => {
		const hold = spectrum.faults.add('DownloadAttachment', { type: 'hold', afterChunks: 1 });
		const answer = await download();
		await hold.struck;
		const bytes = answer.arrayBuffer();
		await Promise.all([expect(bytes).rejects.toThrow('terminated'), spectrum.stop()]);
	});

	it('lets no name of a file break a header', async () => {
		const attachment = spectrum.store().attachments.keep({
			fileName: `a"\r\nset-cookie: b=c\ud800é${'😀'.repeat(400)}`,
			mimeType: 'image/png\r\nset-cookie: b=c',
			isOutgoing: false,
			data,
		});
		const { status, headers } = await download(attachment.guid);
		expect([status, headers.get('content-type'), headers.get('set-cookie')]).toEqual([200, 'application/octet-stream', null]);
		expect(headers.get('content-disposition')).toMatch(/^attachment; filename="a___set-cookie: b=c[^"\\]*"; filename\*=UTF-8''[\w.%!~-]*$/);
	});
});
