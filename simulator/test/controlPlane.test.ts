import { Simulator, type SimulatorOptions } from '../src';
import { FakeClock } from '../../test/support/fakeClock';
import { callControlPlane, type CallOptions } from './controlPlaneClient';

const hook = 'https://n8n.example.test/webhook/1';

describe('the control plane of the simulator', () => {
	let spectrum: Simulator;

	const start = async (options: SimulatorOptions = {}): Promise<void> => {
		spectrum = await Simulator.start(options);
	};
	const call = (method: string, path: string, options?: CallOptions) => callControlPlane(spectrum, method, path, options);

	afterEach(async () => {
		await spectrum.stop();
	});

	describe('authentication', () => {
		it.each([
			['no credentials', null],
			['a wrong secret', 'wrong'],
			['a wrong user', 'other'],
		])('answers 401 to %s', async (_name, given) => {
			await start();
			const auths: Record<string, string> = {
				wrong: `${spectrum.projectId}:nonsense`,
				other: `other:${spectrum.projectSecret}`,
			};
			const answer = await call('GET', '/', { auth: given === null ? null : auths[given] });
			expect(answer).toMatchObject({ status: 401, body: { succeed: false, message: expect.any(String) } });
		});

		it('answers 404 to an unknown project, route or path without its slash', async () => {
			await start();
			expect((await call('GET', '/', { project: 'other' })).status).toBe(404);
			for (const path of ['/nothing/', '/lines', '/imessage/tokens/', '/webhooks/']) {
				expect((await call('PUT', path)).status).toBe(404);
			}
			expect((await call('GET', '/lines')).status).toBe(404);
			expect(spectrum.requests.every(({ status }) => status === 404)).toBe(true);
		});

		it('shows iMessage info without credentials, but not with wrong ones', async () => {
			await start();
			expect((await call('GET', '/imessage/', { auth: null })).body).toEqual({ succeed: true, data: { type: 'shared' } });
			expect((await call('GET', '/imessage/')).status).toBe(200);
			expect((await call('GET', '/imessage/', { auth: 'a:b' })).status).toBe(401);
		});
	});

	describe('tokens', () => {
		it('mints a new shared token each time; the old one stays valid', async () => {
			const clock = new FakeClock();
			await start({ clock, tokenTtlSeconds: 100 });
			const first = (await call('POST', '/imessage/tokens')).body as { data: { token: string } };
			expect(first).toEqual({ succeed: true, data: { type: 'shared', token: expect.any(String), expiresIn: 100 } });
			await clock.advance(60_000);
			const second = (await call('POST', '/imessage/tokens')).body as { data: { token: string } };
			expect(second.data.token).not.toBe(first.data.token);
			expect(spectrum.tokens.state('shared', first.data.token)).toBe('live');
			await clock.advance(40_000);
			expect(spectrum.tokens.state('shared', first.data.token)).toBe('expired');
			expect(spectrum.tokens.state('shared', second.data.token)).toBe('live');
			expect(spectrum.tokens.state('shared', 'other')).toBe('unknown');
		});

		it('gives the whole inventory of dedicated lines at each mint', async () => {
			await start({ plan: 'dedicated', lines: ['+15550000001', '+15550000002'] });
			const inventory = async () => ((await call('POST', '/imessage/tokens')).body as { data: Inventory }).data;
			const [one, two] = spectrum.lines;
			const first = await inventory();
			expect(first).toMatchObject({ type: 'dedicated', expiresIn: 3600 });
			expect(first.numbers).toEqual({ [one!.id]: '+15550000001', [two!.id]: '+15550000002' });
			expect(one?.address).toBe(`localhost:${one?.id}`);

			const unnumbered = await spectrum.addLine();
			await spectrum.removeLine('+15550000001');
			const second = await inventory();
			expect(Object.keys(second.auth).sort()).toEqual([two!.id, unnumbered.id].sort());
			expect(second.numbers).toEqual({ [two!.id]: '+15550000002' });

			await spectrum.removeLine(two!.id);
			await spectrum.removeLine(unnumbered.id);
			expect(await inventory()).toEqual({ type: 'dedicated', auth: {}, numbers: {}, expiresIn: 3600 });
		});

		it('lists lines', async () => {
			await start({ plan: 'dedicated' });
			expect((await call('GET', '/lines/')).body).toEqual({
				succeed: true,
				data: {
					lines: [
						{
							id: spectrum.lines[0]?.id,
							phoneNumber: '+15550000001',
							platform: 'imessage',
							createdAt: expect.stringMatching(/Z$/),
							status: 'available',
						},
					],
				},
			});
			expect((await call('GET', '/')).body).toMatchObject({ succeed: true, data: { id: spectrum.projectId } });
		});
	});

	describe('webhooks', () => {
		it('shows the secret when it registers, and never again, as in July', async () => {
			await start({ generation: 'july' });
			const registered = await call('POST', '/webhooks/', { body: { webhookUrl: hook } });
			expect(registered.status).toBe(201);
			const { data } = registered.body as { data: { id: string; signingSecret: string } };
			expect(data.signingSecret).toHaveLength(64);
			expect(spectrum.webhooks).toMatchObject([{ id: data.id, signingSecret: data.signingSecret, webhookUrl: hook }]);

			const listed = await call('GET', '/webhooks/');
			expect(listed.body).toEqual({
				succeed: true,
				data: [{ id: data.id, webhookUrl: hook, createdAt: expect.any(String), updatedAt: expect.any(String) }],
			});
			expect(JSON.stringify(listed)).not.toContain(data.signingSecret);

			expect((await call('DELETE', `/webhooks/${data.id}/`)).body).toEqual({ succeed: true, data: { id: data.id } });
			expect((await call('DELETE', `/webhooks/${data.id}/`)).status).toBe(404);
			expect(spectrum.webhooks).toEqual([]);
		});

		it('lists the oldest first', async () => {
			const clock = new FakeClock();
			await start({ clock });
			for (const name of ['c', 'a', 'b']) {
				await call('POST', '/webhooks/', { body: { webhookUrl: `https://${name}.example.test/` } });
				await clock.advance(1000);
			}
			const { data } = (await call('GET', '/webhooks/')).body as { data: Array<{ webhookUrl: string }> };
			expect(data.map(({ webhookUrl }) => webhookUrl[8])).toEqual(['c', 'a', 'b']);
		});

		it('answers 409 to a URL that is registered', async () => {
			await start();
			spectrum.registerWebhook(hook);
			expect(await call('POST', '/webhooks/', { body: { webhookUrl: hook } })).toMatchObject({
				status: 409,
				body: { succeed: false },
			});
			expect(spectrum.webhooks).toHaveLength(1);
		});

		it.each([
			['no URL', { webhookUrl: 'nonsense' }],
			['another scheme', { webhookUrl: 'ftp://example.com/' }],
			['no text', { webhookUrl: 7 }],
			['nothing', {}],
			['malformed JSON', '{'],
		])('answers 422 to %s', async (_name, body) => {
			await start();
			expect((await call('POST', '/webhooks/', { body })).status).toBe(422);
			expect(spectrum.webhooks).toEqual([]);
		});

		it.each(['http://n8n.example.test/', 'https://localhost:5678/webhook', 'http://10.0.0.1/'])(
			'registers %s all the same: only delivering would show that it is no use',
			async (webhookUrl) => {
				await start();
				expect((await call('POST', '/webhooks/', { body: { webhookUrl } })).status).toBe(201);
			},
		);
	});

	describe('rate limit', () => {
		it('answers 429 to the sixth request within a second of the clock', async () => {
			const clock = new FakeClock();
			await start({ clock });
			const burst = await Promise.all(Array.from({ length: 6 }, () => call('GET', '/')));
			expect(burst.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 429]);
			await clock.advance(999);
			expect((await call('GET', '/')).status).toBe(429);
			await clock.advance(1);
			expect((await call('GET', '/')).status).toBe(200);
		});

		it('can be switched off', async () => {
			await start({ rateLimit: Number.POSITIVE_INFINITY, clock: new FakeClock() });
			const burst = await Promise.all(Array.from({ length: 12 }, () => call('GET', '/')));
			expect(burst.every(({ status }) => status === 200)).toBe(true);
		});
	});

	describe('scripted faults', () => {
		it('answers a scripted status and does nothing', async () => {
			await start();
			spectrum.faults.add('registerWebhook', { type: 'status', status: 503, code: 'maintenance', message: 'Later' });
			expect(await call('POST', '/webhooks/', { body: { webhookUrl: hook } })).toMatchObject({
				status: 503,
				body: { succeed: false, code: 'maintenance', message: 'Later' },
			});
			spectrum.faults.add('mint', { type: 'status', status: 502, body: '<html>', headers: { 'retry-after': '7' } });
			expect(await call('POST', '/imessage/tokens')).toMatchObject({
				status: 502,
				body: '<html>',
				headers: { 'retry-after': '7' },
			});
			expect(spectrum.webhooks).toEqual([]);
		});

		it('registers and loses the answer', async () => {
			await start();
			spectrum.faults.add('registerWebhook', { type: 'answerLost' });
			await expect(call('POST', '/webhooks/', { body: { webhookUrl: hook } })).rejects.toMatchObject({ code: 'ECONNRESET' });
			expect(spectrum.webhooks).toMatchObject([{ webhookUrl: hook }]);
		});

		it('drops a request before it does anything', async () => {
			await start();
			spectrum.faults.add('registerWebhook', { type: 'dropConnection' });
			await expect(call('POST', '/webhooks/', { body: { webhookUrl: hook } })).rejects.toMatchObject({ code: 'ECONNRESET' });
			expect(spectrum.webhooks).toEqual([]);
		});

		it('hangs until the client gives up', async () => {
			await start();
			const fault = spectrum.faults.add('mint', { type: 'hang' });
			const impatient = new AbortController();
			const hanging = call('POST', '/imessage/tokens', { signal: impatient.signal });
			await fault.struck;
			impatient.abort();
			await expect(hanging).rejects.toMatchObject({ name: 'AbortError' });
		});

		it('answers late, by the clock or by hand', async () => {
			const clock = new FakeClock();
			await start({ clock });
			const slow = spectrum.faults.add('mint', { type: 'slow', milliseconds: 2_000 });
			const held = spectrum.faults.add('mint', { type: 'hold' });
			const first = call('POST', '/imessage/tokens');
			await slow.struck;
			await clock.whenWaiting();
			await clock.advance(2_000);
			expect((await first).status).toBe(200);
			const second = call('POST', '/imessage/tokens');
			await held.struck;
			held.release();
			expect((await second).status).toBe(200);
		});
	});
});

interface Inventory {
	readonly auth: Record<string, string>;
	readonly numbers: Record<string, string>;
}
