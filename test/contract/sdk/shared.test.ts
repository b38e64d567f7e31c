import { Internet, removeGrpcRoots } from './internet';
import { Simulator } from '../../../simulator/src';
import { FakeClock } from '../../support/fakeClock';
import { sampleCard, startWeb } from '../../support/samplePage';
import { picture } from '../pictures';
import { startSdk, type Sdk, type SdkSpace } from './app';
import { LongTimers } from './longTimers';
import { until } from './until';

const alice = '+15551230001';

/** One simulator for the file, because grpc-js reads the authority once. */
describe('spectrum-ts on the shared plan', () => {
	let spectrum: Simulator;
	let internet: Internet;
	let timers: LongTimers;
	let clock: FakeClock;
	let sdk: Sdk;
	let space: SdkSpace;
	const phone = () => spectrum.phone(alice);

	beforeAll(async () => {
		clock = new FakeClock();
		spectrum = await Simulator.start({ clock, rateLimit: Number.POSITIVE_INFINITY, audience: 'users' });
		internet = await Internet.lead(spectrum);
		timers = new LongTimers();
		sdk = await startSdk(spectrum);
		spectrum.dashboard.addUser(alice);
		space = await sdk.imessage.imessage(sdk.app).space.create(alice);
	});

	afterAll(async () => {
		await sdk.app.stop();
		timers.restore();
		await internet.close();
		removeGrpcRoots();
		await spectrum.stop();
	});

	it('finds its project, asks for the platforms and mints a token', async () => {
		expect(sdk.app.config).toMatchObject({ id: spectrum.projectId, slug: expect.any(String), profile: { imessageSynced: false } });
		await until(() => spectrum.requests.length >= 3);
		expect(spectrum.requests.map(({ route }) => route).sort()).toEqual(['listPlatforms', 'mint', 'project']);
		expect(space).toMatchObject({ id: `any;-;${alice}`, type: 'dm', phone: 'shared' });
	});

	describe('sends', () => {
		it.each<[string, () => unknown, object]>([
			['a text', () => 'Hi', { text: 'Hi' }],
			[
				'Markdown',
				() => sdk.content.markdown?.('**bold** text'),
				{ text: 'bold text', formatting: [{ type: 'bold', start: 0, length: 4 }] },
			],
			['a link', () => sdk.content.richlink?.('https://example.com/'), { text: 'https://example.com/', linkPreview: true }],
			[
				'an attachment',
				() => sdk.content.attachment?.(picture('png'), { name: 'a.png', mimeType: 'image/png' }),
				{ attachments: [{ name: 'a.png', mimeType: 'image/png', bytes: picture('png') }] },
			],
			[
				'a voice memo',
				() => sdk.content.voice?.(Buffer.from('\0\0\0\x18ftypM4A \0\0\0\0'), { name: 'v.m4a', mimeType: 'audio/mp4' }),
				{ isVoiceNote: true, attachments: [{ name: 'v.m4a', mimeType: 'audio/x-m4a' }] },
			],
			[
				'a contact',
				() => sdk.content.contact?.({ name: { formatted: 'Bob' }, phones: [{ value: '+15557654321' }] }),
				{ attachments: [{ mimeType: 'text/vcard' }] },
			],
			['a poll', () => sdk.content.poll?.('Lunch?', 'Pizza', 'Soup'), { poll: { title: 'Lunch?', options: ['Pizza', 'Soup'] } }],
			[
				'an effect',
				() => sdk.imessage.effect?.('Boom', 'com.apple.MobileSMS.expressivesend.impact'),
				{ text: 'Boom', effectId: 'com.apple.MobileSMS.expressivesend.impact' },
			],
			[
				'an album',
				() => sdk.content.group?.('Look', sdk.content.attachment?.(picture('png'), { name: 'b.png', mimeType: 'image/png' })),
				{
					text: 'Look\uFFFC',
					parts: [
						{ bubble: 0, text: 'Look' },
						{ bubble: 1, attachment: { name: 'b.png' } },
					],
				},
			],
		])('%s', async (_name, made, arrived) => {
			const sent = await space.send(made());
			expect(await phone().next()).toMatchObject({ id: sent.id, ...arrived });
		});

		it('answers, reactions, edits and unsends', async () => {
			const { messageId } = spectrum.receive({ from: alice, text: 'Dinner?' });
			const question = await space.getMessage(messageId);
			if (question === undefined) throw new Error('The SDK does not find the message');
			const answer = await question.reply('Yes');
			expect(await phone().next()).toMatchObject({ id: answer.id, text: 'Yes', replyTo: messageId });
			await question.react('👍');
			expect(phone().reactions.at(-1)).toMatchObject({ target: { guid: messageId }, reaction: { kind: 'like' }, isSet: true });
			await answer.edit('No');
			expect(phone().messages.at(-1)).toMatchObject({ text: 'No', editedAt: expect.any(String) });
			await answer.unsend();
			expect(phone().messages.at(-1)).toMatchObject({ unsentAt: expect.any(String) });
			await space.read(question);
			expect(phone().eventsOf('read').at(-1)).toMatchObject({ messageId });
		});

		it('signals: typing, background, contact card', async () => {
			await space.startTyping();
			await space.stopTyping();
			expect(phone().typing.map(({ isTyping }) => isTyping)).toEqual([true, false]);
			await space.background(picture('jpeg'), { mimeType: 'image/jpeg' });
			await space.background('clear');
			expect(
				phone()
					.eventsOf('background')
					.map(({ mimeType }) => mimeType),
			).toEqual(['image/jpeg', undefined]);
			await space.send(sdk.imessage.nativeContactCard?.());
			expect(phone().eventsOf('contactCard')).toHaveLength(1);
		});

		it('nothing to who is no user of the project, whose refusal it hands on', async () => {
			const stranger = await sdk.imessage.imessage(sdk.app).space.create('+15551239999');
			await expect(stranger.send('Hi')).rejects.toThrow('Target not allowed for this project');
			expect(spectrum.phone('+15551239999').messages).toEqual([]);
		});
	});

	it('an app card, with what the page says', async () => {
		const web = await startWeb();
		try {
			await space.send(sdk.content.app?.(`${web.base}/orders/17`, { live: true }));
			expect(await phone().next()).toMatchObject({ miniApp: { ...sampleCard, url: `${web.base}/orders/17`, live: true } });
		} finally {
			await web.close();
		}
	});

	describe('receives', () => {
		beforeAll(async () => {
			const first = sdk.next();
			await spectrum.nextStream();
			await spectrum.nextStream();
			spectrum.receive({ from: alice, text: 'First' });
			expect(await first).toMatchObject({ content: { type: 'text', text: 'First' } });
		});

		it.each<[string, Parameters<Simulator['receive']>[0]['content'], object]>([
			['a text', { type: 'text', text: 'Hi' }, { type: 'text', text: 'Hi' }],
			['a link', { type: 'richlink', url: 'https://example.com/' }, { type: 'text', text: 'https://example.com/' }],
			[
				'a file',
				{ type: 'attachment', name: 'a.png', mimeType: 'image/png', bytes: picture('png') },
				{ type: 'attachment', name: 'a.png', mimeType: 'image/png' },
			],
			[
				'a voice memo',
				{
					type: 'attachment',
					name: 'Audio Message.caf',
					mimeType: 'application/octet-stream',
					bytes: Buffer.from('caf'),
					isVoiceNote: true,
				},
				{ type: 'voice', name: 'Audio Message.caf', mimeType: 'audio/x-caf' },
			],
			[
				'a contact',
				{
					type: 'contact',
					name: { formatted: 'Bob Miller', first: 'Bob', last: 'Miller' },
					phones: [{ value: '+15557654321', type: 'mobile' }],
					note: 'From work',
				},
				{
					type: 'contact',
					name: { formatted: 'Bob Miller', first: 'Bob', last: 'Miller' },
					phones: [{ value: '+15557654321', type: 'mobile' }],
					note: 'From work',
				},
			],
			[
				'an album',
				{
					type: 'group',
					items: [
						{ type: 'text', text: 'Look' },
						{ type: 'attachment', name: 'b.png', mimeType: 'image/png', bytes: picture('png') },
					],
				},
				{ type: 'group', items: [{ content: { type: 'text', text: 'Look' } }, { content: { type: 'attachment', name: 'b.png' } }] },
			],
		])('%s', async (_name, content, expected) => {
			const { messageId } = spectrum.receive({ from: alice, content });
			const message = await sdk.next();
			expect(message).toMatchObject({ id: messageId, direction: 'inbound', sender: { id: alice }, content: expected });
		});

		it('answers, reactions, receipts and votes', async () => {
			const own = await space.send('Dinner?');
			spectrum.receive({ from: alice, text: 'Yes', replyTo: { guid: own.id } });
			expect((await sdk.next()).content).toMatchObject({ type: 'reply', content: { type: 'text', text: 'Yes' }, target: { id: own.id } });
			const reactionId = phone().react(own.id, 'love');
			expect(await sdk.next()).toMatchObject({
				id: reactionId,
				sender: { id: alice },
				content: { type: 'reaction', emoji: '❤️', target: { id: own.id } },
			});
			phone().read(own.id);
			expect(await sdk.next()).toMatchObject({
				id: `${own.id}:read:${spectrum.eventLog().at(-1)?.sequence}`,
				sender: { id: alice },
				content: { type: 'read', target: { id: own.id } },
			});
			const poll = await space.send(sdk.content.poll?.('Lunch?', 'Pizza', 'Soup'));
			phone().vote(poll.id, 'Soup');
			expect((await sdk.next()).content).toMatchObject({ type: 'poll_option', option: { title: 'Soup' }, selected: true });
			// The vote moves: the old one is taken back.
			phone().vote(poll.id, 'Pizza');
			expect((await sdk.next()).content).toMatchObject({ type: 'poll_option', option: { title: 'Soup' }, selected: false });
			expect((await sdk.next()).content).toMatchObject({ type: 'poll_option', option: { title: 'Pizza' }, selected: true });
		});

		it('the bytes of a file', async () => {
			spectrum.receive({ from: alice, content: { type: 'attachment', name: 'c.png', mimeType: 'image/png', bytes: picture('png') } });
			const { content } = await sdk.next();
			expect(await (content.read as () => Promise<Buffer>)()).toEqual(picture('png'));
		});

		it('what came while its connections were cut, once and in order', async () => {
			spectrum.receive({ from: alice, text: 'Before' });
			expect((await sdk.next()).content).toEqual({ type: 'text', text: 'Before' });
			spectrum.cutConnections();
			for (const text of ['1', '2', '3']) spectrum.receive({ from: alice, text });
			for (const text of ['1', '2', '3']) expect((await sdk.next()).content).toEqual({ type: 'text', text });
		});
	});

	describe('keeps its token', () => {
		const mints = () => spectrum.requests.filter(({ route }) => route === 'mint').length;

		it('fresh: it mints another at 80 % of its life, and goes on with it when the first has ended', async () => {
			const before = mints();
			const renewal = 0.8 * 3_600_000;
			expect(timers.milliseconds).toContain(renewal);
			await clock.advance(renewal);
			timers.fire(renewal);
			// The token is minted before the timer for the next one is set.
			await until(() => timers.milliseconds.includes(renewal));
			expect(mints()).toBe(before + 1);
			await clock.advance(3_600_000 - renewal);
			const sent = await space.send('Still here');
			expect(phone().messages.at(-1)).toMatchObject({ id: sent.id, text: 'Still here' });
		});
	});
});
