import { openTransport as openUsualTransport } from '../../../../nodes/shared/spectrum/transport/openTransport';
import { poolTimes } from '../../../../nodes/shared/spectrum/gateway/pool/pool';
import type { Transport } from '../../../../nodes/shared/spectrum/transport/Transport';
import { FakeClock } from '../../../support/fakeClock';
import { cloud, FakeControlPlane, shared } from '../auth/support';
import { failureOf, say } from '../transport/support';
import { PoolBench, selfHosted } from './poolSupport';

const bench = new PoolBench();
afterEach(async () => await bench.tearDown());

/** A control plane that the test answers, and a line in memory that notes the deadlines of its calls. */
function slowPlane() {
	const clock = new FakeClock();
	const plane = new FakeControlPlane();
	const deadlines: number[] = [];
	const openTransport = (): Transport => ({
		unary: async (_method, _request, { deadlineMilliseconds }) => {
			deadlines.push(deadlineMilliseconds);
			return await Promise.resolve('done' as never);
		},
		serverStream: () => {
			throw new Error('not here');
		},
		close: () => {},
	});
	return { clock, plane, deadlines, link: bench.newPool({ clock, openTransport }).link(cloud), context: { http: plane.http } };
}

describe('a call that waits for its token', () => {
	it('ends in its own time, and says that no token came', async () => {
		const { clock, plane, deadlines, link, context } = slowPlane();
		let isOver = false;
		const call = failureOf(link.unary('shared', say, 'x', { context, deadlineMilliseconds: 5_000, totalMilliseconds: 5_000 })).finally(
			() => (isOver = true),
		);
		await clock.advance(3_999);
		expect([isOver, plane.open]).toEqual([false, 1]);
		await clock.advance(1_001);
		expect(isOver).toBe(true);
		expect(await call).toMatchObject({
			kind: 'timeout',
			notAccepted: true,
			mayBeAccepted: false,
			message: expect.stringContaining('no token') as unknown,
		});
		// The mint goes on for others, and the request is not sent late.
		plane.answer(shared('token-1'));
		await clock.settle();
		expect(deadlines).toEqual([]);
		expect(await link.unary('shared', say, 'x', { context })).toBe('done');
		expect(plane.requests).toHaveLength(1);
	});

	it('uses what is left for the call itself', async () => {
		const { clock, plane, deadlines, link, context } = slowPlane();
		const call = link.unary('shared', say, 'x', { context, deadlineMilliseconds: 5_000, totalMilliseconds: 5_000 });
		await clock.advance(3_500);
		plane.answer(shared('token-1'));
		expect(await call).toBe('done');
		expect(deadlines).toEqual([1_500]);
		expect(clock.waits).not.toContain(500);
	});

	it('leaves no timer behind', async () => {
		const { clock, plane, link, context } = slowPlane();
		const before = clock.pending;
		const call = link.unary('shared', say, 'x', { context });
		await clock.settle();
		plane.answer(shared('token-1'));
		await call;
		// The connection's idle time and the credential's.
		expect(clock.pending - before).toBe(2);
	});
});

test('what only was looked at is forgotten, too', async () => {
	const clock = new FakeClock();
	const link = bench.newPool({ clock, openTransport: openUsualTransport }).link(selfHosted('one:1'));
	const { memory } = link;
	link.knownSpaces.remember('a', 'b');
	expect(link.memory).toBe(memory);
	await clock.advance(poolTimes.forget);
	expect(clock.pending).toBe(0);
	expect(link.memory).not.toBe(memory);
});
