import type { ServiceError } from '@grpc/grpc-js';
import { Simulator, type SimulatorOptions } from '../src';
import { addressKinds, chats } from '../src/generated';
import { FakeClock } from '../../test/support/fakeClock';
import { rawClient, type RawClient } from './rawCall';

const day = 24 * 60 * 60 * 1000;
const person = (index: number) => `+1555123${String(index).padStart(4, '0')}`;
const spaceOf = (index: number) => `any;-;${person(index)}`;

describe('the limits of the simulator', () => {
	let spectrum: Simulator;
	let client: RawClient;
	let clock: FakeClock;

	const start = async (options: SimulatorOptions = {}): Promise<void> => {
		clock = new FakeClock();
		spectrum = await Simulator.start({ tls: false, clock, ...options });
		client = rawClient(spectrum);
	};

	afterEach(async () => {
		client.close();
		await spectrum.stop();
	});

	const codeOf = (call: Promise<unknown>) =>
		call.then(
			() => 'sent',
			(error: ServiceError) => String(error.metadata.get('error-code')[0]),
		);
	const send = (index: number, headers?: Record<string, string>) => codeOf(client.send({ chat_guid: spaceOf(index), text: 'Hi' }, headers));

	it('are those of the contract', async () => {
		await start();
		expect(spectrum.settings).toMatchObject({ messagesPerDay: 5_000, newConversationsPerDay: 50 });
		for (let index = 0; index < 50; index++) expect(await send(index)).toBe('sent');
		expect(await send(50)).toBe('newContactThrottled');
	});

	it('count messages over all spaces, until a day after the first', async () => {
		await start();
		spectrum.settings.messagesPerDay = 3;
		expect([await send(1), await send(2)]).toEqual(['sent', 'sent']);
		await clock.advance(day - 1);
		expect([await send(1), await send(1)]).toEqual(['sent', 'dailyLimitExceeded']);
		expect(spectrum.phone(person(1)).messages).toHaveLength(2);
		await clock.advance(1);
		expect([await send(1), await send(1), await send(1), await send(1)]).toEqual(['sent', 'sent', 'sent', 'dailyLimitExceeded']);
	});

	it('count a conversation when the line speaks first, and answers not at all', async () => {
		await start();
		spectrum.settings.newConversationsPerDay = 1;
		spectrum.receive({ from: person(7), text: 'Hi' });
		expect([await send(7), await send(1), await send(1), await send(2)]).toEqual(['sent', 'sent', 'sent', 'newContactThrottled']);
		expect(spectrum.store().chats.has(spaceOf(2))).toBe(false);
		spectrum.receive({ from: person(2), text: 'Hello?' });
		expect(await send(2)).toBe('sent');
		await clock.advance(day);
		expect([await send(3), await send(4)]).toEqual(['sent', 'newContactThrottled']);
	});

	it('count a repeat and a refusal not at all', async () => {
		await start();
		spectrum.settings.messagesPerDay = 2;
		for (let times = 0; times < 3; times++) expect(await send(1, { 'x-idempotency-key': 'same' })).toBe('sent');
		expect(await codeOf(client.send({ chat_guid: spaceOf(1), text: '' }))).toBe('invalidArgument');
		expect([await send(1), await send(1)]).toEqual(['sent', 'dailyLimitExceeded']);
	});

	it('are those of each server and line', async () => {
		await start({ plan: 'dedicated', lines: ['+15550000001', '+15550000002'] });
		Object.assign(spectrum.settings, { messagesPerDay: 2, newConversationsPerDay: 1 });
		const service = addressKinds.ChatServiceType.CHAT_SERVICE_TYPE_IMESSAGE;
		const open = (raw: RawClient, index: number) =>
			codeOf(raw.create({ addresses: [person(index)], service, initial_message: new chats.CreateChatInitialMessage({ text: 'Hi' }) }));
		expect([await open(client, 1), await open(client, 2), await send(1), await send(1)]).toEqual([
			'sent',
			'newContactThrottled',
			'sent',
			'dailyLimitExceeded',
		]);
		// What was refused has left no chat behind.
		expect([...spectrum.store().chats.keys()]).toEqual([spaceOf(1)]);
		const other = rawClient(spectrum, spectrum.lines[1]);
		expect([await open(other, 1), await open(other, 2)]).toEqual(['sent', 'newContactThrottled']);
		other.close();
	});

	it('do not count a chat that is made without a word', async () => {
		await start({ plan: 'dedicated' });
		spectrum.settings.newConversationsPerDay = 1;
		const service = addressKinds.ChatServiceType.CHAT_SERVICE_TYPE_IMESSAGE;
		for (const index of [1, 2]) await client.create({ addresses: [person(index)], service });
		expect([await send(1), await send(2)]).toEqual(['sent', 'newContactThrottled']);
	});
});
