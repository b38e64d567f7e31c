import { Simulator, type Generation, type InboundContent, type SimulatorOptions } from '../src';
import { FakeClock } from '../../test/support/fakeClock';
import { Receiver } from './receiver';

const alice = '+15551230001';
const bob = '+15551230002';
const carol = '+15551230003';
const host = 'n8n.example.test';
const platform = 'imessage';
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]);

interface Message {
	readonly id: string;
	readonly direction: string;
	readonly timestamp: string;
	readonly sender?: { readonly id: string };
	readonly space: { readonly id: string };
	readonly content: Record<string, unknown>;
}

/** Two registrations hear of everything: one of each generation. */
describe('what webhooks of two generations hear', () => {
	let spectrum: Simulator;
	let receiver: Receiver;

	beforeEach(async () => {
		receiver = await Receiver.start();
	});

	afterEach(async () => {
		await spectrum.stop();
		await receiver.stop();
	});

	const start = async (options: SimulatorOptions = {}): Promise<void> => {
		spectrum = await Simulator.start({ clock: new FakeClock(), hosts: { [host]: receiver.port }, ...options });
		for (const generation of ['july', 'november'] as const) spectrum.registerWebhook(`https://${host}/${generation}`, { generation });
	};
	const heard = (generation: Generation): Message[] =>
		receiver.posts
			.filter(({ path }) => path === `/${generation}`)
			.map(({ raw }) => (JSON.parse(raw.toString()) as { message: Message }).message);
	/** What both have heard of one message. */
	const told = async (content: InboundContent, replyTo?: { guid: string; part?: number }) => {
		const received = spectrum.receive({ from: alice, content, replyTo });
		expect(await received.delivered).toHaveLength(2);
		const ofIt = (generation: Generation) => heard(generation).find(({ id }) => id === received.messageId);
		return { ...received, july: ofIt('july')?.content, november: ofIt('november')?.content };
	};
	/** The only delivery so far: nobody of July has heard of it. */
	const onlyNew = async (): Promise<Message> => {
		await spectrum.nextDelivery();
		expect(heard('july')).toEqual([]);
		expect(heard('november')).toHaveLength(1);
		return heard('november')[0] as Message;
	};

	describe('of a message', () => {
		it.each<[string, InboundContent]>([
			['text', { type: 'text', text: 'Hi' }],
			['richlink', { type: 'richlink', url: 'https://example.com/' }],
			['unknown', { type: 'hologram', depth: 3 }],
		])('is the same in both: %s', async (_name, content) => {
			await start();
			const { july, november } = await told(content);
			expect(july).toEqual(content);
			expect(november).toEqual(content);
		});

		it('answers with its words in the answer, and what it answers; July had the words alone', async () => {
			await start();
			const question = await told({ type: 'text', text: 'Dinner? '.repeat(20) });
			const { july, november, messageId } = await told({ type: 'text', text: 'Yes!' }, { guid: question.messageId });
			expect(july).toEqual({ type: 'text', text: 'Yes!' });
			expect(november).toEqual({
				type: 'reply',
				content: { type: 'text', text: 'Yes!' },
				target: {
					id: question.messageId,
					platform,
					timestamp: '2026-01-01T00:00:00.000Z',
					sender: { id: alice, platform },
					contentPreview: 'Dinner? '.repeat(10),
				},
			});
			expect(spectrum.store().messages.get(messageId)?.replyTo).toEqual({ guid: question.messageId });
		});

		it('that answers may be an album, and what it answers our own', async () => {
			await start();
			await told({ type: 'text', text: 'Hi' });
			const own = spectrum.ownDevice().send(`any;-;${alice}`, 'Show me');
			const items: InboundContent[] = [
				{ type: 'attachment', id: 'A-1', name: 'a.png', mimeType: 'image/png', bytes: png },
				{ type: 'text', text: 'Look' },
			];
			const { november, messageId } = await told({ type: 'group', items }, { guid: own });
			const content = november?.content as { type: string; items: Message[] };
			expect(content.type).toBe('group');
			expect(content.items.map(({ id }) => id)).toEqual([`p:0/${messageId}`, `p:1/${messageId}`]);
			expect(november?.target).toEqual({ id: own, platform, timestamp: '2026-01-01T00:00:00.000Z', contentPreview: 'Show me' });
		});

		it('by voice is audio with its length, and an attachment in July; the log has the same file', async () => {
			await start();
			const memo = { name: 'Audio Message.caf', mimeType: 'application/octet-stream', bytes: png, duration: 2.5 };
			const { july, november, messageId } = await told({ type: 'attachment', isVoiceNote: true, ...memo });
			const [file] = spectrum.store().attachments.all;
			expect(november).toEqual({
				type: 'voice',
				id: file?.guid,
				name: 'Audio Message.caf',
				mimeType: 'audio/x-caf',
				duration: 2.5,
				size: png.length,
			});
			expect(july).toEqual({ type: 'attachment', id: file?.guid, name: memo.name, mimeType: memo.mimeType, size: png.length });
			expect(file?.data).toEqual(png);
			expect(spectrum.store().messages.get(messageId)).toMatchObject({ isVoiceNote: true, parts: [{ attachment: { guid: file?.guid } }] });
		});

		it('with a contact has its details, and July their texts; the file in the log is the same card', async () => {
			await start();
			const contact = {
				type: 'contact',
				name: { formatted: 'Dr. Bob Miller', first: 'Bob', last: 'Miller', prefix: 'Dr.' },
				phones: [{ value: '+15557654321', type: 'mobile' }, '+15557654322'],
				emails: [{ value: 'bob@example.com', type: 'work' }],
				addresses: [{ street: '1 Main St', city: 'Springfield', postalCode: '12345', country: 'US' }],
				org: { name: 'Acme; Inc.', title: 'CEO' },
				urls: ['https://example.com/'],
				birthday: '1990-05-17',
				note: 'Line one\nLine two',
				photo: { mimeType: 'image/png' },
			} as const;
			const { july, november } = await told(contact);
			const card = [
				'BEGIN:VCARD',
				'VERSION:3.0',
				'N:Miller;Bob;;Dr.;',
				'FN:Dr. Bob Miller',
				'ORG:Acme\\; Inc.',
				'TITLE:CEO',
				'TEL;TYPE=mobile:+15557654321',
				'TEL:+15557654322',
				'EMAIL;TYPE=work:bob@example.com',
				'ADR:;;1 Main St;Springfield;;12345;US',
				'URL:https://example.com/',
				'BDAY:1990-05-17',
				'NOTE:Line one\\nLine two',
				'END:VCARD',
				'',
			].join('\r\n');
			expect(november).toEqual({ ...contact, raw: card });
			expect(july).toEqual({
				type: 'contact',
				name: 'Dr. Bob Miller',
				phones: ['+15557654321', '+15557654322'],
				photo: { mimeType: 'image/png' },
			});
			const [file] = spectrum.store().attachments.all;
			expect(file).toMatchObject({ fileName: 'Dr. Bob Miller.vcf', mimeType: 'text/vcard' });
			expect(String(file?.data)).toBe(card);
		});

		it('is under the name that the log has for it, with the same files', async () => {
			await start();
			const { messageId, november } = await told({ type: 'attachment', name: 'a.png', mimeType: 'image/png', bytes: png });
			const [event] = spectrum.eventLog();
			expect(event?.change).toMatchObject({ type: 'messageReceived', messageGuid: messageId });
			expect(spectrum.store().attachments.get(String(november?.id))?.data).toEqual(png);
		});

		it('spells the platform as the test wants it', async () => {
			await start();
			spectrum.settings.deliveryPlatform = 'iMessage';
			await told({ type: 'text', text: 'Hi' });
			expect(heard('november')[0]).toMatchObject({
				platform: 'iMessage',
				sender: { platform: 'iMessage' },
				space: { platform: 'iMessage' },
			});
		});
	});

	describe('of what is no message, in November alone', () => {
		it('a receipt, whose sender is the reader', async () => {
			await start();
			spectrum.receive({ from: alice, text: 'Hi', webhooks: false });
			const own = spectrum.ownDevice().send(`any;-;${alice}`, 'Hello');
			spectrum.phone(alice).read(own);
			const receipt = await onlyNew();
			const event = spectrum.eventLog().at(-1);
			expect(event?.change).toMatchObject({ type: 'messageRead', messageGuid: own });
			expect(receipt).toMatchObject({
				id: `${own}:read:${event?.sequence}`,
				direction: 'inbound',
				sender: { id: alice, platform },
				space: { id: `any;-;${alice}`, type: 'dm' },
				content: { type: 'read', target: { id: own, platform, contentPreview: 'Hello' } },
			});
		});

		it.each<[string, (group: string) => void, Record<string, unknown>]>([
			['another name', (group) => spectrum.phone(alice).renameGroup(group, 'Friends'), { type: 'rename', displayName: 'Friends' }],
			['a new member', (group) => spectrum.phone(alice).addMember(group, carol), { type: 'addMember', members: [carol] }],
			['one member less', (group) => spectrum.phone(alice).removeMember(group, bob), { type: 'removeMember', members: [bob] }],
			['a member leaving', (group) => spectrum.phone(alice).leave(group), { type: 'leaveSpace' }],
			[
				'a picture',
				(group) => spectrum.phone(alice).setGroupIcon(group, png),
				{ type: 'avatar', action: { kind: 'set', mimeType: 'image/png' } },
			],
		])('a group with %s', async (_name, act, content) => {
			await start();
			const group = spectrum.createGroup({ members: [alice, bob] });
			act(group);
			const change = await onlyNew();
			expect(change).toMatchObject({
				id: `${group}:group:${spectrum.eventLog().at(-1)?.sequence}`,
				sender: { id: alice },
				space: { id: group, type: 'group' },
			});
			expect(change.content).toEqual(content);
		});

		it('a picture taken away', async () => {
			await start();
			const group = spectrum.createGroup({ members: [alice] });
			spectrum.phone(alice).setGroupIcon(group, png);
			await onlyNew();
			spectrum.phone(alice).setGroupIcon(group);
			await spectrum.nextDelivery();
			expect(heard('november')[1]?.content).toEqual({ type: 'avatar', action: { kind: 'clear' } });
		});

		it('and it can be delivered again, also without who did it', async () => {
			await start();
			const group = spectrum.createGroup({ members: [alice] });
			spectrum.phone(alice).renameGroup(group, 'Friends');
			const { id } = await onlyNew();
			await spectrum.redeliver(id, { leaveOut: ['message.sender'] });
			expect(heard('november')[1]).toMatchObject({ id, content: { type: 'rename' } });
			expect(heard('november')[1]).not.toHaveProperty('sender');
		});
	});

	describe('of our own doing', () => {
		it('is nothing', async () => {
			await start();
			spectrum.receive({ from: alice, text: 'Hi', webhooks: false });
			spectrum.ownDevice().send(`any;-;${alice}`, 'Hello');
			spectrum.ownDevice().markRead(`any;-;${alice}`);
			await told({ type: 'text', text: 'And?' });
			expect(heard('november').map(({ content }) => content.text)).toEqual(['And?']);
		});

		it('may be an echo of what the line sends', async () => {
			await start();
			spectrum.settings.deliversOwnMessages = true;
			spectrum.receive({ from: alice, text: 'Hi', webhooks: false });
			const own = spectrum.ownDevice().send(`any;-;${alice}`, 'Hello');
			const echo = await onlyNew();
			expect(echo).toMatchObject({ id: own, direction: 'outbound', content: { type: 'text', text: 'Hello' } });
			expect(echo).not.toHaveProperty('sender');
		});
	});
});
