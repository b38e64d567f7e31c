import { systemClock } from '../../../../nodes/shared/spectrum/timing/clock';
import { poolTimes } from '../../../../nodes/shared/spectrum/gateway/pool/pool';
import { FakeClock } from '../../../support/fakeClock';
import { cloud, FakeControlPlane, success } from '../auth/support';
import { deferred, echo, failureOf, say, type SayHandler, type TcpProxy } from '../transport/support';
import { minting, noHttp, PoolBench, selfHosted } from './poolSupport';

const bench = new PoolBench();
afterEach(async () => await bench.tearDown());

async function servePlain(handlers: { say: SayHandler }): Promise<{ proxy: TcpProxy }> {
	const server = await bench.serve(handlers);
	return { proxy: await bench.proxyTo(server.port) };
}

describe('sharing', () => {
	it('carries 1,000 parallel calls over one connection, from as many links', async () => {
		const { proxy } = await servePlain({ say: echo });
		const pool = bench.newPool();
		const answers = await Promise.all(
			Array.from({ length: 1_000 }, async (_, item) => {
				// A new link and a new credential object each time, as each item of a run has them.
				const link = pool.link(selfHosted(proxy.address));
				return await link.unary(proxy.address, say, String(item), { context: noHttp });
			}),
		);
		expect(answers).toEqual(Array.from({ length: 1_000 }, (_, item) => String(item)));
		expect(proxy.opened).toBe(1);
	});

	it('mints once for 100 callers at the same time', async () => {
		const { proxy, connection } = await bench.serveCloud({ say: echo });
		const plane = new FakeControlPlane();
		const pool = bench.newPool();
		const calls = Array.from({ length: 100 }, async (_, item) => {
			return await pool.link(connection).unary('shared', say, String(item), { context: { http: plane.http } });
		});
		expect(plane.open).toBe(1);
		plane.answer(success({ type: 'shared', token: 'token-1', expiresIn: 3_600 }));
		expect(await Promise.all(calls)).toHaveLength(100);
		expect(plane.requests).toHaveLength(1);
		expect(proxy.opened).toBe(1);
	});

	it('opens nothing before the first call', async () => {
		const openTransport = jest.fn();
		const link = bench.newPool({ openTransport }).link(selfHosted('localhost:1'));
		expect((await link.inventory(noHttp)).lines).toHaveLength(1);
		expect(openTransport).not.toHaveBeenCalled();
	});
});

describe('idle connections', () => {
	it('are closed a minute after the last call ended, and opened again when needed', async () => {
		const { proxy } = await servePlain({ say: echo });
		const clock = new FakeClock();
		const link = bench.newPool({ clock }).link(selfHosted(proxy.address));
		const call = async () => await link.unary(proxy.address, say, 'x', { context: noHttp });
		await call();
		await clock.advance(poolTimes.idle - 1);
		expect(proxy.open).toBe(1);
		await call();
		await clock.advance(poolTimes.idle - 1);
		expect([proxy.open, proxy.opened]).toEqual([1, 1]);
		const empty = proxy.whenEmpty();
		await clock.advance(1);
		await empty;
		expect(await call()).toBe('x');
		expect(proxy.opened).toBe(2);
	});

	it('are not those with a call under way, however long it takes', async () => {
		const began = deferred();
		const answer = deferred();
		const { proxy } = await servePlain({
			say: (call, callback) => {
				if (call.request.toString() !== 'slow') return callback(null, call.request);
				began.resolve();
				void answer.promise.then(() => callback(null, call.request));
			},
		});
		const clock = new FakeClock();
		const link = bench.newPool({ clock }).link(selfHosted(proxy.address));
		const slow = link.unary(proxy.address, say, 'slow', { context: noHttp });
		await began.promise;
		// A quick call beside it ends, and must not start the countdown.
		await link.unary(proxy.address, say, 'quick', { context: noHttp });
		await clock.advance(10 * poolTimes.forget);
		answer.resolve();
		expect(await slow).toBe('slow');
		expect(proxy.opened).toBe(1);
	});

	it('keep their tokens until nobody used the credential for half an hour', async () => {
		const { connection } = await bench.serveCloud({ say: echo });
		const clock = new FakeClock();
		const plane = minting(86_400);
		const link = bench.newPool({ clock }).link(connection);
		const call = async () => await link.unary('shared', say, 'x', { context: { http: plane.http } });
		await call();
		await clock.advance(poolTimes.forget - 1);
		await call();
		// The first use's countdown would have ended here.
		await clock.advance(1);
		await call();
		expect(plane.requests).toHaveLength(1);
		await clock.advance(poolTimes.forget);
		expect(clock.pending).toBe(0);
		expect(await call()).toBe('x');
		expect(plane.requests).toHaveLength(2);
	});
});

describe('dedicated lines', () => {
	it('that vanish are closed at the renewal, at once or with the end of their last call', async () => {
		const began = deferred();
		const answer = deferred();
		const quiet = await bench.serveCloud({ say: echo });
		const busy = await bench.serveCloud({
			say: (call, callback) => {
				began.resolve();
				void answer.promise.then(() => callback(null, call.request));
			},
		});
		const staying = await bench.serveCloud({ say: echo });
		const lines = (...proxies: TcpProxy[]) =>
			success({
				type: 'dedicated',
				auth: Object.fromEntries(proxies.map(({ port }) => [port, `token-${port}`])),
				numbers: Object.fromEntries(proxies.map(({ port }) => [port, `+1555${port}`])),
				expiresIn: 1_000,
			});
		const clock = new FakeClock();
		const plane = new FakeControlPlane((number) => (number === 1 ? lines(quiet.proxy, busy.proxy, staying.proxy) : lines(staying.proxy)));
		const context = { http: plane.http };
		const link = bench.newPool({ clock }).link({
			...quiet.connection,
			dedicatedAddressPattern: 'localhost:{instanceId}',
		});
		const call = async (proxy: TcpProxy) => await link.unary(String(proxy.port), say, 'x', { context });

		const slow = call(busy.proxy);
		await began.promise;
		await call(quiet.proxy);
		await call(staying.proxy);
		// Just below the renewal the idle ones have been closed already: use them once more.
		await clock.advance(799_000);
		await call(quiet.proxy);
		await call(staying.proxy);
		const quietClosed = quiet.proxy.whenEmpty();
		await clock.advance(1_000);
		expect((await link.inventory(context)).lines.map(({ id }) => id)).toEqual([String(staying.proxy.port)]);
		await quietClosed;
		expect([busy.proxy.open, staying.proxy.open]).toEqual([1, 1]);

		const busyClosed = busy.proxy.whenEmpty();
		answer.resolve();
		expect(await slow).toBe('x');
		await busyClosed;
		const error = await failureOf(call(quiet.proxy));
		expect(error).toMatchObject({ kind: 'invalid' });
		expect((error as { advice: string }).advice).toContain(`+1555${staying.proxy.port}`);
	});

	it('that are not there at all are an error that says so', async () => {
		const plane = new FakeControlPlane(() => success({ type: 'dedicated', auth: {}, numbers: {}, expiresIn: 60 }));
		const error = await failureOf(
			bench
				.newPool()
				.link(cloud)
				.unary('shared', say, 'x', { context: { http: plane.http } }),
		);
		expect(error).toMatchObject({ kind: 'invalid', advice: expect.stringContaining('no lines') });
	});
});

describe('close', () => {
	it('ends calls, leaves nothing open and no timer, and stops calls that were still waiting for a token', async () => {
		const began = deferred();
		const { proxy } = await servePlain({ say: () => began.resolve() });
		const clock = new FakeClock();
		const plane = new FakeControlPlane();
		const pool = bench.newPool({ clock });
		const under = failureOf(pool.link(selfHosted(proxy.address)).unary(proxy.address, say, 'x', { context: noHttp }));
		const waiting = failureOf(
			pool.link({ ...cloud, sharedAddress: proxy.address }).unary('shared', say, 'x', { context: { http: plane.http } }),
		);
		await began.promise;
		const empty = proxy.whenEmpty();
		pool.close();
		plane.answer(success({ type: 'shared', token: 'token-1', expiresIn: 3_600 }));
		expect(await under).toMatchObject({ kind: 'cancelled' });
		expect(await waiting).toMatchObject({ kind: 'cancelled' });
		await empty;
		expect(proxy.opened).toBe(1);
		expect(clock.pending).toBe(0);
	});
});

it('has documented times, and the system clock by default', () => {
	expect(poolTimes).toEqual({ idle: 60_000, forget: 1_800_000, deadline: 30_000 });
	expect(systemClock.now()).toBeGreaterThan(Date.UTC(2020, 0, 1));
});
