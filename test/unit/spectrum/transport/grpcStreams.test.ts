import * as grpc from '@grpc/grpc-js';
import { Bench, count, CountedController, type CountHandler, deferred, echo, failureOf, say } from './support';

const token = 'very-secret-token';
const options = { token, deadlineMilliseconds: 10_000 };

const bench = new Bench();
afterEach(async () => await bench.tearDown());

describe('serverStream', () => {
	it('gives every message in order and ends with the stream', async () => {
		const transport = await bench.connect({
			count: (call) => {
				for (let number = 1; number <= 3; number++) call.write(Buffer.from(String(number)));
				call.end();
			},
		});
		const seen: string[] = [];
		for await (const message of transport.serverStream(count, 'x', options)) seen.push(message);
		expect(seen).toEqual(['1', '2', '3']);
	});

	it('tells the server when the loop is left, and leaves no listener', async () => {
		const cancelledThere = deferred();
		const transport = await bench.connect({
			count: (call) => {
				call.on('cancelled', () => cancelledThere.resolve());
				call.write(Buffer.from('1'));
			},
		});
		const controller = new CountedController();
		for await (const message of transport.serverStream(count, 'x', { token, signal: controller.signal })) {
			expect(message).toBe('1');
			break;
		}
		await cancelledThere.promise;
		expect(controller.listeners).toBe(0);
	});

	it('ends when aborted between two messages', async () => {
		const transport = await bench.connect({ count: (call) => void call.write(Buffer.from('1')) });
		const controller = new AbortController();
		const stream = transport.serverStream(count, 'x', { token, signal: controller.signal });
		await stream.next();
		const next = failureOf(stream.next());
		controller.abort();
		expect(await next).toMatchObject({ kind: 'cancelled' });
	});

	it('gives what arrived before a failure, then the failure by its code', async () => {
		const metadata = new grpc.Metadata();
		metadata.set('error-code', 'tokenExpired');
		const transport = await bench.connect({
			count: (call) => {
				call.write(Buffer.from('1'));
				call.emit('error', { code: grpc.status.UNAUTHENTICATED, metadata });
			},
		});
		const stream = transport.serverStream(count, 'x', options);
		expect(await stream.next()).toEqual({ done: false, value: '1' });
		expect(await failureOf(stream.next())).toMatchObject({ kind: 'authentication', code: 'tokenExpired' });
	});

	it('holds the server back while nobody reads', async () => {
		const message = Buffer.alloc(64 * 1024);
		const total = 500;
		let written = 0;
		const blocked = deferred();
		const write: CountHandler = (call) => {
			while (written < total) {
				written += 1;
				if (!call.write(message)) {
					// Nothing drains while the client does not read: the flow-control windows are full.
					if (written > 1) blocked.resolve();
					call.once('drain', () => write(call));
					return;
				}
			}
			call.end();
		};
		const transport = await bench.connect({ count: write });
		const stream = transport.serverStream({ ...count, decode: (bytes) => bytes.byteLength }, 'x', options);
		await stream.next();
		await blocked.promise;
		// Other calls go through on the same connection meanwhile; by then the server has stopped writing.
		await failureOf(transport.unary(say, 'x', options));
		expect(written).toBeLessThan(total / 2);
		let bytes = message.byteLength;
		for await (const size of stream) bytes += size;
		expect(bytes).toBe(total * message.byteLength);
	});
});

describe('close', () => {
	it('ends every call, refuses further ones, and may be called twice', async () => {
		const began = deferred();
		const server = await bench.serve({ say: () => began.resolve(), count: (call) => void call.write(Buffer.from('1')) });
		const proxy = await bench.proxyTo(server.port);
		const transport = bench.open(proxy.address);
		const unary = failureOf(transport.unary(say, 'x', options));
		const stream = transport.serverStream(count, 'x', options);
		await stream.next();
		const next = failureOf(stream.next());
		await began.promise;
		transport.close();
		transport.close();
		expect(await unary).toMatchObject({ kind: 'cancelled' });
		expect(await next).toMatchObject({ kind: 'cancelled' });
		await proxy.whenEmpty();
		expect(await failureOf(transport.unary(say, 'x', options))).toMatchObject({ kind: 'cancelled' });
		expect(await failureOf(transport.serverStream(count, 'x', options).next())).toMatchObject({ kind: 'cancelled' });
		expect(proxy.opened).toBe(1);
	});
});

describe('connections', () => {
	it('are never shared by two transports to one address', async () => {
		const server = await bench.serve({ say: echo });
		const proxy = await bench.proxyTo(server.port);
		const [first, second] = [bench.open(proxy.address), bench.open(proxy.address)];
		await first.unary(say, 'x', options);
		await second.unary(say, 'x', options);
		await first.unary(say, 'x', options);
		expect(proxy.opened).toBe(2);
	});
});
