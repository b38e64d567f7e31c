import { CloudTokenSource } from '../../../../nodes/shared/spectrum/auth/CloudTokenSource';
import { SpectrumError } from '../../../../nodes/shared/spectrum/errors/SpectrumError';
import { FakeClock } from '../../../support/fakeClock';
import { everythingIn } from '../errors/support';
import { failureOf } from '../transport/support';
import { automatic, cloud, FakeControlPlane, manual, refusal as refuse, shared, tokensOf } from './support';

const second = 1_000;
const refused = new SpectrumError({
	kind: 'authentication',
	message: 'm',
	advice: 'a',
	code: 'unauthenticated',
	status: 'UNAUTHENTICATED',
});

describe('a refused token', () => {
	it('is renewed at once', async () => {
		const { source, context, plane, token } = automatic();
		await token();
		expect(tokensOf(await source.refused('token-1', refused, context))).toEqual(['token-2']);
		expect(await token()).toBe('token-2');
		expect(plane.requests).toHaveLength(2);
	});

	it('is renewed once for 100 callers', async () => {
		const { source, context, plane } = manual();
		const first = source.inventory(context);
		plane.answer(shared('token-1'));
		await first;
		const callers = Array.from({ length: 100 }, async () => await source.refused('token-1', refused, context));
		expect(plane.open).toBe(1);
		plane.answer(shared('token-2'));
		for (const inventory of await Promise.all(callers)) expect(tokensOf(inventory)).toEqual(['token-2']);
		expect(plane.requests).toHaveLength(2);
	});

	it('that was replaced meanwhile needs no renewal', async () => {
		const { source, context, plane, token } = automatic();
		await token();
		await source.refused('token-1', refused, context);
		expect(tokensOf(await source.refused('token-1', refused, context))).toEqual(['token-2']);
		expect(plane.requests).toHaveLength(2);
	});

	it('within 5 s of the last such renewal waits for the end of that time, with everyone else', async () => {
		const { clock, source, context, plane, token } = automatic();
		await token();
		await source.refused('token-1', refused, context);
		const callers = Array.from({ length: 10 }, async () => await source.refused('token-2', refused, context));
		await clock.advance(5 * second - 1);
		expect(plane.requests).toHaveLength(2);
		await clock.advance(1);
		for (const inventory of await Promise.all(callers)) expect(tokensOf(inventory)).toEqual(['token-3']);
		expect(plane.requests).toHaveLength(3);
		expect(clock.pending).toBe(0);
	});

	it('is not waited for any longer by a caller that has given up', async () => {
		const { clock, source, context, plane, token } = automatic();
		await token();
		await source.refused('token-1', refused, context);
		const controller = new AbortController();
		const caller = failureOf(source.refused('token-2', refused, { ...context, signal: controller.signal }));
		await clock.whenWaiting();
		controller.abort();
		expect(await caller).toMatchObject({ kind: 'cancelled' });
		expect([clock.pending, plane.requests.length]).toEqual([0, 2]);
	});

	it('is renewed although the clock was set back', async () => {
		const { clock, source, context, token } = automatic();
		await token();
		await source.refused('token-1', refused, context);
		clock.jumpTo(clock.now() - 3_600 * second);
		expect(tokensOf(await source.refused('token-2', refused, context))).toEqual(['token-3']);
	});

	it('that comes back from the renewal stays refused', async () => {
		const clock = new FakeClock();
		const plane = new FakeControlPlane(() => shared('always-the-same'));
		const source = new CloudTokenSource(cloud, clock);
		const context = { http: plane.http };
		await source.inventory(context);
		const error = await failureOf(source.refused('always-the-same', refused, context));
		expect(error).toMatchObject({ kind: 'authentication', cause: refused });
		expect(everythingIn(error)).not.toContain('always-the-same');
	});

	it('whose renewal fails says why', async () => {
		const { source, context, plane } = manual();
		const first = source.inventory(context);
		plane.answer(shared('token-1'));
		await first;
		const caller = failureOf(source.refused('token-1', refused, context));
		plane.answer(refuse(401));
		expect(await caller).toMatchObject({ kind: 'authentication', status: 'HTTP 401' });
	});

	it.each<[string, (plane: FakeControlPlane) => void, object]>([
		[
			'429',
			(plane) => plane.answer(refuse(429, { 'retry-after': '1' })),
			{ kind: 'quota', retryable: true, retryAfterMilliseconds: 1_000 },
		],
		['503', (plane) => plane.answer(refuse(503)), { kind: 'unavailable', retryable: true }],
		[
			'a reset',
			(plane) => plane.fail(Object.assign(new Error('reset'), { code: 'ECONNRESET' })),
			{ kind: 'unavailable', connectionFailed: true },
		],
		[
			'a hiccup of the DNS',
			(plane) => plane.fail(Object.assign(new Error('again'), { code: 'EAI_AGAIN' })),
			{ kind: 'unavailable', connectionFailed: true },
		],
		['a timeout', (plane) => plane.fail(Object.assign(new Error('late'), { code: 'ETIMEDOUT' })), { kind: 'timeout', retryable: true }],
	])('whose renewal fails by %s is no wrong credential, and the next caller need not wait', async (_name, failing, failure) => {
		const { source, context, plane, clock } = manual();
		const first = source.inventory(context);
		plane.answer(shared('token-1'));
		await first;
		const caller = failureOf(source.refused('token-1', refused, context));
		failing(plane);
		expect(await caller).toMatchObject(failure);
		const next = source.refused('token-1', refused, context);
		expect([plane.open, clock.pending]).toEqual([1, 0]);
		plane.answer(shared('token-2'));
		expect(tokensOf(await next)).toEqual(['token-2']);
	});
});

it('callers that try again together do not ask more often than the control plane allows', async () => {
	const clock = new FakeClock();
	const times: number[] = [];
	const plane = new FakeControlPlane(() => {
		times.push(clock.now());
		return refuse(429);
	});
	const source = new CloudTokenSource(cloud, clock);
	const again = async (): Promise<void> => {
		while (times.length < 12) await source.inventory({ http: plane.http }).catch(() => {});
	};
	const callers = Promise.all(Array.from({ length: 20 }, again));
	await clock.advance(60 * second);
	await callers;
	const pauses = times.map((time, index) => time - (times[index - 1] ?? time));
	expect(pauses).toEqual([0, 0, 250, 500, 1_000, 2_000, 4_000, 4_000, 4_000, 4_000, 4_000, 4_000]);
});
