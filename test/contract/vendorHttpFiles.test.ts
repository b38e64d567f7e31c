import { download } from './vendorDownload';
import { picture } from './pictures';
import { withHttpClient } from './vendorHttpDriver';

const alice = '+15551230001';
const aliceSpace = `any;-;${alice}`;
/** Several chunks, the last one short. */
const long = Buffer.from(Array.from({ length: 150_000 }, (_value, index) => index % 251));
const film = Buffer.from('film\r\n--boundary\r\n');

describe('files over HTTP, by the vendor’s client', () => {
	it('go as they are, and come back', async () => {
		await withHttpClient({}, async (spectrum, client) => {
			const { attachment, companion } = await client.attachments.upload({ fileName: 'report 1/ü.pdf', data: long });
			expect(attachment).toMatchObject({
				fileName: 'report 1_ü.pdf',
				mimeType: 'application/pdf',
				totalBytes: long.length,
				isOutgoing: true,
			});
			expect(companion).toBeUndefined();
			const file = await download(client, attachment.guid);
			expect(file.header).toMatchObject({ info: attachment });
			expect(file.primary.equals(long)).toBe(true);
			expect(spectrum.calls.map(({ method }) => method)).toEqual(['UploadAttachment', 'GetAttachmentInfo', 'DownloadAttachment']);
			expect(spectrum.calls[0]).toMatchObject({
				request: { file_name: 'report 1/ü.pdf' },
				metadata: { 'x-idempotency-key': expect.any(String) },
			});
		});
	});

	it('go with a companion, and each comes back by itself', async () => {
		await withHttpClient({}, async (spectrum, client) => {
			const { attachment, companion } = await client.attachments.upload({ fileName: 'IMG_1.HEIC', data: long, companion: { data: film } });
			expect(companion).toEqual({ fileName: 'IMG_1.MOV', kind: 'live-photo-video', mimeType: 'video/quicktime', totalBytes: film.length });
			const file = await download(client, attachment.guid);
			expect(file.header).toMatchObject({ info: attachment, companionInfo: companion });
			expect([file.primary.equals(long), file.companion.equals(film)]).toEqual([true, true]);
			await client.messages.sendAttachment(aliceSpace, attachment.guid);
			const [arrived] = (await spectrum.phone(alice).next()).attachments;
			expect(arrived?.companion?.bytes.equals(film)).toBe(true);
		});
	});

	it('are refused when they are empty, unknown, or still on their way', async () => {
		await withHttpClient({}, async (spectrum, client) => {
			await expect(client.attachments.upload({ fileName: 'a.png', data: Buffer.alloc(0) })).rejects.toMatchObject({
				name: 'ValidationError',
			});
			await expect(download(client, 'nowhere')).rejects.toMatchObject({ name: 'NotFoundError', code: 'attachmentNotFound' });
			spectrum.receive({
				from: alice,
				content: { type: 'attachment', id: 'memo', name: 'memo.caf', mimeType: 'audio/x-caf', bytes: long, pending: true },
			});
			await expect(download(client, 'memo')).rejects.toMatchObject({ name: 'ValidationError', code: 'attachmentNotReady' });
		});
	});

	it('live inside a message, with their type', async () => {
		await withHttpClient({ plan: 'dedicated' }, async (spectrum, client) => {
			const data = picture('png');
			const { messageId, spaceId } = spectrum.receive({
				from: alice,
				text: 'Drawn',
				embeddedMedia: { data, mimeType: 'image/png' },
			});
			const media = await client.messages.getEmbeddedMedia(spaceId, messageId);
			expect(media).toMatchObject({ mimeType: 'image/png' });
			expect(Buffer.from(media.data).equals(data)).toBe(true);
			await expect(client.messages.getEmbeddedMedia(spaceId, 'nothing')).rejects.toMatchObject({ name: 'NotFoundError' });
		});
	});

	it('break off, and it is noticed', async () => {
		await withHttpClient({}, async (spectrum, client) => {
			const { attachment } = await client.attachments.upload({ fileName: 'a.bin', data: long });
			spectrum.faults.add('DownloadAttachment', { type: 'dropConnection', afterChunks: 1 });
			await expect(download(client, attachment.guid)).rejects.toThrow();
		});
	});
});
