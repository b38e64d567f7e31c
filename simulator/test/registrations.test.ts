import { Simulator, type SimulatorOptions } from '../src';
import { FakeClock } from '../../test/support/fakeClock';
import { callControlPlane, type CallOptions } from './controlPlaneClient';

const hook = 'https://n8n.example.test/webhook/1';

interface Registered {
	readonly id: string;
	readonly signingSecret: string;
	readonly standardSigningSecret: string;
}

describe('webhook registrations of the simulator, since November', () => {
	let spectrum: Simulator;

	const start = async (options: SimulatorOptions = {}): Promise<void> => {
		spectrum = await Simulator.start({ rateLimit: Number.POSITIVE_INFINITY, clock: new FakeClock(), ...options });
	};
	const call = (method: string, path: string, options?: CallOptions) => callControlPlane(spectrum, method, path, options);
	const register = async (fields: object = {}) => {
		const { status, body } = await call('POST', '/webhooks/', { body: { webhookUrl: hook, ...fields } });
		return { status, data: (body as { data: Registered }).data };
	};
	const listed = async () => ((await call('GET', '/webhooks/')).body as { data: Array<Record<string, unknown>> }).data;

	afterEach(async () => {
		await spectrum.stop();
	});

	it('say what they are, and show both secrets once', async () => {
		await start();
		const { status, data } = await register({ schemaVersion: 'normalized-events.v1', failureNotificationEmail: 'a@example.com' });
		const shown = {
			id: expect.any(String),
			webhookUrl: hook,
			schemaVersion: 'normalized-events.v1',
			eventTypes: ['message.received'],
			enabled: true,
			status: 'active',
			disabledAt: null,
			disabledReason: null,
			failureNotificationEmail: 'a@example.com',
			createdAt: '2026-01-01T00:00:00.000Z',
			updatedAt: '2026-01-01T00:00:00.000Z',
		};
		expect(status).toBe(201);
		expect(data).toEqual({
			...shown,
			signingSecret: expect.stringMatching(/^[0-9a-f]{64}$/),
			standardSigningSecret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{32}$/),
		});
		expect(await listed()).toEqual([shown]);
	});

	it('have the defaults of the contract', async () => {
		await start();
		expect((await register()).data).toMatchObject({
			schemaVersion: 'normalized-events.v1',
			eventTypes: ['message.received'],
			failureNotificationEmail: null,
		});
	});

	it.each([
		['schema', { schemaVersion: 'v7' }],
		['event types', { eventTypes: 'message.received' }],
		['event types, none', { eventTypes: [] }],
		['email', { failureNotificationEmail: 7 }],
	])('are refused with a wrong %s', async (_name, fields) => {
		await start();
		expect((await register(fields)).status).toBe(422);
		expect(spectrum.webhooks).toEqual([]);
	});

	it.each([
		['http', 'http://n8n.example.test/'],
		['a private address', 'https://10.0.0.1/'],
		['a name of this machine', 'https://localhost/'],
		['a name that nobody knows', 'https://elsewhere.example.test/'],
	])('may be refused for %s', async (_name, webhookUrl) => {
		await start({ hosts: { 'n8n.example.test': 1 } });
		spectrum.settings.checksWebhookUrls = true;
		expect((await register({ webhookUrl })).status).toBe(422);
		expect((await register()).status).toBe(201);
		expect(spectrum.webhooks).toHaveLength(1);
	});

	it('can be disabled, enabled and given an email, and stay disabled meanwhile', async () => {
		await start();
		const { data } = await register();
		const path = `/webhooks/${data.id}`;
		const disabled = { enabled: false, status: 'disabled', disabledReason: 'manual', disabledAt: '2026-01-01T00:00:00.000Z' };
		const patched = await call('PATCH', path, { body: { enabled: false, failureNotificationEmail: 'b@example.com' } });
		expect(patched.body).toMatchObject({ succeed: true, data: { ...disabled, failureNotificationEmail: 'b@example.com' } });
		// Who disables it again does not change why it is.
		spectrum.dashboard.disableWebhook(data.id, 'delivery_failures');
		expect(await listed()).toMatchObject([disabled]);
		const enabled = await call('PATCH', `${path}/`, { body: { enabled: true, failureNotificationEmail: null } });
		expect(enabled.body).toMatchObject({ data: { enabled: true, status: 'active', disabledReason: null, disabledAt: null } });
		expect(await listed()).toMatchObject([{ status: 'active', failureNotificationEmail: null }]);
		expect(JSON.stringify(await listed())).not.toContain(data.signingSecret);
	});

	it('may become raw, and never normalized again', async () => {
		await start();
		const { data } = await register();
		const change = (schemaVersion: string) => call('PATCH', `/webhooks/${data.id}`, { body: { schemaVersion } });
		expect((await change('raw-inbound.v1')).body).toMatchObject({ data: { schemaVersion: 'raw-inbound.v1' } });
		expect((await change('normalized-events.v1')).status).toBe(422);
		expect((await change('raw-inbound.v1')).status).toBe(200);
	});

	it.each([
		['enabled', { enabled: 'yes' }],
		['failureNotificationEmail', { failureNotificationEmail: 1 }],
		['a body', '['],
	])('do not take a change without a valid %s', async (_name, body) => {
		await start();
		const { data } = await register();
		expect((await call('PATCH', `/webhooks/${data.id}`, { body })).status).toBe(422);
		expect((await call('PATCH', '/webhooks/nobody', { body: {} })).status).toBe(404);
	});

	it('get another Standard Webhooks secret, while the old one lives on for a time', async () => {
		await start();
		const { data } = await register();
		const rotate = (body?: object) => call('POST', `/webhooks/${data.id}/secret/rotate`, { body: body ?? '' });
		const first = (await rotate({ overlapSeconds: 60 })).body as { data: { standardSigningSecret: string } };
		expect(first.data).toEqual({
			standardSigningSecret: expect.stringMatching(/^whsec_/),
			previousValidUntil: '2026-01-01T00:01:00.000Z',
		});
		expect(first.data.standardSigningSecret).not.toBe(data.standardSigningSecret);
		expect(spectrum.webhooks).toMatchObject([
			{ signingSecret: data.signingSecret, standardSigningSecret: first.data.standardSigningSecret },
		]);
		expect((await rotate()).body).toMatchObject({ data: { previousValidUntil: '2026-01-02T00:00:00.000Z' } });
		for (const overlapSeconds of [-1, 604_801, 1.5, 'soon']) expect((await rotate({ overlapSeconds })).status).toBe(422);
		expect((await call('POST', '/webhooks/nobody/secret/rotate')).status).toBe(404);
	});

	it('are told where deliveries come from', async () => {
		await start();
		expect((await call('GET', '/webhooks/egress-ips')).body).toEqual({ succeed: true, data: { ips: ['203.0.113.10'] } });
	});

	it('are of July where the control plane is: nothing new is known, shown or signed', async () => {
		await start({ generation: 'july' });
		const { data } = await register({ schemaVersion: 'nonsense' });
		expect(Object.keys(data).sort()).toEqual(['createdAt', 'id', 'signingSecret', 'updatedAt', 'webhookUrl']);
		for (const [method, path] of [
			['PATCH', `/webhooks/${data.id}`],
			['POST', `/webhooks/${data.id}/secret/rotate`],
			['GET', '/webhooks/egress-ips'],
			['GET', '/users/'],
			['GET', '/platforms/'],
			['GET', '/profile'],
			['GET', '/lines/route'],
		] as const) {
			expect((await call(method, path, { body: '' })).status).toBe(404);
		}
	});

	it('of July stay what they were when the control plane has moved on', async () => {
		await start();
		spectrum.registerWebhook(hook, { generation: 'july' });
		await register({ webhookUrl: `${hook}/new` });
		const [july, november] = await listed();
		expect(Object.keys(july ?? {}).sort()).toEqual(['createdAt', 'id', 'updatedAt', 'webhookUrl']);
		expect(november).toMatchObject({ status: 'active' });
	});
});
