import { toCloudConnection, toSelfHostedConnection } from '../../../../nodes/shared/n8n/credentials/credentials';
import { writeKey, type WriteKey } from '../../../../nodes/shared/spectrum/keys/writeKey';
import { targetOfAddress, type Target } from '../../../../nodes/shared/spectrum/model/target';
import { SpectrumError } from '../../../../nodes/shared/spectrum/errors/SpectrumError';
import { Gateway } from '../../../../nodes/shared/spectrum/gateway/Gateway';
import { createPool, type ConnectionPool } from '../../../../nodes/shared/spectrum/gateway/pool/pool';
import { Simulator } from '../../../../simulator/src';
import { nodeHttp } from '../../../support/httpPort';

const person = '+15551234567';
let spectrum: Simulator;
let pool: ConnectionPool;

afterEach(async () => {
	pool.close();
	await spectrum.stop();
});

async function cloud(...options: Parameters<typeof Simulator.start>): Promise<Gateway> {
	spectrum = await Simulator.start(...options);
	pool = createPool();
	return new Gateway(toCloudConnection(spectrum.cloudCredential()), { http: nodeHttp }, pool);
}

function to(address: string): Target {
	const parsed = targetOfAddress(address);
	if (!parsed.ok) throw new Error(parsed.problem);
	return parsed.value;
}

let executions = 0;
function freshKey(): WriteKey {
	executions += 1;
	return writeKey({
		workflowId: 'workflow',
		nodeId: 'node',
		operation: 'sendText',
		execution: ['instance', `${executions}`],
		branch: '',
		occurrence: 0,
		target: person,
	});
}

async function send(gateway: Gateway, target: Target, text: string, key = freshKey(), choice = {}) {
	const space = await gateway.spaces.open(target, choice, key);
	return { space, ...(await gateway.messages.sendText(space, { text }, key)) };
}

function callsOf(method: string) {
	return spectrum.calls.filter((call) => call.method === method);
}

describe('on a shared plan', () => {
	test('a direct space needs no opening, and the message arrives under one key', async () => {
		const gateway = await cloud();
		const sent = await send(gateway, to(person), 'Hello');
		const [arrived] = spectrum.phone(person).messages;
		expect(arrived).toMatchObject({ id: sent.message?.id, text: 'Hello', spaceId: `any;-;${person}` });
		expect(sent.space).toMatchObject({ type: 'dm', line: { phone: 'shared' } });
		expect(sent.message?.createdAt).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
		expect(callsOf('CreateChat')).toHaveLength(0);
		const [call] = callsOf('SendTextMessage');
		expect(call?.metadata['x-idempotency-key']).toMatch(/^[0-9a-f]{64}$/);
		expect(arrived?.clientMessageId).toBe(call?.metadata['x-idempotency-key']);
	});

	test('a thousand messages go over one connection and one token', async () => {
		const gateway = await cloud();
		await Promise.all(Array.from({ length: 1_000 }, (_, index) => send(gateway, to(person), `Message ${index}`)));
		expect(spectrum.phone(person).messages).toHaveLength(1_000);
		expect(spectrum.connections.opened).toBe(1);
		expect(spectrum.requests).toHaveLength(1);
	});

	test('an answer lost after the write is asked for again under the same key, and arrives once', async () => {
		const gateway = await cloud();
		spectrum.faults.add('SendTextMessage', { type: 'answerLost' });
		const sent = await send(gateway, to(person), 'Once');
		expect(spectrum.phone(person).messages.map((message) => message.id)).toEqual([sent.message?.id]);
		const keys = callsOf('SendTextMessage').map((call) => call.metadata['x-idempotency-key']);
		expect(keys).toHaveLength(2);
		expect(new Set(keys).size).toBe(1);
	});

	test('duplicateMessage counts as done', async () => {
		const gateway = await cloud({ repeats: 'duplicateMessage' });
		const key = freshKey();
		await send(gateway, to(person), 'Once', key);
		await expect(send(gateway, to(person), 'Once', key)).resolves.toMatchObject({ alreadySent: true });
		expect(spectrum.phone(person).messages).toHaveLength(1);
	});

	test('a failure that is not marked retryable is not repeated', async () => {
		const gateway = await cloud();
		spectrum.faults.add('SendTextMessage', {
			type: 'error',
			code: 'newContactThrottled',
			context: { limit: '50' },
		});
		await expect(send(gateway, to(person), 'Hello')).rejects.toMatchObject({
			kind: 'quota',
			code: 'newContactThrottled',
			context: { limit: '50' },
		});
		expect(callsOf('SendTextMessage')).toHaveLength(1);
	});
});

describe('on a dedicated plan', () => {
	const lines = ['+15550000001', '+15550000002', '+15550000003'];

	test('an address is opened once, and the line that opened it keeps it', async () => {
		const gateway = await cloud({ plan: 'dedicated', lines });
		const first = await send(gateway, to(person), 'One');
		const second = await send(gateway, to(person), 'Two');
		expect(second.space).toMatchObject(first.space);
		expect(spectrum.phone(person).messages.map((message) => message.line)).toEqual([first.space.line.phone, first.space.line.phone]);
	});

	test('the pinned line sends, with a key of its own for each step', async () => {
		const gateway = await cloud({ plan: 'dedicated', lines });
		const sent = await send(gateway, to(person), 'Hello', freshKey(), { pinned: lines[1] });
		expect(sent.space.line.phone).toBe(lines[1]);
		const [open] = callsOf('CreateChat');
		const [text] = callsOf('SendTextMessage');
		expect(open?.metadata['x-idempotency-key']).toBeDefined();
		expect(open?.metadata['x-idempotency-key']).not.toBe(text?.metadata['x-idempotency-key']);
	});

	test('a repeated attempt goes through the line of the first one, so that nobody is written to twice', async () => {
		const gateway = await cloud({ plan: 'dedicated', lines });
		const people = Array.from({ length: 12 }, (_, index) => `+155512340${String(index).padStart(2, '0')}`);
		for (const address of people) {
			const key = freshKey();
			const first = await send(gateway, to(address), 'Hello', key);
			const again = await send(gateway, to(address), 'Hello', key);
			expect(again.message?.id).toBe(first.message?.id);
			expect(spectrum.phone(address).messages).toHaveLength(1);
		}
		expect(new Set(people.map((address) => spectrum.phone(address).messages[0]?.line)).size).toBeGreaterThan(1);
	});

	test('a group is answered through the line that is a member of it', async () => {
		const gateway = await cloud({ plan: 'dedicated', lines });
		const id = spectrum.createGroup({ line: lines[2], members: [person, '+15557654321'] });
		const sent = await send(gateway, { by: 'space', space: { id, type: 'group' } }, 'Hello all');
		expect(sent.space).toEqual({ id, type: 'group', line: { id: expect.any(String), phone: lines[2] } });
		expect(spectrum.phone(person).messages).toHaveLength(1);
		expect(spectrum.phone('+15557654321').messages).toHaveLength(1);
	});

	test('an unknown group is not found on any line, and says so', async () => {
		const gateway = await cloud({ plan: 'dedicated', lines });
		const target: Target = { by: 'space', space: { id: 'any;+;chat-unknown', type: 'group' } };
		await expect(send(gateway, target, 'Hello')).rejects.toMatchObject({ kind: 'notFound', code: 'chatNotFound' });
	});
});

describe('on a self-hosted server', () => {
	test.each([true, false])('a message arrives (TLS %s)', async (tls) => {
		spectrum = await Simulator.start({ plan: 'dedicated', tls });
		pool = createPool();
		const connection = toSelfHostedConnection(spectrum.selfHostedCredential());
		const gateway = new Gateway(connection, { http: nodeHttp }, pool);
		await send(gateway, to(person), 'Hello');
		expect(spectrum.phone(person).messages).toHaveLength(1);
		expect(spectrum.requests).toHaveLength(0);
	});

	test('a wrong token is an authentication error that does not repeat it', async () => {
		spectrum = await Simulator.start({ plan: 'dedicated' });
		pool = createPool();
		const connection = toSelfHostedConnection(spectrum.selfHostedCredential({ apiKey: 'wrong-token-value' }));
		const gateway = new Gateway(connection, { http: nodeHttp }, pool);
		const error = await send(gateway, to(person), 'Hello').catch((thrown: unknown) => thrown);
		expect(error).toBeInstanceOf(SpectrumError);
		expect(error).toMatchObject({ kind: 'authentication' });
		expect(JSON.stringify([error, (error as Error).message, (error as Error).stack])).not.toContain('wrong-token-value');
	});
});
