import { unsend } from '../../src/store/changes';
import { leave } from '../../src/store/groups';
import type { ItemView, MessageView } from '../../src/web/phone/views';
import { ada, ben, direct, Listener, openPhones, type OpenPhones } from './openPhones';

describe('what the page is told', () => {
	let opened: OpenPhones;
	let page: Listener;
	beforeEach(async () => {
		opened = await openPhones();
		opened.spectrum.receive({ from: ada, text: 'Hi' });
		page = await Listener.open(opened.web, [ada, ben]);
	});
	afterEach(async () => {
		page.close();
		await opened.close();
	});
	/** The next telling of a message that fits. */
	const item = async (fits: (message: MessageView) => boolean): Promise<MessageView> => {
		const { item: told } = await page.next('item', ({ item: one }) => one.kind === 'message' && fits(one));
		return told as MessageView;
	};

	test('what stands when it opens: people, conversations, and how the phone is set', async () => {
		expect(await page.next('people')).toEqual([
			{ address: ada, name: 'Ada Reyes' },
			{ address: ben, name: 'Ben Okafor' },
		]);
		expect(await page.spaces(ada)).toMatchObject([{ spaceId: direct, line: opened.line.id, unread: 0, preview: 'Hi', hasLeft: false }]);
		expect(await page.spaces(ben)).toEqual([]);
	});

	test('a message of the line, its edit, its tapback and its receipt, each as soon as it happens', async () => {
		const id = opened.says('Hello');
		expect(await item((one) => one.id === id)).toMatchObject({ isOwn: false, bubbles: [{ text: 'Hello' }] });
		expect(await page.next('space')).toMatchObject({ phone: ada, space: { unread: 1, preview: 'Hello' } });
		opened.spectrum.phone(ada).react(id, 'laugh');
		expect(await item((one) => one.reactions.length === 1)).toMatchObject({ id, reactions: [{ emoji: '😂', isOwn: true, name: 'You' }] });
		opened.spectrum.ownDevice().markRead(direct);
		expect(await item((one) => one.readAt !== undefined)).toMatchObject({ isOwn: true, bubbles: [{ text: 'Hi' }] });
	});

	test('the effect, the preview of a link and the silence of a Focus', async () => {
		opened.spectrum.phone(ada).focus = true;
		const chat = opened.line.chats.get(direct)!;
		opened.line.send(
			chat,
			{ parts: [{ bubble: 0, text: 'https://example.com/' }], effectId: 'com.apple.messages.effect.CKLasersEffect' },
			{ linkPreview: true },
		);
		expect(await item((one) => one.effect !== undefined)).toMatchObject({
			effect: 'Lasers',
			isSilenced: true,
			bubbles: [{ link: { host: 'example.com' } }],
		});
	});

	test('a card shows its latest update, in its place', async () => {
		const chat = opened.line.chats.get(direct)!;
		const card = (caption: string) => ({
			teamId: 'ABCDE12345',
			extensionBundleId: 'com.example',
			appName: 'Boats',
			url: 'https://example.com',
			sessionId: 'S',
			targetGuid: 'card',
			live: false,
			layout: { caption },
		});
		opened.line.send(chat, { guid: 'card', parts: [{ bubble: 0 }], miniApp: card('Waiting') });
		expect(await item((one) => one.card !== undefined)).toMatchObject({ id: 'card', card: { layout: { caption: 'Waiting' } } });
		opened.line.send(chat, { parts: [{ bubble: 0 }], miniApp: card('Booked') });
		expect(await item((one) => one.card?.layout.caption === 'Booked')).toMatchObject({ id: 'card' });
		expect((await opened.items()).filter((one) => one.kind === 'message' && one.card !== undefined)).toHaveLength(1);
	});

	test('a message of a kind that nobody knows is there, and says so', async () => {
		opened.spectrum.receive({ from: ada, content: { type: 'hologram', beam: 7 } });
		expect((await item(({ id }) => id !== '')).bubbles).toEqual([{ index: 0 }]);
		expect(await page.next('space', ({ space }) => space?.preview !== 'Hi')).toMatchObject({ space: { preview: 'Unsupported message' } });
		const id = opened.says('', {
			parts: [
				{ bubble: 0, text: 'Kept' },
				{ bubble: 1, text: 'Taken back' },
			],
		});
		unsend(opened.line, opened.line.chats.get(direct)!, opened.line.messages.get(id)!, 1);
		expect(await item((one) => one.id === id && one.editedAt !== undefined)).toMatchObject({
			bubbles: [{ text: 'Kept' }, { index: 1, isGone: true }],
		});
	});

	test('dots while the line types, and on the phones of the others while a person of a group does', async () => {
		opened.line.tell(opened.line.chats.get(direct)!, { type: 'typing', isTyping: true });
		expect(await page.next('typing')).toMatchObject({ phone: ada, name: '+1 (555) 000-0001', isTyping: true });
		const { space } = await opened.act('group', { members: [ben], name: 'Both' });
		await opened.act('typing', { space, isTyping: true });
		expect(await page.next('typing')).toMatchObject({ phone: ben, name: 'Ada Reyes', isTyping: true });
	});

	test('a person who writes for the first time, and one whom the line writes to, become people of the page', async () => {
		opened.spectrum.receive({ from: '+15550102030', text: 'New here' });
		const people = await page.next('people', (all) => all.length === 3);
		expect(people[2]).toEqual({ address: '+15550102030', name: '+1 (555) 010-2030' });
		opened.line.send(opened.line.directChat('cleo@example.com'), { parts: [{ bubble: 0, text: 'Hello' }] });
		expect(await page.next('people', (all) => all.length === 4)).toContainEqual({ address: 'cleo@example.com', name: 'cleo@example.com' });
	});

	test('a message that failed on its way is not on the phone, and a group that the line leaves is gone', async () => {
		opened.spectrum.phone(ben).sendErrorCode = 22;
		const group = opened.line.createGroup([ada, ben]);
		opened.line.send(group, { parts: [{ bubble: 0, text: 'Only Ada gets this' }] });
		expect(await page.next('item', ({ spaceId }) => spaceId === group.guid)).toMatchObject({ phone: ada });
		expect(await opened.items(group.guid, ben)).toEqual([]);
		leave(opened.line, group);
		expect(
			await page.next('space', ({ phone, spaceId, space }) => phone === ada && spaceId === group.guid && space === null),
		).toBeDefined();
		await expect(opened.act('send', { space: group.guid, text: 'Anybody?' })).rejects.toThrow('404: The conversation no longer exists');
	});

	test('lines that share the GUID of a direct space are kept apart', async () => {
		const second = await opened.spectrum.addLine('+15550000002');
		opened.spectrum.receive({ from: ada, text: 'To the second', line: second.id });
		expect(await page.next('item', ({ line }) => line === second.id)).toMatchObject({
			spaceId: direct,
			item: { bubbles: [{ text: 'To the second' }] },
		});
		expect((await opened.items()).map((one) => one.kind === 'message' && one.bubbles[0]?.text)).toEqual(['Hi']);
		await opened.act('poll', { line: second.id, space: direct, title: 'Which line?', options: ['One', 'Two'] });
		expect(opened.spectrum.store(second.id).polls.size).toBe(1);
	});

	test('a long history comes in pages, without a hole and without a repeat', async () => {
		opened.spectrum.receiveMany(Array.from({ length: 150 }, (_, index) => ({ from: ada, text: `Message ${index}` })));
		const origin = opened.web.url;
		const seen: string[] = [];
		for (let before: string | undefined, isAll = false; !isAll; ) {
			const query = new URLSearchParams({ phone: ada, line: opened.line.id, space: direct, ...(before === undefined ? {} : { before }) });
			const response = await fetch(`${origin}phone/history?${query.toString()}`);
			const page = (await response.json()) as { readonly items: readonly ItemView[]; readonly isAll: boolean };
			seen.unshift(...page.items.map((one) => (one.kind === 'message' ? (one.bubbles[0]?.text ?? '') : one.text)));
			before = page.items[0]?.id;
			isAll = page.isAll;
		}
		expect(seen).toEqual(['Hi', ...Array.from({ length: 150 }, (_, index) => `Message ${index}`)]);
	});
});
