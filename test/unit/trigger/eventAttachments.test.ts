import { getEventListeners } from 'node:events';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { noAttachments, withAttachments } from '../../../nodes/ImessageTrigger/downloads/eventAttachments';
import { failureOf } from '../spectrum/transport/support';
import { album, Bench, failure, file, message, notFound, notReady } from './eventAttachmentsSupport';

const ids = (error: { failed: Array<{ id?: string }> } | undefined) => error?.failed.map(({ id }) => id);

describe('what is there', () => {
	test('comes in the order of the parts, with the names and types of the server, two at a time', async () => {
		const bench = new Bench({ A: [{ pieces: [5, 5, 5, 5] }], B: [{}], C: [{ pieces: [3] }], D: [{}] });
		const { binary, downloadError } = await bench.download(album('A', 'B', 'C', 'D'));
		expect(downloadError).toBeUndefined();
		expect(Object.entries(binary ?? {}).map(([name, { fileName, mimeType, bytes }]) => [name, fileName, mimeType, bytes])).toEqual([
			['attachment_0', 'A.bin', 'a/b', 20],
			['attachment_1', 'B.bin', 'a/b', 10],
			['attachment_2', 'C.bin', 'a/b', 3],
			['attachment_3', 'D.bin', 'a/b', 10],
		]);
		expect(bench).toMatchObject({ most: 2, gateways: 1 });
		await bench.expectNothingLeft();
	});

	test('is asked for on the line of the event, then on the others', async () => {
		const bench = new Bench({ 'two:A': [{}] });
		bench.lines = ['one', 'two', 'three'].map((id, index) => ({ id, phone: `+1555000000${index}` }));
		expect(Object.keys((await bench.download(message(file('A'), '+15550000002'))).binary ?? {})).toEqual(['attachment_0']);
		expect(bench.opened).toEqual(['three:A', 'one:A', 'two:A']);
	});

	test('without files nothing is opened', async () => {
		const bench = new Bench({});
		expect(await bench.download(message({ type: 'text', text: 'Hi' }))).toEqual({});
		expect(bench.gateways).toBe(0);
		await bench.expectNothingLeft();
	});
});

describe('what is too much', () => {
	test('by what the event says, it is not asked for', async () => {
		const bench = new Bench({});
		const { binary, downloadError } = await bench.download(message(file('A', { size: 101 })));
		expect(binary).toBeUndefined();
		expect(downloadError).toMatchObject({
			kind: 'tooLarge',
			failed: [{ id: 'A', name: 'A.jpg', property: 'attachment_0', kind: 'tooLarge' }],
		});
		expect(bench).toMatchObject({ opened: [], gateways: 0 });
	});

	test.each([
		['by its header, nothing is stored', { pieces: [60, 60] }],
		['by its bytes, whatever the header says, the stream is cut', { pieces: [60, 60, 60, 60], size: 60 }],
	])('%s', async (_what, script) => {
		const bench = new Bench({ A: [script], B: [{ pieces: [100] }] });
		const { binary, downloadError } = await bench.download(album('A', 'B'));
		expect(Object.keys(binary ?? {})).toEqual(['attachment_1']);
		expect(downloadError).toMatchObject({ kind: 'tooLarge', message: expect.stringContaining('"Max Attachment Size"') });
		expect(bench.stored).toHaveLength(1);
		expect(bench.opened).toHaveLength(2);
		await bench.expectNothingLeft();
	});

	test('by its place, it is named, and the first ones come', async () => {
		const bench = new Bench({ A: [{}], B: [{}] });
		const { binary, downloadError } = await bench.download(album('A', 'B', 'C', 'D'), { maxCount: 2 });
		expect(Object.keys(binary ?? {})).toEqual(['attachment_0', 'attachment_1']);
		expect(downloadError).toMatchObject({ message: 'The message has 4 files, and "Max Attachments" allows 2' });
		expect(downloadError?.failed.map(({ property }) => property)).toEqual(['attachment_2', 'attachment_3']);
		expect(bench.opened).toHaveLength(2);
	});
});

describe('what fails', () => {
	test('is named in the order of the parts; the others come', async () => {
		const bench = new Bench({ A: [{ refused: failure('permission', { code: 'unauthorized' }) }], B: [{}], C: [{ refused: notFound }] });
		const { binary, downloadError } = await bench.download(album('A', 'B', 'C'));
		expect(Object.keys(binary ?? {})).toEqual(['attachment_1']);
		expect(downloadError).toEqual({
			message: 'It is permission',
			kind: 'permission',
			advice: 'Do something',
			code: 'unauthorized',
			failed: [
				{
					id: 'A',
					name: 'A.jpg',
					property: 'attachment_0',
					message: 'It is permission',
					kind: 'permission',
					advice: 'Do something',
					code: 'unauthorized',
				},
				{
					id: 'C',
					name: 'C.jpg',
					property: 'attachment_2',
					message: 'It is notFound',
					kind: 'notFound',
					advice: 'Do something',
					code: 'attachmentNotFound',
				},
			],
		});
		expect(bench.opened).toHaveLength(3);
		await bench.expectNothingLeft();
	});

	test('a file that is not ready is waited for: 1 s, 2 s, 4 s', async () => {
		const bench = new Bench({ A: [{ refused: notReady }, { refused: notReady }, { refused: notReady }, {}] });
		const fetched = bench.download(message(file('A')));
		for (const [waited, attempts] of [
			[999, 1],
			[1, 2],
			[1_999, 2],
			[1, 3],
			[3_999, 3],
			[1, 4],
		] as const) {
			await bench.clock.advance(waited);
			expect(bench.opened).toHaveLength(attempts);
		}
		expect(await fetched).toMatchObject({ binary: { attachment_0: { bytes: 10 } } });
		await bench.expectNothingLeft();
	});

	test('one that is never ready is given up while the reason can still be told', async () => {
		const bench = new Bench({ A: [{ refused: notReady }] });
		const fetched = bench.download(message(file('A')));
		await bench.clock.advance(12_000);
		// 0, 1, 3, 7 and 12 s; another pause of 5 s would end after the deadline.
		expect(bench.opened).toHaveLength(5);
		expect(await fetched).toMatchObject({ downloadError: { code: 'attachmentNotReady' } });
		await bench.expectNothingLeft();
	});

	test.each([
		['marked as retryable', failure('internal', { retryable: true })],
		['of the connection', failure('unavailable')],
	])('in the middle, a failure %s begins the file anew', async (_what, fails) => {
		const bench = new Bench({ A: [{ pieces: [4, 4], fails }, { pieces: [4, 4, 4] }] });
		const fetched = bench.download(message(file('A')));
		// The pieces take their time.
		while (!bench.clock.waits.includes(1_000)) await bench.clock.settle();
		await bench.clock.advance(1_000);
		expect(await fetched).toMatchObject({ binary: { attachment_0: { bytes: 12 } } });
		expect(bench.stored).toHaveLength(1);
		await bench.expectNothingLeft();
	});

	test('a server that asks for more time gets it', async () => {
		const bench = new Bench({ A: [{ refused: failure('quota', { retryable: true, retryAfterMilliseconds: 9_000 }) }, {}] });
		const fetched = bench.download(message(file('A')));
		await bench.clock.advance(8_999);
		expect(bench.opened).toHaveLength(1);
		await bench.clock.advance(1);
		expect(await fetched).toMatchObject({ binary: { attachment_0: { bytes: 10 } } });
	});

	test('a file that ends in the middle for good is never given', async () => {
		const bench = new Bench({ A: [{ pieces: [4], fails: failure('internal') }] });
		expect(await bench.download(message(file('A')))).toMatchObject({ downloadError: { kind: 'internal', failed: [{ id: 'A' }] } });
		expect(bench).toMatchObject({ stored: [], opened: ['line:A'] });
		await bench.expectNothingLeft();
	});

	test('a file that ends too early, as if it were whole, is fetched again', async () => {
		const bench = new Bench({ A: [{ pieces: [4, 4], size: 9 }, { pieces: [4, 4, 1] }] });
		const fetched = bench.download(message(file('A')));
		// The pieces take their time.
		while (!bench.clock.waits.includes(1_000)) await bench.clock.settle();
		await bench.clock.advance(1_000);
		expect(await fetched).toMatchObject({ binary: { attachment_0: { bytes: 9 } } });
		expect(bench.stored).toHaveLength(1);
		await bench.expectNothingLeft();
	});

	test('one that always does is never given', async () => {
		const bench = new Bench({ A: [{ pieces: [4, 4], size: 9 }] });
		const fetched = bench.download(message(file('A')));
		for (const pause of [1_000, 2_000, 4_000, 5_000]) {
			while (!bench.clock.waits.includes(pause)) await bench.clock.settle();
			await bench.clock.advance(pause);
		}
		expect(await fetched).toMatchObject({
			downloadError: { kind: 'unavailable', message: expect.stringContaining('8 of the 9 bytes'), failed: [{ id: 'A' }] },
		});
		expect(bench.stored).toEqual([]);
		await bench.expectNothingLeft();
	});

	test.each([
		['reads nothing', async () => await Promise.reject(new Error('ENOSPC: no space left on device'))],
		[
			'has read some of it',
			async (data: Readable) => {
				for await (const _piece of data) throw new Error('ENOSPC: no space left on device');
				throw new Error('empty');
			},
		],
	])('a store that %s and fails is told, and the server hears of it', async (_what, store) => {
		const bench = new Bench({ A: [{ pieces: [4, 4], hangs: 'inTheMiddle' }] });
		bench.store = store;
		const { downloadError } = await bench.download(message(file('A')));
		expect(downloadError).toMatchObject({ kind: 'internal', message: expect.stringContaining('no space left') });
		expect(bench.opened).toHaveLength(1);
		await bench.expectNothingLeft();
	});

	test('a store that hides why it could not read does not hide it here', async () => {
		const bench = new Bench({ A: [{ pieces: [4], fails: failure('internal') }] });
		bench.store = async (data) => await buffer(data).catch(() => Promise.reject(new Error('upload failed')));
		expect((await bench.download(message(file('A')))).downloadError).toMatchObject({ message: 'It is internal' });
	});

	test('a gateway that cannot be opened fails every file, and is asked once', async () => {
		const bench = new Bench({});
		let asked = 0;
		bench.openGateway = async () => {
			asked++;
			throw failure('invalid');
		};
		expect(ids((await bench.download(album('A', 'B', 'C'))).downloadError)).toEqual(['A', 'B', 'C']);
		expect(asked).toBe(1);
		await bench.expectNothingLeft();
	});
});

describe('the deadline', () => {
	test.each(['beforeHeader', 'inTheMiddle'] as const)('ends what hangs %s, and keeps what came', async (hangs) => {
		const bench = new Bench({ A: [{ hangs }], B: [{}], C: [{ hangs }], D: [{}] });
		const fetched = bench.download(album('A', 'B', 'C', 'D'));
		await bench.clock.advance(14_999);
		expect(bench.open).toBe(2);
		await bench.clock.advance(1);
		const { binary, downloadError } = await fetched;
		expect(Object.keys(binary ?? {})).toEqual(['attachment_1']);
		expect(ids(downloadError)).toEqual(['A', 'C', 'D']);
		expect(downloadError).toMatchObject({ kind: 'timeout', message: expect.stringContaining('within the 15 s') });
		// What nobody had begun is not begun any more.
		expect(bench.opened).toEqual(['line:A', 'line:B', 'line:C']);
		expect(bench.stored).toHaveLength(1);
		await bench.expectNothingLeft();
	});

	test.each([
		['the store', (bench: Bench) => void (bench.store = async () => await new Promise<never>(() => {}))],
		['the credential', (bench: Bench) => void (bench.openGateway = async () => await new Promise<never>(() => {}))],
	])('does not wait for %s', async (_what, spoil) => {
		const bench = new Bench({ A: [{}] });
		spoil(bench);
		const fetched = bench.download(message(file('A')));
		await bench.clock.advance(15_000);
		expect(await fetched).toMatchObject({ downloadError: { kind: 'timeout' } });
		expect(bench.clock.pending).toBe(0);
	});

	test.each([0, -5])('of %i ms asks for nothing', async (deadlineMilliseconds) => {
		const bench = new Bench({ A: [{}] });
		expect(ids((await bench.download(message(file('A')), { deadlineMilliseconds })).downloadError)).toEqual(['A']);
		expect(bench.opened).toEqual([]);
		await bench.expectNothingLeft();
	});
});

describe('a trigger that closes', () => {
	test.each([
		['while a file comes', { hangs: 'inTheMiddle' }],
		['during a pause', { refused: notReady }],
	] as const)('%s, gets no item and leaves nothing', async (_when, script) => {
		const bench = new Bench({ A: [script], B: [{}] });
		const closing = new AbortController();
		const fetched = failureOf(bench.download(album('A', 'B'), { signal: closing.signal }));
		await bench.clock.settle();
		closing.abort();
		expect(await fetched).toMatchObject({ kind: 'cancelled' });
		expect(getEventListeners(closing.signal, 'abort')).toHaveLength(0);
		await bench.expectNothingLeft();
	});

	test('before it began, nothing begins', async () => {
		const bench = new Bench({ A: [{}] });
		expect(await failureOf(bench.download(message(file('A')), { signal: AbortSignal.abort() }))).toMatchObject({ kind: 'cancelled' });
		expect(bench.gateways).toBe(0);
		await bench.expectNothingLeft();
	});

	test('after it was done, no listener is left', async () => {
		const bench = new Bench({ A: [{}] });
		const closing = new AbortController();
		await bench.download(message(file('A')), { signal: closing.signal });
		expect(getEventListeners(closing.signal, 'abort')).toHaveLength(0);
	});
});

test('an item keeps what it has, and is given what there is', () => {
	const binary = { attachment_0: { data: '', mimeType: 'a/b' } };
	const item = { json: { id: 'm' }, binary: { own: { data: '', mimeType: 'a/b' } } };
	expect(withAttachments(item, {})).toEqual(item);
	const { downloadError } = noAttachments(album('A', 'B'), failure('invalid'));
	expect(withAttachments(item, { binary, ...(downloadError === undefined ? {} : { downloadError }) })).toEqual({
		json: {
			id: 'm',
			downloadError: {
				message: 'It is invalid',
				kind: 'invalid',
				advice: 'Do something',
				failed: [
					{ id: 'A', name: 'A.jpg', message: 'It is invalid', kind: 'invalid', advice: 'Do something' },
					{ id: 'B', name: 'B.jpg', message: 'It is invalid', kind: 'invalid', advice: 'Do something' },
				],
			},
		},
		binary: { ...item.binary, ...binary },
	});
	expect(noAttachments(message({ type: 'text' }), failure('invalid'))).toEqual({});
});
