import { Internet, removeGrpcRoots } from './internet';
import { Simulator, type Generation, type InboundContent, type Tampering, type Webhook } from '../../../simulator/src';
import { Receiver } from '../../../simulator/test/receiver';
import { picture } from '../pictures';
import { startSdk, type Sdk, type SdkMessage } from './app';
import { until } from './until';

const alice = '+15551230001';
const bob = '+15551230002';
const host = 'bot.example.test';
const file = { type: 'attachment', name: 'a.png', mimeType: 'image/png', bytes: picture('png') } as const;

/** One simulator for the file, because grpc-js reads the authority once. */
describe('the webhook reader of spectrum-ts', () => {
	let spectrum: Simulator;
	let internet: Internet;
	let receiver: Receiver;

	beforeAll(async () => {
		receiver = await Receiver.start();
		spectrum = await Simulator.start({ hosts: { [host]: receiver.port }, rateLimit: Number.POSITIVE_INFINITY });
		internet = await Internet.lead(spectrum);
	});

	afterAll(async () => {
		await internet.close();
		removeGrpcRoots();
		await spectrum.stop();
		await receiver.stop();
	});

	/** What the reader makes of the next delivery: its answer, and what it handed to the application, which is so much. */
	async function read(sdk: Sdk, count = 1): Promise<{ status: number; messages: SdkMessage[] }> {
		const { headers, raw } = await receiver.next();
		const messages: SdkMessage[] = [];
		const request = new Request(`https://${host}/`, {
			method: 'POST',
			headers: headers as Record<string, string>,
			body: new Uint8Array(raw),
		});
		const { status } = await sdk.app.webhook(request, (_space, message) => {
			messages.push(message);
		});
		// It answers first and hands on then.
		await new Promise((resolve) => setImmediate(resolve));
		await until(() => messages.length >= count);
		return { status, messages };
	}

	describe.each<[Generation]>([['july'], ['november']])('on a registration of %s', (generation) => {
		let sdk: Sdk;
		let webhook: Webhook;

		beforeAll(async () => {
			webhook = spectrum.registerWebhook(`https://${host}/${generation}`, { generation }) as Webhook;
			sdk = await startSdk(spectrum, { webhookSecret: webhook.signingSecret });
		});

		afterAll(async () => {
			spectrum.deleteWebhook(webhook.id);
			await sdk.app.stop();
		});

		it.each<[string, InboundContent, object]>([
			['a text', { type: 'text', text: 'Hi' }, { type: 'text', text: 'Hi' }],
			['a link', { type: 'richlink', url: 'https://example.com/' }, { type: 'text', text: 'https://example.com/' }],
			['a file', file, { type: 'attachment', name: 'a.png', mimeType: 'image/png', size: picture('png').length }],
			[
				'a contact',
				{ type: 'contact', name: { formatted: 'Bob Miller', first: 'Bob' }, phones: [{ value: '+15557654321' }] },
				{ type: 'contact', name: { formatted: 'Bob Miller' }, phones: [{ value: '+15557654321' }] },
			],
			[
				'an album',
				{ type: 'group', items: [{ type: 'text', text: 'Look' }, file] },
				{ type: 'group', items: [{ content: { type: 'text', text: 'Look' } }, { content: { type: 'attachment', name: 'a.png' } }] },
			],
			['what nobody knows', { type: 'hologram', depth: 3 }, { type: 'custom', raw: { type: 'hologram', depth: 3 } }],
		])('reads %s', async (_name, content, expected) => {
			const { messageId } = spectrum.receive({ from: alice, content });
			const { status, messages } = await read(sdk);
			expect(status).toBe(200);
			expect(messages).toMatchObject([{ id: messageId, sender: { id: alice }, space: { id: `any;-;${alice}` }, content: expected }]);
		});

		it('reads a reaction', async () => {
			const { messageId } = spectrum.receive({ from: alice, text: 'Hi', webhooks: false });
			const id = spectrum.phone(alice).react(messageId, 'like');
			const { messages } = await read(sdk);
			expect(messages).toMatchObject([
				{ id, content: { type: 'reaction', emoji: '👍', target: { id: messageId, content: { text: 'Hi' } } } },
			]);
		});

		it('fetches the bytes of a file by the id that the delivery names', async () => {
			spectrum.receive({ from: alice, content: file });
			const [message] = (await read(sdk)).messages;
			expect(await (message?.content.read as () => Promise<Buffer>)()).toEqual(picture('png'));
		});

		it('reads the platform in one spelling alone: the other is answered 200, and dropped', async () => {
			spectrum.receive({ from: alice, text: 'Hi', platform: 'iMessage' });
			expect(await read(sdk, 0)).toEqual({ status: 200, messages: [] });
		});

		it.each<[string, Tampering, number]>([
			['another secret', { secret: 'guessed' }, 401],
			['a changed body', { bodyAfterSigning: '{"event":"messages"}' }, 401],
			['an old time', { timestampOffsetSeconds: -301 }, 401],
			['no signature', { headers: { 'x-spectrum-signature': undefined } }, 400],
			['a body that is no delivery', { body: '{"event":"messages"}' }, 400],
		])('refuses %s', async (_name, tampering, expected) => {
			const { messageId } = spectrum.receive({ from: alice, text: 'Hi', webhooks: false });
			await spectrum.redeliver(messageId, tampering);
			expect(await read(sdk, 0)).toEqual({ status: expected, messages: [] });
		});

		it('refuses what a rotated secret signed, until it is told the new one', async () => {
			const secret = spectrum.rotateSecret(webhook.id);
			const { messageId } = spectrum.receive({ from: alice, text: 'Hi' });
			expect((await read(sdk, 0)).status).toBe(401);
			const told = await startSdk(spectrum, { webhookSecret: secret });
			await spectrum.redeliver(messageId);
			expect(await read(told)).toMatchObject({ status: 200, messages: [{ id: messageId }] });
			await told.app.stop();
			spectrum.rotateSecret(webhook.id, webhook.signingSecret);
		});
	});

	describe('on what only a registration of November hears', () => {
		let sdk: Sdk;
		let webhook: Webhook;

		beforeAll(async () => {
			webhook = spectrum.registerWebhook(`https://${host}/new`) as Webhook;
			sdk = await startSdk(spectrum, { webhookSecret: webhook.signingSecret });
		});

		afterAll(async () => {
			await sdk.app.stop();
		});

		const only = async () => {
			const { status, messages } = await read(sdk);
			expect(status).toBe(200);
			expect(messages).toHaveLength(1);
			return messages[0] as SdkMessage;
		};

		it('reads an answer, a voice memo and a receipt', async () => {
			const own = spectrum.ownDevice().send(`any;-;${alice}`, 'Dinner?');
			spectrum.receive({ from: alice, text: 'Yes', replyTo: { guid: own } });
			expect((await only()).content).toMatchObject({
				type: 'reply',
				content: { type: 'text', text: 'Yes' },
				target: { id: own, content: { type: 'text', text: 'Dinner?' } },
			});
			const memo = {
				name: 'Audio Message.caf',
				mimeType: 'application/octet-stream',
				bytes: picture('png'),
				isVoiceNote: true,
				duration: 3,
			};
			spectrum.receive({ from: alice, content: { type: 'attachment', ...memo } });
			const { content } = await only();
			expect(content).toMatchObject({ type: 'voice', name: memo.name, mimeType: 'audio/x-caf', duration: 3, size: memo.bytes.length });
			expect(await (content.read as () => Promise<Buffer>)()).toEqual(memo.bytes);
			spectrum.phone(alice).read(own);
			expect(await only()).toMatchObject({ sender: { id: alice }, content: { type: 'read', target: { id: own } } });
		});

		it('reads a group that changes', async () => {
			const group = spectrum.createGroup({ members: [alice, bob] });
			const phone = spectrum.phone(alice);
			phone.renameGroup(group, 'Friends');
			expect(await only()).toMatchObject({
				sender: { id: alice },
				space: { id: group },
				content: { type: 'rename', displayName: 'Friends' },
			});
			phone.addMember(group, '+15551230003');
			expect((await only()).content).toMatchObject({ type: 'addMember', members: ['+15551230003'] });
			phone.removeMember(group, '+15551230003');
			expect((await only()).content).toMatchObject({ type: 'removeMember', members: ['+15551230003'] });
			phone.setGroupIcon(group, picture('png'));
			expect((await only()).content).toMatchObject({ type: 'avatar', action: { kind: 'set', mimeType: 'image/png' } });
			phone.setGroupIcon(group);
			expect((await only()).content).toMatchObject({ type: 'avatar', action: { kind: 'clear' } });
			spectrum.phone(bob).leave(group);
			expect(await only()).toMatchObject({ sender: { id: bob }, content: { type: 'leaveSpace' } });
		});

		it('does not mind a rotation of the secret that it does not know', async () => {
			spectrum.dashboard.rotateStandardSecret(webhook.id);
			spectrum.receive({ from: alice, text: 'Hi' });
			expect((await only()).content).toEqual({ type: 'text', text: 'Hi' });
		});

		it('knows the old signature alone: it refuses what is signed by Standard Webhooks only', async () => {
			spectrum.settings.signatures = 'standard';
			spectrum.receive({ from: alice, text: 'Hi' });
			expect(await read(sdk, 0)).toEqual({ status: 400, messages: [] });
			spectrum.settings.signatures = 'both';
		});
	});
});
