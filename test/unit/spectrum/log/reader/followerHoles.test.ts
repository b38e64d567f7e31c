import { setting } from './followerSetting';

describe('a missing number', () => {
	it('is waited for, so that what happened earlier is handed on earlier, and asked for after a moment', async () => {
		const given = setting();
		const session = await given.opened();
		given.live(12);
		expect(given.consumer.sequences).toEqual([]);
		given.live(11, 14);
		await given.clock.advance(1_999);
		given.live(13);
		expect(given.consumer.sequences).toEqual(['11', '12', '13', '14']);
		await given.clock.advance(10_000);
		expect(session.replays).toHaveLength(1);
		given.live(17, 16);
		await given.clock.advance(2_000);
		expect(session.replays.map(({ after }) => after)).toEqual(['10', '10']);
		session.replayed.events(11, 12, 13, 14, 15, 16).complete(16);
		await given.clock.settle();
		expect(given.consumer.sequences).toEqual(['11', '12', '13', '14', '15', '16', '17']);
		given.follower.close();
		expect(given.clock.pending).toBe(0);
	});

	it('holds nothing up in a log whose numbers have holes, and is asked for once in 30 s at most', async () => {
		const given = setting();
		const session = await given.opened();
		const answer = async (...sequences: number[]): Promise<void> => {
			session.replayed.events(...sequences).complete(sequences.at(-1) ?? 0);
			await given.clock.settle();
		};
		given.live(12);
		await given.clock.advance(2_000);
		await answer(12);
		given.live(14);
		expect(given.consumer.sequences).toEqual(['12', '14']);
		await given.clock.advance(2_000);
		await answer(12, 14);
		given.live(16);
		await given.clock.advance(5_000);
		given.live(18);
		await given.clock.advance(24_999);
		expect([session.replays.length, given.consumer.sequences]).toEqual([3, ['12', '14', '16', '18']]);
		await given.clock.advance(1);
		expect(session.replays).toHaveLength(4);
		given.follower.close();
		await given.clock.settle();
		expect(given.clock.pending).toBe(0);
	});

	it('that a broken replay may have is waited for, also where holes tell nothing', async () => {
		const given = setting();
		const session = given.connect();
		given.follower.onOpen();
		await given.clock.settle();
		// From here on the log has a hole.
		session.replayed.events(12).complete(12);
		await given.clock.settle();
		given.follower.onOpen();
		await given.clock.settle();
		session.replayed.fail('internal', 'INTERNAL');
		await given.clock.settle();
		given.live(20);
		expect(given.consumer.sequences).toEqual(['12']);
		await given.clock.advance(500);
		session.replayed.events(12, 19, 20).complete(20);
		await given.clock.settle();
		expect(given.consumer.sequences).toEqual(['12', '19', '20']);
		given.follower.close();
		expect(given.clock.pending).toBe(0);
	});

	it('is waited for no longer when the server could replay nothing for a minute', async () => {
		const given = setting();
		const session = given.connect();
		given.follower.onOpen();
		await given.clock.settle();
		for (let attempt = 1; attempt <= 5; attempt++) {
			session.replayed.fail('unsupported', 'UNIMPLEMENTED');
			await given.clock.advance(attempt < 5 ? 15_000 : 0);
		}
		given.live(12, 11, 20);
		expect(given.consumer.sequences).toEqual(['12', '11', '20']);
		given.follower.close();
		expect(given.clock.pending).toBe(0);
	});

	it('is seen among what waited for a replay, too', async () => {
		const given = setting();
		const session = given.connect();
		given.follower.onOpen();
		await given.clock.settle();
		given.live(12);
		session.replayed.complete(10);
		await given.clock.advance(2_000);
		session.replayed.events(11, 12).complete(12);
		await given.clock.settle();
		expect([session.replays.length, given.consumer.sequences]).toEqual([2, ['11', '12']]);
		given.follower.close();
		expect(given.clock.pending).toBe(0);
	});

	it('is not waited for longer when the host’s clock was put back', async () => {
		const given = setting();
		const session = await given.opened();
		for (const sequence of [12, 14]) {
			given.live(sequence);
			await given.clock.advance(2_000);
			session.replayed.events(sequence).complete(sequence);
			await given.clock.settle();
		}
		given.clock.jumpTo(given.clock.now() - 24 * 3_600_000);
		given.live(16);
		await given.clock.advance(30_000);
		expect(session.replays).toHaveLength(4);
		given.follower.close();
	});
});

describe('more events than there is room for', () => {
	it('are let pass, and read again as soon as there is room', async () => {
		const given = setting({ maxOpen: 2 });
		const session = await given.opened();
		given.live(11, 12, 13, 14);
		await given.clock.settle();
		expect([given.consumer.sequences, session.replays.length]).toEqual([['11', '12'], 1]);
		given.consumer.finish(11);
		await given.clock.settle();
		expect(session.replayed.after).toBe('11');
		session.replayed.events(12, 13, 14, 15).complete(15);
		await given.clock.settle();
		expect(given.consumer.sequences).toEqual(['11', '12', '13']);
		given.consumer.isInstant = true;
		given.consumer.finish(12, 13);
		await given.clock.settle();
		expect([given.consumer.sequences, given.progress.cursor]).toEqual([['11', '12', '13', '14', '15'], '15']);
		given.follower.close();
		expect(given.clock.pending).toBe(0);
	});

	it('than may wait for a replay are read by another one', async () => {
		const given = setting({ maxOpen: 5_000 });
		given.consumer.isInstant = true;
		const session = given.connect();
		given.follower.onOpen();
		await given.clock.settle();
		const all = Array.from({ length: 1_010 }, (_, index) => 11 + index);
		given.live(...all);
		session.replayed.complete(10);
		await given.clock.settle();
		// What waited is handed on when nothing is read any more.
		expect([session.replays.length, given.consumer.entries.length]).toEqual([2, 0]);
		session.replayed.events(...all).complete(1_020);
		await given.clock.settle();
		expect(given.consumer.sequences).toEqual(all.map(String));
		expect(given.progress.cursor).toBe('1020');
		given.follower.close();
		expect(given.clock.pending).toBe(0);
	});

	it('leave nothing behind when it is closed while it waits for room', async () => {
		const given = setting({ maxOpen: 1 });
		const session = await given.opened();
		given.live(11, 12);
		await given.clock.settle();
		given.follower.close();
		given.consumer.finish(11);
		await given.clock.settle();
		expect([session.replays.length, given.clock.pending, given.listening]).toEqual([1, 0, 0]);
	});
});
