import type { Attachment } from '../../../../../nodes/shared/spectrum/model/attachment';
import { change, line, message, occurredAt, projected } from './projectSupport';

type Fields = Parameters<typeof message>[0];

const received = (fields: Fields, facts: object = {}, on = line) =>
	projected(change({ type: 'message.received', message: message(fields), ...facts }), { on });

const file = (fields: Partial<Attachment> = {}): Attachment => ({
	id: 'A1',
	fileName: 'a.jpg',
	mimeType: 'image/jpeg',
	size: 7,
	isOutgoing: false,
	transferState: 'finished',
	isHidden: false,
	isSticker: false,
	...fields,
});
const photo = { type: 'attachment', id: 'A1', name: 'a.jpg', mimeType: 'image/jpeg', size: 7 };

describe('contents', () => {
	test('a file, without its place in the text', async () => {
		expect(await received({ text: '\uFFFC', attachments: [file()] })).toMatchObject({ message: { id: 'm' }, content: photo });
		expect((await received({ text: '\uFFFC', attachments: [file()] }))?.message).not.toHaveProperty('text');
	});

	test('a file of which little is known', async () => {
		expect((await received({ attachments: [file({ fileName: '', mimeType: '', size: 0 })] }))?.content).toEqual({
			type: 'attachment',
			id: 'A1',
		});
	});

	test('a voice note, a sticker and a Live Photo', async () => {
		const contentOf = async (fields: Partial<Attachment>) => (await received({ attachments: [file(fields)] }))?.content;
		expect(await contentOf({ fileName: 'Audio Message.caf', mimeType: 'audio/x-caf', isVoiceNote: true })).toEqual({
			...photo,
			name: 'Audio Message.caf',
			mimeType: 'audio/x-caf',
			isVoiceNote: true,
		});
		expect(await contentOf({ isSticker: true })).toEqual({ ...photo, isSticker: true });
		expect(await contentOf({ companionKind: 'livePhotoVideo' })).toEqual({ ...photo, companionKind: 'livePhotoVideo' });
	});

	test('a contact, and a location that only looks like one', async () => {
		const card = { fileName: 'Bob.VCF', mimeType: '' };
		expect((await received({ attachments: [file(card)] }))?.content).toEqual({ type: 'contact', id: 'A1', size: 7, fileName: 'Bob.VCF' });
		expect((await received({ attachments: [file({ fileName: '', mimeType: 'Text/vCard; charset=utf-8' })] }))?.content).toMatchObject({
			type: 'contact',
		});
		expect((await received({ attachments: [file({ fileName: 'CL.loc.vcf', mimeType: 'text/x-vlocation' })] }))?.content).toMatchObject({
			type: 'attachment',
		});
	});

	test('a shared link, whose preview is no file', async () => {
		const link = (text: string) =>
			received({ text, balloonBundleId: 'com.apple.messages.URLBalloonProvider', attachments: [file({ isHidden: true })] });
		expect(await link('https://example.com/a')).toMatchObject({
			message: { text: 'https://example.com/a' },
			content: { type: 'richlink', url: 'https://example.com/a' },
		});
		expect(await link('Look: https://example.com/a now')).toMatchObject({
			message: { text: 'Look: https://example.com/a now' },
			content: { type: 'richlink', url: 'https://example.com/a' },
		});
		expect((await link('example.com/a'))?.content).toEqual({ type: 'richlink', url: 'example.com/a' });
		expect((await link('two words'))?.content).toEqual({ type: 'text', text: 'two words' });
	});

	test('a mini-app card, with its words and its picture', async () => {
		const miniApp = {
			teamId: 'TEAM',
			extensionBundleId: 'com.example.app',
			appName: '',
			url: 'https://example.com',
			live: false,
			layout: { caption: 'Table', summary: '' },
		};
		expect((await received({ miniApp, attachments: [file()] }))?.content).toEqual({
			type: 'miniApp',
			teamId: 'TEAM',
			extensionBundleId: 'com.example.app',
			url: 'https://example.com',
			live: false,
			layout: { caption: 'Table' },
			image: { id: 'A1', name: 'a.jpg', mimeType: 'image/jpeg', size: 7 },
		});
		expect((await received({ miniApp: { ...miniApp, layout: {} } }))?.content).not.toHaveProperty('layout');
	});

	test('of an app that says nothing, its name', async () => {
		expect((await received({ balloonBundleId: 'com.apple.Handwriting' }))?.content).toEqual({
			type: 'app',
			bundleId: 'com.apple.Handwriting',
		});
		expect((await received({ text: 'Hi', balloonBundleId: 'com.example' }))?.content).toEqual({ type: 'text', text: 'Hi' });
	});

	test('a text whose files are not shown', async () => {
		const event = await received({ text: 'One\uFFFCtwo', attachments: [file({ isHidden: true })] });
		expect(event).toMatchObject({ message: { text: 'One\ntwo' }, content: { type: 'text', text: 'One\ntwo' } });
	});
});

describe('an album', () => {
	const second = file({ id: 'A2', fileName: 'b.jpg' });
	const album = (fields: Fields) => received({ text: 'Look\uFFFC\uFFFC here ', attachments: [file(), second], ...fields });

	test('has its files where they stand among the texts', async () => {
		const event = await album({ partCount: 4 });
		expect(event?.message).toEqual({ id: 'm', text: 'Look\nhere' });
		expect(event?.content).toEqual({
			type: 'group',
			items: [
				{ id: 'p:0/m', part: 0, timestamp: occurredAt, content: { type: 'text', text: 'Look' } },
				{ id: 'p:1/m', part: 1, timestamp: occurredAt, content: photo },
				{ id: 'p:2/m', part: 2, timestamp: occurredAt, content: { ...photo, id: 'A2', name: 'b.jpg' } },
				{ id: 'p:3/m', part: 3, timestamp: occurredAt, content: { type: 'text', text: 'here' } },
			],
		});
	});

	test('whose bubbles are counted otherwise numbers none', async () => {
		const items = async (fields: Fields) => (await album(fields))?.content?.items as object[];
		expect((await items({ partCount: 5 }))[0]).toEqual({ timestamp: occurredAt, content: { type: 'text', text: 'Look' } });
		expect((await items({}))[0]).toHaveProperty('id', 'p:0/m');
	});

	test.each<[string, string | undefined, string[]]>([
		['without texts', undefined, ['A1', 'A2']],
		['without places, the files first', ' Look ', ['A1', 'A2', 'Look']],
		['with too few places', '\uFFFCLook', ['A1', 'Look', 'A2']],
		['with too many places', '\uFFFC\uFFFC\uFFFCLook', ['A1', 'A2', 'Look']],
	])('%s', async (_what, text, expected) => {
		const items = (await album({ text }))?.content?.items as Array<{ content: { id?: string; text?: string } }>;
		expect(items.map(({ content }) => content.id ?? content.text)).toEqual(expected);
	});

	test('moves what is formatted or named along with the text', async () => {
		const event = await album({
			text: '  Look\uFFFC\uFFFC at Bob',
			formatting: [
				{ type: 'bold', start: 2, length: 8 },
				{ type: 'italic', start: 6, length: 2 },
			],
			mentions: [{ address: 'bob@example.com', start: 12, length: 3 }],
		});
		expect(event?.message).toEqual({
			id: 'm',
			text: 'Look\nat Bob',
			formatting: [
				{ type: 'bold', start: 0, length: 4 },
				{ type: 'bold', start: 5, length: 1 },
			],
			mentions: [{ address: 'bob@example.com', start: 8, length: 3 }],
		});
	});
});
