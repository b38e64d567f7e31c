import { CloudTokenSource } from '../../../nodes/shared/auth/CloudTokenSource';
import { SpectrumError } from '../../../nodes/shared/errors/SpectrumError';
import { FakeClock } from '../../support/fakeClock';
import { everythingIn } from '../errors/support';
import { failureOf } from '../transport/support';
import { automatic, cloud, FakeControlPlane, manual, refusal as refuse, shared, tokensOf } from './support';

const second = 1_000;
const refused = new SpectrumError({ kind: 'authentication', message: 'm', advice: 'a', code: 'unauthenticated', status: 'UNAUTHENTICATED' });

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

	it('is not renewed again within 5 s, but after them', async () => {
		const { clock, source, context, plane, token } = automatic();
		await token();
		await source.refused('token-1', refused, context);
		await clock.advance(5 * second - 1);
		const error = await failureOf(source.refused('token-2', refused, context));
		expect(error).toMatchObject({ kind: 'authentication', code: 'unauthenticated', status: 'UNAUTHENTICATED', cause: refused });
		expect(plane.requests).toHaveLength(2);
		await clock.advance(1);
		expect(tokensOf(await source.refused('token-2', refused, context))).toEqual(['token-3']);
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
});
