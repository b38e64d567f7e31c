import { once } from 'node:events';
import { createServer as createHttp2Server, type Http2Server, type ServerHttp2Session } from 'node:http2';
import { createServer, type AddressInfo } from 'node:net';
import { defaultChannelTimes } from '../../../../nodes/shared/spectrum/transport/GrpcTransport';
import { Bench, deferred, failureOf, say } from './support';

const options = { token: 'a-token', deadlineMilliseconds: 60_000 };

const bench = new Bench();
afterEach(async () => await bench.tearDown());

/** An HTTP/2 server that takes calls and never answers one. */
async function startSilent(onSession: (session: ServerHttp2Session) => void): Promise<string> {
	const server: Http2Server = createHttp2Server();
	const sessions = new Set<ServerHttp2Session>();
	server.on('session', (session) => {
		sessions.add(session);
		session.on('error', () => {});
		onSession(session);
	});
	server.on('stream', (stream) => stream.on('error', () => {}));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	bench.onTearDown(() => {
		for (const session of sessions) session.destroy();
		server.close();
	});
	return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server that ends every connection at once; the promise resolves with the given number of them. */
async function startBroken(connections: number): Promise<{ address: string; reached: Promise<void> }> {
	const reached = deferred();
	let seen = 0;
	const server = createServer((socket) => {
		socket.on('error', () => {});
		socket.destroy();
		seen += 1;
		if (seen === connections) reached.resolve();
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	bench.onTearDown(() => server.close());
	return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, reached: reached.promise };
}

describe('keepalive', () => {
	it('asks a connection with a silent call for a sign of life, again and again', async () => {
		const thrice = deferred();
		let pings = 0;
		const address = await startSilent((session) =>
			session.on('ping', () => {
				pings += 1;
				if (pings === 3) thrice.resolve();
			}),
		);
		const transport = bench.open(address, { keepaliveTime: 50 });
		const call = failureOf(transport.unary(say, 'hi', options));
		await thrice.promise;
		transport.close();
		expect(await call).toMatchObject({ kind: 'cancelled' });
	});

	it('calls a connection broken that gives no sign of life in time', async () => {
		const began = deferred();
		const server = await bench.serve({ say: () => began.resolve() });
		const proxy = await bench.proxyTo(server.port);
		// Long enough for a busy machine: only what nobody carries is to be late.
		const transport = bench.open(proxy.address, { keepaliveTime: 50, keepaliveTimeout: 3_000 });
		const call = failureOf(transport.unary(say, 'hi', options));
		await began.promise;
		proxy.freeze();
		expect(await call).toMatchObject({ kind: 'unavailable', connectionFailed: true });
	});
});

describe('a server that cannot be reached', () => {
	it('is tried again after the first pause', async () => {
		const { address, reached } = await startBroken(5);
		const transport = bench.open(address, { firstReconnect: 10, longestReconnect: 60_000 });
		expect(await failureOf(transport.unary(say, 'hi', options))).toMatchObject({ connectionFailed: true });
		await reached;
	});

	it('is tried again at least after every longest pause', async () => {
		const { address, reached } = await startBroken(30);
		const transport = bench.open(address, { firstReconnect: 5, longestReconnect: 10 });
		expect(await failureOf(transport.unary(say, 'hi', options))).toMatchObject({ connectionFailed: true });
		await reached;
	});
});

it('a connection is watched as closely as by the official client, and a server that is back is found within seconds', () => {
	expect(defaultChannelTimes).toEqual({
		ready: 20_000,
		keepaliveTime: 30_000,
		keepaliveTimeout: 20_000,
		firstReconnect: 500,
		longestReconnect: 5_000,
	});
});
