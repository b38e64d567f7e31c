import { Progress } from '../../../../../nodes/shared/spectrum/log/reader/progress';
import { failure } from '../fakeSession';
import { setting } from './followerSetting';

/** What an end must leave: nothing that runs, waits or listens. */
function expectNothingLeft({ clock, listening, progress }: ReturnType<typeof setting>): void {
	expect([clock.pending, listening]).toEqual([0, 0]);
	// What is handed on now wakes nobody.
	progress.claim('999');
	progress.release('999');
	expect(clock.pending).toBe(0);
}

describe('a replay beside the live streams', () => {
	it('begins when they have opened; what comes live meanwhile is handed on behind it', async () => {
		const given = setting();
		const session = given.connect();
		given.live(13);
		expect(session.replays).toHaveLength(0);
		given.follower.onOpen();
		await given.clock.settle();
		expect(session.replays.map(({ after }) => after)).toEqual(['10']);
		session.replayed.events(11, 12);
		given.live(14);
		await given.clock.settle();
		expect(given.consumer.sequences).toEqual(['11', '12']);
		session.replayed.events(13).complete(13);
		await given.clock.settle();
		expect(given.consumer.sequences).toEqual(['11', '12', '13', '14']);
		expect(given.caughtUp).toHaveBeenCalledTimes(1);
		given.live(15, 14, 15);
		expect(given.consumer.sequences).toEqual(['11', '12', '13', '14', '15']);
		given.follower.close();
		expectNothingLeft(given);
	});

	it('begins after a while though not every stream is open, and once more when they are', async () => {
		const given = setting();
		const session = given.connect();
		await given.clock.advance(1_999);
		expect(session.replays).toHaveLength(0);
		await given.clock.advance(1);
		session.replayed.events(11).complete(11);
		await given.clock.settle();
		given.live(12);
		expect(given.consumer.sequences).toEqual(['11', '12']);
		given.live(14);
		given.follower.onOpen();
		await given.clock.settle();
		session.replayed.events(11, 12, 13, 14).complete(14);
		await given.clock.settle();
		expect(session.replays).toHaveLength(2);
		expect(given.consumer.sequences).toEqual(['11', '12', '13', '14']);
		given.follower.close();
		expectNothingLeft(given);
	});

	it('is followed by another when the streams open while it runs', async () => {
		const given = setting();
		const session = given.connect();
		await given.clock.advance(2_000);
		given.follower.onOpen();
		given.live(12);
		session.replayed.complete(10);
		await given.clock.settle();
		expect(session.replays).toHaveLength(2);
		expect(given.consumer.sequences).toEqual([]);
		session.replayed.events(11, 12).complete(12);
		await given.clock.settle();
		expect(given.consumer.sequences).toEqual(['11', '12']);
		given.follower.close();
	});

	it('is asked for again over each connection; what waited for one that broke comes by the next', async () => {
		const given = setting();
		const first = given.connect();
		given.follower.onOpen();
		await given.clock.settle();
		first.replayed.events(11);
		given.live(12);
		await given.clock.settle();
		given.down();
		await given.clock.settle();
		expect([first.replayed.signal.aborted, given.clock.pending, given.consumer.sequences]).toEqual([true, 0, ['11']]);
		const second = given.connect();
		given.follower.onOpen();
		await given.clock.settle();
		expect(second.replays.map(({ after }) => after)).toEqual(['10']);
		second.replayed.events(11, 12).complete(12);
		await given.clock.settle();
		expect(given.consumer.sequences).toEqual(['11', '12']);
		given.follower.close();
	});
});

describe('who begins now', () => {
	it('finds the present at once, and takes nothing from before', async () => {
		const given = setting({ startAt: 'now', cursor: 'none' });
		const session = given.connect();
		await given.clock.settle();
		expect(session.replays.map(({ after }) => after)).toEqual([undefined]);
		session.replayed.events(1, 2).complete(2);
		await given.clock.settle();
		expect([given.progress.cursor, given.consumer.sequences]).toEqual(['2', []]);
		given.follower.onOpen();
		await given.clock.settle();
		session.replayed.events(3).complete(3);
		await given.clock.settle();
		expect(given.consumer.sequences).toEqual(['3']);
		given.follower.close();
		expectNothingLeft(given);
	});

	it('loses nothing that came live before the present was found, nor what followed it when that broke', async () => {
		const given = setting({ startAt: 'now', cursor: 'none' });
		const session = given.connect();
		await given.clock.settle();
		session.replayed.events(1, 2);
		given.live(3);
		expect(given.consumer.sequences).toEqual(['3']);
		session.replayed.fail('unavailable', 'UNAVAILABLE');
		await given.clock.settle();
		given.down();
		// 4 happened while the line was down.
		const next = given.connect();
		given.follower.onOpen();
		await given.clock.settle();
		expect(next.replayed.after).toBe('2');
		next.replayed.events(3, 4).complete(4);
		await given.clock.settle();
		expect(given.consumer.sequences).toEqual(['3', '4']);
		given.follower.close();
		expectNothingLeft(given);
	});
});

describe('a replay that does not end well', () => {
	it('is tried again with growing pauses while the line is up; live events wait for a minute', async () => {
		const given = setting();
		const session = given.connect();
		given.follower.onOpen();
		await given.clock.settle();
		given.live(12);
		let elapsed = 0;
		for (const pause of [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
			session.replayed.fail('internal', 'INTERNAL');
			await given.clock.settle();
			expect(given.clock.waits).toContain(pause);
			expect(given.consumer.sequences).toEqual(elapsed < 60_000 ? [] : ['12']);
			await given.clock.advance(pause);
			elapsed += pause;
		}
		expect(session.replays).toHaveLength(9);
		expect(given.warnings).toHaveLength(7);
		given.live(13);
		session.replayed.events(11, 12).complete(12);
		await given.clock.settle();
		expect(given.consumer.sequences).toEqual(['12', '11', '13']);
		given.follower.close();
		expectNothingLeft(given);
	});

	it.each([
		['events that are new', false, 11],
		['old ones, behind a cursor that was refused', true, 1],
	])('is waited for without end while each attempt gets further: %s', async (_name, isRefused, first) => {
		const given = setting();
		const session = given.connect();
		given.follower.onOpen();
		await given.clock.settle();
		given.live(30);
		if (isRefused) {
			session.replayed.fail('invalid', 'OUT_OF_RANGE');
			await given.clock.settle();
		}
		for (let sequence = first; sequence < first + 8; sequence++) {
			session.replayed.events(sequence).fail('internal', 'INTERNAL');
			await given.clock.advance(500);
		}
		expect(given.consumer.sequences).not.toContain('30');
		// It was never the second failure in a row.
		expect(given.warnings).toEqual([]);
		session.replayed.events(29, 30).complete(30);
		await given.clock.settle();
		expect(given.consumer.sequences.slice(-2)).toEqual(['29', '30']);
		given.follower.close();
		expectNothingLeft(given);
	});

	it('is given up when it brings nothing for a minute, and begun anew', async () => {
		const given = setting();
		const session = given.connect();
		given.follower.onOpen();
		await given.clock.settle();
		await given.clock.advance(59_999);
		session.replayed.heartbeat();
		await given.clock.settle();
		await given.clock.advance(59_999);
		expect(session.replayed.isOver).toBe(false);
		await given.clock.advance(1);
		expect(session.replayed.isOver).toBe(true);
		await given.clock.advance(500);
		expect(session.replays).toHaveLength(2);
		given.follower.close();
		await given.clock.settle();
		expectNothingLeft(given);
	});

	it('is not given up while it waits for room', async () => {
		const given = setting({ maxOpen: 1 });
		const session = given.connect();
		given.follower.onOpen();
		await given.clock.settle();
		session.replayed.events(11, 12).complete(12);
		await given.clock.advance(10 * 60_000);
		expect([session.replays.length, given.consumer.sequences]).toEqual([1, ['11']]);
		given.consumer.finish(11);
		await given.clock.settle();
		expect([given.caughtUp.mock.calls.length, given.consumer.sequences]).toEqual([1, ['11', '12']]);
		given.follower.close();
		expectNothingLeft(given);
	});

	it('does not take the next one’s watch with it', async () => {
		const given = setting();
		const first = given.connect();
		given.follower.onOpen();
		await given.clock.settle();
		// Both within one turn: the first one ends when the second has begun.
		given.down();
		const second = given.connect();
		given.follower.onOpen();
		await given.clock.settle();
		expect(first.replayed.isOver).toBe(true);
		await given.clock.advance(60_000);
		expect(second.replayed.isOver).toBe(true);
		given.follower.close();
		await given.clock.settle();
		expectNothingLeft(given);
	});
});

it('is told of a line that is down already, and of one that goes down', () => {
	const onFailed = jest.fn();
	const given = setting({ onFailed });
	given.down();
	expect(onFailed).toHaveBeenCalledTimes(1);
	const error = failure('permission', 'PERMISSION_DENIED');
	given.follower.follow({ failure: { error, isFatal: true }, listen: () => () => {} } as never);
	expect(onFailed).toHaveBeenLastCalledWith(error);
});

it('fetches what the reader before it gives back, though its replay has gone by', async () => {
	const progress = new Progress({ log: 0, cursor: '10' });
	progress.claim('11');
	const given = setting({ progress });
	const session = given.connect();
	given.follower.onOpen();
	await given.clock.settle();
	session.replayed.events(11, 12).complete(12);
	await given.clock.settle();
	expect(given.consumer.sequences).toEqual(['12']);
	progress.release('11');
	await given.clock.advance(2_000);
	expect(session.replayed.after).toBe('10');
	session.replayed.events(11, 12).complete(12);
	await given.clock.settle();
	expect(given.consumer.sequences).toEqual(['12', '11']);
	given.follower.close();
	expectNothingLeft(given);
});

it('holds live events until what an earlier reader released has come: they would overtake it', async () => {
	const progress = new Progress({ log: 0, cursor: '10' });
	for (const number of ['11', '12']) progress.claim(number);
	const given = setting({ progress });
	const session = await given.opened(12);
	for (const number of ['11', '12']) progress.release(number);
	given.live(13);
	expect(given.consumer.sequences).toEqual([]);
	await given.clock.advance(2_000);
	session.replayed.events(11, 12, 13).complete(13);
	await given.clock.settle();
	expect(given.consumer.sequences).toEqual(['11', '12', '13']);
	given.follower.close();
	expect(given.clock.pending).toBe(0);
});
