import { createHmac } from 'node:crypto';
import { Simulator, type SimulatorOptions } from '../src';
import { FakeClock } from '../../test/support/fakeClock';
import { Receiver, type ReceivedPost } from './receiver';

const alice = '+15551230001';
const host = 'n8n.example.test';
const url = `https://${host}/webhook/abc`;

describe('Standard Webhooks and the state of a webhook, in the simulator', () => {
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

	const start = async (options: SimulatorOptions = {}) => {
		spectrum = await Simulator.start({ clock, hosts: { [host]: receiver.port }, ...options });
		const webhook = spectrum.registerWebhook(url);
		if (webhook === undefined) throw new Error('The URL is registered already');
		return { ...webhook, standard: String(webhook.standardSigningSecret) };
	};
	const deliver = async () => (await spectrum.receive({ from: alice, text: 'Hi' }).delivered)[0];
	const last = () => receiver.posts[receiver.posts.length - 1] as ReceivedPost;

	/** Made here by hand, from the words of the contract. */
	const standard = (secret: string, { headers, raw }: ReceivedPost): string => {
		const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
		const signed = Buffer.concat([Buffer.from(`${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.`), raw]);
		return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
	};
	const old = (secret: string, { headers, raw }: ReceivedPost): string =>
		`v0=${createHmac('sha256', secret)
			.update(`v0:${String(headers['x-spectrum-timestamp'])}:`)
			.update(raw)
			.digest('hex')}`;

	describe('signatures', () => {
		it('are of both schemes, with one time', async () => {
			const webhook = await start();
			await deliver();
			const { headers } = last();
			expect(headers['webhook-signature']).toBe(standard(webhook.standard, last()));
			expect(headers['x-spectrum-signature']).toBe(old(webhook.signingSecret, last()));
			expect(headers['webhook-timestamp']).toBe(String(clock.now() / 1000));
			expect(headers['x-spectrum-timestamp']).toBe(headers['webhook-timestamp']);
		});

		it('can be of one scheme alone', async () => {
			const webhook = await start();
			spectrum.settings.signatures = 'v0';
			await deliver();
			expect(last().headers['x-spectrum-signature']).toBe(old(webhook.signingSecret, last()));
			expect(Object.keys(last().headers).filter((name) => name.startsWith('webhook-'))).toEqual([]);
			spectrum.settings.signatures = 'standard';
			await deliver();
			expect(last().headers['webhook-signature']).toBe(standard(webhook.standard, last()));
			expect(last().headers).not.toHaveProperty('x-spectrum-signature');
			expect(last().headers).not.toHaveProperty('x-spectrum-timestamp');
		});

		it('are v0 alone on a registration of July, whatever the others have', async () => {
			await start();
			const july = spectrum.registerWebhook(`${url}/july`, { generation: 'july' });
			spectrum.settings.signatures = 'standard';
			await spectrum.receive({ from: alice, text: 'Hi' }).delivered;
			const post = receiver.posts.find(({ path }) => path.endsWith('/july')) as ReceivedPost;
			expect(post.headers['x-spectrum-signature']).toBe(old(july!.signingSecret, post));
			expect(post.headers).not.toHaveProperty('webhook-signature');
		});

		it('name one event, the same on every attempt and another for every webhook', async () => {
			await start();
			receiver.reactions = [500];
			const { delivered, messageId } = spectrum.receive({ from: alice, text: 'Hi' });
			await spectrum.nextDelivery();
			await clock.whenWaiting();
			await clock.advance(300);
			await delivered;
			await spectrum.redeliver(messageId);
			const ids = () => receiver.posts.map(({ headers }) => headers['webhook-id']);
			expect(new Set(ids()).size).toBe(1);
			expect(ids()).toHaveLength(3);
			await deliver();
			const second = spectrum.registerWebhook(`${url}/2`);
			await spectrum.redeliver(messageId, { webhookId: second?.id });
			expect(new Set(ids()).size).toBe(3);
		});

		it('tell of both secrets while a rotation overlaps, and of the new one after it', async () => {
			const webhook = await start();
			const fresh = spectrum.dashboard.rotateStandardSecret(webhook.id, 60);
			await deliver();
			expect(last().headers['webhook-signature']).toBe(`${standard(fresh, last())} ${standard(webhook.standard, last())}`);
			// The old scheme has a secret of its own, which does not rotate.
			expect(last().headers['x-spectrum-signature']).toBe(old(webhook.signingSecret, last()));
			await clock.advance(59_999);
			await deliver();
			expect(String(last().headers['webhook-signature']).split(' ')).toHaveLength(2);
			await clock.advance(1);
			await deliver();
			expect(last().headers['webhook-signature']).toBe(standard(fresh, last()));
		});

		it('can be forged, in both schemes or in one', async () => {
			const webhook = await start();
			const { messageId } = spectrum.receive({ from: alice, text: 'Hi', webhooks: false });
			const verified = () => ({
				old: last().headers['x-spectrum-signature'] === old(webhook.signingSecret, last()),
				standard: last().headers['webhook-signature'] === standard(webhook.standard, last()),
			});
			await spectrum.redeliver(messageId, { secret: 'guessed' });
			expect(verified()).toEqual({ old: false, standard: false });
			await spectrum.redeliver(messageId, { standardSecret: 'whsec_Z3Vlc3NlZA==' });
			expect(verified()).toEqual({ old: true, standard: false });
			await spectrum.redeliver(messageId, { standardSignature: 'v1,AAAA' });
			expect(last().headers['webhook-signature']).toBe('v1,AAAA');
			await spectrum.redeliver(messageId, { signature: 'v0=00' });
			expect(verified()).toEqual({ old: false, standard: true });
			await spectrum.redeliver(messageId, { timestampOffsetSeconds: -301 });
			expect(last().headers['webhook-timestamp']).toBe(String(clock.now() / 1000 - 301));
			expect(verified()).toEqual({ old: true, standard: true });
		});
	});

	describe('a webhook', () => {
		it('that is disabled hears nothing until it is enabled, and what was missed stays lost', async () => {
			const { id } = await start();
			spectrum.dashboard.disableWebhook(id);
			expect(await deliver()).toBeUndefined();
			spectrum.dashboard.enableWebhook(id);
			expect(await deliver()).toMatchObject({ delivered: true });
			expect(receiver.posts).toHaveLength(1);
		});

		it('is disabled after failures in a row, when the test says so', async () => {
			await start();
			spectrum.settings.disablesAfterFailures = 2;
			receiver.reactions = [400, 200, 400];
			for (let times = 0; times < 3; times++) await deliver();
			expect(spectrum.webhooks[0]?.disabledReason).toBeUndefined();
			receiver.reactions = [400];
			await deliver();
			expect(spectrum.webhooks).toMatchObject([{ disabledReason: 'delivery_failures', disabledAt: '2026-01-01T00:00:00.000Z' }]);
			expect(await deliver()).toBeUndefined();
			// Enabled again, it counts from the beginning.
			spectrum.dashboard.enableWebhook(spectrum.webhooks[0]!.id);
			receiver.reactions = [400];
			await deliver();
			expect(spectrum.webhooks[0]?.disabledAt).toBeUndefined();
		});

		it('stays enabled whatever it answers, by default', async () => {
			await start();
			receiver.reactions = Array<number>(20).fill(410);
			for (let times = 0; times < 20; times++) await deliver();
			expect(spectrum.webhooks[0]?.disabledAt).toBeUndefined();
		});

		it('that is gone may be disabled at once', async () => {
			await start();
			spectrum.settings.disablesGoneReceivers = true;
			receiver.reactions = [404, 410];
			await deliver();
			expect(spectrum.webhooks[0]?.disabledAt).toBeUndefined();
			await deliver();
			expect(spectrum.webhooks).toMatchObject([{ disabledReason: 'receiver_gone' }]);
		});

		it('that is disabled between two attempts gets no further one', async () => {
			const { id } = await start();
			receiver.reactions = [500];
			const { delivered } = spectrum.receive({ from: alice, text: 'Hi' });
			await spectrum.nextDelivery();
			await clock.whenWaiting();
			spectrum.dashboard.disableWebhook(id);
			await clock.advance(300);
			expect((await delivered)[0]?.attempts).toHaveLength(1);
		});

		it.each([
			['of raw bodies', { schemaVersion: 'raw-inbound.v1' }],
			['of other events', { eventTypes: ['line.down'] }],
		] as const)('%s gets no messages', async (_name, options) => {
			await start();
			const other = spectrum.registerWebhook(`${url}/other`, options);
			const results = await spectrum.receive({ from: alice, text: 'Hi' }).delivered;
			expect(results.map(({ webhookId }) => webhookId)).not.toContain(other?.id);
			expect(receiver.posts).toHaveLength(1);
		});
	});
});
