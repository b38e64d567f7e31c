import type { Simulator } from '../../simulator/src';
import { FakeClock } from '../support/fakeClock';
import { withClient, type AdvancedIMessage } from './vendorDriver';

const alice = '+15551230001';
const bob = 'bob@example.com';
const aliceSpace = `any;-;${alice}`;
const bobSpace = `any;-;${bob}`;
const start = Date.UTC(2026, 0, 1);

type Filter = NonNullable<Parameters<AdvancedIMessage['messages']['listRecent']>[0]>;

/** Ten messages, one a second; the even ones are from Alice, and every third is in Bob's space. */
async function converse(spectrum: Simulator, client: AdvancedIMessage, clock: FakeClock): Promise<void> {
	for (let index = 0; index < 10; index++) {
		const person = index % 3 === 2 ? bob : alice;
		if (index % 2 === 0) spectrum.receive({ from: person, text: String(index) });
		else await client.messages.sendText(`any;-;${person}`, String(index));
		await clock.advance(1_000);
	}
}

async function withTen(use: (spectrum: Simulator, client: AdvancedIMessage) => Promise<void>): Promise<void> {
	const clock = new FakeClock(start);
	await withClient({ clock }, async (spectrum, client) => {
		await converse(spectrum, client, clock);
		await use(spectrum, client);
	});
}

const at = (second: number): Date => new Date(start + second * 1_000);

describe('lists of messages, seen by the vendor’s client', () => {
	it('give whole messages, the newest first', async () => {
		await withTen(async (_spectrum, client) => {
			const page = await client.messages.listRecent();
			expect(page.messages.map(({ content }) => content.text)).toEqual([...'9876543210']);
			expect(page.nextPageToken).toBeUndefined();
			expect(page.messages[0]).toEqual(await client.messages.get(page.messages[0]?.guid ?? ''));
		});
	});

	it.each<[string, Filter, string]>([
		['our own', { isFromMe: true }, '97531'],
		['those of others', { isFromMe: false }, '86420'],
		['the unread, with our own that nobody has read', { isRead: false }, '9876543210'],
		['the unread of others', { isRead: false, isFromMe: false }, '86420'],
		['those before a moment, without it', { before: at(3) }, '210'],
		['those after a moment, with it', { after: at(7) }, '987'],
		['those in a window', { after: at(2), before: at(5) }, '432'],
		['those that pass every filter', { after: at(2), before: at(8), isFromMe: true }, '753'],
		['none in an empty window', { after: at(5), before: at(5) }, ''],
	])('find %s', async (_name, filter, expected) => {
		await withTen(async (_spectrum, client) => {
			const { messages } = await client.messages.listRecent(filter);
			expect(messages.map(({ content }) => content.text).join('')).toBe(expected);
		});
	});

	it.each([1, 2, 3, 9, 10, 11])('come in pages of %i, each message once, though new ones arrive meanwhile', async (pageSize) => {
		await withTen(async (spectrum, client) => {
			const seen: string[] = [];
			const sizes: number[] = [];
			for (let pageToken: string | undefined, isFirst = true; isFirst || pageToken !== undefined; isFirst = false) {
				const page = await client.messages.listRecent({ pageSize, pageToken });
				seen.push(...page.messages.map(({ content }) => content.text ?? ''));
				sizes.push(page.messages.length);
				pageToken = page.nextPageToken;
				spectrum.receive({ from: alice, text: 'new' });
			}
			expect(seen).toEqual([...'9876543210']);
			expect(Math.max(...sizes)).toBeLessThanOrEqual(pageSize);
			expect(sizes).not.toContain(0);
		});
	});

	it('of one chat hold nothing else', async () => {
		await withTen(async (_spectrum, client) => {
			const { messages, nextPageToken } = await client.messages.listInChat(aliceSpace, { pageSize: 5 });
			expect(messages.map(({ content }) => content.text).join('')).toBe('97643');
			const rest = await client.messages.listInChat(aliceSpace, { pageSize: 5, pageToken: nextPageToken });
			expect(rest.messages.map(({ content }) => content.text).join('')).toBe('10');
			await expect(client.messages.listInChat('any;-;nobody@example.com')).rejects.toMatchObject({ code: 'chatNotFound' });
		});
	});

	it('show reactions as rows of their own', async () => {
		await withClient({}, async (spectrum, client) => {
			const { messageId } = spectrum.receive({ from: alice, text: 'Hi' });
			spectrum.phone(alice).react(messageId, 'like');
			const { messages } = await client.messages.listInChat(aliceSpace);
			expect(messages.map(({ reactionTargetGuid, content }) => [reactionTargetGuid, content.text])).toEqual([
				[messageId, 'Liked “Hi”'],
				[undefined, 'Hi'],
			]);
		});
	});

	it.each<[string, Filter]>([
		['a page of nothing', { pageSize: 0 }],
		['a page of less', { pageSize: -1 }],
		['a page of too many', { pageSize: 101 }],
		['a token that nobody gave', { pageToken: 'nonsense' }],
	])('refuse %s', async (_name, filter) => {
		await withTen(async (_spectrum, client) => {
			await expect(client.messages.listRecent(filter)).rejects.toMatchObject({ code: 'invalidArgument' });
		});
	});

	it('refuse the token of another list or filter', async () => {
		await withTen(async (_spectrum, client) => {
			// The page ends with a message that the other lists hold too.
			const { nextPageToken: pageToken } = await client.messages.listRecent({ pageSize: 2 });
			await expect(client.messages.listRecent({ pageToken, isFromMe: false })).rejects.toMatchObject({ code: 'invalidArgument' });
			await expect(client.messages.listInChat(bobSpace, { pageToken })).rejects.toMatchObject({ code: 'invalidArgument' });
			await client.messages.listRecent({ pageSize: 3, pageToken });
		});
	});
});

describe('reading, seen by the vendor’s client', () => {
	it('marks what others wrote, tells them, and counts what is left', async () => {
		await withTen(async (spectrum, client) => {
			expect((await client.chats.get(aliceSpace)).unreadCount).toBe(3);
			await client.chats.markRead(aliceSpace);
			expect((await client.chats.get(aliceSpace)).unreadCount).toBe(0);
			expect((await client.chats.get(bobSpace)).unreadCount).toBe(2);
			const { messages } = await client.messages.listRecent({ isRead: true });
			expect(messages.map(({ content, dateRead }) => [content.text, dateRead])).toEqual([
				['6', at(10)],
				['4', at(10)],
				['0', at(10)],
			]);
			expect(spectrum.phone(alice).eventsOf('read')).toHaveLength(3);
			const log = spectrum
				.eventLog()
				.slice(10)
				.map(({ domain, change }) => [domain, change.type]);
			expect(log).toEqual([...Array<unknown>(3).fill(['message', 'messageRead']), ['chat', 'markedRead']]);
			await client.chats.markRead(aliceSpace);
			expect(spectrum.eventLog()).toHaveLength(14);
		});
	});

	it('of our own messages shows once the other one has read', async () => {
		await withClient({}, async (spectrum, client) => {
			const sent = await client.messages.sendText(aliceSpace, 'Read?');
			expect(sent.dateRead).toBeUndefined();
			spectrum.phone(alice).read(sent.guid);
			expect((await client.messages.get(sent.guid)).dateRead).toBeDefined();
			expect((await client.messages.listRecent({ isRead: true })).messages).toHaveLength(1);
			expect(spectrum.eventLog().slice(-1)).toMatchObject([{ actor: alice, change: { type: 'messageRead' } }]);
		});
	});

	it('finds media that live inside a message', async () => {
		await withClient({}, async (spectrum, client) => {
			const data = Buffer.from('a heartbeat');
			const { messageId } = spectrum.receive({ from: alice, text: '', embeddedMedia: { data, mimeType: 'video/mp4' } });
			const media = await client.messages.getEmbeddedMedia(aliceSpace, messageId);
			expect(media.mimeType).toBe('video/mp4');
			expect(Buffer.from(media.data).equals(data)).toBe(true);
			const plain = spectrum.receive({ from: alice, text: 'Hi' }).messageId;
			const none = { code: 'attachmentNotFound', grpcCode: 5 };
			await expect(client.messages.getEmbeddedMedia(aliceSpace, plain)).rejects.toMatchObject(none);
			await expect(client.messages.getEmbeddedMedia(aliceSpace, 'nobody')).rejects.toMatchObject({ code: 'messageNotFound' });
		});
	});
});
