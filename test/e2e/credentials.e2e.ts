import type { CredentialTestResult } from '../../scripts/n8n/types';
import { ownRow } from '../../scripts/ports';
import { World, type Connected } from './support/world';

let world: World;

beforeAll(async () => {
	world = await World.start();
}, 1_200_000);

afterAll(async () => await world?.stop());

async function testCloud({ spectrum, cloud }: Connected, overrides: object = {}): Promise<CredentialTestResult> {
	return await world.client.testCredential(cloud, { ...spectrum.cloudCredential(), ...overrides });
}

async function testOwn({ spectrum, own }: Connected, overrides: object = {}): Promise<CredentialTestResult> {
	return await world.client.testCredential(own, { ...spectrum.selfHostedCredential(), ...overrides });
}

const failed = (message: RegExp) => ({ status: 'Error', message: expect.stringMatching(message) as unknown });

describe('iMessage Spectrum Cloud API', () => {
	test.each(['shared', 'dedicated'] as const)('right, on the %s plan: the token is used, not only minted', async (plan) => {
		const connected = await world.connect({ plan });
		expect(await testCloud(connected)).toEqual({ status: 'OK', message: expect.stringMatching(/^Connected\. Plan: /) });
		expect(connected.spectrum.requests.map(({ route }) => route).sort()).toEqual(
			[plan === 'shared' ? 'listUsers' : 'lines', 'listPlatforms', 'mint'].sort(),
		);
		expect(connected.spectrum.calls.map(({ method }) => method)).toEqual(['GetMessage']);
	});

	test('wrong secret, wrong project and wrong address are told apart, and no secret is repeated', async () => {
		const connected = await world.connect();
		const secret = await testCloud(connected, { projectSecret: 'wrong-secret-value' });
		const project = await testCloud(connected, { projectId: 'no-such-project' });
		const port = await ownRow();
		const reach = await testCloud(connected, { controlPlaneUrl: `https://localhost:${port}` });
		expect(secret).toEqual(failed(/secret/i));
		expect(project).toEqual(failed(/project/i));
		expect(reach).toEqual(failed(/reached/i));
		expect(new Set([secret.message, project.message, reach.message]).size).toBe(3);
		expect(JSON.stringify([secret, project, reach])).not.toContain('wrong-secret-value');
	});

	test('a certificate of an authority that is not trusted', async () => {
		expect(await testCloud(await world.connect(), { caCertificate: '' })).toEqual(failed(/certificate/i));
	});
});

describe('iMessage Spectrum Self-Hosted API', () => {
	test.each([true, false])('right (TLS %s): the key is used in a call', async (tls) => {
		const connected = await world.connect({ plan: 'dedicated', tls });
		expect(await testOwn(connected)).toMatchObject({ status: 'OK' });
		expect(connected.spectrum.calls.map(({ method }) => method)).toEqual(['GetMessage', 'ListRecentMessages']);
	});

	test('wrong key, an address that is a URL, and a server that is not there', async () => {
		const connected = await world.connect({ plan: 'dedicated' });
		expect(await testOwn(connected, { apiKey: 'wrong' })).toEqual(failed(/API key|token/i));
		expect(await testOwn(connected, { address: 'https://localhost:1' })).toEqual(failed(/is a URL/));
		const port = await ownRow();
		expect(await testOwn(connected, { address: `localhost:${port}` })).toEqual(failed(/reach|connect/i));
	});

	test('plaintext against a TLS server, and TLS against a plaintext one', async () => {
		const secure = await world.connect({ plan: 'dedicated' });
		expect(await testOwn(secure, { tls: false })).toMatchObject({ status: 'Error' });
		const plain = await world.connect({ plan: 'dedicated', tls: false });
		expect(await testOwn(plain, { tls: true })).toMatchObject({ status: 'Error' });
	});
});
