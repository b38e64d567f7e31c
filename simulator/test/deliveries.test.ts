import { createHmac } from 'node:crypto';
import { Simulator, type InboundContent, type SimulatorOptions } from '../src';
import { FakeClock } from '../../test/support/fakeClock';
import { Receiver, type Reaction } from './receiver';

const alice = '+15551230001';
const host = 'n8n.example.test';
const url = `https://${host}/webhook/abc?x=1`;

describe('webhook deliveries of the simulator', () => {
	let spectrum: Simulator;
	let receiver: Receiver;
	let clock: FakeClock;

	beforeEach(async () => {
		receiver = await Receiver.start();
		clock = new FakeClock();
	});

	afterEach(async () => {
		await spectrum.stop();
		await receiver.stop();
	});

	const start = async (options: SimulatorOptions = {}): Promise<void> => {
		spectrum = await Simulator.start({ clock, hosts: { [host]: receiver.port }, ...options });
		spectrum.registerWebhook(url);
	};
	const body = (index = 0) => JSON.parse(String(receiver.posts[index]?.raw)) as Delivery;

	it('posts as the contract says, through the reverse proxy', async () => {
		await start();
		const { messageId, spaceId, delivered } = spectrum.receive({ from: alice, text: 'Grüße 👋' });
		const [webhook] = spectrum.webhooks;
		expect(await delivered).toMatchObject([{ webhookId: webhook?.id, messageId, delivered: true }]);
		const [post] = receiver.posts;
		expect(post?.path).toBe('/webhook/abc?x=1');
		const seconds = Math.floor(clock.now() / 1000);
		const expected = createHmac('sha256', webhook!.signingSecret)
			.update(Buffer.concat([Buffer.from(`v0:${seconds}:`), post!.raw]))
			.digest('hex');
		expect(post?.headers).toMatchObject({
			'content-type': 'application/json',
			'user-agent': expect.stringMatching(/^spectrum-webhook\/\d/),
			host,
			'x-forwarded-host': host,
			'x-forwarded-proto': 'https',
			'x-spectrum-event': 'messages',
			'x-spectrum-webhook-id': webhook?.id,
			'x-spectrum-timestamp': String(seconds),
			'x-spectrum-signature': `v0=${expected}`,
		});
		const space = { id: spaceId, platform: 'imessage', type: 'dm', phone: 'shared' };
		expect(body()).toEqual({
			event: 'messages',
			space,
			message: {
				id: messageId,
				platform: 'imessage',
				direction: 'inbound',
				timestamp: '2026-01-01T00:00:00.000Z',
				sender: { id: alice, platform: 'imessage' },
				space,
				content: { type: 'text', text: 'Grüße 👋' },
			},
		});
	});

	it('names the line and the group on the dedicated plan', async () => {
		await start({ plan: 'dedicated', lines: ['+15550000001', '+15550000002'] });
		await spectrum.receive({ from: alice, text: 'Hi', line: '+15550000002', space: 'any;+;chat1' }).delivered;
		expect(body().space).toEqual({ id: 'any;+;chat1', platform: 'imessage', type: 'group', phone: '+15550000002' });
	});

	it.each<[string, InboundContent]>([
		['attachment', { type: 'attachment', id: 'A-1', name: 'a.png', mimeType: 'image/png', size: 7 }],
		['contact', { type: 'contact', name: 'Bob', phones: ['+1'], photo: { mimeType: 'image/png' }, raw: 'BEGIN' }],
		['richlink', { type: 'richlink', url: 'https://example.com/' }],
		['unknown', { type: 'hologram', depth: { metres: 3 } }],
	])('passes on content of the kind %s', async (_name, content) => {
		await start();
		await spectrum.receive({ from: alice, content }).delivered;
		expect(body().message.content).toEqual(content);
	});

	it('describes the target of a reaction', async () => {
		await start();
		const { messageId } = spectrum.receive({ from: alice, text: 'x'.repeat(100) });
		const reaction = spectrum.receive({ from: alice, content: { type: 'reaction', emoji: '❤️', target: messageId, part: 2 } });
		await reaction.delivered;
		expect(reaction.messageId).toBe(`${messageId}:reaction:2:2`);
		const sent = receiver.posts.map((_post, index) => body(index).message).find(({ id }) => id === reaction.messageId);
		expect(sent?.content).toEqual({
			type: 'reaction',
			emoji: '❤️',
			target: {
				id: messageId,
				platform: 'imessage',
				timestamp: '2026-01-01T00:00:00.000Z',
				sender: { id: alice, platform: 'imessage' },
				contentPreview: 'x'.repeat(80),
			},
		});
	});

	it('delivers an album as whole messages without a space', async () => {
		await start();
		const items: InboundContent[] = [
			{ type: 'attachment', id: 'A-1', name: 'a.png', mimeType: 'image/png' },
			{ type: 'text', text: 'Look' },
		];
		const { messageId } = spectrum.receive({ from: alice, content: { type: 'group', items } });
		await spectrum.nextDelivery();
		const parts = body().message.content.items as Array<Delivery['message']>;
		expect(parts.map(({ id }) => id)).toEqual([`p:0/${messageId}`, `p:1/${messageId}`]);
		expect(parts.map(({ content }) => content)).toEqual(items);
		expect(parts[0]).toMatchObject({ direction: 'inbound', sender: { id: alice } });
		expect(parts[0]).not.toHaveProperty('space');
	});

	it('leaves out optional fields and spells the platform as asked', async () => {
		await start();
		await spectrum.receive({
			from: alice,
			text: 'Hi',
			platform: 'iMessage',
			leaveOut: ['space.phone', 'message.platform', 'message.sender', 'message.timestamp'],
		}).delivered;
		expect(body().space).toEqual({ id: `any;-;${alice}`, platform: 'iMessage', type: 'dm' });
		expect(body().message).toEqual({
			id: expect.any(String),
			direction: 'inbound',
			space: { id: `any;-;${alice}`, platform: 'iMessage', type: 'dm', phone: 'shared' },
			content: { type: 'text', text: 'Hi' },
		});
	});

	it('tries six times, waiting as the contract says, with the same id and a fresh time', async () => {
		const seed = Math.floor(Math.random() * 2 ** 32);
		await start({ seed });
		receiver.reactions = [500, 408, 429, 'drop', 503, 500];
		const { messageId, delivered } = spectrum.receive({ from: alice, text: 'Hi' });
		const waits: number[] = [];
		for (let attempt = 1; attempt <= 6; attempt++) {
			const made = await spectrum.nextDelivery();
			expect(made).toMatchObject({ messageId, attempt });
			if (attempt === 6) break;
			await clock.whenWaiting();
			waits.push(clock.waits[0] as number);
			await clock.advance(waits[waits.length - 1] as number);
		}
		const [result] = await delivered;
		expect(result).toMatchObject({ delivered: false });
		expect(result?.attempts.map(({ status, failure }) => status ?? failure)).toEqual([500, 408, 429, 'dropped', 503, 500]);
		const bases = [200, 1_000, 5_000, 10_000, 10_000];
		const jitter = waits.map((wait, index) => wait / (bases[index] as number));
		const withinHalf = jitter.every((factor) => factor >= 0.5 && factor < 1.5);
		// The seed is part of what is compared, so that a failure prints it.
		expect({ seed, withinHalf, distinct: new Set(jitter).size }).toEqual({ seed, withinHalf: true, distinct: 5 });
		expect(clock.pending).toBe(0);
		const times = receiver.posts.map(({ headers }) => Number(headers['x-spectrum-timestamp']));
		expect(times[5]! - times[0]!).toBeGreaterThanOrEqual(13);
	});

	it.each<[Reaction]>([[400], [401], [404], [410], [422], [{ redirect: '/elsewhere' }]])('gives up at once after %j', async (reaction) => {
		await start();
		receiver.reactions = [reaction];
		const [result] = await spectrum.receive({ from: alice, text: 'Hi' }).delivered;
		expect(result).toMatchObject({ delivered: false });
		expect(result?.attempts).toHaveLength(1);
		expect(receiver.posts).toHaveLength(1);
	});

	it('gives up waiting for an answer after 30 s and tries again', async () => {
		await start();
		receiver.reactions = ['hang'];
		const { delivered } = spectrum.receive({ from: alice, text: 'Hi' });
		await receiver.next();
		await clock.advance(30_000);
		expect(await spectrum.nextDelivery()).toMatchObject({ attempt: 1, failure: 'timeout' });
		await clock.advance(300);
		expect(await delivered).toMatchObject([{ delivered: true, attempts: [{}, { attempt: 2, status: 200 }] }]);
	});

	it.each([
		[`http://${host}/`, 'not https'],
		['https://localhost/', 'not public'],
		['https://127.0.0.1/', 'not public'],
		['https://[::1]/', 'not public'],
		['https://printer.local/', 'not public'],
		['https://elsewhere.example.test/', 'does not resolve'],
	])('cannot reach %s', async (webhookUrl, reason) => {
		await start();
		spectrum.deleteWebhook(spectrum.webhooks[0]!.id);
		spectrum.registerWebhook(webhookUrl);
		const [result] = await spectrum.receive({ from: alice, text: 'Hi' }).delivered;
		expect(result).toMatchObject({
			delivered: false,
			attempts: [{ failure: 'unreachable', reason: expect.stringContaining(reason) }],
		});
		expect(receiver.posts).toHaveLength(0);
	});

	it('retries while nothing listens behind the name', async () => {
		await start();
		const { port } = receiver;
		await receiver.stop();
		const { delivered } = spectrum.receive({ from: alice, text: 'Hi' });
		expect(await spectrum.nextDelivery()).toMatchObject({ failure: 'dropped' });
		expect(spectrum.deliveries).toHaveLength(1);
		receiver = await Receiver.start();
		expect(receiver.port).not.toBe(port);
		spectrum.mapHost(host, receiver.port);
		await clock.advance(300);
		expect(await delivered).toMatchObject([{ delivered: true }]);
	});

	it('delivers to every webhook, and again on request', async () => {
		await start();
		spectrum.registerWebhook(`https://${host}/second`);
		const { messageId, delivered } = spectrum.receive({ from: alice, text: 'Hi' });
		expect(await delivered).toHaveLength(2);
		await spectrum.redeliver(messageId, { webhookId: spectrum.webhooks[1]?.id });
		expect(receiver.posts.map(({ path }) => path).sort()).toEqual(['/second', '/second', '/webhook/abc?x=1']);
		expect(new Set(receiver.posts.map((_post, index) => body(index).message.id))).toEqual(new Set([messageId]));
	});

	it('stops retrying a webhook that was deleted', async () => {
		await start();
		receiver.reactions = [500];
		const { delivered } = spectrum.receive({ from: alice, text: 'Hi' });
		await spectrum.nextDelivery();
		spectrum.deleteWebhook(spectrum.webhooks[0]!.id);
		await clock.advance(300);
		expect((await delivered)[0]?.attempts).toHaveLength(1);
	});

	it('tampers on request', async () => {
		await start();
		const [webhook] = spectrum.webhooks;
		const { messageId } = spectrum.receive({ from: alice, text: 'Hi', webhooks: false });
		expect(receiver.posts).toHaveLength(0);
		await spectrum.redeliver(messageId, { signature: 'v0=00' });
		await spectrum.redeliver(messageId, { timestampOffsetSeconds: -301 });
		await spectrum.redeliver(messageId, { body: '{"event":"other"}', headers: { 'X-Spectrum-Event': 'other' } });
		await spectrum.redeliver(messageId, { bodyAfterSigning: '{}' });
		await spectrum.redeliver(messageId, { secret: 'mine', headers: { 'x-spectrum-webhook-id': undefined } });
		const secret = spectrum.rotateSecret(webhook!.id);
		await spectrum.redeliver(messageId);
		const verified = receiver.posts.map(({ headers, raw }) =>
			[webhook!.signingSecret, 'mine', secret].findIndex(
				(key) =>
					headers['x-spectrum-signature'] ===
					`v0=${createHmac('sha256', key)
						.update(`v0:${String(headers['x-spectrum-timestamp'])}:`)
						.update(raw)
						.digest('hex')}`,
			),
		);
		expect(verified).toEqual([-1, 0, 0, -1, 1, 2]);
		expect(receiver.posts[1]?.headers['x-spectrum-timestamp']).toBe(String(clock.now() / 1000 - 301));
		expect(receiver.posts[2]?.headers['x-spectrum-event']).toBe('other');
		expect(receiver.posts[4]?.headers).not.toHaveProperty('x-spectrum-webhook-id');
	});

	it('ends deliveries under way when it stops', async () => {
		await start();
		receiver.reactions = ['hang'];
		const hanging = spectrum.receive({ from: alice, text: 'Hi' });
		await receiver.next();
		await spectrum.stop();
		expect(await hanging.delivered).toMatchObject([{ delivered: false, attempts: [{ failure: 'stopped' }] }]);
		expect(clock.pending).toBe(0);
	});
});

interface Delivery {
	readonly space: unknown;
	readonly message: { readonly id: string; readonly content: Record<string, unknown> };
}
