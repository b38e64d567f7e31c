import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { FakeClock } from '../../test/support/fakeClock';
import { whenClosed } from '../../test/support/whenClosed';
import { TcpProxy, type TcpProxyOptions } from '../src/net/tcpProxy';

describe('the TCP proxy', () => {
	let server: Server;
	let proxy: TcpProxy;
	let accepted: Socket[];
	let client: Socket;
	let heard: string;

	/** A server that says everything back in capitals, a proxy before it, and a client. */
	const start = async (options?: TcpProxyOptions): Promise<void> => {
		accepted = [];
		heard = '';
		server = createServer((socket) => {
			accepted.push(socket);
			socket.on('error', () => undefined);
			socket.on('data', (data) => {
				heard += data.toString();
				socket.write(data.toString().toUpperCase());
			});
		});
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		proxy = await TcpProxy.start((server.address() as AddressInfo).port, options);
		client = dial();
	};

	const dial = (): Socket => {
		const socket = connect(proxy.port, '127.0.0.1');
		socket.on('error', () => undefined);
		return socket;
	};

	const said = async (socket: Socket): Promise<string> => String((await once(socket, 'data'))[0]);

	/** Another connection goes there and back: what was under way before it has had its time. */
	const roundTrip = async (): Promise<void> => {
		const other = dial();
		other.write('round');
		await said(other);
		other.destroy();
		await once(other, 'close');
	};

	afterEach(async () => {
		client.destroy();
		await proxy.stop();
		await new Promise((resolve) => server.close(resolve));
		expect(proxy.links).toHaveLength(0);
	});

	it('lets nothing pass over a connection that is mute, and the next one through', async () => {
		let isMute = true;
		await start({ isMute: () => isMute });
		const told = jest.fn();
		client.on('data', told);
		client.write('hi');
		await once(server, 'connection');
		isMute = false;
		await roundTrip();
		expect([heard, told.mock.calls.length]).toEqual(['round', 0]);
	});

	it('passes bytes both ways, and the end of a connection', async () => {
		await start();
		client.write('hi');
		expect(await said(client)).toBe('HI');
		expect([proxy.links.length, proxy.opened]).toEqual([1, 1]);
		accepted[0]?.end('bye');
		expect(await said(client)).toBe('bye');
		await whenClosed(client);
		await proxy.whenEmpty();
	});

	it('carries more than its buffers hold', async () => {
		await start();
		const size = 8 * 1024 * 1024;
		client.write(Buffer.alloc(size, 'x'));
		let count = 0;
		for await (const chunk of client) {
			count += (chunk as Buffer).length;
			if (count === size) break;
		}
		expect(count).toBe(size);
	});

	it('cuts, and lets in who comes again', async () => {
		await start();
		client.write('hi');
		await said(client);
		proxy.cut();
		await Promise.all([whenClosed(client), whenClosed(accepted[0] as Socket)]);
		client = dial();
		client.write('again');
		expect(await said(client)).toBe('AGAIN');
		expect(proxy.opened).toBe(2);
	});

	it('cuts in the middle of what is said', async () => {
		await start();
		client.write('hi');
		await said(client);
		proxy.links[0]?.cutAfter(3, 'toClient');
		client.write('hello');
		expect(await said(client)).toBe('HEL');
		await whenClosed(client);
	});

	it('refuses whom it is told to', async () => {
		let mayConnect = false;
		await start({ mayConnect: () => mayConnect });
		await whenClosed(client);
		mayConnect = true;
		client = dial();
		client.write('hi');
		expect(await said(client)).toBe('HI');
	});

	it('keeps one direction back, and loses nothing', async () => {
		await start();
		client.write('a');
		await said(client);
		const answers: string[] = [];
		client.on('data', (data: Buffer) => answers.push(data.toString()));
		const releaseClient = proxy.stall('toClient');
		client.write('b');
		await once(accepted[0] as Socket, 'data');
		await roundTrip();
		expect([heard, answers]).toEqual(['abround', []]);
		const releaseServer = proxy.stall('toServer');
		releaseClient();
		releaseClient();
		await once(client, 'data');
		expect(answers).toEqual(['B']);
		client.write('c');
		await roundTrip();
		expect(heard).toBe('abroundround');
		releaseServer();
		await once(client, 'data');
		expect(answers).toEqual(['B', 'C']);
	});

	it('does not tell the other side who has gone behind a stall, until it ends', async () => {
		await start();
		client.write('a');
		await said(client);
		const release = proxy.stall('toServer');
		client.destroy();
		await proxy.whenEmpty();
		await roundTrip();
		expect(accepted[0]?.destroyed).toBe(false);
		release();
		await whenClosed(accepted[0] as Socket);
	});

	it('stops with a stalled connection open on both sides', async () => {
		await start();
		client.write('a');
		await said(client);
		proxy.stall('toServer');
		proxy.stall('toClient');
		const closed = Promise.all([whenClosed(client), whenClosed(accepted[0] as Socket)]);
		await proxy.stop();
		await closed;
	});

	it('lets bytes arrive late, by the clock and in order, on new connections too', async () => {
		const clock = new FakeClock();
		await start({ clock });
		proxy.delay(100, 'toServer');
		client.write('a');
		await clock.whenWaiting();
		await clock.advance(99);
		expect(heard).toBe('');
		await clock.advance(1);
		expect(await said(client)).toBe('A');
		const second = dial();
		second.write('b');
		await clock.whenWaiting();
		proxy.delay(0);
		second.write('c');
		await clock.advance(100);
		let answer = '';
		while (answer.length < 2) answer += await said(second);
		expect(answer).toBe('BC');
		second.destroy();
		expect(clock.pending).toBe(0);
	});
});
