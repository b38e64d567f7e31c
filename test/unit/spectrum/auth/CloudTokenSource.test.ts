import { CloudTokenSource, renewalTimes } from '../../../../nodes/shared/spectrum/auth/CloudTokenSource';
import { SpectrumError } from '../../../../nodes/shared/spectrum/errors/SpectrumError';
import { FakeClock } from '../../../support/fakeClock';
import { everythingIn } from '../errors/support';
import { failureOf } from '../transport/support';
import { automatic, cloud, FakeControlPlane, manual, refusal as refuse, shared, success, tokensOf } from './support';

const second = 1_000;

describe('minting', () => {
	it('gives the shared line with its address', async () => {
		const { source, context } = automatic();
		expect(await source.inventory(context)).toEqual({
			plan: 'shared',
			lines: [{ id: 'shared', phone: 'shared', address: 'shared.example.test:443', token: 'token-1', audience: 'registered' }],
		});
	});

	it('happens once for 100 callers at the same time, and not again while the token is young', async () => {
		const { plane, source, context } = manual();
		const callers = Array.from({ length: 100 }, async () => await source.inventory(context));
		expect(plane.open).toBe(1);
		plane.answer(shared('token-1'));
		const inventories = await Promise.all(callers);
		expect(new Set(inventories).size).toBe(1);
		for (let item = 0; item < 1_000; item++) await source.inventory(context);
		expect(plane.requests).toHaveLength(1);
	});

	it('goes on for the others when one caller gives up', async () => {
		const { plane, source, context } = manual();
		const controller = new AbortController();
		const impatient = failureOf(source.inventory({ ...context, signal: controller.signal }));
		const patient = source.inventory(context);
		controller.abort();
		expect(await impatient).toMatchObject({ kind: 'cancelled' });
		expect(plane.requests[0]?.signal).toBeUndefined();
		plane.answer(shared('token-1'));
		expect(tokensOf(await patient)).toEqual(['token-1']);
		expect(plane.requests).toHaveLength(1);
	});

	it('is not begun by a caller that has given up already', async () => {
		const { plane, source, context } = manual();
		const error = await failureOf(source.inventory({ ...context, signal: AbortSignal.abort() }));
		expect(error).toMatchObject({ kind: 'cancelled' });
		expect(plane.requests).toHaveLength(0);
	});

	it('that fails, fails for all who waited, and is tried anew by the next', async () => {
		const { plane, source, context } = manual();
		const callers = Array.from({ length: 10 }, async () => await failureOf(source.inventory(context)));
		plane.answer(refuse(503));
		for (const error of await Promise.all(callers)) expect(error).toMatchObject({ kind: 'unavailable', status: 'HTTP 503' });
		expect(plane.requests).toHaveLength(1);
		const next = source.inventory(context);
		plane.answer(shared('token-2'));
		expect(tokensOf(await next)).toEqual(['token-2']);
	});

	it('never shows secret or token in an error', async () => {
		const { plane, source, context } = manual();
		const caller = failureOf(source.inventory(context));
		plane.answer(success({ type: 'shared', token: 'minted-token', expiresIn: 'never', secret: cloud.projectSecret }));
		const text = everythingIn(await caller);
		expect(text).not.toContain('minted-token');
		expect(text).not.toContain(cloud.projectSecret);
	});
});

describe('renewal', () => {
	it('has the times of the contract', () => {
		expect(renewalTimes).toEqual({
			renewAfterShare: 0.8,
			minBetweenRenewals: 5 * second,
			expiryMargin: 30 * second,
			retryAfterFailure: 30 * second,
			firstSpacing: 0.25 * second,
			longestSpacing: 4 * second,
		});
	});

	it('comes at 80 % of the time to live', async () => {
		const { clock, token } = automatic(1_000);
		expect(await token()).toBe('token-1');
		await clock.advance(800 * second - 1);
		expect(await token()).toBe('token-1');
		await clock.advance(1);
		expect(await token()).toBe('token-2');
	});

	it('comes 30 s before the end when that is earlier', async () => {
		const { clock, token } = automatic(60);
		await token();
		await clock.advance(30 * second - 1);
		expect(await token()).toBe('token-1');
		await clock.advance(1);
		expect(await token()).toBe('token-2');
	});

	it.each([
		[20, 5],
		[5, 5],
		[2, 2],
	])('of a token that lives %i s comes after %i s, never with every call', async (timeToLive, due) => {
		const { clock, token } = automatic(timeToLive);
		await token();
		await clock.advance(due * second - 1);
		expect(await token()).toBe('token-1');
		await clock.advance(1);
		expect(await token()).toBe('token-2');
	});

	it('counts the time to live from before the request', async () => {
		const { clock, plane, source, context } = manual();
		const first = source.inventory(context);
		await clock.advance(20 * second);
		plane.answer(shared('token-1', 1_000));
		await first;
		await clock.advance(780 * second);
		const renewed = source.inventory(context);
		plane.answer(shared('token-2'));
		expect(tokensOf(await renewed)).toEqual(['token-2']);
	});

	it('that fails leaves the valid token in use, and is tried again after 30 s', async () => {
		const { clock, plane, source, context } = manual();
		const first = source.inventory(context);
		plane.answer(shared('token-1', 1_000));
		await first;
		await clock.advance(800 * second);
		const during = [source.inventory(context), source.inventory(context)];
		plane.answer(refuse(500));
		for (const inventory of await Promise.all(during)) expect(tokensOf(inventory)).toEqual(['token-1']);
		await clock.advance(30 * second - 1);
		expect(tokensOf(await source.inventory(context))).toEqual(['token-1']);
		expect(plane.requests).toHaveLength(2);
		await clock.advance(1);
		const again = source.inventory(context);
		plane.answer(shared('token-2', 1_000));
		expect(tokensOf(await again)).toEqual(['token-2']);
	});

	it('that fails until 30 s before the end leaves no token', async () => {
		const { clock, plane, source, context } = manual();
		const first = source.inventory(context);
		plane.answer(shared('token-1', 1_000));
		await first;
		await clock.advance(969 * second);
		const stillGood = source.inventory(context);
		plane.answer(refuse(500));
		expect(tokensOf(await stillGood)).toEqual(['token-1']);
		await clock.advance(1 * second);
		const expired = failureOf(source.inventory(context));
		plane.answer(refuse(500));
		expect(await expired).toMatchObject({ kind: 'internal', status: 'HTTP 500' });
	});

	it('that is given up does not hand out the old token as if nothing were', async () => {
		const { clock, plane, source, context } = manual();
		const first = source.inventory(context);
		plane.answer(shared('token-1', 1_000));
		await first;
		await clock.advance(800 * second);
		const controller = new AbortController();
		const caller = failureOf(source.inventory({ ...context, signal: controller.signal }));
		controller.abort();
		expect(await caller).toMatchObject({ kind: 'cancelled' });
		plane.answer(shared('token-2'));
	});
});

describe('dedicated lines', () => {
	function dedicated(auth: Record<string, string>, numbers: Record<string, string | null>) {
		return success({ type: 'dedicated', auth, numbers, expiresIn: 1_000 });
	}

	it('are chosen by their instance IDs behind one address over HTTP, where the shared line has none', async () => {
		const overHttp = { ...cloud, http: 'https://middleware.example.test' };
		const plane = new FakeControlPlane((number) =>
			number === 1 ? dedicated({ a: 'a-1', b: 'b-1' }, { a: '+15550000001', b: '+15550000002' }) : shared('token'),
		);
		const inventoryOf = async () => await new CloudTokenSource(overHttp, new FakeClock()).inventory({ http: plane.http });
		expect((await inventoryOf()).lines).toEqual([
			{ id: 'a', phone: '+15550000001', address: overHttp.http, instanceId: 'a', token: 'a-1' },
			{ id: 'b', phone: '+15550000002', address: overHttp.http, instanceId: 'b', token: 'b-1' },
		]);
		expect((await inventoryOf()).lines).toEqual([
			{ id: 'shared', phone: 'shared', address: overHttp.http, token: 'token', audience: 'registered' },
		]);
	});

	it('say over HTTP that nobody has confirmed their tokens, when they are refused', () => {
		const refused = new SpectrumError({ kind: 'authentication', message: 'm', advice: 'a', status: 'UNAUTHENTICATED' });
		const advice = (http?: string) =>
			new CloudTokenSource({ ...cloud, ...(http === undefined ? {} : { http }) }, new FakeClock()).refusedAgain(refused).advice;
		expect(advice('https://middleware.example.test')).toContain('not confirmed');
		expect(advice()).toContain('gRPC addresses');
	});

	it('come and go with each renewal', async () => {
		const clock = new FakeClock();
		const payloads = [
			dedicated({ a: 'a-1', b: 'b-1' }, { a: '+15550000001', b: '+15550000002' }),
			dedicated({ b: 'b-2', c: 'c-2' }, { b: '+15550000002', c: '+15550000003' }),
			dedicated({}, {}),
		];
		const plane = new FakeControlPlane((number) => payloads[number - 1] ?? refuse(500));
		const source = new CloudTokenSource(cloud, clock);
		const next = async () => {
			const inventory = await source.inventory({ http: plane.http });
			await clock.advance(800 * second);
			return inventory;
		};
		expect(await next()).toEqual({
			plan: 'dedicated',
			lines: [
				{ id: 'a', phone: '+15550000001', address: 'a.lines.example.test:443', token: 'a-1' },
				{ id: 'b', phone: '+15550000002', address: 'b.lines.example.test:443', token: 'b-1' },
			],
		});
		expect((await next()).lines.map(({ id, token }) => `${id}:${token}`)).toEqual(['b:b-2', 'c:c-2']);
		expect(await next()).toEqual({ plan: 'dedicated', lines: [] });
	});

	it('may be port numbers, as in a private deployment', async () => {
		const plane = new FakeControlPlane(() => dedicated({ '50051': 't' }, { '50051': '+15550000001' }));
		const source = new CloudTokenSource({ ...cloud, dedicatedAddressPattern: 'localhost:{instanceId}' }, new FakeClock());
		expect((await source.inventory({ http: plane.http })).lines[0]?.address).toBe('localhost:50051');
	});

	it('are left out, with a warning, without a number or with an ID that would lead elsewhere', async () => {
		const onWarning = jest.fn();
		const plane = new FakeControlPlane(() =>
			dedicated(
				{ good: 'token-good', silent: 'token-silent', 'evil.example:443/': 'token-evil' },
				{ good: '+15550000001', silent: null, 'evil.example:443/': '+15550000002' },
			),
		);
		const source = new CloudTokenSource(cloud, new FakeClock());
		const inventory = await source.inventory({ http: plane.http, onWarning });
		expect(inventory.lines.map(({ id }) => id)).toEqual(['good']);
		const warnings = onWarning.mock.calls.flat().join('\n');
		expect(onWarning).toHaveBeenCalledTimes(2);
		expect(warnings).toContain('Line silent');
		expect(warnings).toContain('Line +15550000002');
		expect(warnings).not.toContain('token-');
	});

	it.each([null, '', 7])('without a token (%j) are left out, and take no other line away', async (none) => {
		const onWarning = jest.fn();
		const auth = { good: 'token-good', coming: none } as Record<string, string>;
		const plane = new FakeControlPlane(() => dedicated(auth, { good: '+15550000001', coming: '+15550000002' }));
		const inventory = await new CloudTokenSource(cloud, new FakeClock()).inventory({ http: plane.http, onWarning });
		expect(inventory.lines.map(({ id }) => id)).toEqual(['good']);
		expect(onWarning).toHaveBeenCalledWith('Line +15550000002 of the Spectrum project has no token yet and is left out');
	});

	it('show a number or an ID of the control plane as one short line without controls', async () => {
		const onWarning = jest.fn();
		const strange = `\u001b[31m+1\n${'5'.repeat(1_000)}\u202e`;
		const plane = new FakeControlPlane(() =>
			dedicated({ a: 'token-a', [strange]: 'token-b', '/': 'token-c' }, { a: strange, '/': strange }),
		);
		const inventory = await new CloudTokenSource(cloud, new FakeClock()).inventory({ http: plane.http, onWarning });
		const texts = [...onWarning.mock.calls.flat().map(String), ...inventory.lines.map(({ phone }) => phone)];
		expect(texts).toHaveLength(3);
		for (const text of texts) expect([/[\u0000-\u001f\u202e]/.test(text), text.length < 400]).toEqual([false, true]);
	});
});
