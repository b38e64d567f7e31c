import { CatchUps } from '../../../../../nodes/shared/spectrum/log/line/catchUps';
import { defaultLogCheckTimes } from '../../../../../nodes/shared/spectrum/log/line/logCheck';
import type { LiveLineOptions } from '../../../../../nodes/shared/spectrum/log/line/liveLine';
import type { FakeSession } from '../fakeSession';
import { RecordingListener, setting as lineSetting } from './liveSetting';

const { betweenChecks, late, silentReplay } = defaultLogCheckTimes;

/** A reader of the line that knows what the test says. */
class Reader extends RecordingListener {
	readonly seen = new Set<string>();
	place: string | undefined = '10';
	missed = 0;

	override onEvent(sequence: string): void {
		this.seen.add(sequence);
	}

	knownUpTo(): string | undefined {
		return this.place;
	}

	hasSeen(sequence: string): boolean {
		return this.seen.has(sequence);
	}

	onMissed(): void {
		this.missed += 1;
	}
}

async function setting(options: Partial<LiveLineOptions> = {}) {
	const given = lineSetting(options);
	const reader = new Reader();
	given.live.listen(reader);
	await given.opened();
	reader.news();
	const { session } = given.source;
	return { ...given, reader, session };
}

type Setting = Awaited<ReturnType<typeof setting>>;

/** The streams beat until the next check has begun. */
async function check({ clock, session }: Pick<Setting, 'clock' | 'session'>): Promise<void> {
	const before = session.replays.length;
	for (let spent = 0; spent < betweenChecks + 30_000 && session.replays.length === before; spent += 30_000) {
		beat(session);
		await clock.advance(30_000);
	}
}

function beat(session: FakeSession): void {
	for (const stream of session.liveStreams.values()) if (!stream.isOver) stream.heartbeat();
}

it('asks the log every few minutes from where the last reader is, once for all of them', async () => {
	const given = await setting();
	const other = new Reader();
	other.place = '7';
	const busy = new Reader();
	busy.place = undefined;
	given.live.listen(other);
	given.live.listen(busy);
	await check(given);
	expect(given.session.replays.map(({ after }) => after)).toEqual(['7']);
	given.session.replayed.complete(10);
	await check(given);
	expect(given.session.replays).toHaveLength(2);
	expect(given.listener.news()).toEqual([]);
	given.live.close();
	await given.clock.settle();
	expect(given.clock.pending).toBe(0);
});

it('opens deaf streams anew, which brings what they have missed, and says so', async () => {
	const given = await setting();
	await check(given);
	given.session.replayed.event(11).complete(11);
	await given.clock.settle();
	expect(given.listener.news()).toEqual([]);
	await given.clock.advance(late);
	expect(given.warnings).toEqual([expect.stringContaining('have not delivered what is in its log')]);
	expect(given.listener.news()).toEqual(['down: unavailable']);
	await given.clock.advance(500);
	expect(given.listener.news()).toEqual(['connecting']);
	expect([given.session.isClosed, given.source.sessions.length]).toEqual([true, 2]);
	given.live.close();
});

it('does not take an event for missed that a stream brings a moment later, or that was known', async () => {
	const given = await setting();
	given.reader.seen.add('12');
	await check(given);
	given.session.replayed.events(11, 12).complete(12);
	await given.clock.settle();
	given.session.stream('message').event(11);
	await given.clock.settle();
	await given.clock.advance(late);
	expect(given.listener.news()).toEqual(['11']);
	expect([given.warnings, given.reader.missed]).toEqual([[], 0]);
	given.live.close();
});

it('has the log read again where no stream was to bring the event', async () => {
	const given = await setting({ domains: ['message'] });
	await check(given);
	// The change of the fake is one of a chat.
	given.session.replayed.event(11).complete(11);
	await given.clock.settle();
	await given.clock.advance(late);
	expect([given.reader.missed, given.warnings, given.session.isClosed]).toEqual([1, [], false]);
	given.live.close();
});

it('has the log read again where it ends before what is known: it is another one', async () => {
	const given = await setting();
	await check(given);
	given.session.replayed.complete(3);
	await given.clock.settle();
	expect([given.reader.missed, given.session.isClosed]).toEqual([1, false]);
	given.live.close();
});

it.each(['fails', 'says nothing'])('says nothing of the streams when the replay %s', async (what) => {
	const given = await setting();
	await check(given);
	const { replayed } = given.session;
	if (what === 'fails') replayed.fail('unavailable', 'UNAVAILABLE');
	for (let spent = 0; spent <= silentReplay; spent += 30_000) {
		beat(given.session);
		await given.clock.advance(30_000);
	}
	expect(replayed.isOver).toBe(true);
	expect(given.listener.news()).toEqual([]);
	await check(given);
	expect(given.session.replays.length).toBeGreaterThan(1);
	given.live.close();
});

it('waits for its turn among the replays of the credential', async () => {
	const catchUps = new CatchUps().slotsOf('credential');
	for (let taken = 0; taken < 16; taken++) catchUps.tryEnter();
	const given = await setting({ catchUps });
	await check(given);
	expect(given.session.replays).toEqual([]);
	catchUps.leave();
	await given.clock.settle();
	expect(given.session.replays).toHaveLength(1);
	given.session.replayed.complete(10);
	await given.clock.settle();
	expect(catchUps.free).toBe(1);
	given.live.close();
});

it('asks nobody where every reader is busy', async () => {
	const given = await setting();
	given.reader.place = undefined;
	await check(given);
	expect(given.session.replays).toEqual([]);
	given.live.close();
});

it('ends with its connection, in the middle of a replay, too', async () => {
	const given = await setting();
	await check(given);
	given.live.close();
	await given.clock.settle();
	expect(given.session.replayed.isOver).toBe(true);
	expect(given.clock.pending).toBe(0);
});
