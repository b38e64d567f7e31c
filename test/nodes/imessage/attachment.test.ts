import type { Simulator, SimulatorOptions } from '../../../simulator/src';
import type { TestHost } from '../../support/host';
import { inbound, underTest } from '../../support/oneNode';
import { m4a, oggOpus } from '../../support/sounds';
import { attachment, file, film, item, memo, person, photo, second, space, storingType, useAttachments } from './attachmentFiles';

const startSetting = useAttachments();
let spectrum: Simulator;
let host: TestHost;

async function start(options?: SimulatorOptions): Promise<void> {
	({ spectrum, host } = await startSetting(options));
}

const methods = () => spectrum.calls.map(({ method }) => method);
const arrived = () => spectrum.phone(person).messages.at(-1);

describe('from binary', () => {
	test('one file is uploaded and sent; the output names it', async () => {
		await start();
		const run = await host.execute(attachment({}), { triggerItems: [item({ data: photo })] });
		expect(run.error).toBeUndefined();
		expect(methods()).toEqual(['UploadAttachment', 'SendAttachmentMessage']);
		const message = arrived();
		expect(message).toMatchObject({ text: '', isVoiceNote: false, attachments: [{ name: 'photo.jpg', mimeType: 'image/jpeg' }] });
		expect(message?.attachments[0]?.bytes.toString()).toBe('photo.jpg');
		expect(run.json(underTest)).toEqual([
			{
				messageId: message?.id,
				spaceId: space,
				spaceType: 'dm',
				line: 'shared',
				sentAt: expect.stringMatching(/Z$/),
				attachments: [{ attachmentId: message?.attachments[0]?.id, name: 'photo.jpg', mimeType: 'image/jpeg', size: 9 }],
			},
		]);
	});

	const bytes = 3 * 1024 * 1024;

	test.each([
		['', {}],
		[', also if the item says that it is longer', { saidBytes: bytes + 1 }],
		[', also if the item says that it is shorter', { saidBytes: 1 }],
		[', also if the item says nonsense', { saidBytes: -1.5 }],
	])('a file that n8n keeps on disk arrives byte for byte%s', async (_, said) => {
		await start();
		const workflow = attachment({});
		workflow.nodes.push({ id: 'storing', name: 'Storing', type: storingType, typeVersion: 1, position: [100, 0], parameters: {} });
		workflow.connections = {
			Start: { main: [[{ node: 'Storing', type: 'main', index: 0 }]] },
			Storing: { main: [[{ node: underTest, type: 'main', index: 0 }]] },
		};
		const run = await host.execute(workflow, { triggerItems: [{ json: { spaceId: space, bytes, ...said } }] });
		expect(run.error).toBeUndefined();
		expect(arrived()?.attachments[0]?.bytes.equals(Buffer.alloc(bytes, 7))).toBe(true);
		expect(arrived()?.attachments[0]?.name).toBe('stored.pdf');
	});

	test('a file without a name gets one that tells its type, and a name can be given', async () => {
		await start();
		const nameless = { data: photo.data, mimeType: 'image/png' };
		await host.execute(attachment({}), { triggerItems: [item({ data: nameless })] });
		expect(arrived()?.attachments).toMatchObject([{ name: 'data.png', mimeType: 'image/png' }]);
		await host.execute(attachment({ options: { fileName: 'Rechnung 7' } }), { triggerItems: [item({ data: nameless })] });
		expect(arrived()?.attachments).toMatchObject([{ name: 'Rechnung 7.png' }]);
	});

	test.each([
		['route.gpx', 'application/xml', 'route.gpx'],
		['ticket.pkpass', 'application/zip', 'ticket.pkpass'],
		['backup.tgz', 'application/gzip', 'backup.tgz'],
		['Report 1.2', 'application/pdf', 'Report 1.2.pdf'],
	])('the name %s of %s, given or typed, arrives as %s', async (name, mimeType, expected) => {
		await start();
		await host.execute(attachment({}), { triggerItems: [item({ data: { ...photo, fileName: name, mimeType } })] });
		expect(arrived()?.attachments[0]?.name).toBe(expected);
		await host.execute(attachment({ options: { fileName: name } }), { triggerItems: [item({ data: { ...photo, mimeType } })] });
		expect(arrived()?.attachments[0]?.name).toBe(expected);
	});

	test.each(['one, two', 'all'])('%s: several become one album, in one message', async (binaryPropertyName) => {
		await start();
		const run = await host.execute(attachment({ binaryPropertyName }), { triggerItems: [item({ one: photo, two: second })] });
		expect(run.error).toBeUndefined();
		expect(methods()).toEqual(['UploadAttachment', 'UploadAttachment', 'SendMultipartMessage']);
		expect(spectrum.phone(person).messages).toHaveLength(1);
		expect(arrived()?.parts.map(({ bubble, attachment: part }) => [bubble, part?.name])).toEqual([
			[0, 'photo.jpg'],
			[1, 'second.png'],
		]);
		expect(new Set(spectrum.calls.map(({ metadata }) => metadata['x-idempotency-key'])).size).toBe(3);
	});

	test('with a formatted text, a subject and a reply: one message of text and files', async () => {
		await start();
		const { messageId } = spectrum.receive({ from: person, text: 'Hi' });
		const parameters = { binaryPropertyName: 'one,two', text: '**Two** photos', options: { subject: 'Trip', replyTo: messageId } };
		const run = await host.execute(attachment(parameters), { triggerItems: [item({ one: photo, two: second })] });
		expect(run.error).toBeUndefined();
		expect(arrived()).toMatchObject({ subject: 'Trip', replyTo: messageId });
		expect(arrived()?.parts.map(({ bubble, text, formatting, attachment: part }) => [bubble, text ?? part?.name, formatting])).toEqual([
			[0, 'Two photos', [{ type: 'bold', start: 0, length: 3 }]],
			[1, 'photo.jpg', undefined],
			[2, 'second.png', undefined],
		]);
	});

	test('the text may stand below, and name somebody', async () => {
		await start();
		const group = spectrum.createGroup({ members: [person, 'alice@example.com'] });
		const mentions = { mention: [{ address: 'alice@example.com', text: 'Alice' }] };
		const parameters = { text: 'For Alice!', options: { textPosition: 'below', mentions } };
		const run = await host.execute(attachment(parameters), { triggerItems: [{ ...inbound(group), binary: { data: photo } }] });
		expect(run.error).toBeUndefined();
		expect(arrived()?.parts.map(({ bubble, text, mentionedAddress }) => [bubble, text, mentionedAddress])).toEqual([
			[0, undefined, undefined],
			[1, 'For ', undefined],
			[1, 'Alice', 'alice@example.com'],
			[1, '!', undefined],
		]);
	});

	test('a voice note is one', async () => {
		await start();
		const run = await host.execute(attachment({ attachmentKind: 'voiceNote' }), { triggerItems: [item({ data: memo })] });
		expect(run.error).toBeUndefined();
		expect(arrived()).toMatchObject({ isVoiceNote: true, attachments: [{ name: 'memo.m4a' }] });
	});

	test.each([
		['a voice message of Telegram', 'file_7.oga', 'application/octet-stream', oggOpus(), 'file_7.caf', /^caff/],
		['a sound under a wrong name', 'speech.mp3', 'audio/mpeg', m4a, 'speech.m4a', /ftypM4A/],
	])('%s arrives as one that phones play', async (_name, fileName, mimeType, bytes, name, begins) => {
		await start();
		const data = { fileName, mimeType, data: bytes.toString('base64') };
		const run = await host.execute(attachment({ attachmentKind: 'voiceNote' }), { triggerItems: [item({ data })] });
		expect(run.error).toBeUndefined();
		expect(arrived()).toMatchObject({ isVoiceNote: true, attachments: [{ name }] });
		expect(arrived()?.attachments[0]?.bytes.toString('latin1')).toMatch(begins);
		expect(run.json(underTest)).toMatchObject([{ attachments: [{ name }] }]);
	});

	test('a Live Photo takes its film along', async () => {
		await start();
		const parameters = { attachmentKind: 'livePhoto', binaryPropertyName: 'still', companionBinaryPropertyName: 'film' };
		const run = await host.execute(attachment(parameters), { triggerItems: [item({ still: photo, film })] });
		expect(run.error).toBeUndefined();
		expect(methods()).toEqual(['UploadAttachment', 'SendAttachmentMessage']);
		expect(arrived()?.attachments[0]?.companion?.bytes.toString()).toBe('photo.mov');
	});
});

describe('when a step fails', () => {
	const album = { binaryPropertyName: 'a,b,c' };
	const binaries = { a: photo, b: second, c: film };
	const uploads = () => spectrum.store().attachments.all.length;

	test('the error says how far it came, and keeps code and kind', async () => {
		await start();
		spectrum.faults.add('UploadAttachment', { type: 'error', code: 'uploadRateExceeded' }, { after: 2 });
		const run = await host.execute(attachment(album, { onError: 'continueRegularOutput' }), { triggerItems: [item(binaries)] });
		expect(run.json(underTest)).toMatchObject([
			{
				error: {
					kind: 'quota',
					code: 'uploadRateExceeded',
					message: expect.stringMatching(/\(before that: 2 of 3 files uploaded\)$/),
					advice: expect.stringContaining('not done twice'),
				},
			},
		]);
		expect(spectrum.phone(person).messages).toHaveLength(0);
	});

	test('a failure of the first step says nothing of progress', async () => {
		await start();
		spectrum.faults.add('UploadAttachment', { type: 'error', code: 'uploadRateExceeded' });
		const run = await host.execute(attachment(album), { triggerItems: [item(binaries)] });
		expect(run.errorOf(underTest)?.message).not.toContain('before that');
	});

	test('a retry after a failed send goes on: every file is there once, and so is the message', async () => {
		await start();
		spectrum.faults.add('SendMultipartMessage', { type: 'error', code: 'internalError' });
		const run = await host.execute(attachment(album, { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 }), {
			triggerItems: [item(binaries)],
		});
		expect(run.status).toBe('success');
		expect(methods().filter((method) => method === 'SendMultipartMessage')).toHaveLength(2);
		expect(methods().filter((method) => method === 'UploadAttachment')).toHaveLength(3);
		expect(uploads()).toBe(3);
		expect(spectrum.phone(person).messages).toHaveLength(1);
	});

	test.each(['original', 'duplicateMessage'] as const)('a retry uploads nothing of the items before it again (%s)', async (repeats) => {
		await start({ repeats });
		spectrum.faults.add('SendAttachmentMessage', { type: 'error', code: 'internalError' }, { after: 2 });
		const names = ['a.txt', 'b.txt', 'c.txt'];
		const run = await host.execute(attachment({}, { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 }), {
			triggerItems: names.map((name) => item({ data: file(name, 'text/plain') })),
		});
		expect(run.json(underTest).map(({ alreadySent }) => alreadySent)).toEqual([true, true, undefined]);
		expect(methods().filter((method) => method === 'UploadAttachment')).toHaveLength(3);
		const sent = spectrum.phone(person).messages.map(({ attachments }) => attachments[0]?.name);
		expect(sent).toEqual(names);
		const given = run.json(underTest).map(({ attachments }) => (attachments as Array<{ name: string }>)[0]?.name);
		expect(given).toEqual(names);
	});

	test('a retry after a failed upload repeats the message once, also where a repeat is answered duplicateMessage', async () => {
		await start({ repeats: 'duplicateMessage' });
		spectrum.faults.add('UploadAttachment', { type: 'error', code: 'internalError' }, { after: 1 });
		const run = await host.execute(attachment(album, { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 }), {
			triggerItems: [item(binaries)],
		});
		expect(run.status).toBe('success');
		expect(arrived()?.attachments.map(({ name }) => name)).toEqual(['photo.jpg', 'second.png', 'photo.mov']);
		expect(spectrum.phone(person).messages).toHaveLength(1);
	});

	test('an idempotency key sends an album once, however often the workflow runs', async () => {
		await start();
		const parameters = { ...album, options: { idempotencyKey: 'trip-7' } };
		const [one] = (await host.execute(attachment(parameters), { triggerItems: [item(binaries)] })).json(underTest);
		const [two] = (await host.execute(attachment(parameters), { triggerItems: [item(binaries)] })).json(underTest);
		expect(two).toEqual({ ...one, alreadySent: true });
		expect(spectrum.phone(person).messages).toHaveLength(1);
		expect(uploads()).toBe(3);
	});

	test('a stopped execution uploads no further file', async () => {
		await start();
		const held = spectrum.faults.add('UploadAttachment', { type: 'hold' });
		const running = host.execute(attachment(album), { triggerItems: [item(binaries)] });
		await held.struck;
		running.cancel();
		expect((await running).status).toBe('canceled');
		await host.restart();
		held.release();
		expect(methods()).toEqual(['UploadAttachment']);
	});
});
