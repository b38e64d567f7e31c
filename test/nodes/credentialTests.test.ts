import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Simulator } from '../simulator';
import type { TestHost } from '../support/host';
import { sendType, startSendHost } from '../support/sendHost';

let spectrum: Simulator;
let host: TestHost;

async function start(...options: Parameters<typeof Simulator.start>): Promise<void> {
	spectrum = await Simulator.start(...options);
	host = await startSendHost(spectrum);
}

afterEach(async () => {
	await host.stop();
	// A test leaves no connection behind: stop() refuses otherwise.
	await spectrum.stop();
});

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
		expect(result).toEqual({ status: 'OK', message: expect.stringMatching(/^Connected\. Lines: /) });
		// Instance ids are ports here, and a payload lists them in their order.
		for (const phone of ['+15550000001', '+15550000002']) expect(result.message).toContain(phone);
		expect(spectrum.requests.map((request) => request.route)).toEqual(['mint']);
		expect(spectrum.calls.map((call) => call.line).sort()).toEqual(['+15550000001', '+15550000002']);
	});

	test('every test mints anew: a token that is still good does not vouch for the secret', async () => {
		await start();
		await testCloud();
		await testCloud();
		expect(spectrum.requests.map((request) => request.route)).toEqual(['mint', 'mint']);
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
		await expect(testCloud({ caCertificate })).resolves.toMatchObject({ status: 'Error', message: expect.stringContaining('"CA Certificate" cannot be read') });
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
		expect(questioned).toMatchObject({ status: 'Error', message: expect.stringContaining('belong to +15550000001, and not to +15550000009') });
		await expect(testOwn()).resolves.toMatchObject({ status: 'OK' });
		// An account has numbers and e-mail addresses, and a line without a name has none to be wrong.
		await expect(testOwn({ phone: 'me@example.test' })).resolves.toMatchObject({ status: 'OK' });
		await expect(testOwn({ phone: '' })).resolves.toMatchObject({ status: 'OK' });
	});

	test('a server that lists no messages has accepted the token all the same', async () => {
		await start({ plan: 'dedicated', lines: ['+15550000001'] });
		spectrum.faults.add('ListRecentMessages', { type: 'refusedToken' }, { times: Infinity });
		await expect(testOwn({ phone: '+15550000009' })).resolves.toMatchObject({ status: 'OK' });
	});

	test.each([
		['a certificate that cannot be read', { caCertificate: '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----' }, /CA Certificate/],
		['a certificate', {}, /No connection/],
	])('nobody listening is not called connected, with %s', async (_name, overrides, says) => {
		await start({ plan: 'dedicated' });
		const address = `localhost:${await closedPort()}`;
		await expect(testOwn({ address, ...overrides })).resolves.toMatchObject({ status: 'Error', message: expect.stringMatching(says) });
		expect(spectrum.calls).toEqual([]);
	});

	test('a wrong key, a URL and a server that is not there are told apart', async () => {
		await start({ plan: 'dedicated' });
		await expect(testOwn({ apiKey: 'wrong' })).resolves.toMatchObject({ status: 'Error', message: expect.stringMatching(/API key|token/i) });
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
		await spectrum.stop();
		await host.stop();
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
