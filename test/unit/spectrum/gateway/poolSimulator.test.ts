import type { AuthContext } from '../../../../nodes/shared/spectrum/auth/TokenSource';
import { getMessage } from '../../../../nodes/shared/spectrum/codec/messageReads';
import { sendTextMessage } from '../../../../nodes/shared/spectrum/codec/messageSends';
import type { CloudConnection, SelfHostedConnection } from '../../../../nodes/shared/spectrum/model/connection';
import { createPool, type ConnectionPool } from '../../../../nodes/shared/spectrum/gateway/pool/pool';
import { Simulator, type SimulatorOptions } from '../../../../simulator/src';
import { FakeClock } from '../../../support/fakeClock';
import { nodeHttp } from '../auth/nodeHttp';
import { everythingIn } from '../errors/support';
import { failureOf } from '../transport/support';

const someone = '+15557770001';
const context: AuthContext = { http: nodeHttp };

let simulator: Simulator;
let pool: ConnectionPool;

/** `stop()` fails the test when a connection is left open. */
afterEach(async () => {
	pool.close();
	await simulator.stop();
});

async function start(options: SimulatorOptions = {}): Promise<void> {
	simulator = await Simulator.start(options);
	pool = createPool({ random: () => 0, clock: options.clock });
}

function cloud(): CloudConnection {
	const { projectId, projectSecret, controlPlaneUrl, sharedAddress, dedicatedAddressPattern, caCertificate } = simulator.cloudCredential();
	return {
		kind: 'cloud',
		projectId,
		projectSecret,
		controlPlaneUrl,
		sharedAddress,
		dedicatedAddressPattern,
		ca: caCertificate,
	};
}

async function send(text: string, lineId = 'shared', key = `key of ${text}`): Promise<string> {
	const request = { spaceId: `any;-;${someone}`, text, clientMessageId: key };
	const message = await pool.link(cloud()).unary(lineId, sendTextMessage, request, { context, idempotencyKey: key });
	return message.id;
}
function arrived(): string[] {
	return simulator.phone(someone).messages.map(({ text }) => text ?? '');
}
function mints(): number {
	return simulator.requests.filter(({ route }) => route === 'mint').length;
}

it('sends ten texts with one token over one connection', async () => {
	await start();
	for (let number = 0; number < 10; number++) await send(`text ${number}`);
	expect(arrived()).toHaveLength(10);
	expect(mints()).toBe(1);
	expect(simulator.connections).toEqual({ open: 1, opened: 1 });
});

it.each(['refusedToken', 'expiredToken'] as const)('renews once after a %s', async (type) => {
	await start();
	simulator.faults.add('SendTextMessage', { type });
	await send('hello');
	expect(arrived()).toEqual(['hello']);
	expect(mints()).toBe(2);
	expect(simulator.connections.opened).toBe(1);
});

it.each(['answerLost', 'dropConnection'] as const)('repeats after an %s with the same key, and writes once', async (type) => {
	await start();
	simulator.faults.add('SendTextMessage', { type });
	await send('hello');
	expect(arrived()).toEqual(['hello']);
	expect(simulator.calls.map(({ metadata }) => metadata['x-idempotency-key'])).toEqual(['key of hello', 'key of hello']);
});

it('gives up on a failure that the server calls final', async () => {
	await start();
	simulator.faults.add('SendTextMessage', { type: 'error', code: 'dailyLimitExceeded' });
	expect(await failureOf(send('hello'))).toMatchObject({ kind: 'quota', code: 'dailyLimitExceeded' });
	expect(simulator.calls).toHaveLength(1);
	expect(arrived()).toEqual([]);
});

it('renews in time as the clock moves on, and never uses an expired token', async () => {
	const clock = new FakeClock(Date.now());
	await start({ clock, tokenTtlSeconds: 1_000 });
	for (let minute = 0; minute < 60; minute++) {
		await send(`minute ${minute}`);
		await clock.advance(60_000);
	}
	expect(arrived()).toHaveLength(60);
	expect(simulator.calls.map(({ outcome }) => outcome?.type)).toEqual(Array(60).fill('answered'));
	// Every 14th minute is the first at or after 80 % of 1,000 s.
	expect(mints()).toBe(5);
	await simulator.whenIdle();
});

it('follows dedicated lines as they come and go', async () => {
	const clock = new FakeClock(Date.now());
	await start({ plan: 'dedicated', lines: ['+15550000001', '+15550000002'], clock, tokenTtlSeconds: 1_000 });
	const phones = async () => (await pool.link(cloud()).inventory(context)).lines.map(({ phone }) => phone).sort();
	expect(await phones()).toEqual(['+15550000001', '+15550000002']);
	await simulator.removeLine('+15550000001');
	await simulator.addLine('+15550000003');
	await simulator.addLine();
	expect(await phones()).toHaveLength(2);
	await clock.advance(800_000);
	const onWarning = jest.fn();
	await pool.link(cloud()).inventory({ ...context, onWarning });
	expect(await phones()).toEqual(['+15550000002', '+15550000003']);
	expect(onWarning).toHaveBeenCalledTimes(1);
});

it.each([
	['secret', (): Partial<CloudConnection> => ({ projectSecret: 'wrong' }), { kind: 'authentication', status: 'HTTP 401' }],
	['authority', (): Partial<CloudConnection> => ({ ca: undefined }), { kind: 'unavailable' }],
])('says what is wrong with another %s, without showing a secret', async (_name, change, expected) => {
	await start();
	const connection = { ...cloud(), ...change() };
	const error = await failureOf(pool.link(connection).inventory(context));
	expect(error).toMatchObject(expected);
	expect(everythingIn(error)).not.toContain(connection.projectSecret);
});

it.each([true, false])('talks to a self-hosted server with tls: %s, and refuses a wrong key once', async (tls) => {
	await start({ tls });
	const { address, apiKey, caCertificate } = simulator.selfHostedCredential();
	const connection = (token: string): SelfHostedConnection => ({
		kind: 'selfHosted',
		tls,
		lines: [{ address, token, phone: 'shared' }],
		...(tls ? { ca: caCertificate } : {}),
	});
	const read = async (token: string) => await failureOf(pool.link(connection(token)).unary(address, getMessage, 'absent', { context }));
	expect(await read(apiKey)).toMatchObject({ kind: 'notFound', code: 'messageNotFound' });
	const error = await read('wrong-key');
	expect(error).toMatchObject({ kind: 'authentication' });
	expect(everythingIn(error)).not.toContain('wrong-key');
	expect(simulator.calls).toHaveLength(2);
});
