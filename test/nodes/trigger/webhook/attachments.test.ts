import { randomBytes } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { StoredValue } from '../../../../nodes/shared/n8n/memory/staticData';
import { Turns } from '../../../../nodes/shared/spectrum/timing/turns';
import type { Simulator } from '../../../../simulator/src';
import { FakeClock } from '../../../support/fakeClock';
import type { TestHost } from '../../../support/host';
// Before n8n-core itself: it sets what that reads.
import { Container } from '../../../support/host/core';
import { BinaryDataService } from 'n8n-core';
import { answerOf, person, runs, startTriggerHost, triggerWorkflow, warnings } from '../../../support/triggerHost';
import { useSpectrum } from '../../../support/useSpectrum';

const accepted = { status: 200, body: { status: 'accepted' } };
const repeat = { status: 200, body: { status: 'repeat' } };
const trigger = 'iMessage Trigger';

// Its faults are those of one stream with all of a file. By HTTP: overHttp.test.ts.
const startSetting = useSpectrum((simulator) => startTriggerHost(simulator, { clock, credential: { connection: 'grpc' } }));
let spectrum: Simulator;
let host: TestHost;
/** The node's. */
let clock: FakeClock;

async function start(options: object = {}): Promise<void> {
	clock = new FakeClock(Date.now());
	// A request beyond the limit would wait for a clock that stands still.
	({ spectrum, host } = await startSetting({ rateLimit: Number.POSITIVE_INFINITY }));
	await host.activate(triggerWorkflow({ options: { downloadAttachments: true, ...options } }));
}

afterEach(() => {
	// No timer of a download is left.
	expect(clock.pending).toBe(0);
});

const picture = (id: string, bytes: Buffer, more: object = {}) =>
	({ type: 'attachment', id, name: `${id}.jpg`, mimeType: 'image/jpeg', bytes, ...more }) as const;
const album = (...items: object[]) => ({ type: 'group', items }) as never;

/** The item of the run that a message has started. */
async function itemOf(content: object) {
	const { delivered } = spectrum.receive({ from: person, content: content as never });
	return await itemAfter(delivered);
}

async function itemAfter(delivered: ReturnType<Simulator['receive']>['delivered']) {
	expect(answerOf(await delivered)).toEqual(accepted);
	const run = await host.nextExecution();
	expect(run.status).toBe('success');
	const [item] = run.items(trigger);
	if (item === undefined) throw new Error('There is no item');
	return item;
}

async function bytesOf(item: Awaited<ReturnType<typeof itemOf>>, property: string): Promise<Buffer> {
	const binary = item.binary?.[property];
	if (binary === undefined) throw new Error(`There is no ${property}`);
	return await Container.get(BinaryDataService).getAsBuffer(binary);
}

/** A delivery of a file whose download hangs until it is released. */
async function hanging() {
	const held = spectrum.faults.add('DownloadAttachment', { type: 'hold' });
	const received = spectrum.receive({ from: person, content: picture('H', Buffer.from('hanging')) });
	await held.struck;
	return { ...received, held };
}

const failed = (item: { json: IDataObject }) => (item.json.downloadError as { failed: unknown[] } | undefined)?.failed;

describe('files come with the message', () => {
	test('a picture, byte for byte', async () => {
		await start();
		const bytes = randomBytes(300_001);
		const item = await itemOf(picture('A', bytes));
		expect(item.json).toMatchObject({ event: 'message.received', content: { type: 'attachment', id: 'A' } });
		expect(item.json).not.toHaveProperty('downloadError');
		expect(item.binary).toEqual({ attachment_0: expect.objectContaining({ fileName: 'A.jpg', mimeType: 'image/jpeg', bytes: 300_001 }) });
		expect(await bytesOf(item, 'attachment_0')).toEqual(bytes);
		expect(warnings(host)).toEqual([]);
	});

	test('an album, in order, under the prefix that was asked for', async () => {
		await start({ attachmentPrefix: 'photo' });
		const item = await itemOf(album({ type: 'text', text: 'Look' }, ...['a', 'b', 'c'].map((name) => picture(name, Buffer.from(name)))));
		expect(Object.keys(item.binary ?? {})).toEqual(['photo0', 'photo1', 'photo2']);
		expect((await bytesOf(item, 'photo2')).toString()).toBe('c');
	});

	test('off by default: no call is made', async () => {
		await start({ downloadAttachments: false });
		const item = await itemOf(picture('A', Buffer.from('a')));
		expect(item.binary).toBeUndefined();
		expect(spectrum.calls).toEqual([]);
	});

	test('in the test run of the editor too', async () => {
		await start();
		const listener = await host.listenForTest(triggerWorkflow({ options: { downloadAttachments: true } }));
		const { delivered } = spectrum.receive({ from: person, content: picture('A', Buffer.from('a')) });
		expect((await delivered).map((result) => answerOf([result]))).toEqual([accepted, accepted]);
		for (const run of [await host.nextExecution(), await host.nextExecution()]) {
			expect(run.items(trigger)[0]?.binary).toMatchObject({ attachment_0: { fileName: 'A.jpg' } });
		}
		await listener.ended;
	});
});

describe('a file that does not come is told, and the run starts', () => {
	test('too large by what the message says, and by what the server says', async () => {
		await start({ maxAttachmentMebibytes: 0.1 });
		const unknown = picture('B', randomBytes(200_000));
		const { delivered, messageId } = spectrum.receive({
			from: person,
			webhooks: false,
			content: album(picture('A', randomBytes(200_000)), unknown),
		});
		await delivered;
		const item = await itemAfter(spectrum.redeliver(messageId, { leaveOut: ['message.content.items.1.content.size'] }));
		expect(failed(item)).toMatchObject([
			{ id: 'A', name: 'A.jpg', property: 'attachment_0', kind: 'tooLarge' },
			{ id: 'B', name: 'B.jpg', property: 'attachment_1', kind: 'tooLarge' },
		]);
		expect(item.binary).toBeUndefined();
		expect(spectrum.calls.map(({ method }) => method)).toEqual(['DownloadAttachment']);
	});

	test('too many', async () => {
		await start({ maxAttachments: 1 });
		const item = await itemOf(album(picture('A', Buffer.from('a')), picture('B', Buffer.from('b'))));
		expect(Object.keys(item.binary ?? {})).toEqual(['attachment_0']);
		expect(failed(item)).toMatchObject([
			{ id: 'B', property: 'attachment_1', message: 'The message has 2 files, and "Max Attachments" allows 1' },
		]);
	});

	test('not ready at first: it is waited for', async () => {
		await start();
		const { delivered } = spectrum.receive({ from: person, content: picture('A', Buffer.from('late'), { pending: true }) });
		while (!clock.waits.includes(1_000)) await clock.settle();
		spectrum.store().attachments.finish('A');
		await clock.advance(1_000);
		expect((await bytesOf(await itemAfter(delivered), 'attachment_0')).toString()).toBe('late');
	});

	test('one of an album fails, in the middle', async () => {
		await start();
		spectrum.faults.add('DownloadAttachment', { type: 'error', code: 'internalError', afterChunks: 2 });
		const item = await itemOf(album(picture('A', randomBytes(1_000_000)), picture('B', randomBytes(1_000_000))));
		expect(Object.keys(item.binary ?? {})).toHaveLength(1);
		expect(item.json.downloadError).toMatchObject({ kind: 'internal', code: 'internalError', failed: [{ kind: 'internal' }] });
		expect(warnings(host)).toEqual([expect.stringContaining("starts a run with 1 of the event's files missing: The server failed")]);
	});

	test.each([
		['the way to the server breaks in the middle', { type: 'dropConnection', afterChunks: 2 }],
		['it ends as if it were whole', { type: 'endStream', afterChunks: 2 }],
	] as const)('%s: it is read again', async (_what, fault) => {
		await start();
		const struck = spectrum.faults.add('DownloadAttachment', fault);
		const bytes = randomBytes(1_000_000);
		const { delivered } = spectrum.receive({ from: person, content: picture('A', bytes) });
		while (!clock.waits.includes(1_000)) await clock.settle();
		await clock.advance(1_000);
		expect(await bytesOf(await itemAfter(delivered), 'attachment_0')).toEqual(bytes);
		expect(struck.hits).toBe(1);
	});

	test.each([[{ type: 'hold' }], [{ type: 'hold', afterChunks: 2 }]] as const)(
		'a download that hangs ends after 15 s: %j',
		async (fault) => {
			await start();
			const held = spectrum.faults.add('DownloadAttachment', fault);
			const { delivered } = spectrum.receive({ from: person, content: album(picture('A', randomBytes(1_000_000))) });
			await held.struck;
			await clock.advance(14_999);
			expect(runs(host)).toBe(0);
			await clock.advance(1);
			const item = await itemAfter(delivered);
			expect(item.json.downloadError).toMatchObject({ kind: 'timeout', failed: [{ id: 'A' }] });
			expect(item.binary).toBeUndefined();
			while (spectrum.calls[0]?.outcome === undefined) await new Promise(setImmediate);
			expect(spectrum.calls).toMatchObject([{ outcome: { type: 'cut' } }]);
		},
	);

	test('the control plane does not answer', async () => {
		await start();
		const held = spectrum.faults.add('mint', { type: 'hang' });
		const { delivered } = spectrum.receive({ from: person, content: picture('A', Buffer.from('a')) });
		await held.struck;
		await clock.advance(15_000);
		expect((await itemAfter(delivered)).json.downloadError).toMatchObject({ kind: 'timeout' });
	});

	test('the credential cannot be used', async () => {
		await start();
		host.setCredential('cloud', { type: 'spectrumCloudApi', name: 'Cloud', data: { projectId: '', projectSecret: '' } });
		const item = await itemOf(picture('A', Buffer.from('a')));
		expect(item.json.downloadError).toMatchObject({ kind: 'invalid', failed: [{ id: 'A', name: 'A.jpg' }] });
	});

	test('an option means nothing: the activation is refused', async () => {
		await expect(start({ maxAttachments: 0 })).rejects.toThrow('"Max Attachments"');
	});
});

describe('a repeat during a download', () => {
	/** A repeat that waits for its turn. */
	async function repeatOf(messageId: string) {
		const take = jest.spyOn(Turns.prototype, 'take');
		const answered = spectrum.redeliver(messageId, { attempts: 1 });
		while (take.mock.calls.length === 0) await new Promise(setImmediate);
		take.mockRestore();
		return { answered };
	}

	test('waits for the run of the first, and starts none', async () => {
		await start();
		const { messageId, delivered, held } = await hanging();
		const { answered } = await repeatOf(messageId);
		held.release();
		await itemAfter(delivered);
		expect(answerOf(await answered)).toEqual(repeat);
		expect(runs(host)).toBe(1);
		expect(spectrum.calls).toHaveLength(1);
	});

	test('takes the place of the first when that could not be started', async () => {
		await start();
		const { messageId, delivered, held } = await hanging();
		const { answered } = await repeatOf(messageId);
		const write = jest.spyOn(StoredValue.prototype, 'write').mockImplementationOnce(() => {
			throw new Error('Nothing can be stored');
		});
		held.release();
		expect(answerOf(await answered)).toEqual(accepted);
		write.mockRestore();
		// The sender's own next attempt then is a repeat.
		expect(answerOf(await delivered)).toEqual(repeat);
		expect((await delivered)[0]?.attempts.map(({ status }) => status)).toEqual([500, 200]);
		// n8n lists the request that failed, too.
		expect([await host.nextExecution(), await host.nextExecution()].map(({ status }) => status)).toEqual(['error', 'success']);
		expect(runs(host)).toBe(2);
	});

	test('does not wait longer than 15 s in all, even to fetch the files itself', async () => {
		await start();
		const { messageId } = await hanging();
		await clock.advance(5_000);
		const { answered } = await repeatOf(messageId);
		const write = jest.spyOn(StoredValue.prototype, 'write').mockImplementationOnce(() => {
			throw new Error('Nothing can be stored');
		});
		const second = spectrum.faults.add('DownloadAttachment', { type: 'hold' });
		await clock.advance(10_000);
		await second.struck;
		write.mockRestore();
		await clock.advance(5_000);
		expect(answerOf(await answered)).toEqual(accepted);
		expect((await host.nextExecution()).status).toBe('error');
		expect((await host.nextExecution()).json(trigger)).toMatchObject([{ downloadError: { kind: 'timeout' } }]);
	});

	test('other messages are not held up, and store nothing of the one that is not done', async () => {
		await start();
		const { delivered, held } = await hanging();
		const other = spectrum.receive({ from: person, text: 'Hi' });
		expect(answerOf(await other.delivered)).toEqual(accepted);
		await host.nextExecution();
		const { repeats } = host.staticData('trigger-workflow')[`node:${trigger}`] as { repeats: string };
		// Its message, and the sender's own name of the delivery.
		expect(repeats.trim().split('\n')).toHaveLength(2);
		held.release();
		await itemAfter(delivered);
		const after = host.staticData('trigger-workflow')[`node:${trigger}`] as { repeats: string };
		expect(after.repeats.trim().split('\n')).toHaveLength(4);
	});
});
