import { Simulator, type SimulatorOptions } from '../src';
import { EventLog } from '../src/store/eventLog';
import { rawStreams, type RawStreams } from './rawStreams';

const alice = '+15551230001';

describe('the log of a line', () => {
	const logOf = (count: number, first?: bigint, kept = Number.POSITIVE_INFINITY): EventLog => {
		const log = new EventLog(first, () => kept);
		for (let index = 0; index < count; index++) add(log);
		return log;
	};
	const add = (log: EventLog): void => {
		const change = { type: 'markedRead' } as const;
		log.append<'chat'>({ domain: 'chat', chatGuid: '', service: 'iMessage', occurredAt: 0, isFromMe: true, change });
	};
	const sequences = (log: EventLog, after?: bigint) => log.after(after).map(({ sequence }) => sequence);

	it('counts by one from where it is told to, and its head is the newest', () => {
		expect(logOf(0).head).toBe('0');
		expect(sequences(logOf(3))).toEqual(['1', '2', '3']);
		const log = logOf(3, 2n ** 53n);
		expect(sequences(log)).toEqual(['9007199254740992', '9007199254740993', '9007199254740994']);
		expect(log.head).toBe('9007199254740994');
		expect(sequences(log, 2n ** 53n)).toEqual(['9007199254740993', '9007199254740994']);
	});

	it('may leave numbers out, and finds its place all the same', () => {
		const log = logOf(2);
		log.continueAt(10n);
		expect(log.head).toBe('2');
		add(log);
		expect(log.head).toBe('10');
		expect([0n, 1n, 2n, 5n, 9n, 10n].map((cursor) => sequences(log, cursor).join())).toEqual(['1,2,10', '2,10', '10', '10', '10', '']);
		expect(() => log.continueAt(10n)).toThrow(RangeError);
	});

	it('drops what is old, and knows which cursors have lost something', () => {
		const log = logOf(10, 1n, 4);
		expect(sequences(log)).toEqual(['7', '8', '9', '10']);
		expect([0n, 5n, 6n, 10n, 11n].map((cursor) => log.cursorState(cursor))).toEqual(['dropped', 'dropped', 'held', 'held', 'ahead']);
		log.keepNewest(0);
		expect([9n, 10n].map((cursor) => log.cursorState(cursor))).toEqual(['dropped', 'held']);
		expect(logOf(1, 100n).cursorState(0n)).toBe('held');
	});
});

describe('the log on the wire', () => {
	let spectrum: Simulator;
	let streams: RawStreams;

	const start = async (options: SimulatorOptions = {}): Promise<void> => {
		spectrum = await Simulator.start({ tls: false, ...options });
		streams = rawStreams(spectrum);
	};

	afterEach(async () => {
		streams.close();
		// A test that failed leaves its streams open, and they would keep the process alive.
		await spectrum.stop({ disconnectClients: true });
	});

	it('carries sequences beyond what a double can count', async () => {
		await start({ firstSequence: 2n ** 53n + 1n });
		const live = streams.messages();
		await spectrum.nextStream();
		for (const text of ['1', '2']) spectrum.receive({ from: alice, text });
		expect([(await live.next()).sequence, (await live.next()).sequence]).toEqual(['9007199254740993', '9007199254740994']);
		const replay = streams.replay('9007199254740993');
		await replay.ended;
		expect(replay.frames.map(({ sequence }) => sequence)).toEqual(['0', '9007199254740994', '0']);
		expect((replay.frames[2] as unknown as { complete: { head_sequence: string } }).complete.head_sequence).toBe('9007199254740994');
		live.cancel();
		await live.ended;
	});

	it('has heartbeats in a replay, without a sequence', async () => {
		await start();
		spectrum.receiveMany(Array.from({ length: 5 }, (_, index) => ({ from: alice, text: String(index) })));
		const payloads = async () => {
			const replay = streams.replay();
			await replay.ended;
			return replay.frames.map(({ payload, has_sequence }) => [payload?.[0], has_sequence]);
		};
		const [beat, event, end] = [
			['h', false],
			['m', true],
			['c', false],
		];
		spectrum.settings.replayHeartbeatEvery = 2;
		expect(await payloads()).toEqual([beat, event, event, beat, event, event, beat, event, end]);
		spectrum.settings.replayHeartbeatEvery = 0;
		expect(await payloads()).toEqual([event, event, event, event, event, end]);
	});

	it('answers a live stream with its headers at once, or with the first frame', async () => {
		await start();
		const early = streams.messages();
		await early.headers;
		spectrum.settings.earlyHeaders = false;
		const late = streams.messages();
		let hasHeaders = false;
		void late.headers.then(() => (hasHeaders = true));
		await spectrum.nextStream();
		await spectrum.nextStream();
		await streams.replay().ended;
		expect(hasHeaders).toBe(false);
		spectrum.receive({ from: alice, text: 'Hi' });
		await late.next();
		expect(hasHeaders).toBe(true);
		for (const stream of [early, late]) {
			stream.cancel();
			await stream.ended;
		}
	});

	it.each([
		['messages', 'iMessage;-;+15551230001'],
		['chats', ''],
		['groups', '+15551230001'],
		['polls', ''],
	] as const)('refuses for %s the filter %j', async (domain, filter) => {
		await start({ plan: 'dedicated' });
		expect(await streams[domain](filter).ended).toEqual({ code: 3, errorCode: 'invalidArgument' });
	});

	it(
		'takes 5,000 events at once, and shows each once, in order, live and replayed',
		async () => {
			await start();
			// Heartbeats stand between the events, and do not count.
			spectrum.settings.heartbeatMilliseconds = 100;
			const live = streams.messages();
			await spectrum.nextStream();
			const count = 5_000;
			spectrum.receiveMany(Array.from({ length: count }, (_, index) => ({ from: alice, text: `Message ${index}` })));
			const replay = streams.replay('1000');
			for (let seen = 0; seen < count; ) if ((await live.next()).has_sequence) seen++;
			expect(await replay.ended).toEqual({ code: 0 });
			const shown = (frames: ReadonlyArray<{ readonly has_sequence: boolean; readonly sequence: string }>) =>
				frames.filter((frame) => frame.has_sequence).map(({ sequence }) => Number(sequence));
			expect(shown(live.frames)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
			expect(shown(replay.frames)).toEqual(Array.from({ length: count - 1_000 }, (_, index) => index + 1_001));
			live.cancel();
			await live.ended;
			// Some seconds where nothing else runs. The limit only ends what hangs.
		},
		10 * 60_000,
	);
});
