import { setting } from './followerSetting';

/** What a follower says to whoever compares the streams of its line with the log. */

it('knows everything up to where its last replay ended', async () => {
	const given = setting();
	await given.opened(12);
	expect(given.follower.knownUpTo()).toBe('12');
	expect([given.follower.hasSeen('12'), given.follower.hasSeen('13')]).toEqual([true, false]);
	given.live(13);
	expect(given.follower.hasSeen('13')).toBe(true);
	given.follower.close();
});

it('has seen what it holds until something that is missing before it has come', async () => {
	const given = setting();
	await given.opened(10);
	given.live(14);
	expect(given.consumer.sequences).toEqual([]);
	expect(given.follower.hasSeen('14')).toBe(true);
	given.follower.close();
});

it('is busy, and cannot tell, before it is caught up, while it replays, and when it has no room', async () => {
	const given = setting({ maxOpen: 1 });
	given.connect();
	expect([given.follower.knownUpTo(), given.follower.hasSeen('99')]).toEqual([undefined, true]);
	const session = await given.opened(10);
	expect(given.follower.knownUpTo()).toBe('10');
	given.live(11);
	expect([given.follower.knownUpTo(), given.follower.hasSeen('12')]).toEqual([undefined, true]);
	given.consumer.finish(11);
	expect(given.follower.knownUpTo()).toBe('11');
	given.follower.onMissed();
	await given.clock.settle();
	expect([given.follower.knownUpTo(), session.replays.length]).toEqual([undefined, 2]);
	given.follower.close();
});

it('reads the log again when it is told that something was missed', async () => {
	const given = setting();
	const session = await given.opened(10);
	given.follower.onMissed();
	await given.clock.settle();
	session.replayed.events(11).complete(11);
	await given.clock.settle();
	expect(given.consumer.sequences).toEqual(['11']);
	given.follower.close();
});

it('that has not found its beginning cannot tell', () => {
	const given = setting({ cursor: 'none', startAt: 'now' });
	given.connect();
	expect(given.follower.knownUpTo()).toBeUndefined();
	given.follower.close();
});
