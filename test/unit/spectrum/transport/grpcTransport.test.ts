import * as grpc from '@grpc/grpc-js';
import { SpectrumError } from '../../../../nodes/shared/spectrum/errors/SpectrumError';
import type { WireMethod } from '../../../../nodes/shared/spectrum/transport/Transport';
import { userAgent } from '../../../../nodes/shared/spectrum/transport/version';
import packageJson from '../../../../package.json';
import { everythingIn } from '../errors/support';
import { Bench, CountedController, deferred, echo, failureOf, say } from './support';

const token = 'very-secret-token';
const options = { token, deadlineMilliseconds: 10_000 };

const bench = new Bench();
afterEach(async () => await bench.tearDown());

describe('unary', () => {
	it('sends the token, the key and the user agent, and gives the answer', async () => {
		const seen: grpc.Metadata[] = [];
		const transport = await bench.connect({
			say: (call, callback) => {
				seen.push(call.metadata);
				callback(null, call.request);
			},
		});
		expect(await transport.unary(say, 'grüße', { ...options, idempotencyKey: 'key-1' })).toBe('grüße');
		expect(await transport.unary(say, '', options)).toBe('');
		expect(seen[0]?.get('authorization')).toEqual([`Bearer ${token}`]);
		expect(seen[0]?.get('x-idempotency-key')).toEqual(['key-1']);
		expect(String(seen[0]?.get('user-agent')[0])).toMatch(`${userAgent} grpc-node-js/`);
		expect(seen[1]?.get('x-idempotency-key')).toEqual([]);
	});

	it('names the version of the package', () => {
		expect(userAgent).toBe(`${packageJson.name}/${packageJson.version}`);
	});

	it('ends at the deadline, and tells the server of it', async () => {
		const deadline = deferred<grpc.Deadline>();
		const transport = await bench.connect({
			say: (call, callback) => (call.request.toString() === 'first' ? callback(null, call.request) : deadline.resolve(call.getDeadline())),
		});
		// Connected: before that a call is not sent.
		await transport.unary(say, 'first', options);
		const before = Date.now();
		const error = await failureOf(transport.unary(say, 'x', { ...options, deadlineMilliseconds: 1_000 }));
		expect(error).toMatchObject({ kind: 'timeout', status: 'DEADLINE_EXCEEDED', connectionFailed: false, retryable: false });
		const left = Number(await deadline.promise) - before;
		expect(left).toBeGreaterThan(0);
		expect(left).toBeLessThan(30_000);
	});

	it('maps a refusal by its code, and keeps token and server text apart', async () => {
		const metadata = new grpc.Metadata();
		metadata.set('error-code', 'burstRateExceeded');
		metadata.set('x-retryable', 'true');
		metadata.set('error-context-line', '+15550000001');
		metadata.set('error-context-echo', `Bearer ${token}`);
		const details = `slow down, Bearer ${token}`;
		const transport = await bench.connect({
			say: (_call, callback) => callback({ code: grpc.status.RESOURCE_EXHAUSTED, details, metadata }),
		});
		const error = (await failureOf(transport.unary(say, 'x', options))) as SpectrumError;
		expect(error).toMatchObject({
			kind: 'quota',
			code: 'burstRateExceeded',
			status: 'RESOURCE_EXHAUSTED',
			retryable: true,
			context: { line: '+15550000001', echo: 'Bearer [hidden]' },
		});
		expect(everythingIn(error)).not.toContain(token);
		expect(error.message).toContain('slow down');
	});

	it('ends at once when aborted, on the server too, and leaves no listener', async () => {
		const began = deferred();
		const cancelledThere = deferred();
		const transport = await bench.connect({
			say: (call) => {
				call.on('cancelled', () => cancelledThere.resolve());
				began.resolve();
			},
		});
		const controller = new CountedController();
		const call = failureOf(transport.unary(say, 'x', { ...options, signal: controller.signal }));
		await began.promise;
		expect(controller.listeners).toBe(1);
		controller.abort();
		expect(await call).toMatchObject({ kind: 'cancelled', connectionFailed: false });
		await cancelledThere.promise;
		expect(controller.listeners).toBe(0);
	});

	it('leaves no listener after an answer', async () => {
		const transport = await bench.connect({ say: echo });
		const controller = new CountedController();
		await transport.unary(say, 'x', { ...options, signal: controller.signal });
		expect(controller.listeners).toBe(0);
	});

	it('makes no call for a signal that is aborted already', async () => {
		const server = await bench.serve({ say: echo });
		const proxy = await bench.proxyTo(server.port);
		const transport = bench.open(proxy.address);
		const error = await failureOf(transport.unary(say, 'x', { ...options, signal: AbortSignal.abort() }));
		expect(error).toMatchObject({ kind: 'cancelled' });
		await transport.unary(say, 'x', options);
		expect(proxy.opened).toBe(1);
	});

	it("calls a server's RESOURCE_EXHAUSTED a quota", async () => {
		const transport = await bench.connect({ say: (_call, callback) => callback({ code: grpc.status.RESOURCE_EXHAUSTED }) });
		expect(await failureOf(transport.unary(say, 'x', options))).toMatchObject({ kind: 'quota', code: undefined });
	});

	it('calls an answer that cannot be read a protocol error', async () => {
		const transport = await bench.connect({ say: echo });
		const broken: WireMethod<string, string> = {
			...say,
			decode: () => {
				throw new RangeError('bad varint');
			},
		};
		const error = await failureOf(transport.unary(broken, 'x', options));
		expect(error).toMatchObject({ kind: 'protocol', cause: { name: 'RangeError' } });
	});

	it("keeps a codec's own verdict on an answer", async () => {
		const transport = await bench.connect({ say: echo });
		const verdict = new SpectrumError({ kind: 'notFound', message: 'no', advice: 'none' });
		const broken: WireMethod<string, string> = {
			...say,
			decode: () => {
				throw verdict;
			},
		};
		expect(await failureOf(transport.unary(broken, 'x', options))).toBe(verdict);
	});

	it('refuses a token that cannot be a header, without showing it', async () => {
		const transport = await bench.connect({ say: echo });
		const error = (await failureOf(transport.unary(say, 'x', { ...options, token: `${token}\n` }))) as SpectrumError;
		expect(error).toMatchObject({ kind: 'authentication', status: undefined });
		expect(everythingIn(error)).not.toContain(token);
	});
});

/** Bytes both ways. */
