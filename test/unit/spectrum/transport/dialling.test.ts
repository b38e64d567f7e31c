import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { defaultChannelTimes, GrpcTransport } from '../../../../nodes/shared/spectrum/transport/GrpcTransport';
import { FakeClock } from '../../../support/fakeClock';
import { whenClosed } from '../../../support/whenClosed';
import { makeCertificates, type TestCertificates } from '../../../../simulator/src/net/certificates';
import { Bench, count, deferred, failureOf, say, type TestServer } from './support';

const { ready } = defaultChannelTimes;
const options = { token: 'a-token', deadlineMilliseconds: 20_000 };

/** What a server does before it falls silent. It never ends a connection, not even one that the client has ended. */
const silences = ['before TLS', 'after TLS', 'without TLS'] as const;
type Silence = (typeof silences)[number];

let certificates: TestCertificates;
beforeAll(async () => {
	certificates = await makeCertificates();
});

const bench = new Bench();
afterEach(async () => await bench.tearDown());

interface SilentServer {
	readonly address: string;
	/** Each connection as it is accepted. */
	next(): Promise<Socket>;
}

async function startSilent(silence: Silence): Promise<SilentServer> {
	const { certPem: cert, keyPem: key } = certificates;
	const server: Server =
		silence === 'after TLS'
			? createTlsServer({ cert, key, ALPNProtocols: ['h2'], allowHalfOpen: true })
			: createServer({ allowHalfOpen: true });
	const accepted: Socket[] = [];
	const waiting: Array<(socket: Socket) => void> = [];
	const sockets = new Set<Socket>();
	server.on('connection', (socket: Socket) => sockets.add(socket));
	server.on(silence === 'after TLS' ? 'secureConnection' : 'connection', (socket: Socket) => {
		socket.on('error', () => {});
		// Bytes are read and forgotten, so that an end is seen.
		socket.resume();
		const waiter = waiting.shift();
		if (waiter === undefined) accepted.push(socket);
		else waiter(socket);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	bench.onTearDown(() => {
		for (const socket of sockets) socket.destroy();
		server.close();
	});
	return {
		address: `localhost:${(server.address() as AddressInfo).port}`,
		next: async () => accepted.shift() ?? (await new Promise((resolve) => waiting.push(resolve))),
	};
}

let clock: FakeClock;
beforeEach(() => {
	clock = new FakeClock();
});

/** @param reconnect Milliseconds of real time until grpc-js dials again by itself: it has no other clock. Default: no test lasts so long. */
function open(address: string, tls: boolean, reconnect = 24 * 60 * 60 * 1_000): GrpcTransport {
	const times = { ...defaultChannelTimes, firstReconnect: reconnect, longestReconnect: reconnect };
	const transport = new GrpcTransport({ address, tls, ca: certificates.caPem }, times, clock);
	bench.onTearDown(() => transport.close());
	return transport;
}

/** Resolves when nobody is at the other end any more: who has only ended his own side still takes what is sent. */
async function whenLeft(socket: Socket): Promise<void> {
	// Said earlier, it would be an answer, and a wrong one.
	if (!socket.readableEnded) await once(socket, 'end');
	const talking = setInterval(() => socket.write('?'), 10);
	await whenClosed(socket);
	clearInterval(talking);
}

describe.each(silences)('a server that falls silent %s', (silence) => {
	const tls = silence !== 'without TLS';

	it('is left when the connection is closed', async () => {
		const server = await startSilent(silence);
		const transport = open(server.address, tls);
		const call = failureOf(transport.unary(say, 'hi', options));
		const socket = await server.next();
		transport.close();
		expect(await call).toMatchObject({ kind: 'cancelled' });
		await whenLeft(socket);
	});

	it('is not waited for longer than it may take', async () => {
		const server = await startSilent(silence);
		const call = failureOf(open(server.address, tls).unary(say, 'hi', options));
		const socket = await server.next();
		await clock.whenWaiting();
		await clock.advance(ready - 1);
		expect(socket.readableEnded).toBe(false);
		await clock.advance(1);
		await whenLeft(socket);
		expect(await call).toMatchObject({ kind: 'unavailable', connectionFailed: true });
		expect(clock.pending).toBe(0);
	});

	it('is dialled again, and again not waited for', async () => {
		const server = await startSilent(silence);
		const transport = open(server.address, tls, 100);
		const call = failureOf(transport.unary(say, 'hi', options));
		for (let dials = 0; dials < 3; dials++) {
			const socket = await server.next();
			await clock.whenWaiting();
			await clock.advance(ready);
			await whenLeft(socket);
		}
		expect(await call).toMatchObject({ kind: 'unavailable', connectionFailed: true });
	});
});

describe('a connection that is in use', () => {
	/** One message at once, the other when it is asked for. */
	async function serve(): Promise<{ readonly server: TestServer; readonly finish: () => void }> {
		const asked = deferred();
		const server = await bench.serve({
			count: (call) => {
				call.write(Buffer.from('first'));
				void asked.promise.then(() => {
					call.write(Buffer.from('last'));
					call.end();
				});
			},
		});
		return { server, finish: () => asked.resolve() };
	}

	it.each([
		['goes on', () => {}],
		[
			'is used to its end when the server wants no more calls on it',
			({ server, port }: TestServer) => server.drain(`localhost:${port}`, 60_000),
		],
	])('%s, however long that takes', async (_name, meanwhile) => {
		const { server, finish } = await serve();
		const transport = open(server.address, false);
		const stream = transport.serverStream(count, 'x', { token: 'token' });
		expect(await stream.next()).toMatchObject({ value: 'first' });
		meanwhile(server);
		expect(clock.pending).toBe(0);
		await clock.advance(3 * ready);
		finish();
		expect(await stream.next()).toMatchObject({ value: 'last' });
		expect(await stream.next()).toMatchObject({ done: true });
	});

	it('is left when it is closed, although the other end is not told or does not care', async () => {
		const { server } = await serve();
		const near = deferred<Socket>();
		const network = createServer({ allowHalfOpen: true }, (socket) => {
			const far = connect(server.port, 'localhost');
			for (const each of [socket, far]) each.on('error', () => {});
			socket.on('data', (bytes) => far.write(bytes));
			far.on('data', (bytes) => socket.write(bytes));
			bench.onTearDown(() => far.destroy());
			near.resolve(socket);
		});
		network.listen(0, '127.0.0.1');
		await once(network, 'listening');
		bench.onTearDown(() => network.close());
		const transport = open(`127.0.0.1:${(network.address() as AddressInfo).port}`, false);
		const stream = transport.serverStream(count, 'x', { token: 'token' });
		expect(await stream.next()).toMatchObject({ value: 'first' });
		transport.close();
		expect(clock.waits).toEqual([1_000]);
		await clock.advance(1_000);
		await whenLeft(await near.promise);
	});
});
