import * as grpc from '@grpc/grpc-js';
import { SpectrumError } from '../../../../nodes/shared/spectrum/errors/SpectrumError';
import type { Transport, UnaryOptions } from '../../../../nodes/shared/spectrum/transport/Transport';
import { FakeClock } from '../../../support/fakeClock';
import { answerWith, breaks, HttpTwoServer } from '../../../support/httpTwo';
import { FakeControlPlane, refusal as httpRefusal, success } from '../auth/support';
import { count, deferred, echo, failureOf, say } from '../transport/support';
import { busy, headerOf, noHttp, PoolBench, refusal, selfHosted } from './poolSupport';

const bench = new PoolBench();
afterEach(async () => await bench.tearDown());

describe('retries', () => {
	it('happen when the server says so, with one stable key', async () => {
		const keys: string[] = [];
		const { link, address } = await bench.selfHostedLink({
			say: (call, callback) => {
				keys.push(headerOf(call, 'x-idempotency-key'));
				if (keys.length < 4) callback(busy);
				else callback(null, call.request);
			},
		});
		expect(await link.unary(address, say, 'hi', { context: noHttp, idempotencyKey: 'key-1' })).toBe('hi');
		expect(keys).toEqual(['key-1', 'key-1', 'key-1', 'key-1']);
	});

	it('happen when the connection broke before an answer, with one stable key', async () => {
		const keys: string[] = [];
		const firstRead = deferred();
		const server = await bench.serve({
			say: (call, callback) => {
				keys.push(headerOf(call, 'x-idempotency-key'));
				if (keys.length > 1) callback(null, call.request);
				else firstRead.resolve();
			},
		});
		const proxy = await bench.proxyTo(server.port);
		const link = bench.newPool().link(selfHosted(proxy.address));
		const call = link.unary(proxy.address, say, 'hi', { context: noHttp, idempotencyKey: 'key-1' });
		await firstRead.promise;
		proxy.cut('reset');
		expect(await call).toBe('hi');
		expect(keys).toEqual(['key-1', 'key-1']);
		expect(proxy.opened).toBe(2);
	});

	it.each([
		['a failure without the mark', refusal(grpc.status.UNAVAILABLE, { 'error-code': 'serviceUnavailable' })],
		['a failure marked as final', refusal(grpc.status.UNAVAILABLE, { 'x-retryable': 'false' })],
		['a quota', refusal(grpc.status.RESOURCE_EXHAUSTED, { 'error-code': 'dailyLimitExceeded' })],
		['a bad request', refusal(grpc.status.INVALID_ARGUMENT, { 'error-code': 'invalidArgument' })],
		['a duplicate', refusal(grpc.status.ALREADY_EXISTS, { 'error-code': 'duplicateMessage' })],
	])('do not happen for %s', async (_name, failure) => {
		let calls = 0;
		const { link, address } = await bench.selfHostedLink({
			say: (_call, callback) => {
				calls += 1;
				callback(failure);
			},
		});
		expect(await failureOf(link.unary(address, say, 'hi', { context: noHttp }))).toBeInstanceOf(SpectrumError);
		expect(calls).toBe(1);
	});

	it('do not happen after a timeout, whose call may have been done', async () => {
		const seen: string[] = [];
		const { link, address } = await bench.selfHostedLink({
			say: (call, callback) => {
				seen.push(call.request.toString());
				if (seen.length === 1) callback(null, call.request);
			},
		});
		// Connected: a call whose time ends before that was not sent, and is made again.
		await link.unary(address, say, 'first', { context: noHttp });
		const error = await failureOf(link.unary(address, say, 'hi', { context: noHttp, deadlineMilliseconds: 1_000 }));
		expect(error).toMatchObject({ kind: 'timeout' });
		expect(seen).toEqual(['first', 'hi']);
	});

	it('happen for the minting of tokens as well', async () => {
		const plane = new FakeControlPlane((number) =>
			number < 3 ? httpRefusal(number === 1 ? 503 : 429) : success({ type: 'shared', token: 'token-1', expiresIn: 3_600 }),
		);
		const { link, context } = await bench.cloudLink({ say: echo }, plane);
		expect(await link.unary('shared', say, 'hi', { context })).toBe('hi');
		expect(plane.requests).toHaveLength(3);
	});

	it('happen for the list of lines as well', async () => {
		const plane = new FakeControlPlane((number) =>
			number < 3 ? httpRefusal(number === 1 ? 503 : 429) : success({ type: 'shared', token: 'token-1', expiresIn: 3_600 }),
		);
		const { link, context } = await bench.cloudLink({ say: echo }, plane);
		for (const renewed of [false, true]) expect((await link.inventory(context, renewed)).lines).toHaveLength(1);
		expect(plane.requests).toHaveLength(4);
	});

	it.each(Object.entries(breaks))('happen for %s between headers and message, with one stable key', async (_name, breaking) => {
		const server = await HttpTwoServer.start((stream, number, cut) => {
			if (number === 1) breaking(stream, number, cut);
			else answerWith(stream, 'done');
		});
		bench.onTearDown(() => server.stop());
		const link = bench.newPool().link(selfHosted(server.address));
		expect(await link.unary(server.address, say, 'hi', { context: noHttp, idempotencyKey: 'key-1' })).toBe('done');
		expect(server.calls).toBe(2);
		expect(server.keys).toEqual(['key-1', 'key-1']);
	});

	it('happen for a burst that was turned away before the server, which has then not taken it', async () => {
		let calls = 0;
		const details = 'upstream connect error or disconnect/reset before headers. reset reason: overflow';
		const { link, address } = await bench.selfHostedLink({
			say: (_call, callback) => {
				calls += 1;
				if (calls < 4) callback({ code: grpc.status.UNAVAILABLE, details });
				else callback(refusal(grpc.status.NOT_FOUND, { 'error-code': 'chatNotFound' }));
			},
		});
		const error = await failureOf(link.unary(address, say, 'hi', { context: noHttp, idempotencyKey: 'key-1' }));
		expect(error).toMatchObject({ kind: 'notFound', mayBeAccepted: false });
		expect(calls).toBe(4);
	});

	it('stay within the total time, and share it out to the attempts', async () => {
		const clock = new FakeClock();
		const deadlines: number[] = [];
		const openTransport = () =>
			fakeTransport(async ({ deadlineMilliseconds }) => {
				deadlines.push(deadlineMilliseconds);
				// What an attempt costs.
				clock.jumpTo(clock.now() + 40);
				await Promise.resolve();
				throw new SpectrumError({ kind: 'unavailable', message: 'm', advice: 'a', retryable: true });
			});
		const pool = bench.newPool({ clock, openTransport, random: () => 0.999 });
		const call = failureOf(
			pool.link(selfHosted('localhost:1')).unary('localhost:1', say, 'x', {
				context: noHttp,
				deadlineMilliseconds: 4_000,
				totalMilliseconds: 5_000,
			}),
		);
		const started = clock.now();
		let ended = 0;
		void call.then(() => {
			ended = clock.now() - started;
		});
		await clock.advance(60_000);
		expect(await call).toMatchObject({ kind: 'unavailable' });
		expect(deadlines.length).toBeGreaterThan(2);
		expect(deadlines[0]).toBe(4_000);
		expect(deadlines.at(-1)).toBeLessThan(4_000);
		expect(Math.min(...deadlines)).toBeGreaterThanOrEqual(1_000);
		expect(ended).toBeLessThanOrEqual(5_000);
	});

	it('give a long deadline the whole of its time', async () => {
		const seen: UnaryOptions[] = [];
		const openTransport = () =>
			fakeTransport(async (options) => {
				seen.push(options);
				return await Promise.resolve('done');
			});
		// On a clock of its own: a millisecond that passes before the call would be taken off.
		const link = bench.newPool({ openTransport, clock: new FakeClock() }).link(selfHosted('localhost:1'));
		await link.unary('localhost:1', say, 'x', { context: noHttp, deadlineMilliseconds: 300_000 });
		await link.unary('localhost:1', say, 'x', { context: noHttp });
		expect(seen.map(({ deadlineMilliseconds }) => deadlineMilliseconds)).toEqual([300_000, 30_000]);
	});
});

describe('cancellation', () => {
	it('ends a call at once, also while it waits to be tried again', async () => {
		const clock = new FakeClock();
		const refused = deferred();
		const { link, address } = await bench.selfHostedLink(
			{
				say: (_call, callback) => {
					callback(busy);
					refused.resolve();
				},
			},
			{ clock, random: () => 0.9 },
		);
		const controller = new AbortController();
		const call = failureOf(link.unary(address, say, 'x', { context: { ...noHttp, signal: controller.signal } }));
		await refused.promise;
		// One timer is the wait; the connection's own countdown is the other.
		await clock.whenWaiting(2);
		controller.abort();
		expect(await call).toMatchObject({ kind: 'cancelled' });
		expect(clock.waits).toEqual([60_000, 1_800_000]);
	});

	it('ends a stream, and its connection counts as idle afterwards', async () => {
		const clock = new FakeClock();
		const { link, address } = await bench.selfHostedLink({ count: (call) => void call.write(Buffer.from('1')) }, { clock });
		const controller = new AbortController();
		const stream = link.serverStream(address, count, 'x', { context: { ...noHttp, signal: controller.signal } });
		const iterator = stream[Symbol.asyncIterator]();
		await iterator.next();
		expect(clock.pending).toBe(0);
		controller.abort();
		expect(await failureOf(iterator.next())).toMatchObject({ kind: 'cancelled' });
		expect(clock.waits).toEqual([60_000, 1_800_000]);
	});
});

it('a line that is not there is an error with those that are, and no call', async () => {
	const openTransport = jest.fn();
	const link = bench.newPool({ openTransport }).link(selfHosted('localhost:1'));
	const error = await failureOf(link.unary('elsewhere:443', say, 'x', { context: noHttp }));
	expect(error).toMatchObject({
		kind: 'invalid',
		message: expect.stringContaining('elsewhere:443'),
		advice: expect.stringContaining('+15550000001'),
	});
	expect(openTransport).not.toHaveBeenCalled();
});

function fakeTransport(unary: (options: UnaryOptions) => Promise<unknown>): Transport {
	return {
		unary: async (_method, _request, options) => (await unary(options)) as never,
		serverStream: () => {
			throw new Error('not here');
		},
		close: () => {},
	};
}
