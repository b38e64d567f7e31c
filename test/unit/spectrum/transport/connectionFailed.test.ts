import { createServer as createHttp2Server } from 'node:http2';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import * as grpc from '@grpc/grpc-js';
import type { SpectrumError } from '../../../../nodes/shared/spectrum/errors/SpectrumError';
import { Bench, count, deferred, echo, failureOf, say, startServer } from './support';

const options = { token: 'a-token', deadlineMilliseconds: 10_000 };

describe('whether anything of an answer arrived', () => {
	const bench = new Bench();
	afterEach(async () => await bench.tearDown());

	it('says that a dead server gave none', async () => {
		const server = await startServer({ say: echo });
		server.stop();
		const error = (await failureOf(bench.open(server.address).unary(say, 'hi', options))) as SpectrumError;
		expect(error).toMatchObject({ kind: 'unavailable', status: 'UNAVAILABLE', connectionFailed: true, notAccepted: true });
		expect(error.message).toContain(server.address);
	});

	it.each(['reset', 'close'] as const)('says that a %s after the request was read, before an answer, gave none', async (how) => {
		const read = deferred<string>();
		const server = await bench.serve({ say: (call) => read.resolve(call.request.toString()) });
		const proxy = await bench.proxyTo(server.port);
		const call = failureOf(bench.open(proxy.address).unary(say, 'hi', options));
		expect(await read.promise).toBe('hi');
		proxy.cut(how);
		expect(await call).toMatchObject({ kind: 'unavailable', status: 'UNAVAILABLE', connectionFailed: true });
	});

	it('says that a server killed in the middle of a call gave none', async () => {
		const read = deferred();
		const server = await bench.serve({ say: () => read.resolve() });
		const call = failureOf(bench.open(server.address).unary(say, 'hi', options));
		await read.promise;
		server.stop();
		expect(await call).toMatchObject({ kind: 'unavailable', connectionFailed: true });
	});

	it.each([
		['with trailers', { 'error-code': 'serviceUnavailable', 'x-retryable': 'false' }],
		['bare', {}],
	])('says that a server which answers UNAVAILABLE itself, %s, did answer', async (_name, trailers) => {
		const metadata = new grpc.Metadata();
		for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
		const server = await bench.serve({
			say: (_call, callback) => callback({ code: grpc.status.UNAVAILABLE, details: 'busy', metadata }),
		});
		expect(await failureOf(bench.open(server.address).unary(say, 'hi', options))).toMatchObject({
			kind: 'unavailable',
			status: 'UNAVAILABLE',
			connectionFailed: false,
			retryable: false,
		});
	});

	it('says that headers are none, when the connection breaks between them and the message', async () => {
		const server = await bench.serve({ say: (call) => call.sendMetadata(new grpc.Metadata()) });
		const proxy = await bench.proxyTo(server.port);
		const transport = bench.open(proxy.address);
		const call = failureOf(transport.unary(say, 'hi', options));
		// The client saw the headers when it acknowledges a later call on the same connection.
		await failureOf(transport.unary(count, 'x', options));
		proxy.cut('reset');
		expect(await call).toMatchObject({ status: 'UNAVAILABLE', connectionFailed: true, notAccepted: false });
	});

	it('says that a first message is an answer, when a stream breaks after it', async () => {
		const server = await bench.serve({ count: (call) => void call.write(Buffer.from('1')) });
		const proxy = await bench.proxyTo(server.port);
		const stream = bench.open(proxy.address).serverStream(count, 'x', options);
		expect(await stream.next()).toEqual({ done: false, value: '1' });
		const next = failureOf(stream.next());
		proxy.cut('reset');
		expect(await next).toMatchObject({ status: 'UNAVAILABLE', connectionFailed: false });
	});

	it.each([
		[503, 'unavailable'],
		[401, 'authentication'],
		[403, 'permission'],
		[404, 'protocol'],
		[500, 'protocol'],
	])('says that the HTTP %i page of a proxy is an answer', async (status, kind) => {
		const site = createHttp2Server((_request, response) => {
			response.writeHead(status, { 'content-type': 'text/html' });
			response.end('<h1>Sorry</h1>');
		});
		site.listen(0, 'localhost');
		await once(site, 'listening');
		bench.onTearDown(() => site.close());
		const { port } = site.address() as AddressInfo;
		const error = await failureOf(bench.open(`localhost:${port}`).unary(say, 'hi', options));
		expect(error).toMatchObject({ kind, connectionFailed: false });
	});
});
