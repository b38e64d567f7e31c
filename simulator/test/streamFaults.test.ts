import { Simulator, type RpcFault, type SimulatorOptions } from '../src';
import { FakeClock } from '../../test/support/fakeClock';
import { rawClient } from './rawCall';
import { rawStreams, type RawStream, type RawStreams } from './rawStreams';

const alice = '+15551230001';

describe('faults in a live stream', () => {
	let spectrum: Simulator;
	let streams: RawStreams;

	const start = async (options: SimulatorOptions = {}, channel: Readonly<Record<string, unknown>> = {}): Promise<void> => {
		spectrum = await Simulator.start({ tls: false, ...options });
		streams = rawStreams(spectrum, undefined, channel);
	};

	afterEach(async () => {
		streams.close();
		await spectrum.stop();
	});

	const say = (...texts: string[]): void => {
		spectrum.receiveMany(texts.map((text) => ({ from: alice, text })));
	};

	const sequences = ({ frames }: RawStream) => frames.filter((frame) => frame.has_sequence).map(({ sequence }) => sequence);

	const opened = async (): Promise<RawStream> => {
		const stream = streams.messages();
		await spectrum.nextStream();
		return stream;
	};

	const cancelled = async (stream: RawStream): Promise<void> => {
		stream.cancel();
		await stream.ended;
	};

	/** What the log still gives a client that starts again after what it has seen. */
	const resumed = async (stream: RawStream): Promise<string[]> => {
		const replay = streams.replay(sequences(stream).pop() ?? '0');
		await replay.ended;
		return [...sequences(stream), ...sequences(replay)];
	};

	it.each<[string, RpcFault, number, string | undefined]>([
		['an error', { type: 'error', code: 'databaseError', afterEvents: 2 }, 13, 'databaseError'],
		['an expired token', { type: 'expiredToken', afterEvents: 2 }, 16, 'tokenExpired'],
		['a refused token', { type: 'refusedToken', afterEvents: 2 }, 16, 'unauthenticated'],
		['its end', { type: 'endStream', afterEvents: 2 }, 0, undefined],
	])('ends with %s after so many events', async (_name, fault, code, errorCode) => {
		await start();
		spectrum.faults.add('SubscribeMessageEvents', fault);
		const stream = await opened();
		say('1', '2', '3');
		expect(await stream.ended).toEqual({ code, errorCode });
		expect(sequences(stream)).toEqual(['1', '2']);
		expect(await resumed(stream)).toEqual(['1', '2', '3']);
	});

	it.each<[string, RpcFault, number, number]>([
		['a connection that is cut', { type: 'dropConnection', afterEvents: 2 }, 14, 2],
		['GOAWAY', { type: 'goaway', afterEvents: 2 }, 14, 2],
		['a reset', { type: 'reset', afterEvents: 2 }, 13, 1],
		['a reset that the client may repeat', { type: 'reset', reason: 'refusedStream', afterEvents: 2 }, 14, 1],
		['a reset as if the client had cancelled', { type: 'reset', reason: 'cancel', afterEvents: 2 }, 1, 1],
		['a reset for calling too much', { type: 'reset', reason: 'enhanceYourCalm', afterEvents: 2 }, 8, 1],
	])('ends with %s, and the log loses nothing', async (_name, fault, code, connections) => {
		await start();
		spectrum.faults.add('SubscribeMessageEvents', fault);
		const stream = streams.messages();
		const open = await spectrum.nextStream();
		say('1', '2', '3');
		expect((await stream.ended).code).toBe(code);
		expect(await open.closed).toEqual({ type: 'cut' });
		expect(open.sent).toBe(2);
		expect(sequences(stream).length).toBeLessThanOrEqual(2);
		expect(await resumed(stream)).toEqual(['1', '2', '3']);
		expect(spectrum.connections.opened).toBe(connections);
	});

	it('lets a connection go on after GOAWAY for its grace, and sends new calls elsewhere', async () => {
		const clock = new FakeClock();
		await start({ clock });
		const stream = streams.messages();
		const open = await spectrum.nextStream();
		open.strike({ type: 'goaway', graceMilliseconds: 5_000 });
		say('1');
		await stream.next();
		const other = await opened();
		expect(spectrum.connections).toEqual({ open: 2, opened: 2 });
		await clock.advance(4_999);
		say('2');
		await Promise.all([stream.next(), other.next()]);
		await clock.advance(1);
		expect((await stream.ended).code).toBe(14);
		say('3');
		await other.next();
		expect([sequences(stream), sequences(other)]).toEqual([
			['1', '2'],
			['2', '3'],
		]);
		await cancelled(other);
	});

	it('goes silent while the connection is well, and goes on where it was', async () => {
		const clock = new FakeClock();
		await start({ clock });
		spectrum.settings.heartbeatMilliseconds = 1_000;
		const held = spectrum.faults.add('SubscribeMessageEvents', { type: 'hold', afterEvents: 1 });
		const stream = await opened();
		say('1', '2');
		await held.struck;
		await clock.advance(10_000);
		const replay = streams.replay();
		expect(await replay.ended).toEqual({ code: 0 });
		expect(stream.frames).toHaveLength(1);
		held.release();
		const after = [await stream.next(), await stream.next(), await stream.next()];
		// Ten were due; heartbeats do not pile up.
		expect(after.map(({ has_sequence }) => has_sequence).sort()).toEqual([false, true, true]);
		await cancelled(stream);
	});

	it('stalls towards the client: the server writes, nobody hears, and a keepalive gets no answer', async () => {
		await start({}, { 'grpc.keepalive_time_ms': 200, 'grpc.keepalive_timeout_ms': 200 });
		const stall = spectrum.faults.add('SubscribeMessageEvents', { type: 'stall', direction: 'toClient', afterEvents: 1 });
		const stream = await opened();
		say('1', '2');
		expect((await stream.ended).code).toBe(14);
		expect(stall.hits).toBe(1);
		expect(sequences(stream).length).toBeLessThanOrEqual(1);
		// A new connection is not stalled.
		expect(await resumed(stream)).toEqual(['1', '2']);
	});

	it('stalls towards the client until it is released, and loses nothing', async () => {
		await start();
		const stream = streams.messages();
		const open = await spectrum.nextStream();
		const stall = open.strike({ type: 'stall', direction: 'toClient' });
		say('1', '2');
		const other = rawStreams(spectrum, undefined, { 'grpc.primary_user_agent': 'another' });
		await other.replay().ended;
		expect(open.sent).toBe(2);
		expect(stream.frames).toHaveLength(0);
		stall.release();
		await stream.next();
		await stream.next();
		expect(sequences(stream)).toEqual(['1', '2']);
		other.close();
		await cancelled(stream);
	});

	it('stalls towards the server: events come, calls on the connection get no answer', async () => {
		await start();
		const stream = streams.messages();
		const open = await spectrum.nextStream();
		const stall = open.strike({ type: 'stall', direction: 'toServer' });
		const calls = spectrum.calls.length;
		const replay = streams.replay();
		say('1');
		expect((await stream.next()).sequence).toBe('1');
		say('2');
		expect((await stream.next()).sequence).toBe('2');
		expect(spectrum.calls).toHaveLength(calls);
		stall.release();
		expect(await replay.ended).toEqual({ code: 0 });
		expect(sequences(replay)).toEqual(['1', '2']);
		await cancelled(stream);
	});

	it('repeats a frame, live and replayed', async () => {
		await start();
		spectrum.faults.add('SubscribeMessageEvents', { type: 'repeatFrame', afterEvents: 2 });
		spectrum.faults.add('CatchUpEvents', { type: 'repeatFrame' });
		const stream = await opened();
		say('1', '2', '3');
		for (let count = 0; count < 4; count++) await stream.next();
		expect(sequences(stream)).toEqual(['1', '2', '2', '3']);
		const replay = streams.replay();
		await replay.ended;
		expect(sequences(replay)).toEqual(['1', '1', '2', '3']);
		await cancelled(stream);
	});

	it('is not subscribed while it is held before its first frame, and says so by its headers', async () => {
		await start();
		const held = spectrum.faults.add('SubscribeMessageEvents', { type: 'hold' });
		const stream = streams.messages();
		let hasHeaders = false;
		void stream.headers.then(() => (hasHeaders = true));
		await held.struck;
		say('1');
		await streams.replay().ended;
		expect(hasHeaders).toBe(false);
		held.release();
		await stream.headers;
		say('2');
		expect((await stream.next()).sequence).toBe('2');
		await cancelled(stream);
	});

	it('cuts a replay short of its end', async () => {
		await start();
		say('1', '2');
		spectrum.faults.add('CatchUpEvents', { type: 'endStream', afterEvents: 2 });
		const replay = streams.replay();
		expect(await replay.ended).toEqual({ code: 0 });
		expect(replay.frames.map(({ payload }) => payload)).not.toContain('complete');
		expect(sequences(replay)).toEqual(['1', '2']);
	});

	it('says so when a fault for streams is put on another call', async () => {
		await start();
		spectrum.faults.add('rpc', { type: 'goaway' }, { times: 2 });
		expect((await streams.messages().ended).code).toBe(14);
		const client = rawClient(spectrum);
		await expect(client.get('any')).rejects.toMatchObject({ code: 13, details: expect.stringContaining('streams only') as unknown });
		client.close();
	});
});
