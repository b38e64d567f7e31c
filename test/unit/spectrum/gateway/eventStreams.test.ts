import type { EventFrame } from '../../../../nodes/shared/spectrum/model/event/change';
import type { CloudConnection } from '../../../../nodes/shared/spectrum/model/connection';
import { EventStreams } from '../../../../nodes/shared/spectrum/gateway/eventStreams';
import { createPool, type ConnectionPool } from '../../../../nodes/shared/spectrum/gateway/pool/pool';
import { Simulator, type SimulatorOptions } from '../../../../simulator/src';
import { FakeClock } from '../../../support/fakeClock';
import { nodeHttp } from '../auth/nodeHttp';
import { CountedController, deferred, failureOf } from '../transport/support';

const someone = '+15557770001';

let simulator: Simulator;
let pool: ConnectionPool;

/** `stop()` fails the test when a connection is left open. */
afterEach(async () => {
	await simulator.stop();
	pool.close();
});

async function start(options: SimulatorOptions = {}): Promise<EventStreams> {
	simulator = await Simulator.start(options);
	pool = createPool({ random: () => 0, clock: options.clock });
	return streamsOf({});
}

function streamsOf(changes: Partial<CloudConnection>): EventStreams {
	const {
		caCertificate: ca,
		projectId,
		projectSecret,
		controlPlaneUrl,
		sharedAddress,
		dedicatedAddressPattern,
	} = simulator.cloudCredential();
	const connection = { kind: 'cloud', projectId, projectSecret, controlPlaneUrl, sharedAddress, dedicatedAddressPattern, ca } as const;
	return new EventStreams({ ...connection, ...changes }, () => ({ http: nodeHttp }), pool);
}

function say(...texts: string[]): void {
	simulator.receiveMany(texts.map((text) => ({ from: someone, text })));
}

function mints(): number {
	return simulator.requests.filter(({ route }) => route === 'mint').length;
}

/** A stream that is being read, as a reader of events does it. */
function reading(stream: AsyncIterable<EventFrame>) {
	const frames: EventFrame[] = [];
	let wake = (): void => {};
	const ended = (async () => {
		for await (const frame of stream) {
			frames.push(frame);
			wake();
		}
	})();
	ended.catch(() => {});
	return {
		frames,
		ended,
		sequences: () => frames.flatMap((frame) => (frame.type === 'event' ? [frame.sequence] : [])),
		/** Resolves when so many frames have come. */
		until: async (count: number): Promise<void> => {
			while (frames.length < count) await new Promise<void>((resolve) => (wake = resolve));
		},
	};
}

/** A live stream of messages; `opened` resolves when the server listens. */
function listening(session: ReturnType<EventStreams['connect']>, controller = new CountedController()) {
	const opened = deferred();
	const onOpen = jest.fn(() => opened.resolve());
	return { ...reading(session.live('message', controller.signal, onOpen)), opened: opened.promise, onOpen, controller };
}

describe('the connection to a line', () => {
	it('is its own, carries every stream, and is gone with its close', async () => {
		const streams = await start({ firstSequence: 2n ** 53n });
		say('before');
		const session = streams.connect('shared');
		expect(simulator.connections.opened).toBe(0);
		const live = listening(session);
		await live.opened;
		say('live');
		await live.until(1);
		const replay = reading(session.replay('9007199254740991', new AbortController().signal));
		await replay.ended;
		expect([live.sequences(), replay.sequences()]).toEqual([['9007199254740993'], ['9007199254740992', '9007199254740993']]);
		expect(replay.frames.at(-1)).toEqual({ type: 'complete', head: '9007199254740993' });
		expect([simulator.connections, mints()]).toEqual([{ open: 1, opened: 1 }, 1]);
		const other = streams.connect('shared');
		await reading(other.replay(undefined, new AbortController().signal)).ended;
		expect(simulator.connections).toEqual({ open: 2, opened: 2 });
		other.close();
		session.close();
		session.close();
		expect(await failureOf(live.ended)).toMatchObject({ kind: 'cancelled' });
		await simulator.whenIdle();
		expect(live.controller.listeners).toBe(0);
		expect(await failureOf(listening(session).ended)).toMatchObject({ kind: 'cancelled' });
		expect(simulator.connections.opened).toBe(2);
	});

	it('gives up one stream with its signal, and keeps the others', async () => {
		const streams = await start();
		const session = streams.connect('shared');
		const [first, second] = [listening(session), listening(session)];
		await Promise.all([first.opened, second.opened]);
		first.controller.abort();
		expect(await failureOf(first.ended)).toMatchObject({ kind: 'cancelled' });
		say('still there');
		await second.until(1);
		expect([second.sequences(), first.controller.listeners]).toEqual([['1'], 0]);
		session.close();
		await failureOf(second.ended);
	});

	it('is not dialled by a stream that still waited for its token when it was closed', async () => {
		const streams = await start();
		const held = simulator.faults.add('mint', { type: 'hold' });
		const session = streams.connect('shared');
		const live = listening(session);
		await held.struck;
		session.close();
		held.release();
		expect(await failureOf(live.ended)).toMatchObject({ kind: 'cancelled' });
		expect(simulator.connections.opened).toBe(0);
	});

	it('tells of heartbeats, and opens late where the server answers late', async () => {
		const clock = new FakeClock(Date.now());
		const streams = await start({ clock });
		simulator.settings.heartbeatMilliseconds = 1_000;
		simulator.settings.earlyHeaders = false;
		const session = streams.connect('shared');
		const live = listening(session);
		await simulator.nextStream();
		expect(live.onOpen).not.toHaveBeenCalled();
		await clock.advance(1_000);
		await live.until(1);
		expect([live.frames, live.onOpen.mock.calls.length]).toEqual([[{ type: 'heartbeat' }], 1]);
		session.close();
		await failureOf(live.ended);
	});
});

describe('a token that is refused', () => {
	it.each(['expiredToken', 'refusedToken'] as const)('at the start (%s) is renewed, and the reader does not notice', async (type) => {
		const streams = await start();
		simulator.faults.add('SubscribeMessageEvents', { type });
		const session = streams.connect('shared');
		const live = listening(session);
		await live.opened;
		say('1');
		await live.until(1);
		expect([live.onOpen.mock.calls.length, mints(), simulator.connections.opened]).toEqual([1, 2, 1]);
		session.close();
		await failureOf(live.ended);
	});

	it('at the start of a replay is renewed, and everything comes once', async () => {
		const streams = await start();
		say('1', '2');
		simulator.faults.add('CatchUpEvents', { type: 'refusedToken' });
		const session = streams.connect('shared');
		const replay = reading(session.replay(undefined, new AbortController().signal));
		await replay.ended;
		expect([replay.sequences(), mints()]).toEqual([['1', '2'], 2]);
		session.close();
	});

	it.each<[string, string[], number]>([
		// Else the next stream would be refused as well.
		['after the server said that it listens is renewed for the next stream', [], 2],
		['in mid-stream', ['1'], 1],
	])('%s, and ends this one: it would not be known what was missed', async (_name, texts, minted) => {
		const streams = await start();
		const session = streams.connect('shared');
		const live = listening(session);
		await live.opened;
		say(...texts);
		await live.until(texts.length);
		(await simulator.nextStream()).strike({ type: 'expiredToken' });
		expect(await failureOf(live.ended)).toMatchObject({ kind: 'authentication', code: 'tokenExpired' });
		expect([live.onOpen.mock.calls.length, mints()]).toEqual([1, minted]);
		session.close();
	});

	it('and cannot be renewed after the server said that it listens, is told as the refusal that it was', async () => {
		const streams = await start();
		simulator.faults.add('mint', { type: 'status', status: 403 }, { after: 1 });
		const session = streams.connect('shared');
		const live = listening(session);
		await live.opened;
		(await simulator.nextStream()).strike({ type: 'expiredToken' });
		expect(await failureOf(live.ended)).toMatchObject({ kind: 'authentication', code: 'tokenExpired' });
		expect(mints()).toBe(2);
		session.close();
	});
});

it('names account and credential, and the lines as they are now', async () => {
	const streams = await start({ plan: 'dedicated', lines: ['+15550000001'] });
	const renewed = streamsOf({ projectSecret: 'a new one' });
	expect([renewed.identity === streams.identity, renewed.credential === streams.credential]).toEqual([true, false]);
	const phones = async (isRenewed: boolean): Promise<string[]> =>
		(await streams.inventory(isRenewed)).lines.map(({ phone }) => phone).sort();
	expect(await phones(false)).toEqual(['+15550000001']);
	await simulator.addLine('+15550000002');
	expect(await phones(false)).toEqual(['+15550000001']);
	expect(await phones(true)).toEqual(['+15550000001', '+15550000002']);
	const { plan, lines } = await streams.inventory(false);
	// Tokens stay below.
	expect([plan, Object.keys(lines[0] ?? {})]).toEqual(['dedicated', ['id', 'phone']]);
});
