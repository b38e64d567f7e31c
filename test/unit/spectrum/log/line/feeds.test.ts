import type { FeedListener } from '../../../../../nodes/shared/spectrum/log/line/accountFeed';
import { Feeds } from '../../../../../nodes/shared/spectrum/log/line/feeds';
import { FakeClock } from '../../../../support/fakeClock';
import { failureOf } from '../../transport/support';
import { failure, FakeSource } from '../fakeSession';

function setting() {
	const clock = new FakeClock();
	const feeds = new Feeds();
	const subscribe = (source: FakeSource) => {
		const lines: string[] = [];
		const listener: FeedListener = { onLine: (live) => lines.push(live.line.id), onLineGone: () => {}, onFatal: () => {} };
		return { lines, ...feeds.subscribe({ source, clock, random: () => 1, onWarning: () => {} }, listener) };
	};
	return { clock, feeds, subscribe };
}

it('opens one link for a line, however many listen, and closes it with the last of them', async () => {
	const { clock, feeds, subscribe } = setting();
	const [one, other] = [new FakeSource(), new FakeSource()];
	const first = subscribe(one);
	const second = subscribe(other);
	await Promise.all([first.started, second.started]);
	const third = subscribe(new FakeSource());
	expect([first.lines, second.lines, third.lines]).toEqual([['line-1'], ['line-1'], ['line-1']]);
	expect([one.looks.length, other.looks.length, one.sessions.length, feeds.size]).toEqual([1, 0, 1, 1]);
	// Whoever opened it may leave first, and twice.
	first.close();
	first.close();
	third.close();
	expect([one.openSessions, feeds.size]).toEqual([1, 1]);
	second.close();
	await clock.settle();
	expect([one.openSessions, feeds.size, clock.pending]).toEqual([0, 0, 0]);
	const again = subscribe(other);
	await again.started;
	expect([again.lines, other.sessions.length]).toEqual([['line-1'], 1]);
	again.close();
	expect(clock.pending).toBe(0);
});

it('shares nothing between credentials', async () => {
	const { clock, feeds, subscribe } = setting();
	const sources = [new FakeSource('one'), new FakeSource('other')];
	const subscriptions = sources.map(subscribe);
	await Promise.all(subscriptions.map(({ started }) => started));
	expect([feeds.size, sources.map(({ sessions }) => sessions.length)]).toEqual([2, [1, 1]]);
	for (const subscription of subscriptions) subscription.close();
	expect([feeds.size, clock.pending]).toEqual([0, 0]);
});

it('tells everybody that waits for the start that it failed, and goes on', async () => {
	const { clock, subscribe } = setting();
	const source = new FakeSource();
	source.lookFailure = failure('unavailable');
	const [first, second] = [subscribe(source), subscribe(source)];
	expect(await failureOf(first.started)).toMatchObject({ kind: 'unavailable' });
	expect(await failureOf(second.started)).toMatchObject({ kind: 'unavailable' });
	first.close();
	source.lookFailure = undefined;
	await clock.advance(30_000);
	expect(second.lines).toEqual(['line-1']);
	second.close();
	expect(clock.pending).toBe(0);
});

it('leaves nothing of a start that fails when nobody waits for it any more', async () => {
	const { clock, feeds, subscribe } = setting();
	const source = new FakeSource();
	source.lookFailure = failure('unavailable');
	subscribe(source).close();
	await clock.settle();
	expect([feeds.size, clock.pending]).toEqual([0, 0]);
});

describe('a listener that comes after a failed start', () => {
	it('has started where the lines have been looked up since', async () => {
		const { clock, subscribe } = setting();
		const source = new FakeSource();
		source.lookFailure = failure('unavailable');
		const first = subscribe(source);
		await failureOf(first.started);
		source.lookFailure = undefined;
		await clock.advance(30_000);
		const late = subscribe(source);
		await late.started;
		expect([first.lines, late.lines, source.looks.length]).toEqual([['line-1'], ['line-1'], 2]);
		first.close();
		late.close();
		expect(clock.pending).toBe(0);
	});

	it('hears what the newest look-up said', async () => {
		const { clock, subscribe } = setting();
		const source = new FakeSource();
		source.lookFailure = failure('unavailable');
		const first = subscribe(source);
		await failureOf(first.started);
		source.lookFailure = failure('timeout');
		await clock.advance(30_000);
		const second = subscribe(source);
		expect(await failureOf(second.started)).toMatchObject({ kind: 'timeout' });
		source.lookFailure = undefined;
		await clock.advance(30_000);
		expect([first.lines, second.lines]).toEqual([['line-1'], ['line-1']]);
		for (const subscription of [first, second]) subscription.close();
		expect(clock.pending).toBe(0);
	});
});
