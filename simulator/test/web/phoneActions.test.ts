import { FakeClock } from '../../../test/support/fakeClock';
import { png } from '../../../test/e2e/phone/pictures';
import { ada, ben, direct, openPhones, type OpenPhones } from './openPhones';

describe('what a person does on the page', () => {
	let opened: OpenPhones;
	const lastChange = () => opened.spectrum.eventLog().at(-1)?.change;
	beforeEach(async () => {
		opened = await openPhones();
	});
	afterEach(async () => await opened.close());
	const begin = async (text = 'Hi'): Promise<string> => (await opened.act('send', { text })).message;

	test('a text reaches the line with its formatting, effect and subject', async () => {
		const formatting = [
			{ type: 'bold', start: 0, length: 4 },
			{ type: 'effect', start: 5, length: 5, effectName: 'shake' },
		];
		const { message, space } = await opened.act('send', { text: 'Bold shake', formatting, effect: 'Confetti', subject: 'Hear' });
		const stored = opened.line.messages.get(message);
		expect(space).toBe(direct);
		expect(stored).toMatchObject({
			sender: ada,
			subject: 'Hear',
			effectId: 'com.apple.messages.effect.CKConfettiEffect',
			parts: [{ text: 'Bold shake', formatting }],
		});
		expect(await opened.last()).toMatchObject({
			isOwn: true,
			effect: 'Confetti',
			subject: 'Hear',
			bubbles: [{ text: 'Bold shake', formatting }],
		});
	});

	test.each([
		['impact', 'com.apple.MobileSMS.expressivesend.impact'],
		['invisibleink', 'com.apple.MobileSMS.expressivesend.invisibleink'],
		['HappyBirthday', 'com.apple.messages.effect.CKHappyBirthdayEffect'],
	])('the effect %s travels as Apple names it, and comes back by its name', async (effect, effectId) => {
		const { message } = await opened.act('send', { text: 'Hi', effect });
		expect(opened.line.messages.get(message)?.effectId).toBe(effectId);
		expect(await opened.last()).toMatchObject({ effect });
	});

	test('an address of a website alone becomes a link preview, as in Messages', async () => {
		await opened.act('send', { text: 'https://example.com/a?b=c' });
		expect(opened.line.messages.get((await opened.last()).id)).toMatchObject({
			content: { type: 'richlink', url: 'https://example.com/a?b=c' },
		});
		expect(await opened.last()).toMatchObject({ bubbles: [{ link: { host: 'example.com', path: '/a?b=c' } }] });
		await begin('see https://example.com');
		expect((await opened.last()).bubbles[0]?.link).toBeUndefined();
	});

	test('a reply names its target and belongs to the thread of the first message', async () => {
		const first = await begin('A question');
		const answer = opened.says('An answer', { replyTo: { guid: first } });
		const { message } = await opened.act('send', { text: 'Thanks', replyTo: { id: answer } });
		expect(opened.line.messages.get(message)?.replyTo).toEqual({ guid: answer });
		expect(await opened.last()).toMatchObject({ thread: first, replyTo: { id: answer, preview: 'An answer', isOwn: false } });
	});

	test('files, an album with words, a voice memo, a Live Photo and a contact arrive as what they are', async () => {
		const picture = png();
		await opened.act('send', { files: [await opened.upload('a.png', 'image/png', picture)] });
		expect(await opened.last()).toMatchObject({ bubbles: [{ file: { kind: 'image', name: 'a.png', size: picture.length } }] });
		await opened.act('send', {
			text: 'Both',
			files: [await opened.upload('a.png', 'image/png', picture), await opened.upload('b.png', 'image/png', picture)],
		});
		expect((await opened.last()).bubbles.map(({ file, text }) => file?.kind ?? text)).toEqual(['image', 'image', 'Both']);
		await opened.act('send', {
			files: [await opened.upload('Audio Message.m4a', 'audio/mp4', Buffer.from('sound'))],
			voice: { duration: 2.5 },
		});
		expect(await opened.last()).toMatchObject({ isVoiceNote: true, bubbles: [{ file: { kind: 'audio', duration: 2.5 } }] });
		await opened.act('send', {
			files: [await opened.upload('IMG.png', 'image/png', picture)],
			film: await opened.upload('film.mov', 'video/quicktime', Buffer.from('film')),
		});
		const live = (await opened.last()).bubbles[0]?.file;
		expect(await (await fetch(new URL(live?.filmUrl ?? '', opened.web.url))).text()).toBe('film');
		await opened.act('send', { contact: { name: 'Cleo; "Martin"', phone: '+1 555 010 2030', organization: 'Boats, Inc' } });
		expect(await opened.last()).toMatchObject({
			bubbles: [
				{
					file: {
						kind: 'contact',
						contact: { name: 'Cleo; "Martin"', organization: 'Boats, Inc', details: [{ label: 'phone', value: '+1 555 010 2030' }] },
					},
				},
			],
		});
	});

	test('a person has one tapback on a bubble: another one replaces it, and taking it away leaves none', async () => {
		const message = await begin();
		await opened.act('react', { message, reaction: 'love' });
		await opened.act('react', { message, reaction: '🎉' });
		expect((await opened.last()).reactions).toMatchObject([{ kind: 'emoji', emoji: '🎉', isOwn: true }]);
		expect(opened.spectrum.eventLog().map(({ change }) => change.type)).toEqual([
			'messageReceived',
			'reactionAdded',
			'reactionRemoved',
			'reactionAdded',
		]);
		await opened.act('react', { message, reaction: '🎉', isSet: false });
		expect((await opened.last()).reactions).toEqual([]);
		await expect(opened.act('react', { message, reaction: 'nice' })).rejects.toThrow('400: A tapback is one of the six, or an emoji');
	});

	test('a sticker sits where it was put', async () => {
		const message = await begin();
		const file = await opened.upload('star.png', 'image/png', png());
		await opened.act('sticker', { message, file, placement: { x: 0.9, y: 0.1, rotation: 12 } });
		expect(lastChange()).toMatchObject({ type: 'stickerPlaced', messageGuid: message, placement: { x: 0.9, y: 0.1, rotation: 12 } });
		expect((await opened.last()).stickers).toMatchObject([{ name: 'star.png', placement: { x: 0.9, y: 0.1 } }]);
		const text = await opened.upload('star.txt', 'text/plain', Buffer.from('no'));
		await expect(opened.act('sticker', { message, file: text, placement: { x: 0, y: 0 } })).rejects.toThrow(
			'422: A sticker is a picture; this is text/plain',
		);
	});

	test('reading tells the line once for each of its messages, unless the phone sends no receipts', async () => {
		await begin();
		const said = [opened.says('One'), opened.says('Two')];
		await opened.act('read', { space: direct });
		const reads = () => opened.spectrum.eventLog().flatMap(({ change }) => (change.type === 'messageRead' ? change.messageGuid : []));
		expect(reads()).toEqual(said);
		await opened.act('read', { space: direct });
		await opened.act('settings', { receipts: false });
		opened.says('Three');
		await opened.act('read', { space: direct });
		expect(reads()).toEqual(said);
	});

	test('a poll is made, voted in, changed and added to', async () => {
		await begin();
		const { message } = await opened.act('poll', { space: direct, title: 'Lunch?', options: ['Soup', 'Salad'] });
		const soup = (await opened.last()).poll?.options[0]?.id;
		await opened.act('vote', { message, option: soup });
		await opened.act('option', { message, text: 'Pizza' });
		expect((await opened.last()).poll).toMatchObject({
			title: 'Lunch?',
			options: [
				{ text: 'Soup', voters: [{ isOwn: true }] },
				{ text: 'Salad', voters: [] },
				{ text: 'Pizza', voters: [] },
			],
		});
		await opened.act('vote', { message, option: soup, isSet: false });
		expect(opened.line.polls.get(message)?.votes).toEqual([]);
		await expect(opened.act('poll', { space: direct, title: '', options: ['One'] })).rejects.toThrow('400: A poll needs two options');
	});

	test('a group is made, named, pictured, joined and left; who has left sees what was, and writes no more', async () => {
		const { space } = await opened.act('group', { members: [ben], name: 'Hiking' });
		await opened.act('send', { space, text: 'Hello both' });
		await opened.act('member', { space, member: '+1 (555) 010-2030' });
		await opened.act('picture', { space, which: 'icon', file: await opened.upload('i.png', 'image/png', png()) });
		await opened.act('picture', { space, which: 'background', file: await opened.upload('b.png', 'image/png', png()) });
		expect(opened.line.chats.get(space)).toMatchObject({
			displayName: 'Hiking',
			members: [ada, ben, '+15550102030'],
			icon: { mimeType: 'image/png' },
			background: { mimeType: 'image/png' },
		});
		await opened.act('leave', { space });
		opened.line.send(opened.line.chats.get(space)!, { parts: [{ bubble: 0, text: 'Without you' }] });
		expect(lastChange()).toMatchObject({ type: 'messageReceived' });
		const words = async (phone: string) =>
			(await opened.items(space, phone)).map((item) => (item.kind === 'notice' ? item.text : item.bubbles[0]?.text));
		expect(await words(ada)).toEqual([
			'You named the conversation “Hiking”',
			'Hello both',
			'You added +1 (555) 010-2030 to the conversation',
			'You changed the group photo',
			'You changed the background',
			'You left the conversation',
		]);
		expect((await words(ben)).at(-1)).toBe('Without you');
		// Who came later does not see what was said before.
		expect(await words('+15550102030')).not.toContain('Hello both');
		await expect(opened.act('send', { space, text: 'Still here?' })).rejects.toThrow('422: You are no longer in this conversation');
	});

	test('a mention in a group names the person', async () => {
		const { space } = await opened.act('group', { members: [ben] });
		await opened.act('send', { space, text: 'Ask Ben', mentions: [{ address: ben, start: 4, length: 3 }] });
		expect(await opened.last(space)).toMatchObject({ bubbles: [{ text: 'Ask Ben', mentions: [{ address: ben, start: 4, length: 3 }] }] });
	});

	test('a phone without iMessage writes SMS, which has no gestures', async () => {
		await opened.act('settings', { imessage: false });
		const message = await begin('By SMS');
		const sent = await opened.last();
		expect(sent.service).toBe('SMS');
		expect(sent).not.toHaveProperty('editableUntil');
		expect(sent).not.toHaveProperty('unsendableUntil');
		await expect(opened.act('send', { text: 'Hi', effect: 'loud' })).rejects.toThrow('422: SMS has no effects');
		for (const [name, body] of [
			['react', { reaction: 'love' }],
			['edit', { text: 'x' }],
			['unsend', {}],
		] as const) {
			await expect(opened.act(name, { message, ...body })).rejects.toThrow('422: SMS has no');
		}
	});

	test('nobody acts on what is not on their phone', async () => {
		const message = await begin();
		const asBen = { phone: ben, message };
		await expect(opened.act('react', { ...asBen, reaction: 'love' })).rejects.toThrow('422: You are no longer in this conversation');
		const said = opened.says('Mine');
		await expect(opened.act('edit', { message: said, text: 'Yours' })).rejects.toThrow('has not sent');
		await expect(opened.act('unsend', { message: said })).rejects.toThrow('has not sent');
		await expect(opened.act('read', { phone: ben, space: direct })).rejects.toThrow('422:');
	});
});

describe('the windows of edits and unsends', () => {
	test('a message is edited for 15 minutes and taken back for 2, on the simulator’s clock', async () => {
		const clock = new FakeClock();
		const opened = await openPhones({ clock });
		const { message } = await opened.act('send', { text: 'Helo' });
		await opened.act('edit', { message, text: 'Hello' });
		expect(await opened.last()).toMatchObject({ bubbles: [{ text: 'Hello', earlier: ['Helo'] }], editedAt: clock.now() });
		await opened.act('edit', { message, text: 'Hello!' });
		expect(await opened.last()).toMatchObject({ bubbles: [{ text: 'Hello!', earlier: ['Helo', 'Hello'] }] });
		await clock.advance(2 * 60_000 + 1);
		await expect(opened.act('unsend', { message })).rejects.toThrow('422: A message can be unsent for 2 minutes');
		await clock.advance(13 * 60_000);
		await expect(opened.act('edit', { message, text: 'Too late' })).rejects.toThrow('422: A message can be edited for 15 minutes');
		const second = (await opened.act('send', { text: 'Gone soon' })).message;
		await opened.act('edit', { message: second, text: 'Gone sooner' });
		await opened.act('unsend', { message: second });
		expect(opened.spectrum.store().messages.get(second)?.earlier).toBeUndefined();
		expect(await opened.last()).toMatchObject({ id: second, unsentAt: clock.now(), bubbles: [] });
		await opened.close();
	});
});

describe('a location', () => {
	test('is shared with one line, told to who listens, and taken back', async () => {
		const opened = await openPhones({ lines: ['+15550000001', '+15550000002'] });
		await opened.act('send', { text: 'Hi' });
		const shared = () =>
			opened.spectrum.lines.map(({ id }) => opened.spectrum.store(id).locations.all.map(({ shortAddress }) => shortAddress));
		await opened.act('location', { space: direct, latitude: 52.52, longitude: 13.405, name: 'Berlin' });
		expect(shared()).toEqual([['Berlin'], []]);
		await opened.act('location', { space: direct, isShared: false });
		expect(shared()).toEqual([[], []]);
		await opened.close();
	});

	test.each([
		[{ latitude: 91, longitude: 0 }, '400: latitude must be a number from -90 to 90; found 91'],
		[{ latitude: 0, longitude: '13' }, '400: longitude must be a number from -180 to 180; found "13"'],
		[{ latitude: 0, longitude: 0, name: 'x'.repeat(101) }, '400: name may have 100 characters; it has 101'],
	])('is refused: %j', async (place, problem) => {
		const opened = await openPhones();
		await opened.act('send', { text: 'Hi' });
		await expect(opened.act('location', { space: direct, ...place })).rejects.toThrow(problem);
		await opened.close();
	});

	test('needs iMessage', async () => {
		const opened = await openPhones();
		await opened.act('send', { text: 'Hi' });
		opened.spectrum.phone(ada).imessage = false;
		await expect(opened.act('location', { space: direct, latitude: 0, longitude: 0 })).rejects.toThrow('422: Find My needs iMessage');
		await opened.close();
	});
});
