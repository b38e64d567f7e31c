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

const byHttp = { connection: 'http' } as const;
const lines = ['+15550000001', '+15550000002'];

const testCloud = async (overrides: object = {}, of = spectrum) =>
	await host.testCredential('spectrumCloudApi', { ...of.cloudCredential(byHttp), ...overrides }, sendType);
const testOwn = async (overrides: object = {}, of = spectrum) =>
	await host.testCredential('spectrumSelfHostedApi', { ...of.selfHostedCredential(byHttp), ...overrides }, sendType);
const calls = () => spectrum.calls.map(({ method, line, transport }) => [method, line, transport]);
const failure = (message: RegExp) => ({ status: 'Error', message: expect.stringMatching(message) as unknown });

describe('iMessage Spectrum Cloud API over HTTP', () => {
	test('calls each dedicated line once, by HTTP alone', async () => {
		await start({ plan: 'dedicated', lines });
		expect(await testCloud()).toMatchObject({ status: 'OK', message: expect.stringContaining('Plan: dedicated') });
		expect(calls().sort()).toEqual(lines.map((line) => ['GetMessage', line, 'http']));
		expect(spectrum.connections.opened).toBe(0);
	});

	test('calls the shared line', async () => {
		await start();
		expect(await testCloud()).toMatchObject({ status: 'OK', message: expect.stringContaining('Plan: shared') });
		expect(calls()).toEqual([['GetMessage', 'shared', 'http']]);
	});

	test('tokens that are refused: the vendor has not confirmed them', async () => {
		await start();
		spectrum.faults.add('GetMessage', { type: 'refusedToken' }, { times: Infinity });
		expect(await testCloud()).toEqual(failure(/Spectrum has not confirmed that these tokens are accepted over HTTP\. Choose gRPC/));
	});

	test('without an address, with an address of gRPC, and with that of another Spectrum', async () => {
		await start({ plan: 'dedicated', lines });
		expect(await testCloud({ httpAddress: '' })).toEqual(failure(/"Middleware Address" is empty/));
		expect(spectrum.requests).toEqual([]);
		expect(await testCloud({ httpAddress: spectrum.lines[0]?.address })).toEqual(failure(/gRPC/));
		const { spectrum: other } = await startSetting({ plan: 'dedicated', lines: ['+15550000009'] });
		expect((await testCloud({ httpAddress: other.httpUrl, caCertificate: other.caPem })).status).toBe('Error');
		expect(await testCloud({}, other)).toMatchObject({ status: 'OK', message: expect.stringContaining('+15550000009') });
	});
});

describe('iMessage Spectrum Self-Hosted API over HTTP', () => {
	test.each([true, false])('calls each line by its instance (TLS %s)', async (tls) => {
		await start({ plan: 'dedicated', lines, tls });
		expect(await testOwn()).toEqual({ status: 'OK', message: `Connected to your own server. Lines: ${lines.join(', ')}` });
		expect(calls()).toEqual(lines.flatMap((line) => ['GetMessage', 'ListRecentMessages'].map((method) => [method, line, 'http'])));
	});

	test('a URL that does not agree with the switch is refused before any call', async () => {
		await start({ plan: 'dedicated' });
		expect(await testOwn({ address: spectrum.httpUrl.replace('https', 'http') })).toEqual(
			failure(/"Server Address" is an http:\/\/ URL, but "Encrypted Connection \(TLS\)" is on/),
		);
		expect(spectrum.calls).toEqual([]);
	});

	test('an address of gRPC is told from an address of HTTP, with TLS and without', async () => {
		for (const tls of [true, false]) {
			await start({ plan: 'dedicated', tls });
			const grpcAddress = spectrum.lines[0]?.address ?? '';
			expect(await testOwn({ address: grpcAddress })).toEqual(failure(/gRPC.*"Connection"/));
			const { host: httpAddress } = new URL(spectrum.httpUrl);
			const reversed = await host.testCredential(
				'spectrumSelfHostedApi',
				{ ...spectrum.selfHostedCredential(), address: httpAddress },
				sendType,
			);
			expect(reversed).toEqual(failure(/HTTP.*"Connection"/));
		}
	});

	test('a limit that a line has reached says that it was reached', async () => {
		await start({ plan: 'dedicated' });
		spectrum.faults.add('GetMessage', { type: 'error', code: 'dailyLimitExceeded' }, { times: Infinity });
		expect(await testOwn()).toMatchObject({ status: 'OK' });
	});

	test('a wrong key, a wrong instance and a wrong number are told apart', async () => {
		await start({ plan: 'dedicated', lines });
		const [key, instance] = [await testOwn({ apiKey: 'wrong-key-value' }), await testOwn({ instanceId: 'nowhere' })];
		expect(key).toEqual(failure(/^Line \+15550000001: .*API key/));
		expect(instance).toEqual(failure(/^Line \+15550000001: The HTTP server answers, but not for this line.*"Instance ID"/));
		expect(await testOwn({ instanceId: '' })).toEqual(failure(/not for this line.*needs to know which one to use/));
		spectrum.receive({ from: '+15551230001', text: 'Hi', line: lines[0] ?? '' });
		expect(await testOwn({ phone: '+15550000009' })).toEqual(failure(/belong to \+15550000001, and not to \+15550000009/));
		expect(JSON.stringify([key, instance])).not.toContain('wrong-key-value');
	});

	test('nobody listening is not called connected', async () => {
		await start({ plan: 'dedicated' });
		expect(await testOwn({ address: 'https://localhost:1' })).toMatchObject({ status: 'Error' });
	});
});
