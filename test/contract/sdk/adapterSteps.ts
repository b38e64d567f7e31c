import { Internet, removeGrpcRoots } from './internet';
import { Simulator, type Webhook } from '../../../simulator/src';
import { Mailbox } from '../../../simulator/src/mailbox';
import type { SimulatedPlan } from '../../../simulator/src/store/line';
import { Receiver } from '../../../simulator/test/receiver';
import { picture } from '../pictures';

/** Held apart from the import, because the compiler's module resolution does not read the package's `exports`. */
const adapterModule = '@photon-ai/chat-adapter-imessage';
const alice = '+15551230001';
const host = 'bot.example.test';

/** As far as the steps use it. */
interface Adapter {
	initialize(chat: object): Promise<void>;
	openDM(address: string): Promise<string>;
	postMessage(thread: string, message: unknown): Promise<{ id: string }>;
	editMessage(thread: string, id: string, message: unknown): Promise<unknown>;
	deleteMessage(thread: string, id: string): Promise<void>;
	fetchMessage(thread: string, id: string): Promise<{ text: string } | null>;
	addReaction(thread: string, id: string, emoji: string): Promise<void>;
	removeReaction(thread: string, id: string, emoji: string): Promise<void>;
	sendEffect(thread: string, message: unknown, effect: string): Promise<{ id: string }>;
	setBackground(thread: string, picture: unknown, options?: object): Promise<void>;
	markRead(thread: string, id: string): Promise<void>;
	openModal(thread: string, modal: object): Promise<{ viewId: string }>;
	startGatewayListener(options: object, milliseconds: number, signal: AbortSignal): Promise<Response>;
	handleWebhook(request: Request): Promise<Response>;
	readonly app: { stop(): Promise<void> };
}

/** What the adapter hands to the Chat SDK. */
type Heard =
	| { readonly type: 'message'; readonly thread: string; readonly message: { readonly id: string; readonly text: string } }
	| { readonly type: 'reaction'; readonly reaction: { readonly messageId: string; readonly rawEmoji: string } }
	| { readonly type: 'submit'; readonly values: Record<string, string> };

/** The vendor's Chat SDK adapter against a simulator, the same steps on every plan. */
export function adapterSteps(plan: SimulatedPlan): void {
	describe(`the vendor’s Chat SDK adapter on the ${plan} plan`, () => {
		let spectrum: Simulator;
		let internet: Internet;
		let receiver: Receiver;
		let adapter: Adapter;
		let webhook: Webhook;
		let thread: string;
		const heard = new Mailbox<Heard>();
		const listening = new AbortController();
		const phone = () => spectrum.phone(alice);

		beforeAll(async () => {
			receiver = await Receiver.start();
			spectrum = await Simulator.start({ plan, hosts: { [host]: receiver.port }, rateLimit: Number.POSITIVE_INFINITY });
			internet = await Internet.lead(spectrum);
			webhook = spectrum.registerWebhook(`https://${host}/`) as Webhook;
			const vendor = (await import(adapterModule)) as { createiMessageAdapter(config: object): Adapter };
			const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
			const { projectId, projectSecret } = spectrum;
			adapter = vendor.createiMessageAdapter({ projectId, projectSecret, webhookSecret: webhook.signingSecret, logger: silent });
			await adapter.initialize({
				processMessage: (_adapter: unknown, id: string, message: { id: string; text: string }) =>
					heard.push({ type: 'message', thread: id, message }),
				processReaction: (reaction: { messageId: string; rawEmoji: string }) => heard.push({ type: 'reaction', reaction }),
				processModalSubmit: ({ values }: { values: Record<string, string> }) => heard.push({ type: 'submit', values }),
			});
			thread = await adapter.openDM(alice);
		});

		afterAll(async () => {
			listening.abort();
			await adapter.app.stop();
			await internet.close();
			removeGrpcRoots();
			await spectrum.stop();
			await receiver.stop();
		});

		it('writes, with a file, and with an effect', async () => {
			expect(await adapter.postMessage(thread, 'Hi')).toMatchObject({ id: (await phone().next()).id });
			await adapter.postMessage(thread, {
				markdown: '**bold**',
				files: [{ data: picture('png'), filename: 'a.png', mimeType: 'image/png' }],
			});
			expect(await phone().next()).toMatchObject({ text: 'bold' });
			expect(await phone().next()).toMatchObject({ attachments: [{ name: 'a.png' }] });
			await adapter.sendEffect(thread, 'Boom', 'slam');
			expect(await phone().next()).toMatchObject({ text: 'Boom', effectId: 'com.apple.MobileSMS.expressivesend.impact' });
		});

		it('acts on messages: edit, delete, fetch, react, read', async () => {
			const { id } = await adapter.postMessage(thread, 'Helo');
			await adapter.editMessage(thread, id, 'Hello');
			expect(phone().messages.at(-1)).toMatchObject({ id, text: 'Hello' });
			await adapter.deleteMessage(thread, id);
			expect(phone().messages.at(-1)).toMatchObject({ id, unsentAt: expect.any(String) });
			const { messageId } = spectrum.receive({ from: alice, text: 'Dinner?', webhooks: false });
			expect(await adapter.fetchMessage(thread, messageId)).toMatchObject({ text: 'Dinner?' });
			expect(await adapter.fetchMessage(thread, 'nobody')).toBeNull();
			await adapter.addReaction(thread, messageId, 'heart');
			await adapter.removeReaction(thread, messageId, 'heart');
			expect(phone().reactions.map(({ reaction, isSet }) => [reaction.kind, isSet])).toEqual([
				['love', true],
				['love', false],
			]);
			await adapter.markRead(thread, messageId);
			expect(phone().eventsOf('read')).toMatchObject([{ messageId }]);
			await adapter.setBackground(thread, picture('jpeg'), { mimeType: 'image/jpeg' });
			expect(phone().eventsOf('background')).toHaveLength(1);
		});

		it('listens: messages, reactions, and votes on a modal that is a poll', async () => {
			const answer = await adapter.startGatewayListener({ waitUntil: () => undefined }, 3_600_000, listening.signal);
			expect(answer.status).toBe(200);
			for (let stream = 0; stream < (plan === 'shared' ? 2 : 3); stream++) await spectrum.nextStream();
			const { messageId } = spectrum.receive({ from: alice, text: 'By stream', webhooks: false });
			expect(await heard.next()).toMatchObject({ type: 'message', thread, message: { id: messageId, text: 'By stream' } });
			phone().react(messageId, 'laugh', { webhooks: false });
			expect(await heard.next()).toMatchObject({ type: 'reaction', reaction: { messageId } });
			const select = {
				type: 'select',
				id: 'food',
				label: 'Food',
				options: [
					{ label: 'Pizza', value: 'p' },
					{ label: 'Soup', value: 's' },
				],
			};
			const { viewId } = await adapter.openModal(thread, { type: 'modal', callbackId: 'lunch', title: 'Lunch?', children: [select] });
			phone().vote(viewId, 'Soup');
			expect(await heard.next()).toEqual({ type: 'submit', values: { food: 's' } });
		});

		const deliver = async (): Promise<number> => {
			const { headers, raw } = await receiver.next();
			const body = new Uint8Array(raw);
			const request = new Request(`https://${host}/`, { method: 'POST', headers: headers as Record<string, string>, body });
			return (await adapter.handleWebhook(request)).status;
		};

		it('reads webhooks: messages and reactions, and answers from there', async () => {
			// Otherwise the stream would hear of it too.
			listening.abort();
			for (const stream of spectrum.streams) stream.strike({ type: 'endStream' });
			const { messageId } = spectrum.receive({ from: alice, text: 'By webhook' });
			expect(await deliver()).toBe(200);
			expect(await heard.next()).toMatchObject({ type: 'message', thread, message: { id: messageId, text: 'By webhook' } });
			await adapter.postMessage(thread, 'Got it');
			expect(phone().messages.at(-1)).toMatchObject({ text: 'Got it' });
		});

		it('takes a receipt for a message, as the contract warns: a bot that answers it is read, and answers again', async () => {
			const { id } = await adapter.postMessage(thread, 'Read me');
			phone().read(id);
			expect(await deliver()).toBe(200);
			const receipt = `${id}:read:${spectrum.eventLog().at(-1)?.sequence}`;
			expect(await heard.next()).toMatchObject({ type: 'message', message: { id: receipt, text: '' } });
		});

		it('refuses what was signed with another secret', async () => {
			const secret = spectrum.rotateSecret(webhook.id);
			expect(secret).not.toBe(webhook.signingSecret);
			spectrum.receive({ from: alice, text: 'Hi' });
			expect(await deliver()).toBe(401);
		});
	});
}
