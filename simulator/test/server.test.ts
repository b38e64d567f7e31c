import type { ServiceError } from '@grpc/grpc-js';
import { Simulator, type SimulatorOptions } from '../src';
import { addressKinds, chats } from '../src/generated';
import { FakeClock } from '../../test/support/fakeClock';
import { rawClient, type RawClient } from './rawCall';

const { ChatServiceType } = addressKinds;
const alice = '+15551230001';
const aliceSpace = `any;-;${alice}`;

describe('the gRPC servers of the simulator', () => {
	let spectrum: Simulator;
	let client: RawClient;

	const start = async (options: SimulatorOptions = {}): Promise<void> => {
		spectrum = await Simulator.start({ tls: false, ...options });
		client = rawClient(spectrum);
	};

	afterEach(async () => {
		client.close();
		await spectrum.stop();
	});

	/** The failure's status and trailers. */
	const failureOf = async (call: Promise<unknown>): Promise<{ status: number; trailers: Record<string, unknown> }> => {
		try {
			await call;
		} catch (error) {
			const { code, metadata } = error as ServiceError;
			const trailers = metadata.getMap();
			for (const name of ['content-type', 'date']) delete trailers[name];
			return { status: code, trailers };
		}
		throw new Error('The call was answered');
	};

	it('sends every error with its code, its verdict on retrying and its context', async () => {
		await start();
		spectrum.faults.add('GetMessage', {
			type: 'error',
			code: 'newContactThrottled',
			context: { limit: '50', 'reset-at': '2026-01-02' },
		});
		expect(await failureOf(client.get('x'))).toEqual({
			status: 8,
			trailers: {
				'error-code': 'newContactThrottled',
				'x-retryable': 'false',
				'error-context-limit': '50',
				'error-context-reset-at': '2026-01-02',
			},
		});
		spectrum.faults.add('GetMessage', { type: 'error', code: 'codeOfTheFuture', status: 9 });
		expect(await failureOf(client.get('x'))).toMatchObject({ status: 9, trailers: { 'error-code': 'codeOfTheFuture' } });
		spectrum.faults.add('GetMessage', { type: 'error', code: 'serviceUnavailable' });
		expect(await failureOf(client.get('x'))).toMatchObject({ status: 14, trailers: { 'x-retryable': 'true' } });
	});

	it('refuses calls without a bearer token before anything else', async () => {
		await start();
		const fault = spectrum.faults.add('SendTextMessage', { type: 'duplicate' });
		for (const authorization of ['', 'Basic abc', spectrum.lines[0]!.token]) {
			expect(await failureOf(client.send({ chat_guid: aliceSpace, text: 'Hi' }, { authorization }))).toEqual({
				status: 16,
				trailers: { 'error-code': 'unauthenticated', 'x-retryable': 'false' },
			});
		}
		expect(fault.hits).toBe(0);
		expect(spectrum.calls.map(({ outcome }) => outcome)).toEqual(Array(3).fill({ type: 'refused', status: 16, code: 'unauthenticated' }));
	});

	it.each(['iMessage;-;+15551230001', 'SMS;-;+15551230001', '+15551230001', 'any;-;', 'any;*;x', ''])(
		'refuses the space %j',
		async (chat_guid) => {
			await start();
			expect(await failureOf(client.send({ chat_guid, text: 'Hi' }))).toEqual({
				status: 3,
				trailers: { 'error-code': 'invalidArgument', 'x-retryable': 'false', 'error-context-field': 'chat_guid' },
			});
		},
	);

	it('wants a service it has', async () => {
		await start();
		const create = (service: addressKinds.ChatServiceType) => failureOf(client.create({ addresses: [alice], service }));
		expect(await create(ChatServiceType.CHAT_SERVICE_TYPE_UNSPECIFIED)).toMatchObject({
			trailers: { 'error-code': 'invalidArgument', 'error-context-field': 'service' },
		});
		for (const service of [ChatServiceType.CHAT_SERVICE_TYPE_SMS, ChatServiceType.CHAT_SERVICE_TYPE_RCS]) {
			expect(await create(service)).toMatchObject({ status: 9, trailers: { 'error-code': 'operationNotSupported' } });
		}
	});

	it('makes SMS chats on the dedicated plan', async () => {
		await start({ plan: 'dedicated' });
		const { chat } = await client.create({ addresses: [alice], service: ChatServiceType.CHAT_SERVICE_TYPE_SMS });
		expect(chat.service).toBe(ChatServiceType.CHAT_SERVICE_TYPE_SMS);
		expect(chat.has_unread_count).toBe(false);
	});

	it('leaves no chat behind when its opening message is refused', async () => {
		await start({ plan: 'dedicated' });
		const service = ChatServiceType.CHAT_SERVICE_TYPE_IMESSAGE;
		const opening = new chats.CreateChatInitialMessage({ text: 'Hi', effect_id: 'com.apple.unknown' });
		expect(await failureOf(client.create({ addresses: [alice], service, initial_message: opening }))).toMatchObject({
			trailers: { 'error-code': 'invalidArgument', 'error-context-field': 'effect_id' },
		});
		expect(await failureOf(client.send({ chat_guid: aliceSpace, text: 'Hi' }))).toMatchObject({
			trailers: { 'error-code': 'chatNotFound' },
		});
	});

	it('knows a repeat by the idempotency key when there is no message id', async () => {
		await start();
		const send = (id: string | undefined, key: string) =>
			client.send({ chat_guid: aliceSpace, text: 'Hi', client_message_id: id }, { 'x-idempotency-key': key });
		const [first, second] = [await send(undefined, 'a'), await send(undefined, 'a')];
		expect(second.message.guid).toBe(first.message.guid);
		await send(undefined, 'b');
		await send('id', 'b');
		await send('id', 'c');
		expect(spectrum.phone(alice).messages.map(({ clientMessageId, idempotencyKey }) => [clientMessageId, idempotencyKey])).toEqual([
			[undefined, 'a'],
			[undefined, 'b'],
			['id', 'b'],
		]);
	});

	it('refuses an id that another method has used', async () => {
		await start();
		await client.send({ chat_guid: aliceSpace, text: 'Hi', client_message_id: 'id' });
		const service = ChatServiceType.CHAT_SERVICE_TYPE_IMESSAGE;
		expect(await failureOf(client.create({ addresses: [alice], service, client_message_id: 'id' }))).toMatchObject({
			status: 6,
			trailers: { 'error-code': 'duplicateMessage' },
		});
	});

	it('answers a repeat after the first one, when both are under way', async () => {
		const clock = new FakeClock();
		await start({ clock });
		const fault = spectrum.faults.add('SendTextMessage', { type: 'hold' });
		const send = () => client.send({ chat_guid: aliceSpace, text: 'Hi', client_message_id: 'id' });
		const first = send();
		await fault.struck;
		const second = await send();
		fault.release();
		expect((await first).message.guid).toBe(second.message.guid);
		expect(spectrum.phone(alice).messages).toHaveLength(1);
	});

	it('writes every change into the log of its own line', async () => {
		await start({ plan: 'dedicated', lines: ['+15550000001', '+15550000002'] });
		spectrum.receive({ from: alice, text: 'One' });
		await client.send({ chat_guid: aliceSpace, text: 'Two' });
		spectrum.receive({ from: alice, text: 'Other line', line: '+15550000002' });
		expect(spectrum.eventLog().map(({ sequence, isFromMe }) => [sequence, isFromMe])).toEqual([
			['1', false],
			['2', true],
		]);
		expect(spectrum.eventLog('+15550000002')).toMatchObject([{ sequence: '1', actor: alice }]);
	});

	it('fills reply_to_guid on ordinary messages, and reply_target_guid on replies only', async () => {
		await start();
		const { messageId } = spectrum.receive({ from: alice, text: 'Hi' });
		const { message } = await client.send({ chat_guid: aliceSpace, text: 'Hello' });
		expect(message.reply_to_guid).toBe(messageId);
		expect(message.has_reply_target_guid).toBe(false);
		expect(message.has_sender).toBe(false);
	});
});

describe('the end of a simulator', () => {
	const send = (client: RawClient) => client.send({ chat_guid: aliceSpace, text: 'Hi' });

	it('rejects when a client has left a connection open, and closes all the same', async () => {
		const spectrum = await Simulator.start({ tls: false });
		const client = rawClient(spectrum);
		await send(client);
		expect(spectrum.connections).toEqual({ open: 1, opened: 1 });
		await expect(spectrum.stop({ graceMilliseconds: 50 })).rejects.toThrow('1 gRPC connection');
		expect(spectrum.connections.open).toBe(0);
		await expect(send(client)).rejects.toMatchObject({ code: 14 });
		client.close();
	});

	it('disconnects clients when told to', async () => {
		const spectrum = await Simulator.start({ tls: false });
		const client = rawClient(spectrum);
		await send(client);
		await spectrum.stop({ disconnectClients: true });
		await spectrum.stop();
		client.close();
	});

	it('waits for clients that are closing', async () => {
		const spectrum = await Simulator.start({ tls: false });
		const client = rawClient(spectrum);
		await send(client);
		client.close();
		await spectrum.stop();
		expect(spectrum.connections).toEqual({ open: 0, opened: 1 });
	});

	it('lets go whoever waits for a message or a call', async () => {
		const spectrum = await Simulator.start({ tls: false });
		const waits = [spectrum.phone(alice).next(), spectrum.nextCall(), spectrum.nextDelivery()];
		const ends = Promise.allSettled(waits);
		await spectrum.stop();
		expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
	});

	it('cuts and lets in again what is connected', async () => {
		const spectrum = await Simulator.start({ tls: false });
		const client = rawClient(spectrum);
		await send(client);
		spectrum.cutConnections();
		await spectrum.whenIdle();
		await send(client).catch(() => send(client));
		expect(spectrum.phone(alice).messages).toHaveLength(2);
		expect(spectrum.connections.opened).toBeGreaterThan(1);
		client.close();
		await spectrum.stop();
	});
});
