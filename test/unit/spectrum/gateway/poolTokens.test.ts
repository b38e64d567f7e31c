import * as grpc from '@grpc/grpc-js';
import { systemClock, type Clock } from '../../../../nodes/shared/spectrum/timing/clock';
import type { SpectrumError } from '../../../../nodes/shared/spectrum/errors/SpectrumError';
import { FakeControlPlane, refusal as httpRefusal, success } from '../auth/support';
import { everythingIn } from '../errors/support';
import { count, failureOf, say } from '../transport/support';
import { busy, guarded, headerOf, minting, noHttp, PoolBench, refusal, unauthenticated } from './poolSupport';

const bench = new PoolBench();
afterEach(async () => await bench.tearDown());

describe('a refused token', () => {
	it('is renewed once, and the call made once more with the new one over the same connection', async () => {
		const seen: string[] = [];
		const { link, context, plane, proxy } = await bench.cloudLink({ say: guarded('token-2', seen) });
		expect(await link.unary('shared', say, 'hi', { context })).toBe('hi');
		expect(seen).toEqual(['Bearer token-1', 'Bearer token-2']);
		expect(plane.requests).toHaveLength(2);
		expect(await link.unary('shared', say, 'again', { context })).toBe('again');
		expect(plane.requests).toHaveLength(2);
		expect(proxy.opened).toBe(1);
	});

	it('is renewed once for 100 calls at the same time', async () => {
		const seen: string[] = [];
		const { link, context, plane } = await bench.cloudLink({ say: guarded('token-2', seen) });
		await Promise.all(Array.from({ length: 100 }, async () => await link.unary('shared', say, 'hi', { context })));
		expect(plane.requests).toHaveLength(2);
		expect(seen.filter((header) => header === 'Bearer token-2')).toHaveLength(100);
	});

	it('that is refused again ends the call after one retry, even when it is marked retryable', async () => {
		let calls = 0;
		const marked = refusal(grpc.status.UNAUTHENTICATED, { 'error-code': 'tokenBlocked', 'x-retryable': 'true' });
		const { link, context, plane } = await bench.cloudLink({
			say: (_call, callback) => {
				calls += 1;
				callback(marked);
			},
		});
		const error = await failureOf(link.unary('shared', say, 'hi', { context }));
		expect(error).toMatchObject({ kind: 'authentication', code: 'tokenBlocked' });
		expect([calls, plane.requests.length]).toEqual([2, 2]);
		expect(everythingIn(error)).not.toMatch(/token-\d/);
	});

	it('is not renewed a second time within one call, however long the call takes', async () => {
		let later = 0;
		const clock: Clock = { now: () => Date.now() + later, after: systemClock.after.bind(systemClock) };
		const answers = [unauthenticated, busy, unauthenticated, unauthenticated];
		const { link, context, plane } = await bench.cloudLink(
			{
				say: (call, callback) => {
					// Longer than the pause that the token source itself keeps between two forced renewals.
					later += 6_000;
					const answer = answers.shift();
					if (answer === undefined) callback(null, call.request);
					else callback(answer);
				},
			},
			minting(),
			{ clock },
		);
		expect(await failureOf(link.unary('shared', say, 'hi', { context }))).toMatchObject({ kind: 'authentication' });
		expect([answers.length, plane.requests.length]).toEqual([1, 2]);
	});

	it('whose renewal is refused as well ends the call with the reason, and at once', async () => {
		let calls = 0;
		const plane = new FakeControlPlane((number) =>
			number === 1 ? success({ type: 'shared', token: 'token-1', expiresIn: 3_600 }) : httpRefusal(401),
		);
		const { link, context } = await bench.cloudLink(
			{
				say: (_call, callback) => {
					calls += 1;
					callback(unauthenticated);
				},
			},
			plane,
		);
		expect(await failureOf(link.unary('shared', say, 'hi', { context }))).toMatchObject({ status: 'HTTP 401' });
		expect([calls, plane.requests.length]).toEqual([1, 2]);
	});

	it('whose renewal fails for a passing reason is renewed in the time of the call, and not sent again', async () => {
		const seen: string[] = [];
		const plane = new FakeControlPlane((number) => {
			if (number === 2) return httpRefusal(503);
			if (number === 3) return httpRefusal(429);
			if (number === 4) throw Object.assign(new Error('reset'), { code: 'ECONNRESET' });
			return success({ type: 'shared', token: `token-${number}`, expiresIn: 3_600 });
		});
		const { link, context } = await bench.cloudLink({ say: guarded('token-5', seen) }, plane);
		expect(await link.unary('shared', say, 'hi', { context })).toBe('hi');
		expect(seen).toEqual(['Bearer token-1', 'Bearer token-5']);
	});

	it('is not called a wrong credential before a new one is refused', async () => {
		const plane = new FakeControlPlane((number) =>
			number === 1 ? success({ type: 'shared', token: 'token-1', expiresIn: 3_600 }) : httpRefusal(503),
		);
		const { link, context } = await bench.cloudLink({ say: guarded('token-2', []) }, plane, { retry: { totalMilliseconds: 1_500 } });
		const error = (await failureOf(link.unary('shared', say, 'hi', { context }))) as SpectrumError;
		expect(error).toMatchObject({ kind: 'unavailable', status: 'HTTP 503' });
		expect(error.message).not.toContain('does not accept');
	});

	it('whose successor is refused says that the tokens are not accepted', async () => {
		const { link, context } = await bench.cloudLink({
			say: guarded('none', []),
			count: (call) => void call.emit('error', unauthenticated),
		});
		const error = (await failureOf(link.unary('shared', say, 'hi', { context }))) as SpectrumError;
		expect(error).toMatchObject({ kind: 'authentication', code: 'unauthenticated', status: 'UNAUTHENTICATED' });
		expect(error.message).toContain('does not accept the tokens');
	});

	it('of a stream, whose successor is refused, says the same', async () => {
		const { link, context } = await bench.cloudLink({ count: (call) => void call.emit('error', unauthenticated) });
		const error = (await failureOf(link.serverStream('shared', count, 'x', { context })[Symbol.asyncIterator]().next())) as SpectrumError;
		expect(error).toMatchObject({ kind: 'authentication', code: 'unauthenticated' });
		expect(error.message).toContain('does not accept the tokens');
	});

	it.each([
		['at once', () => {}],
		['after its headers', (call: grpc.ServerWritableStream<Buffer, Buffer>) => call.sendMetadata(new grpc.Metadata())],
	])('of a stream that is refused %s, whose renewal fails for a passing reason, is no wrong credential', async (_name, before) => {
		const plane = new FakeControlPlane((number) =>
			number === 1 ? success({ type: 'shared', token: 'token-1', expiresIn: 3_600 }) : httpRefusal(503),
		);
		const { link, context } = await bench.cloudLink(
			{
				count: (call) => {
					before(call);
					call.emit('error', unauthenticated);
				},
			},
			plane,
		);
		const stream = link.serverStream('shared', count, 'x', { context })[Symbol.asyncIterator]();
		expect(await failureOf(stream.next())).toMatchObject({ kind: 'unavailable', status: 'HTTP 503' });
	});

	it('of a self-hosted server is final', async () => {
		const seen: string[] = [];
		const { link, address } = await bench.selfHostedLink({ say: guarded('other', seen) });
		const error = await failureOf(link.unary(address, say, 'hi', { context: noHttp }));
		expect(error).toMatchObject({ kind: 'authentication', code: 'unauthenticated', advice: expect.stringContaining('API key') });
		expect(seen).toHaveLength(1);
	});

	it('is renewed for a stream that has not begun', async () => {
		const { link, context, plane } = await bench.cloudLink({
			count: (call) => {
				const header = headerOf(call, 'authorization');
				if (header === 'Bearer token-1') return void call.emit('error', unauthenticated);
				call.write(Buffer.from('1'));
				call.end();
			},
		});
		const stream = link.serverStream('shared', count, 'x', { context })[Symbol.asyncIterator]();
		expect(await stream.next()).toEqual({ done: false, value: '1' });
		expect(await stream.next()).toEqual({ done: true, value: undefined });
		expect(plane.requests).toHaveLength(2);
	});

	it('ends a stream that has begun: only its reader knows where to go on', async () => {
		const { link, context, plane } = await bench.cloudLink({
			count: (call) => {
				call.write(Buffer.from('1'));
				call.emit('error', unauthenticated);
			},
		});
		const stream = link.serverStream('shared', count, 'x', { context })[Symbol.asyncIterator]();
		expect(await stream.next()).toEqual({ done: false, value: '1' });
		expect(await failureOf(stream.next())).toMatchObject({ kind: 'authentication' });
		expect(plane.requests).toHaveLength(1);
	});
});
