import { Simulator, type SimulatorOptions } from '../src';
import { callControlPlane, type CallOptions } from './controlPlaneClient';

describe('the project of the simulator', () => {
	let spectrum: Simulator;

	const start = async (options: SimulatorOptions = {}): Promise<void> => {
		spectrum = await Simulator.start({ rateLimit: Number.POSITIVE_INFINITY, ...options });
	};
	const call = (method: string, path: string, options?: CallOptions) => callControlPlane(spectrum, method, path, options);

	afterEach(async () => {
		await spectrum.stop();
	});

	it('has a slug and a profile, which July did not show', async () => {
		await start();
		const profile = { firstName: 'Simulated', lastName: '', avatarUrl: null, imessageSynced: false };
		expect((await call('GET', '/')).body).toMatchObject({ data: { slug: expect.stringMatching(/^[a-z0-9-]+$/), profile } });
		spectrum.settings.generation = 'july';
		expect((await call('GET', '/')).body).not.toHaveProperty('data.slug');
	});

	it('changes its profile field by field', async () => {
		await start();
		const change = await call('PATCH', '/profile', { body: { lastName: 'Bot', imessageSynced: true } });
		const changed = { firstName: 'Simulated', lastName: 'Bot', avatarUrl: null, imessageSynced: true };
		expect(change.body).toEqual({ succeed: true, data: changed });
		expect((await call('GET', '/profile')).body).toEqual({ succeed: true, data: changed });
		expect((await call('GET', '/')).body).toMatchObject({ data: { profile: changed } });
		expect(spectrum.dashboard.profile.fields).toEqual(changed);
		for (const body of [{ firstName: 7 }, { imessageSynced: 'yes' }]) {
			expect((await call('PATCH', '/profile', { body })).status).toBe(422);
		}
		expect(spectrum.dashboard.profile.fields).toEqual(changed);
	});

	it('gives tokens while iMessage is enabled, and 403 otherwise', async () => {
		await start();
		const mint = async () => (await call('POST', '/imessage/tokens')).status;
		expect(await mint()).toBe(200);
		const off = await call('PATCH', '/platforms/', { body: { platform: 'imessage', enabled: false } });
		expect(off.body).toMatchObject({ succeed: true, data: { imessage: { enabled: false }, whatsapp_business: { enabled: false } } });
		expect(await mint()).toBe(403);
		expect((await call('GET', '/platforms/', { auth: null })).body).toMatchObject({ data: { imessage: { enabled: false } } });
		spectrum.dashboard.platforms.set('imessage', true);
		expect(await mint()).toBe(200);
	});

	it.each([
		['an unknown platform', { platform: 'pigeon', enabled: true }],
		['no decision', { platform: 'imessage' }],
		['nothing', ''],
	])('does not switch %s', async (_name, body) => {
		await start();
		expect((await call('PATCH', '/platforms/', { body })).status).toBe(422);
		expect(spectrum.dashboard.platforms.get('imessage')).toBe(true);
		expect((await call('PATCH', '/platforms/', { auth: null, body: { platform: 'imessage', enabled: false } })).status).toBe(401);
	});

	it('lists its lines with their status, for one platform', async () => {
		await start({ plan: 'dedicated', lines: ['+15550000001', '+15550000002'] });
		spectrum.dashboard.setLineStatus('+15550000002', 'unavailable');
		const lines = async (query = '') =>
			((await call('GET', `/lines/${query}`)).body as { data: { lines: Array<{ status?: string }> } }).data.lines;
		expect((await lines()).map(({ status }) => status)).toEqual(['available', 'unavailable']);
		expect(await lines('?platform=imessage')).toEqual(await lines());
		expect(await lines('?platform=slack')).toEqual([]);
		spectrum.settings.generation = 'july';
		expect((await lines()).map(({ status }) => status)).toEqual([undefined, undefined]);
	});

	it('sends new people to the available line with the fewest spaces', async () => {
		await start({ plan: 'dedicated', lines: ['+15550000001', '+15550000002', '+15550000003'] });
		await spectrum.addLine();
		const best = async () => (await call('GET', '/lines/route')).body as { data?: { phoneNumber: string } };
		spectrum.receive({ from: '+15551230001', text: 'Hi', line: '+15550000001' });
		spectrum.dashboard.setLineStatus('+15550000002', 'unavailable');
		expect((await best()).data).toMatchObject({ phoneNumber: '+15550000003', status: 'available', platform: 'imessage' });
		spectrum.dashboard.setLineStatus('+15550000003', 'unavailable');
		expect((await best()).data?.phoneNumber).toBe('+15550000001');
		spectrum.dashboard.setLineStatus('+15550000002', 'available');
		expect((await best()).data?.phoneNumber).toBe('+15550000002');
		for (const line of ['+15550000001', '+15550000002']) spectrum.dashboard.setLineStatus(line, 'unavailable');
		expect((await call('GET', '/lines/route')).status).toBe(404);
	});

	it('has no line of its own to send people to on the shared plan', async () => {
		await start();
		expect((await call('GET', '/lines/route')).status).toBe(404);
	});
});
