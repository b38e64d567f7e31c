import { download } from './vendorDownload';
import type { Simulator } from '../../simulator/src';
import { picture } from './pictures';
import { withClient, type AdvancedIMessage } from './vendorDriver';

const alice = '+15551230001';
const bob = 'bob@example.com';
const aliceSpace = `any;-;${alice}`;
/** Several chunks, the last one short. */
const long = Buffer.from(Array.from({ length: 150_000 }, (_value, index) => index % 251));

describe('files, seen by the vendor’s client', () => {
	it('uploads a file, tells about it and gives it back in pieces', async () => {
		await withClient({}, async (_spectrum, client) => {
			const { attachment, companion } = await client.attachments.upload({ fileName: 'report.pdf', data: long });
			expect(attachment).toMatchObject({
				fileName: 'report.pdf',
				mimeType: 'application/pdf',
				uti: 'com.adobe.pdf',
				totalBytes: long.length,
				transferState: 'finished',
				isOutgoing: true,
			});
			expect(companion).toBeUndefined();
			expect(await client.attachments.get(attachment.guid)).toEqual(attachment);
			const file = await download(client, attachment.guid);
			expect(file.header).toMatchObject({ type: 'header', info: attachment });
			expect(file.primary.equals(long)).toBe(true);
			expect(file.chunks).toBe(3);
		});
	});

	it('keeps the film of a Live Photo beside its picture', async () => {
		await withClient({}, async (spectrum, client) => {
			const film = Buffer.from('film');
			const uploaded = await client.attachments.upload({ fileName: 'IMG_1.HEIC', data: long, companion: { data: film } });
			expect(uploaded.attachment.companionKind).toBe('live-photo-video');
			expect(uploaded.companion).toEqual({
				fileName: 'IMG_1.MOV',
				kind: 'live-photo-video',
				mimeType: 'video/quicktime',
				totalBytes: film.length,
			});
			const file = await download(client, uploaded.attachment.guid);
			expect(file.header).toMatchObject({ companionInfo: uploaded.companion });
			expect([file.primary.equals(long), file.companion.equals(film)]).toEqual([true, true]);
			await client.messages.sendAttachment(aliceSpace, uploaded.attachment.guid);
			const [arrived] = (await spectrum.phone(alice).next()).attachments;
			expect(arrived?.companion?.bytes.equals(film)).toBe(true);
		});
	});

	it.each([
		['../../etc/passwd.txt', '.._.._etc_passwd.txt'],
		['C:\\files\\a.png', 'C:_files_a.png'],
		['line\nbreak.png', 'linebreak.png'],
		['..', 'attachment'],
		['folder/', 'folder_'],
		[`${'é'.repeat(300)}.jpeg`, `${'é'.repeat(125)}.jpeg`],
	])('calls %j %j', async (fileName, expected) => {
		await withClient({}, async (_spectrum, client) => {
			expect((await client.attachments.upload({ fileName, data: long })).attachment.fileName).toBe(expected);
		});
	});

	it('gives received files, and none that is still on its way', async () => {
		await withClient({}, async (spectrum, client) => {
			const content = { type: 'attachment', id: 'memo', name: 'memo.caf', mimeType: 'application/octet-stream' } as const;
			const { messageId } = spectrum.receive({
				from: alice,
				content: { ...content, bytes: long, pending: true, isVoiceNote: true },
			});
			const message = await client.messages.get(messageId);
			expect(message).toMatchObject({ isAudioMessage: true, partCount: 1 });
			expect(message.content.text).toBeUndefined();
			expect(message.content.attachments).toMatchObject([
				{ guid: 'memo', transferState: 'pending', uti: 'com.apple.coreaudio-format', isOutgoing: false },
			]);
			await expect(download(client, 'memo')).rejects.toMatchObject({ code: 'attachmentNotReady' });
			await expect(client.messages.sendAttachment(aliceSpace, 'memo')).rejects.toMatchObject({ code: 'attachmentNotReady' });
			spectrum.store().attachments.finish('memo');
			expect((await download(client, 'memo')).primary.equals(long)).toBe(true);
		});
	});

	it('refuses a file that is unknown, empty, or on another line', async () => {
		await withClient({ plan: 'dedicated', lines: ['+15550000001', '+15550000002'] }, async (spectrum, client) => {
			const content = { type: 'attachment', id: 'there', name: 'a.png', mimeType: 'image/png', bytes: long } as const;
			spectrum.receive({ from: alice, content, line: '+15550000002' });
			const { spaceId } = spectrum.receive({ from: alice, text: 'Hi' });
			for (const guid of ['nowhere', 'there']) {
				const refusal = { name: 'NotFoundError', code: 'attachmentNotFound' };
				await expect(client.attachments.get(guid)).rejects.toMatchObject(refusal);
				await expect(download(client, guid)).rejects.toMatchObject(refusal);
				await expect(client.messages.sendAttachment(spaceId, guid)).rejects.toMatchObject(refusal);
			}
			const empty = client.attachments.upload({ fileName: 'a.png', data: new Uint8Array() });
			await expect(empty).rejects.toMatchObject({ code: 'invalidArgument', context: { field: 'data' } });
			expect(spectrum.phone(alice).messages).toHaveLength(0);
		});
	});

	it('puts a file on the phone, with effect, reply and voice note', async () => {
		await withClient({}, async (spectrum, client) => {
			const { messageId } = spectrum.receive({ from: alice, text: 'Show me' });
			const { attachment } = await client.attachments.upload({ fileName: 'memo.m4a', data: long });
			const sent = await client.messages.sendAttachment(aliceSpace, attachment.guid, {
				effect: 'com.apple.messages.effect.CKEchoEffect',
				isAudioMessage: true,
				replyTo: messageId,
			});
			expect(sent).toMatchObject({ isAudioMessage: true, replyTargetGuid: messageId, content: { attachments: [attachment] } });
			const arrived = await spectrum.phone(alice).next();
			expect(arrived).toMatchObject({
				text: '',
				effectId: 'com.apple.messages.effect.CKEchoEffect',
				replyTo: messageId,
				isVoiceNote: true,
				attachments: [{ id: attachment.guid, name: 'memo.m4a', mimeType: 'audio/x-m4a' }],
			});
			expect(arrived.attachments[0]?.bytes.equals(long)).toBe(true);
		});
	});
});

describe('several parts, seen by the vendor’s client', () => {
	const upload = async (client: AdvancedIMessage): Promise<string> =>
		(await client.attachments.upload({ fileName: 'a.png', data: picture('png') })).attachment.guid;

	it('arrive together, with ranges counted over the whole text', async () => {
		await withClient({ plan: 'dedicated' }, async (spectrum, client) => {
			const { chat } = await client.chats.create([alice, bob]);
			const attachmentGuid = await upload(client);
			const sent = await client.messages.sendMultipart(
				chat.guid,
				[
					{ text: 'Hi 👍 ', bubbleIndex: 0 },
					{ text: 'Bob', bubbleIndex: 0, mentionedAddress: bob },
					{ attachmentGuid, attachmentName: 'Holiday.png' },
					{ text: 'Nice?', formatting: [{ type: 'bold', start: 0, length: 4 }] },
				],
				{ subject: 'Photos' },
			);
			expect(sent).toMatchObject({ partCount: 3, subject: 'Photos' });
			expect(sent.content).toMatchObject({
				text: 'Hi 👍 Bob\uFFFCNice?',
				mentions: [{ address: bob, start: 6, length: 3 }],
				formatting: [{ type: 'bold', start: 10, length: 4 }],
				attachments: [{ guid: attachmentGuid, fileName: 'Holiday.png' }],
			});
			const arrived = await spectrum.phone(bob).next();
			expect(arrived.parts.map(({ bubble, text }) => [bubble, text])).toEqual([
				[0, 'Hi 👍 '],
				[0, 'Bob'],
				[1, undefined],
				[2, 'Nice?'],
			]);
			expect(arrived.attachments[0]?.bytes.equals(picture('png'))).toBe(true);
			expect(spectrum.phone(alice).messages).toHaveLength(1);
		});
	});

	it.each([
		['no parts', []],
		['a text and a file in one part', [{ text: 'Hi', attachmentGuid: 'FILE' }]],
		['neither', [{}]],
		['an empty text', [{ text: '' }]],
		['formatting past its part', [{ text: 'Hi', formatting: [{ type: 'bold', start: 1, length: 2 }] }, { text: 'Long enough' }]],
		['a mention of a stranger', [{ text: 'Bob', mentionedAddress: bob }]],
		['a bubble that is not the next', [{ text: 'Hi', bubbleIndex: 1 }]],
		['a file in the bubble of a text', [{ text: 'Hi' }, { attachmentGuid: 'FILE', bubbleIndex: 0 }]],
	])('refuses %s and writes nothing', async (_name, parts) => {
		await withClient({}, async (spectrum, client) => {
			const guid = await upload(client);
			const withFile = JSON.parse(JSON.stringify(parts).replaceAll('FILE', guid)) as never;
			await expect(client.messages.sendMultipart(aliceSpace, withFile)).rejects.toMatchObject({ code: 'invalidArgument' });
			expect(spectrum.calls.map(({ method }) => method)).toEqual(['UploadAttachment', 'SendMultipartMessage']);
			expect(spectrum.phone(alice).messages).toHaveLength(0);
			expect(spectrum.store().chats.size).toBe(0);
		});
	});
});

describe('faults of files, seen by the vendor’s client', () => {
	const received = (spectrum: Simulator): void => {
		const content = { type: 'attachment', id: 'file', name: 'a.bin', mimeType: 'application/octet-stream', bytes: long };
		spectrum.receive({ from: alice, content });
	};

	it('says that uploads come too fast', async () => {
		await withClient({}, async (spectrum, client) => {
			spectrum.faults.add('UploadAttachment', { type: 'error', code: 'uploadRateExceeded' });
			const upload = () => client.attachments.upload({ fileName: 'a.png', data: long });
			await expect(upload()).rejects.toMatchObject({ name: 'RateLimitError', code: 'uploadRateExceeded' });
			expect(spectrum.store().attachments.all).toHaveLength(0);
			await upload();
		});
	});

	it.each([
		['before the first frame', {}, 0],
		['after the header', { afterChunks: 0 }, 1],
		['after two chunks', { afterChunks: 2 }, 3],
		['after the last chunk', { afterChunks: 3 }, 4],
	])('fails %s', async (_name, where, frames) => {
		await withClient({}, async (spectrum, client) => {
			received(spectrum);
			const seen: string[] = [];
			const read = async () => {
				for await (const { type } of client.attachments.downloadStream('file')) seen.push(type);
			};
			spectrum.faults.add('DownloadAttachment', { type: 'error', code: 'serviceUnavailable', ...where });
			await expect(read()).rejects.toMatchObject({ code: 'serviceUnavailable' });
			expect(seen).toHaveLength(frames);
			spectrum.faults.add('DownloadAttachment', { type: 'dropConnection', ...where });
			await expect(read()).rejects.toMatchObject({ name: 'ConnectionError' });
			await read();
			expect(spectrum.calls.map(({ outcome }) => outcome?.type)).toEqual(['refused', 'cut', 'answered']);
		});
	});

	it('holds a download half way, and loses its end', async () => {
		await withClient({}, async (spectrum, client) => {
			received(spectrum);
			const held = spectrum.faults.add('DownloadAttachment', { type: 'hold', afterChunks: 1 });
			const downloaded = download(client, 'file');
			await held.struck;
			held.release();
			expect((await downloaded).primary.equals(long)).toBe(true);
			spectrum.faults.add('DownloadAttachment', { type: 'answerLost' });
			await expect(download(client, 'file')).rejects.toMatchObject({ name: 'ConnectionError' });
			spectrum.faults.add('rpc', { type: 'expiredToken' });
			await expect(download(client, 'file')).rejects.toMatchObject({ code: 'tokenExpired' });
		});
	});
});
