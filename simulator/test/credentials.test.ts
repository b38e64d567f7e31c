import { Simulator } from '../src';

describe('the credentials of a simulator', () => {
	it('point at the shared plan’s server and the control plane', async () => {
		const spectrum = await Simulator.start();
		const [line] = spectrum.lines;
		expect(spectrum.cloudCredential({ webhookSigningSecret: 'mine' })).toEqual({
			projectId: spectrum.projectId,
			projectSecret: spectrum.projectSecret,
			webhookSigningSecret: 'mine',
			advanced: true,
			controlPlaneUrl: spectrum.controlPlaneUrl,
			connection: 'grpc',
			httpAddress: '',
			sharedAddress: line?.address,
			dedicatedAddressPattern: 'localhost:{instanceId}',
			caCertificate: spectrum.caPem,
		});
		expect(spectrum.selfHostedCredential()).toEqual({
			connection: 'grpc',
			address: line?.address,
			instanceId: '',
			apiKey: line?.token,
			phone: '',
			tls: true,
			caCertificate: spectrum.caPem,
			lines: { line: [] },
		});
		await spectrum.stop();
	});

	it('point at the line of each instance, and nowhere else, on the dedicated plan', async () => {
		const spectrum = await Simulator.start({ plan: 'dedicated', lines: ['+15550000001', '+15550000002'], tls: false });
		const [first, second] = spectrum.lines;
		const { sharedAddress, dedicatedAddressPattern } = spectrum.cloudCredential();
		expect(dedicatedAddressPattern.replace('{instanceId}', first!.id)).toBe(first?.address);
		expect(sharedAddress).toMatch(/^localhost:/);
		expect(spectrum.selfHostedCredential()).toEqual({
			connection: 'grpc',
			address: first?.address,
			instanceId: '',
			apiKey: first?.token,
			phone: '+15550000001',
			tls: false,
			caCertificate: '',
			lines: { line: [{ address: second?.address, instanceId: '', token: second?.token, phone: '+15550000002' }] },
		});
		await spectrum.stop();
	});

	it('name the HTTP face and the instance of each line, and nothing that gRPC could dial, for HTTP', async () => {
		const spectrum = await Simulator.start({ plan: 'dedicated', lines: ['+15550000001', '+15550000002'] });
		const [first, second] = spectrum.lines;
		const { httpUrl } = spectrum;
		expect(spectrum.cloudCredential({ connection: 'http' })).toMatchObject({
			connection: 'http',
			httpAddress: httpUrl,
			sharedAddress: 'localhost:1',
			dedicatedAddressPattern: '{instanceId}.invalid:443',
		});
		expect(spectrum.selfHostedCredential({ connection: 'http' })).toEqual({
			connection: 'http',
			address: httpUrl,
			instanceId: first?.id,
			apiKey: first?.token,
			phone: '+15550000001',
			tls: true,
			caCertificate: spectrum.caPem,
			lines: { line: [{ address: httpUrl, instanceId: second?.id, token: second?.token, phone: '+15550000002' }] },
		});
		await spectrum.stop();
	});

	it('need no instance for the shared plan over HTTP', async () => {
		const spectrum = await Simulator.start({ tls: false });
		expect(spectrum.httpUrl).toMatch(/^http:\/\/localhost:\d+$/);
		expect(spectrum.selfHostedCredential({ connection: 'http' })).toMatchObject({ address: spectrum.httpUrl, instanceId: '', tls: false });
		await spectrum.stop();
	});
});
