import { request } from 'node:https';
import { FakeClock } from '../../test/support/fakeClock';
import { Simulator, type SimulatorOptions } from '../src';
import { Mailbox } from '../src/mailbox';
import { bytesIn } from '../src/retention';
import { Tokens } from '../src/store/tokens';
import { rawClient, type RawClient } from './rawCall';
import { rawStreams } from './rawStreams';
import { Receiver } from './receiver';

const alice = '+15551230001';
const chat = `any;-;${alice}`;
const host = 'n8n.example.test';

describe('a simulator that runs for days', () => {
	let spectrum: Simulator;
	let client: RawClient;
	let receiver: Receiver;

	beforeEach(async () => {
		receiver = await Receiver.start();
	});

	afterEach(async () => {
		client.close();
		await spectrum.stop({ disconnectClients: true });
		await receiver.stop();
	});

	const start = async (retention: NonNullable<SimulatorOptions['retention']>): Promise<void> => {
		const hosts = { [host]: receiver.port };
		spectrum = await Simulator.start({ tls: false, hosts, retention, rateLimit: Number.POSITIVE_INFINITY });
		client = rawClient(spectrum);
	};
	const texts = () => spectrum.calls.map((call) => call.request.text);
	const ask = async (): Promise<void> =>
		await new Promise((resolve, reject) => {
			const url = `${spectrum.controlPlaneUrl}/projects/${spectrum.projectId}/lines/`;
			request(url, { ca: spectrum.caPem, agent: false }, (response) => response.resume().on('end', resolve))
				.on('error', reject)
				.end();
		});

	test('keeps the newest calls, requests, deliveries and streams', async () => {
		await start({ records: 3, deliveries: 4 });
		spectrum.registerWebhook(`https://${host}/a`);
		const received: string[] = [];
		for (let index = 0; index < 7; index++) {
			await client.send({ chat_guid: chat, text: String(index) });
			const { messageId, delivered } = spectrum.receive({ from: alice, text: String(index) });
			await delivered;
			received.push(messageId);
			await ask();
		}
		expect(texts()).toEqual(['4', '5', '6']);
		expect(spectrum.requests).toHaveLength(3);
		expect(spectrum.deliveries.map(({ messageId }) => messageId)).toEqual(received.slice(-3));
		await expect(async () => await spectrum.redeliver(received[2] as string)).rejects.toThrow('too old to be delivered again');
		expect(await spectrum.redeliver(received[3] as string)).toMatchObject([{ delivered: true }]);
		const streams = rawStreams(spectrum);
		for (let index = 0; index < 5; index++) {
			streams.messages();
			await spectrum.nextStream();
		}
		const { world } = spectrum as unknown as { readonly world: { readonly streams: Mailbox<unknown> } };
		expect(world.streams.items).toHaveLength(3);
		streams.close();
	});

	test('keeps the newest rows, events, polls and files of a line, and what is unread stays right', async () => {
		await start({ rows: 4 });
		const attach = (name: string) =>
			spectrum.receive({ from: alice, content: { type: 'attachment', name, mimeType: 'image/png', bytes: Buffer.alloc(10) } });
		const poll = spectrum.phone(alice);
		spectrum.receive({ from: alice, text: 'First' });
		poll.createPoll(chat, 'Where to?', ['Here', 'There']);
		for (let index = 0; index < 6; index++) attach(`${index}.png`);
		const store = spectrum.store();
		expect(store.messages.size).toBe(4);
		expect(store.history(chat)).toEqual([...store.messages.values()]);
		expect(store.goneRows(chat)).toBe(4);
		expect(store.polls.size).toBe(0);
		expect(store.attachments.all.map(({ fileName }) => fileName)).toEqual(['2.png', '3.png', '4.png', '5.png']);
		expect(store.log.after()).toHaveLength(4);
		expect(store.log.cursorState(1n)).toBe('dropped');
	});

	test('keeps as many bytes of files as it may: older ones cannot be downloaded any more', async () => {
		await start({ fileBytes: 25 });
		for (const name of ['a.png', 'b.png', 'c.png']) await client.upload({ file_name: name, data: Buffer.alloc(10, 1) });
		const files = () => spectrum.store().attachments.all.map(({ fileName, transfer, data }) => [fileName, transfer, data?.length]);
		expect(files()).toEqual([
			['a.png', 'unavailable', undefined],
			['b.png', 'finished', 10],
			['c.png', 'finished', 10],
		]);
		await client.upload({ file_name: 'large.png', data: Buffer.alloc(100, 1) });
		expect(files().at(-1)).toEqual(['large.png', 'finished', 100]);
	});

	test('keeps what a phone got last, and recognises repeats of the newest writes', async () => {
		await start({ perPhone: 2, writes: 2 });
		for (const id of ['one', 'two', 'three']) await client.send({ chat_guid: chat, text: id, client_message_id: id });
		const phone = spectrum.phone(alice);
		const [{ id: second } = { id: '' }] = phone.messages;
		expect(phone.messages.map(({ text }) => text)).toEqual(['two', 'three']);
		expect(phone.arrived(second)).toBe(phone.messages[0]);
		await client.send({ chat_guid: chat, text: 'three', client_message_id: 'three' });
		expect(phone.messages.map(({ text }) => text)).toEqual(['two', 'three']);
		await client.send({ chat_guid: chat, text: 'one', client_message_id: 'one' });
		expect(phone.messages.map(({ text }) => text)).toEqual(['three', 'one']);
		expect(phone.arrived(second)).toBeUndefined();
	});

	test('keeps what waits for a phone that is offline, the newest of it', async () => {
		await start({ perPhone: 2 });
		const phone = spectrum.phone(alice);
		phone.isOffline = true;
		for (const text of ['one', 'two', 'three']) await client.send({ chat_guid: chat, text });
		phone.isOffline = false;
		expect(phone.messages.map(({ text }) => text)).toEqual(['two', 'three']);
	});

	test('a message that its line has dropped still arrives on the phone that it waited for', async () => {
		await start({ rows: 2 });
		const phone = spectrum.phone(alice);
		phone.isOffline = true;
		for (const text of ['one', 'two', 'three', 'four']) await client.send({ chat_guid: chat, text });
		expect(spectrum.store().messages.size).toBeLessThan(4);
		phone.isOffline = false;
		expect(phone.messages.map(({ text }) => text)).toEqual(['one', 'two', 'three', 'four']);
		expect([...spectrum.store().messages.values()].map(({ isOnItsWay }) => isOnItsWay)).not.toContain(true);
	});

	test('drops a record that is too large with the next one, and not before', async () => {
		await start({ recordBytes: 200 });
		await client.send({ chat_guid: chat, text: 'x'.repeat(500) });
		expect(texts()).toEqual(['x'.repeat(500)]);
		await client.send({ chat_guid: chat, text: 'short' });
		expect(texts()).toEqual(['short']);
	});

	test('a webhook whose secret is rotated again and again has those that still sign', async () => {
		await start({});
		const webhook = spectrum.registerWebhook(`https://${host}/a`);
		for (let index = 0; index < 50; index++) spectrum.dashboard.rotateStandardSecret(webhook?.id ?? '');
		expect(spectrum.webhooks[0]?.formerSecrets).toHaveLength(20);
	});

	test('faults that have struck are forgotten, but not one that holds an answer', async () => {
		await start({});
		const held = spectrum.faults.add('SendTextMessage', { type: 'hold' });
		const answer = client.send({ chat_guid: chat, text: 'Held' });
		await held.struck;
		for (let index = 0; index < 100; index++) {
			spectrum.faults.add('SendTextMessage', { type: 'error', code: 'internalError' });
			await expect(client.send({ chat_guid: chat, text: 'Refused' })).rejects.toMatchObject({ code: 13 });
		}
		const { scripts } = spectrum.faults as unknown as { readonly scripts: ReadonlyMap<string, readonly unknown[]> };
		expect(scripts.get('SendTextMessage')?.length).toBeLessThan(4);
		spectrum.faults.clear();
		await answer;
	});
});

describe('a mailbox with limits', () => {
	test('gives out what is left, in order', async () => {
		const box = new Mailbox<number>({ most: 3 });
		box.push(1);
		box.push(2);
		expect(await box.next()).toBe(1);
		for (const item of [3, 4, 5, 6]) box.push(item);
		expect(box.items).toEqual([4, 5, 6]);
		expect([await box.next(), await box.next(), await box.next()]).toEqual([4, 5, 6]);
		const coming = box.next();
		box.push(7);
		expect(await coming).toBe(7);
		box.fill([8, 9, 10, 11]);
		expect(box.items).toEqual([9, 10, 11]);
	});

	test('counts texts and bytes at any depth that a record has', () => {
		expect(bytesIn({ text: 'four', parts: [{ data: new Uint8Array(6) }], none: null, number: 12 })).toBe(10);
	});
});

test('ten thousand tokens are remembered: those that have ended go first, and one without an end stays', () => {
	const clock = new FakeClock();
	let ttl = 60;
	const tokens = new Tokens(clock, () => ttl);
	const forever = tokens.mintStatic('1');
	const long = tokens.mint('1');
	ttl = 0;
	const ended = tokens.mint('1');
	for (let index = 0; index < 10_000; index++) tokens.mint('1');
	expect([forever, long, ended].map((token) => tokens.state('1', token))).toEqual(['live', 'live', 'unknown']);
	ttl = 60;
	for (let index = 0; index < 30_000; index++) tokens.mint('1');
	expect([forever, long].map((token) => tokens.state('1', token))).toEqual(['live', 'unknown']);
	expect(tokens.live.length).toBeGreaterThan(8_000);
	expect(tokens.live.length).toBeLessThan(10_000);
});
