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
			sharedAddress: line?.address,
			dedicatedAddressPattern: 'localhost:{instanceId}',
			caCertificate: spectrum.caPem,
		});
		expect(spectrum.selfHostedCredential()).toEqual({
			address: line?.address,
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
			address: first?.address,
			apiKey: first?.token,
			phone: '+15550000001',
			tls: false,
			caCertificate: '',
			lines: { line: [{ address: second?.address, token: second?.token, phone: '+15550000002' }] },
		});
		await spectrum.stop();
	});
});
