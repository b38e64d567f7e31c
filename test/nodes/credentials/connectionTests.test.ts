import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Simulator, SimulatorOptions } from '../../../simulator/src';
import type { TestHost } from '../../support/host';
import { sendType, startSendHost } from '../../support/sendHost';
import { useSpectrum } from '../../support/useSpectrum';

// Tests of credentials connect by a pool of their own: what one leaves open makes the simulator complain.
const startSetting = useSpectrum(startSendHost);
let spectrum: Simulator;
let host: TestHost;

async function start(options?: SimulatorOptions): Promise<void> {
	({ spectrum, host } = await startSetting(options));
}

async function testCloud(overrides: object = {}) {
	return await host.testCredential('spectrumCloudApi', { ...spectrum.cloudCredential(), ...overrides }, sendType);
}

async function testOwn(overrides: object = {}) {
	return await host.testCredential('spectrumSelfHostedApi', { ...spectrum.selfHostedCredential(), ...overrides }, sendType);
}

describe('iMessage Spectrum Cloud API', () => {
	test('a right credential mints a token and speaks to every line', async () => {
		await start({ plan: 'dedicated', lines: ['+15550000001', '+15550000002'] });
		const result = await testCloud();
		expect(result).toEqual({
			status: 'OK',
			message: expect.stringMatching(/^Connected\. Plan: dedicated\. Lines: .*iMessage is enabled\.$/),
		});
		// Instance ids are ports here, and a payload lists them in their order.
		for (const phone of ['+15550000001', '+15550000002']) expect(result.message).toContain(`${phone} (available)`);
		expect(spectrum.requests.map((request) => request.route).sort()).toEqual(['lines', 'listPlatforms', 'mint']);
		expect(spectrum.calls.map((call) => call.line).sort()).toEqual(['+15550000001', '+15550000002']);
	});

	test('every test mints anew: a token that is still good does not vouch for the secret', async () => {
		await start();
		await testCloud();
		await testCloud();
		expect(spectrum.requests.filter((request) => request.route === 'mint')).toHaveLength(2);
	});

	test('on the shared plan it says how many people may be written to', async () => {
		await start({ rateLimit: Number.POSITIVE_INFINITY });
		expect(await testCloud()).toEqual({
			status: 'OK',
			message: expect.stringMatching(
				/^Connected\. Plan: shared \(Free or Pro\)\. .*No recipient is registered yet\. .*Recipient → Register.* iMessage is enabled\.$/,
			),
		});
		for (const phone of ['+15551230001', '+15551230002']) spectrum.dashboard.addUser(phone);
		expect((await testCloud()).message).toContain('Registered recipients: 2. Only they can be written to');
		// A service that does not count.
		const users = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
		spectrum.faults.add(
			'listUsers',
			{ type: 'status', status: 200, body: JSON.stringify({ succeed: true, data: { users } }) },
			{ times: 2 },
		);
		expect((await testCloud()).message).toContain('Registered recipients: 3.');
	});

	test('a line that takes no new people is reported, and one of which nothing is known', async () => {
		await start({ plan: 'dedicated', lines: ['+15550000001', '+15550000002'], rateLimit: Number.POSITIVE_INFINITY });
		spectrum.dashboard.setLineStatus('+15550000002', 'unavailable');
		expect((await testCloud()).message).toContain('+15550000002 (unavailable: it takes no new conversations)');
		const lines = [{ id: 'x', phoneNumber: '+15550000001', status: 'rest\u202e\ning' }];
		spectrum.faults.add('lines', { type: 'status', status: 200, body: JSON.stringify({ succeed: true, data: { lines } }) });
		expect((await testCloud()).message).toContain('(rest ing)');
	});

	test.each(['shared', 'dedicated'] as const)(
		'what cannot be asked beside the tokens does not make the credential wrong (%s)',
		async (plan) => {
			await start({ plan });
			for (const route of ['lines', 'listUsers', 'listPlatforms'] as const) spectrum.faults.add(route, { type: 'status', status: 500 });
			const { status, message } = await testCloud();
			expect(status).toBe('OK');
			expect(message).toContain('Whether iMessage is enabled is not known: Spectrum Cloud failed');
			expect(message).toContain(plan === 'shared' ? 'How many recipients are registered is not known' : 'Their state is not known');
			expect(message).not.toContain(spectrum.projectSecret);
		},
	);

	test('an older control plane, which knows none of it, is good', async () => {
		await start({ generation: 'july' });
		expect(await testCloud()).toMatchObject({ status: 'OK', message: expect.stringContaining('is not known') });
	});

	test('a project without iMessage fails, and says so; any other refusal by the project keeps its own words', async () => {
		await start({ rateLimit: Number.POSITIVE_INFINITY });
		spectrum.dashboard.platforms.set('imessage', false);
		expect(await testCloud()).toEqual({
			status: 'Error',
			message: expect.stringMatching(/^iMessage is not enabled for this project.* Enable iMessage on the Spectrum dashboard/),
		});
		spectrum.dashboard.platforms.set('imessage', true);
		spectrum.faults.add('mint', { type: 'status', status: 403, message: 'Suspended' }, { times: Infinity });
		const { message } = await testCloud();
		expect(message).toContain('Spectrum said: Suspended');
		expect(message).toContain('check there that the project is active');
	});

	test('a platform that is switched off while tokens are given is told all the same', async () => {
		await start();
		const platforms = { succeed: true, data: { imessage: { enabled: false } } };
		spectrum.faults.add('listPlatforms', { type: 'status', status: 200, body: JSON.stringify(platforms) });
		expect(await testCloud()).toMatchObject({
			status: 'OK',
			message: expect.stringContaining('But iMessage is not enabled for the project'),
		});
	});

	test('two projects are told apart', async () => {
		await start();
		const { spectrum: other } = await startSetting({ plan: 'dedicated', lines: ['+15550000009'] });
		spectrum.dashboard.addUser('+15551230001');
		const [own, others] = [await testCloud(), await host.testCredential('spectrumCloudApi', { ...other.cloudCredential() }, sendType)];
		expect([own.message, others.message]).toEqual([
			expect.stringContaining('Registered recipients: 1'),
			expect.stringContaining('+15550000009 (available)'),
		]);
	});

	test('a wrong secret is told from a wrong project and from a wrong address', async () => {
		await start();
		const secret = await testCloud({ projectSecret: 'wrong-secret-value' });
		const project = await testCloud({ projectId: 'no-such-project' });
		const reach = await testCloud({ controlPlaneUrl: `https://localhost:${await closedPort()}` });
		expect(secret).toMatchObject({ status: 'Error', message: expect.stringMatching(/secret/i) });
		expect(project).toMatchObject({ status: 'Error', message: expect.stringMatching(/project/i) });
		expect(reach).toMatchObject({ status: 'Error', message: expect.stringMatching(/reached/i) });
		expect(new Set([secret.message, project.message, reach.message]).size).toBe(3);
		expect(JSON.stringify([secret, project, reach])).not.toContain('wrong-secret-value');
	});

	test('a line that refuses its token fails the test, although the control plane was content', async () => {
		await start({ plan: 'dedicated', lines: ['+15550000001', '+15550000002'] });
		spectrum.faults.add('GetMessage', { type: 'refusedToken' }, { line: '+15550000002', times: Infinity });
		await expect(testCloud()).resolves.toMatchObject({
			status: 'Error',
			message: expect.stringContaining('Line +15550000002'),
		});
	});

	test('a certificate authority that did not sign the server is not trusted', async () => {
		await start();
		await expect(testCloud({ caCertificate: '' })).resolves.toMatchObject({ status: 'Error' });
	});

	test('a certificate authority that cannot be read is no fault of a server', async () => {
		await start();
		const caCertificate = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----';
		await expect(testCloud({ caCertificate })).resolves.toMatchObject({
			status: 'Error',
			message: expect.stringContaining('"CA Certificate" cannot be read'),
		});
		expect([spectrum.requests, spectrum.calls]).toEqual([[], []]);
	});
});

describe('iMessage Spectrum Self-Hosted API', () => {
	test.each([true, false])('a right credential makes a real call (TLS %s)', async (tls) => {
		await start({ plan: 'dedicated', tls });
		await expect(testOwn()).resolves.toMatchObject({ status: 'OK' });
		expect(spectrum.calls.map((call) => call.method)).toEqual(['GetMessage', 'ListRecentMessages']);
	});

	test('a Phone that the messages of the server do not belong to is questioned', async () => {
		await start({ plan: 'dedicated', lines: ['+15550000001'] });
		// A server without messages cannot tell.
		await expect(testOwn({ phone: '+15550000009' })).resolves.toMatchObject({ status: 'OK' });
		spectrum.receive({ from: '+15551230001', text: 'Hi' });
		const questioned = await testOwn({ phone: '+15550000009' });
		expect(questioned).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('belong to +15550000001, and not to +15550000009'),
		});
		await expect(testOwn()).resolves.toMatchObject({ status: 'OK' });
		// An account has numbers and email addresses, and a line without a name has none to be wrong.
		await expect(testOwn({ phone: 'me@example.test' })).resolves.toMatchObject({ status: 'OK' });
		await expect(testOwn({ phone: '' })).resolves.toMatchObject({ status: 'OK' });
	});

	test('a server that lists no messages has accepted the token all the same', async () => {
		await start({ plan: 'dedicated', lines: ['+15550000001'] });
		spectrum.faults.add('ListRecentMessages', { type: 'refusedToken' }, { times: Infinity });
		await expect(testOwn({ phone: '+15550000009' })).resolves.toMatchObject({ status: 'OK' });
	});

	test.each([
		[
			'a certificate that cannot be read',
			{ caCertificate: '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----' },
			/CA Certificate/,
		],
		['a certificate', {}, /No connection/],
	])('nobody listening is not called connected, with %s', async (_name, overrides, says) => {
		await start({ plan: 'dedicated' });
		const address = `localhost:${await closedPort()}`;
		await expect(testOwn({ address, ...overrides })).resolves.toMatchObject({ status: 'Error', message: expect.stringMatching(says) });
		expect(spectrum.calls).toEqual([]);
	});

	test('a wrong key, a URL and a server that is not there are told apart', async () => {
		await start({ plan: 'dedicated' });
		await expect(testOwn({ apiKey: 'wrong' })).resolves.toMatchObject({
			status: 'Error',
			message: expect.stringMatching(/API key|token/i),
		});
		await expect(testOwn({ address: 'https://localhost:1' })).resolves.toMatchObject({
			status: 'Error',
			message: expect.stringMatching(/is a URL/),
		});
	});

	test('plaintext against a TLS server, and TLS against plaintext, both fail', async () => {
		await start({ plan: 'dedicated' });
		await expect(testOwn({ tls: false })).resolves.toMatchObject({
			status: 'Error',
			message: expect.stringContaining('Switch "Encrypted Connection (TLS)" on'),
		});
		await start({ plan: 'dedicated', tls: false });
		await expect(testOwn({ tls: true })).resolves.toMatchObject({
			status: 'Error',
			message: expect.stringContaining('does not speak TLS'),
		});
	});

	test('a further line is tested too, and named when it fails', async () => {
		await start({ plan: 'dedicated', lines: ['+15550000001', '+15550000002'] });
		const { lines } = spectrum.selfHostedCredential();
		const broken = lines.line.map((line) => ({ ...line, token: 'wrong' }));
		await expect(testOwn({ lines: { line: broken } })).resolves.toMatchObject({
			status: 'Error',
			message: expect.stringContaining('Line +15550000002'),
		});
	});
});

/** A port at which nothing listens. */
async function closedPort(): Promise<number> {
	const server: Server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise<void>((resolve) => server.close(() => resolve()));
	return port;
}
