import { GrpcTransport, defaultChannelTimes } from '../../../../nodes/shared/spectrum/transport/GrpcTransport';
import { TcpProxy } from '../../../../simulator/src/net/tcpProxy';
import { Bench, count, failureOf } from './support';

/** Long enough that it cannot be over, on a busy machine, before the connection is closed. */
const pause = 1_000;

const bench = new Bench();
afterEach(async () => await bench.tearDown());

describe('a connection that is closed while it waits to dial again', () => {
	it('dials no more: nothing would ever close what it got', async () => {
		// Nothing listens behind it; whoever gets through stays.
		let mayConnect = false;
		const silent = await TcpProxy.start(1, { mayConnect: () => mayConnect });
		bench.onTearDown(() => void silent.stop());
		const transport = new GrpcTransport(
			{ address: `127.0.0.1:${silent.port}`, tls: false },
			{ ...defaultChannelTimes, firstReconnect: pause, longestReconnect: pause },
		);
		const read = async () => {
			for await (const _message of transport.serverStream(count, 'x', { token: 'token' }));
		};
		expect(await failureOf(read())).toMatchObject({ kind: 'unavailable' });
		mayConnect = true;
		const dialled = silent.opened;
		transport.close();
		// The pause, its jitter of a fifth, and some more: that nothing happens has no event of its own.
		await new Promise((resolve) => setTimeout(resolve, 1.5 * pause));
		expect(silent.opened).toBe(dialled);
	});
});
