import { randomBytes } from 'node:crypto';
import { attachmentIdsOf } from '../../../nodes/ImessageConversation/attachmentIds';
import { ImessageConversation } from '../../../nodes/ImessageConversation/ImessageConversation.node';
import type { Simulator, SimulatorOptions } from '../../../simulator/src';
import type { TestHost } from '../../support/host';
// Before n8n-core itself: it sets what that reads.
import { Container } from '../../support/host/core';
import { BinaryDataService } from 'n8n-core';
import { usualConnection } from '../../support/connection';
import { inbound, oneNode, startHostFor, underTest } from '../../support/oneNode';
import { useSpectrum } from '../../support/useSpectrum';

const type = 'n8n-nodes-spectrum-imessage.imessageConversation';
const person = '+15551234567';
const space = `any;-;${person}`;
const lines = ['+15550000001', '+15550000002'];
const download = (parameters: object = {}, settings?: object) =>
	oneNode(type, { resource: 'attachment', operation: 'download', ...parameters }, settings);

const startSetting = useSpectrum((simulator) => startHostFor(simulator, { [type]: new ImessageConversation() }));
let spectrum: Simulator;
let host: TestHost;

async function start(options?: SimulatorOptions): Promise<void> {
	({ spectrum, host } = await startSetting(options));
}

/** Over HTTP another call says first what the file is. */
const downloads = () => spectrum.calls.filter(({ method }) => method === 'DownloadAttachment');

/** The Trigger's item of an attachment. */
const withContent = (content: object, phone = 'shared') => {
	const item = inbound(space, 'spc-msg-1', phone);
	return { json: { ...item.json, content: { ...content } } };
};

/** The bytes as n8n has stored them. */
async function stored(run: Awaited<ReturnType<TestHost['execute']>>, index = 0, field = 'data', output = underTest): Promise<Buffer> {
	const binary = run.items(output)[index]?.binary?.[field];
	if (binary === undefined) throw new Error(`Item ${index} has no binary field ${field}`);
	return await Container.get(BinaryDataService).getAsBuffer(binary);
}

/** A file of many chunks. */
function big(): void {
	const bytes = randomBytes(4 * 1024 * 1024);
	spectrum.receive({ from: person, content: { type: 'attachment', id: 'B', name: 'b.bin', mimeType: 'application/octet-stream', bytes } });
}

describe('download', () => {
	test('the file of the incoming message, byte for byte, with its name and type', async () => {
		await start();
		const bytes = randomBytes(300_001);
		spectrum.receive({ from: person, content: { type: 'attachment', id: 'A', name: 'beach.jpg', mimeType: 'image/jpeg', bytes } });
		const run = await host.execute(download(), { triggerItems: [withContent({ type: 'attachment', id: 'A', name: 'beach.jpg' })] });
		expect(run.items(underTest)).toEqual([
			{
				json: { attachmentId: 'A', name: 'beach.jpg', mimeType: 'image/jpeg', size: 300_001, line: 'shared' },
				binary: {
					data: expect.objectContaining({
						id: expect.stringMatching(/^filesystem-v2:/),
						fileName: 'beach.jpg',
						fileExtension: 'jpg',
						mimeType: 'image/jpeg',
						bytes: 300_001,
					}),
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(await stored(run)).toEqual(bytes);
	});

	test.each([
		['a voice memo', { type: 'voice', id: 'V', mimeType: 'audio/x-caf', duration: 2.5 }, ['V']],
		['a voice memo of the Trigger', { type: 'attachment', id: 'V', isVoiceNote: true, duration: 2.5 }, ['V']],
		['what a reply carries', { type: 'reply', content: { type: 'voice', id: 'V' }, target: { id: 'spc-msg-0' } }, ['V']],
		[
			'the album of a reply',
			{
				type: 'reply',
				content: { type: 'group', items: [{ content: { type: 'attachment', id: 'A' } }, { content: { type: 'voice', id: 'V' } }] },
			},
			['A', 'V'],
		],
	])('%s', async (_name, content, ids) => {
		await start();
		const named = (id: string) =>
			({ type: 'attachment', id, name: `${id}.caf`, mimeType: 'audio/x-caf', bytes: Buffer.from(`bytes of ${id}`) }) as const;
		for (const id of ['A', 'V']) spectrum.receive({ from: person, content: named(id) });
		const run = await host.execute(download(), { triggerItems: [withContent(content)] });
		expect(run.json(underTest).map(({ attachmentId }) => attachmentId)).toEqual(ids);
		expect(String(await stored(run, ids.length - 1))).toBe('bytes of V');
	});

	test('a name that a stranger has made a path of chooses no folder, neither here nor in what writes files by it', async () => {
		await start();
		const name = '../../.n8n/co\u202enfig.jpg';
		spectrum.receive({ from: person, content: { type: 'attachment', id: 'A', name, mimeType: 'image/jpeg', bytes: Buffer.from('x') } });
		const run = await host.execute(download(), { triggerItems: [withContent({ type: 'attachment', id: 'A' })] });
		expect(run.items(underTest)).toMatchObject([{ json: { name: 'config.jpg' }, binary: { data: { fileName: 'config.jpg' } } }]);
	});

	test('of content nested 100,000 deep there is nothing to download, and no stack is exhausted', () => {
		let content: object = { type: 'attachment', id: 'A' };
		for (let level = 0; level < 100_000; level++)
			content = level % 2 === 0 ? { type: 'reply', content } : { type: 'group', items: [{ content }] };
		expect(attachmentIdsOf({ content })).toBeUndefined();
	});

	test('every picture of an album, one item each, into the field that is asked for', async () => {
		await start();
		const files = ['a', 'b', 'c'].map((name) => ({
			type: 'attachment',
			id: name.toUpperCase(),
			name: `${name}.jpg`,
			mimeType: 'image/jpeg',
			bytes: Buffer.from(`picture ${name}`),
		}));
		spectrum.receive({ from: person, content: { type: 'group', items: [{ type: 'text', text: 'Look' }, ...files] } });
		const items = files.map(({ id }, part) => ({ id: `p:${part}/spc-msg-1`, content: { type: 'attachment', id } }));
		const triggerItems = [
			withContent({ type: 'group', items: [{ id: 'p:9/spc-msg-1', content: { type: 'text', text: 'Look' } }, ...items] }),
		];
		const run = await host.execute(download({ outputBinaryField: 'photo' }), { triggerItems });
		expect(run.json(underTest).map(({ attachmentId }) => attachmentId)).toEqual(['A', 'B', 'C']);
		expect(run.items(underTest).map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 0 }, { item: 0 }]);
		expect((await stored(run, 2, 'photo')).toString()).toBe('picture c');
	});

	test('a voice memo of unknown type is audio', async () => {
		await start();
		spectrum.receive({
			from: person,
			content: {
				type: 'attachment',
				id: 'V',
				name: 'Audio Message.caf',
				mimeType: 'application/octet-stream',
				bytes: Buffer.from('caff'),
				isVoiceNote: true,
			},
		});
		const run = await host.execute(download({ attachmentId: 'V' }));
		expect(run.items(underTest)).toMatchObject([
			{
				json: { mimeType: 'audio/x-caf', isVoiceNote: true },
				binary: { data: { mimeType: 'audio/x-caf', fileName: 'Audio Message.caf', fileType: 'audio' } },
			},
		]);
	});

	test.each([
		['', '', 'application/octet-stream', undefined],
		['../../etc/passwd', 'text/plain', 'text/plain', 'passwd'],
		['C:\\Windows\\notes.txt', 'text/plain', 'text/plain', 'notes.txt'],
		['invoice\u202efdp.exe', 'application/octet-stream', 'application/octet-stream', 'invoicefdp.exe'],
		['a\u0000\u001b[2Jb.heic', 'application/octet-stream', 'image/heic', 'a[2Jb.heic'],
		['IMG_1.MOV', '', 'video/quicktime', 'IMG_1.MOV'],
	])('a name %j chooses no folder and hides nothing, and a vague type is made out', async (name, mimeType, shown, fileName) => {
		await start();
		spectrum.receive({ from: person, content: { type: 'attachment', id: 'N', name, mimeType, bytes: Buffer.from('x') } });
		const run = await host.execute(download({ attachmentId: 'N' }));
		const binary = run.items(underTest)[0]?.binary?.data;
		expect(binary).toMatchObject({ mimeType: shown });
		expect(binary?.fileName).toBe(fileName);
		expect(binary?.directory).toBeUndefined();
	});

	test('the photo of a Live Photo comes alone, without its film', async () => {
		await start();
		const [bytes, companion] = [randomBytes(100_000), randomBytes(200_000)];
		spectrum.receive({
			from: person,
			content: { type: 'attachment', id: 'L', name: 'IMG_1.HEIC', mimeType: 'image/heic', bytes, companion },
		});
		const run = await host.execute(download({ attachmentId: 'L' }));
		expect(await stored(run)).toEqual(bytes);
	});

	test('what this node gave before is downloaded from: a history item, simple or whole', async () => {
		await start();
		spectrum.receive({
			from: person,
			content: { type: 'attachment', id: 'A', name: 'a.jpg', mimeType: 'image/jpeg', bytes: Buffer.from('a') },
		});
		for (const simplify of [true, false]) {
			const history = oneNode(type, { resource: 'conversation', operation: 'history', simplify });
			const [json] = (await host.execute(history, { triggerItems: [inbound(space)] })).json(underTest);
			const run = await host.execute(download(), { triggerItems: [{ json: json ?? {} }] });
			expect((await stored(run)).toString()).toBe('a');
		}
	});

	test('the line that has the file is found', async () => {
		await start({ plan: 'dedicated', lines });
		spectrum.receive({
			from: person,
			line: lines[1],
			content: { type: 'attachment', id: 'A', name: 'a.jpg', mimeType: 'image/jpeg', bytes: Buffer.from('a') },
		});
		const run = await host.execute(download({ attachmentId: 'A' }), { triggerItems: [inbound(space, 'spc-msg-1', lines[0])] });
		expect(run.json(underTest)).toMatchObject([{ line: lines[1] }]);
	});
});

describe('what fails', () => {
	test("a file that is still on its way is the server's refusal, with advice, and leaves nothing", async () => {
		await start();
		spectrum.receive({
			from: person,
			content: { type: 'attachment', id: 'P', name: 'p.mov', mimeType: 'video/quicktime', bytes: Buffer.from('p'), pending: true },
		});
		const run = await host.execute(download({ attachmentId: 'P' }, { onError: 'continueErrorOutput' }));
		expect(run.json('Failed')).toMatchObject([
			{ error: { kind: 'unsupported', code: 'attachmentNotReady', advice: expect.stringContaining('Wait some seconds') } },
		]);
	});

	test('a file that does not exist', async () => {
		await start();
		const run = await host.execute(download({ attachmentId: 'none' }));
		expect(run.errorOf(underTest)?.message).toContain('The attachment does not exist');
	});

	test.each([
		[{ type: 'dropConnection', afterChunks: 5 }, 'unavailable'],
		// Over HTTP the file ends early, and nothing says why.
		[{ type: 'error', code: 'internalError', afterChunks: 5 }, usualConnection === 'http' ? 'unavailable' : 'internal'],
		[{ type: 'endStream', afterChunks: 5 }, 'unavailable'],
	] as const)('in the middle is an error, never half a file: %j', async (fault, kind) => {
		await start();
		big();
		const broken = spectrum.faults.add('DownloadAttachment', fault);
		const run = await host.execute(download({ attachmentId: 'B' }, { onError: 'continueErrorOutput' }));
		expect(broken.hits).toBe(1);
		expect(run.json('Failed')).toMatchObject([{ error: { kind } }]);
		expect(run.items('Fine')).toEqual([]);
		expect(downloads()).toHaveLength(1);
	});

	test('when the execution is stopped, the server hears of it', async () => {
		await start();
		big();
		const held = spectrum.faults.add('DownloadAttachment', { type: 'hold', afterChunks: 5 });
		const running = host.execute(download({ attachmentId: 'B' }));
		await held.struck;
		running.cancel();
		expect((await running).status).toBe('canceled');
		// The connection stays open for others, so that nothing but the cancelled call ends it there.
		while (downloads()[0]?.outcome === undefined) await new Promise(setImmediate);
		expect(downloads()).toMatchObject([{ outcome: { type: 'cut' } }]);
		expect(spectrum.connections.open).toBe(usualConnection === 'http' ? 0 : 1);
		await host.restart();
	});

	test('when n8n cannot store it, the server does not wait for ever', async () => {
		await start();
		big();
		const store = jest.spyOn(Container.get(BinaryDataService), 'store').mockRejectedValueOnce(new Error('ENOSPC: no space left on device'));
		const run = await host.execute(download({ attachmentId: 'B' }));
		store.mockRestore();
		expect(run.errorOf(underTest)?.message).toContain('no space left on device');
		while (downloads()[0]?.outcome === undefined) await new Promise(setImmediate);
		expect(downloads()).toMatchObject([{ outcome: { type: 'cut' } }]);
	});

	test.each([
		[{}, { json: { unrelated: true } }, /"Attachment ID" is empty, and the item has no attachment/],
		[{}, withContent({ type: 'text', text: 'Hi' }), /the item has no attachment/],
		[{ attachmentId: 'A', outputBinaryField: '={{ "" }}' }, inbound(space), /"Put Output File in Field" is empty/],
	])('refused before any call: %j', async (parameters, item, problem) => {
		await start();
		const run = await host.execute(download(parameters), { triggerItems: [item] });
		expect(run.errorOf(underTest)?.message).toMatch(problem);
		expect(spectrum.calls).toHaveLength(0);
	});
});
