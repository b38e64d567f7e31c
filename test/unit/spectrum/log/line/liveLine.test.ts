import { failure, type FakeSession } from '../fakeSession';
import { RecordingListener, setting } from './liveSetting';

describe('one link', () => {
	it('is open when every stream listens, and shows what each of them says', async () => {
		const given = setting();
		given.live.start();
		await given.clock.settle();
		const { session } = given.source;
		expect([...session.liveStreams.keys()]).toEqual(['message', 'poll', 'group', 'chat']);
		session.stream('message').open().event(1).heartbeat();
		session.stream('poll').open();
		session.stream('group').open();
		await given.clock.settle();
		expect([given.listener.news(), given.live.stateName]).toEqual([['connecting', '1'], 'connecting']);
		session.stream('chat').open();
		session.stream('poll').event('9007199254740993');
		await given.clock.settle();
		expect([given.listener.news(), given.live.stateName]).toEqual([['open', '9007199254740993'], 'open']);
		given.live.close();
		await given.clock.settle();
		expect([given.source.openSessions, given.clock.pending, given.listener.news()]).toEqual([0, 0, []]);
	});

	it('is there for every listener, and a late one begins with how it is now', async () => {
		const given = setting();
		given.live.start();
		await given.clock.settle();
		const second = new RecordingListener();
		given.live.listen(second);
		given.source.session.openAll();
		await given.clock.settle();
		const third = new RecordingListener();
		const leave = given.live.listen(third);
		given.source.session.stream('message').event(1);
		await given.clock.settle();
		leave();
		given.source.session.stream('message').event(2).end();
		await given.clock.settle();
		expect(second.news()).toEqual(['connecting', 'open', '1', '2', 'down: unavailable']);
		expect(third.news()).toEqual(['connecting', 'open', '1']);
		const fourth = new RecordingListener();
		given.live.listen(fourth);
		expect([fourth.news(), given.live.failure]).toMatchObject([[], { error: { kind: 'unavailable' }, isFatal: false }]);
		expect(given.source.sessions).toHaveLength(1);
		given.live.close();
		expect(given.clock.pending).toBe(0);
	});

	it('tells nothing more to a listener that another one has ended', async () => {
		const given = setting();
		const second = new RecordingListener();
		let leave = (): void => {};
		given.listener.onEvent = () => leave();
		leave = given.live.listen(second);
		await given.opened();
		second.news();
		given.source.session.stream('message').events(1, 2);
		await given.clock.settle();
		expect(second.news()).toEqual([]);
		given.live.close();
	});

	it('may be closed from within, by whatever it tells', async () => {
		for (const moment of ['onConnecting', 'onOpen', 'onEvent', 'onDown'] as const) {
			const given = setting();
			given.listener[moment] = () => given.live.close();
			given.live.start();
			await given.clock.settle();
			for (const stream of given.source.session.liveStreams.values()) {
				if (!stream.isOver) stream.open();
			}
			await given.clock.settle();
			if (moment === 'onEvent') given.source.session.stream('poll').event(1);
			if (moment === 'onDown') given.source.session.stream('poll').fail('internal', 'INTERNAL');
			await given.clock.settle();
			expect([moment, given.live.stateName, given.source.openSessions, given.clock.pending]).toEqual([moment, 'closed', 0, 0]);
		}
	});

	it('does without the stream of a domain that the server lacks, says so once, and asks again the next time', async () => {
		const given = setting();
		given.live.start();
		await given.clock.settle();
		for (let connection = 1; connection <= 2; connection++) {
			const { session } = given.source;
			for (const domain of ['message', 'poll', 'chat'] as const) session.stream(domain).open();
			session.stream('group').fail('unsupported', 'UNIMPLEMENTED');
			await given.clock.settle();
			expect([connection, given.live.stateName]).toEqual([connection, 'open']);
			session.stream('message').end();
			await given.clock.advance(60_000);
		}
		expect(given.warnings).toHaveLength(1);
		// Now it has learnt it.
		given.source.session.openAll();
		given.source.session.stream('group').event(7);
		await given.clock.settle();
		expect(given.listener.news()).toContain('7');
		given.live.close();
	});

	it('does not do without messages', async () => {
		const given = setting();
		given.live.start();
		given.source.session.stream('message').fail('unsupported', 'UNIMPLEMENTED');
		await given.clock.settle();
		expect(given.live.failure).toMatchObject({ error: { kind: 'unsupported' }, isFatal: false });
		given.live.close();
	});
});

describe('a link that is over', () => {
	it.each<[string, (session: FakeSession) => void, string]>([
		['an error', (session) => session.stream('chat').fail('internal', 'INTERNAL'), 'internal'],
		['the end of one stream', (session) => session.stream('chat').end(), 'unavailable'],
		['a token that ends in mid-stream', (session) => session.stream('chat').fail('authentication', 'UNAUTHENTICATED'), 'authentication'],
	])('by %s is freed whole, and comes back', async (_name, end, kind) => {
		const given = setting();
		await given.opened();
		const [first] = given.source.sessions;
		end(first as FakeSession);
		await given.clock.settle();
		expect([given.listener.news(), first?.isClosed]).toEqual([[`down: ${kind}`], true]);
		expect([...(first?.liveStreams.values() ?? [])].every(({ isOver }) => isOver)).toBe(true);
		expect(given.clock.waits).toEqual([500]);
		await given.clock.advance(500);
		expect([given.source.sessions.length, given.listener.news()]).toEqual([2, ['connecting']]);
		given.live.close();
	});

	it('comes back after pauses that double up to 30 s, with full jitter, for ever', async () => {
		let share = 0;
		const given = setting({ random: () => (share = (share + 0.37) % 1) });
		given.live.start();
		const pauses: number[] = [];
		for (let failures = 1; failures <= 100; failures++) {
			given.source.session.stream('message').fail('unavailable', 'UNAVAILABLE');
			await given.clock.settle();
			const [pause = -1] = given.clock.waits;
			pauses.push(pause / share);
			await given.clock.advance(pause);
		}
		expect(pauses.slice(0, 8).map(Math.round)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
		expect(pauses.slice(8).every((pause) => Math.round(pause) === 30_000)).toBe(true);
		given.live.close();
		expect(given.clock.pending).toBe(0);
	});

	it.each([
		[9_999, 4_000],
		[10_000, 500],
	])('after it was open for %i ms comes back within %i ms', async (held, pause) => {
		const given = setting();
		given.live.start();
		for (let failures = 1; failures <= 3; failures++) {
			given.source.session.stream('message').fail('unavailable', 'UNAVAILABLE');
			await given.clock.settle();
			await given.clock.advance(given.clock.waits[0] ?? 0);
		}
		given.source.session.openAll();
		await given.clock.advance(held);
		given.source.session.stream('message').fail('unavailable', 'UNAVAILABLE');
		await given.clock.settle();
		expect(given.clock.waits).toEqual([pause]);
		given.live.close();
	});

	it('hurries when there is reason to, and only then', async () => {
		const given = setting();
		await given.opened();
		given.live.reconnectNow();
		expect(given.source.sessions).toHaveLength(1);
		given.source.session.stream('message').end();
		await given.clock.settle();
		given.live.reconnectNow();
		expect([given.source.sessions.length, given.live.stateName]).toEqual([2, 'connecting']);
		await given.clock.advance(500);
		expect(given.source.sessions).toHaveLength(2);
		given.live.close();
		given.live.reconnectNow();
		expect([given.source.sessions.length, given.clock.pending]).toEqual([2, 0]);
	});

	it('is tried again when there is none to be had: a pool that was closed throws', async () => {
		const given = setting();
		given.source.refusesToConnect = failure('cancelled');
		given.live.start();
		expect(given.listener.news()).toEqual(['down: cancelled']);
		await given.clock.advance(500);
		expect(given.listener.news()).toEqual(['down: cancelled']);
		given.source.refusesToConnect = undefined;
		await given.clock.advance(1_000);
		given.source.session.openAll();
		await given.clock.settle();
		expect(given.listener.news()).toEqual(['connecting', 'open']);
		given.live.close();
		expect(given.clock.pending).toBe(0);
	});
});

describe('what no waiting heals', () => {
	const refuse = async (given: ReturnType<typeof setting>): Promise<void> => {
		given.source.session.stream('message').fail('authentication', 'UNAUTHENTICATED');
		await given.clock.settle();
	};

	it('is a token that is refused at the start, and again after its renewal', async () => {
		const given = setting({ random: () => 0 });
		given.live.start();
		await refuse(given);
		expect([given.listener.news(), given.clock.waits]).toEqual([['connecting', 'down: authentication'], [5_500]]);
		await given.clock.advance(5_500);
		await refuse(given);
		expect([given.listener.news(), given.clock.waits]).toEqual([['connecting', 'fatal: authentication'], [60_000]]);
		// It is tried all the same, and heals.
		await given.clock.advance(60_000);
		given.source.session.openAll();
		await given.clock.settle();
		expect(given.listener.news()).toEqual(['connecting', 'open']);
		given.live.close();
	});

	it('is not a token that ends in mid-stream, however it goes on', async () => {
		const given = setting({ random: () => 0 });
		await given.opened();
		await refuse(given);
		await given.clock.advance(0);
		await refuse(given);
		expect(given.listener.news()).toEqual(['down: authentication', 'connecting', 'down: authentication']);
		await given.clock.advance(5_500);
		given.source.session.openAll();
		await given.clock.settle();
		await refuse(given);
		expect(given.listener.news()).toEqual(['connecting', 'open', 'down: authentication']);
		given.live.close();
	});

	it('is a permission that is missing, at once', async () => {
		const given = setting();
		await given.opened();
		given.source.session.stream('poll').fail('permission', 'PERMISSION_DENIED');
		await given.clock.settle();
		expect(given.listener.news()).toEqual(['fatal: permission']);
		expect([given.live.failure?.isFatal, given.clock.waits]).toEqual([true, [60_000]]);
		given.live.close();
	});
});
