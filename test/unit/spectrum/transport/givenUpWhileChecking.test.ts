import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { GrpcTransport, defaultChannelTimes } from '../../../../nodes/shared/spectrum/transport/GrpcTransport';
import { FakeClock } from '../../../support/fakeClock';
import { withProxies } from '../../../support/connectProxy';
import { Bench, count, deferred, failureOf, say } from './support';

const bench = new Bench();
afterEach(async () => await bench.tearDown());

/** A server that ends gRPC's connections, and does not answer when it is asked whether it speaks TLS or HTTP. */
async function silentToQuestions() {
	const asked = deferred();
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on('error', () => {});
		socket.once('data', (bytes) => {
			if (bytes.toString('latin1').startsWith('PRI ')) socket.end();
			else asked.resolve();
		});
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	bench.onTearDown(() => {
		for (const socket of sockets) socket.destroy();
		server.close();
	});
	return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, asked: asked.promise };
}

const ways = ['unary', 'stream'] as const;

describe.each(ways)('a call (%s) that is given up while the cause of its failure is looked for', (way) => {
	test.each(['abort', 'close'] as const)('by %s is cancelled', async (how) => {
		await withProxies({}, async () => {
			const { address, asked } = await silentToQuestions();
			const transport = new GrpcTransport({ address, tls: false }, defaultChannelTimes, new FakeClock());
			bench.onTearDown(() => transport.close());
			const controller = new AbortController();
			const options = { token: 'a-token', signal: controller.signal };
			const call = failureOf(
				way === 'unary'
					? transport.unary(say, 'hi', { ...options, deadlineMilliseconds: 20_000 })
					: transport.serverStream(count, 'x', options).next(),
			);
			await asked;
			if (how === 'abort') controller.abort();
			else transport.close();
			// With the questions' own end, two seconds later, it would be `unavailable`.
			expect(await call).toMatchObject({ kind: 'cancelled' });
		});
	});
});
