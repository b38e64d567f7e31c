import { AccountFeed, type FeedListener } from '../../../../../nodes/shared/spectrum/log/line/accountFeed';
import type { LiveLine } from '../../../../../nodes/shared/spectrum/log/line/liveLine';
import { FakeClock } from '../../../../support/fakeClock';
import { failureOf } from '../../transport/support';
import { failure, FakeSource, line, otherLine } from '../fakeSession';

class RecordingFeedListener implements FeedListener {
	readonly told: string[] = [];

	onLine({ line: { id, phone } }: LiveLine): void {
		this.told.push(`${id} ${phone}`);
	}

	onLineGone(lineId: string): void {
		this.told.push(`${lineId} gone`);
	}

	onFatal({ kind }: { readonly kind: string }): void {
		this.told.push(`fatal: ${kind}`);
	}

	news(): string[] {
		return this.told.splice(0);
	}
}

function setting() {
	const clock = new FakeClock();
	const source = new FakeSource();
	const warnings: string[] = [];
	const feed = new AccountFeed({ source, clock, random: () => 1, onWarning: (message) => warnings.push(message) });
	const listener = new RecordingFeedListener();
	feed.listen(listener);
	/** Breaks the newest connection of a line. */
	const breakLine = async (lineId: string, ...[kind, status]: Parameters<typeof failure>): Promise<void> => {
		source.sessions
			.findLast((session) => session.lineId === lineId)
			?.stream('message')
			.fail(kind, status);
		await clock.settle();
	};
	/** Every line opens its newest connection's streams. */
	const openAll = async (): Promise<void> => {
		for (const session of source.sessions) if (!session.isClosed) session.openAll();
		await clock.settle();
	};
	/** Time in which every line lives. */
	const live = async (minutes: number): Promise<void> => {
		for (let minute = 0; minute < minutes; minute++) {
			for (const { liveStreams } of source.sessions) {
				for (const stream of liveStreams.values()) if (!stream.isOver) stream.heartbeat();
			}
			await clock.advance(60_000);
		}
	};
	const expectNothingLeft = async (): Promise<void> => {
		feed.close();
		await clock.settle();
		expect([clock.pending, source.openSessions, feed.all]).toEqual([0, 0, []]);
	};
	return { clock, source, warnings, feed, listener, breakLine, openAll, live, expectNothingLeft };
}

describe('the lines of an account', () => {
	it('have one link each, and come and go while it runs', async () => {
		const given = setting();
		await given.feed.start();
		await given.openAll();
		expect([given.listener.news(), given.source.looks]).toEqual([['line-1 +15550000001'], [true]]);
		given.source.lines = [line, otherLine];
		await given.live(4);
		expect(given.source.looks).toHaveLength(1);
		await given.live(1);
		expect([given.listener.news(), given.source.sessions.length]).toEqual([['line-2 +15550000002'], 2]);
		const late = new RecordingFeedListener();
		given.feed.listen(late);
		expect(late.news()).toEqual(['line-1 +15550000001', 'line-2 +15550000002']);
		given.source.lines = [otherLine];
		given.source.session.openAll();
		await given.live(5);
		expect([given.listener.news(), late.news()]).toEqual([['line-1 gone'], ['line-1 gone']]);
		expect(given.source.sessions[0]?.isClosed).toBe(true);
		expect(given.feed.all.map((live) => live.line.id)).toEqual(['line-2']);
		await given.expectNothingLeft();
	});

	it('whose number has changed are others for whoever chose by it', async () => {
		const given = setting();
		await given.feed.start();
		given.listener.news();
		given.source.lines = [{ ...line, phone: '+15550000009' }];
		await given.clock.advance(5 * 60_000);
		expect(given.listener.news()).toEqual(['line-1 gone', 'line-1 +15550000009']);
		await given.expectNothingLeft();
	});

	it.each([
		['shared', ['message', 'poll', 'chat']],
		['dedicated', ['message', 'poll', 'group', 'chat']],
	] as const)('of the %s plan open their streams', async (plan, domains) => {
		const given = setting();
		given.source.plan = plan;
		await given.feed.start();
		expect([...given.source.session.liveStreams.keys()]).toEqual(domains);
		await given.expectNothingLeft();
	});

	it('are looked up sooner when there are none', async () => {
		const given = setting();
		given.source.lines = [];
		await given.feed.start();
		given.source.lines = [line];
		await given.clock.advance(30_000);
		expect(given.listener.news()).toEqual(['line-1 +15550000001']);
		await given.expectNothingLeft();
	});

	it('that break are looked up at once, and after that once in 30 s', async () => {
		const given = setting();
		given.source.lines = [line, otherLine];
		await given.feed.start();
		await given.clock.advance(60_000);
		await given.breakLine('line-1', 'unavailable');
		await given.clock.advance(0);
		// The look brings new tokens, so that the line is tried with them.
		expect([given.source.looks.length, given.source.sessions.length]).toEqual([2, 3]);
		await given.breakLine('line-1', 'unavailable');
		await given.breakLine('line-2', 'unavailable');
		given.source.lines = [otherLine];
		await given.clock.advance(29_999);
		expect(given.source.looks).toHaveLength(2);
		await given.clock.advance(1);
		expect(given.source.looks).toHaveLength(3);
		expect(given.listener.news()).toContain('line-1 gone');
		await given.expectNothingLeft();
	});

	it('are not left unlooked for when the host’s clock is put back', async () => {
		const given = setting();
		await given.feed.start();
		given.clock.jumpTo(given.clock.now() - 24 * 3_600_000);
		await given.breakLine('line-1', 'unavailable');
		await given.clock.advance(30_000);
		expect(given.source.looks).toHaveLength(2);
		await given.expectNothingLeft();
	});
});

describe('a look that fails', () => {
	it('is told to whoever starts, and repeated', async () => {
		const given = setting();
		given.source.lookFailure = failure('unavailable');
		expect(await failureOf(given.feed.start())).toMatchObject({ kind: 'unavailable' });
		expect(given.warnings).toEqual([]);
		for (let look = 1; look <= 3; look++) await given.clock.advance(30_000);
		expect([given.source.looks.length, given.warnings.length, given.listener.news()]).toEqual([4, 3, []]);
		given.source.lookFailure = undefined;
		await given.clock.advance(30_000);
		expect(given.listener.news()).toEqual(['line-1 +15550000001']);
		await given.expectNothingLeft();
	});

	it('for ever ends what listens, when no line is up', async () => {
		const given = setting();
		given.source.lookFailure = failure('authentication', 'HTTP 401');
		await failureOf(given.feed.start());
		expect(given.listener.news()).toEqual([]);
		await given.clock.advance(30_000);
		expect(given.listener.news()).toEqual(['fatal: authentication']);
		await given.expectNothingLeft();
	});

	it('for ever ends nothing as long as a line is up, and does when that breaks', async () => {
		const given = setting();
		await given.feed.start();
		await given.openAll();
		given.listener.news();
		given.source.lookFailure = failure('authentication', 'HTTP 401');
		await given.live(5);
		expect([given.source.looks.length, given.listener.news(), given.warnings.length]).toEqual([2, [], 1]);
		given.source.refusesToConnect = failure('unavailable');
		await given.breakLine('line-1', 'unavailable');
		await given.clock.advance(30_000);
		expect(given.listener.news()).toEqual(['fatal: authentication']);
		await given.expectNothingLeft();
	});

	it('after the end is nobody’s business', async () => {
		const given = setting();
		await given.feed.start();
		let go = (): void => {};
		given.source.lookHeld = new Promise((resolve) => (go = resolve));
		given.source.lookFailure = failure('unavailable');
		await given.clock.advance(5 * 60_000);
		given.feed.close();
		go();
		await given.clock.settle();
		expect(given.warnings).toEqual([]);
		await given.expectNothingLeft();
	});

	it('brings no line to a feed that was closed meanwhile', async () => {
		const given = setting();
		let go = (): void => {};
		given.source.lookHeld = new Promise((resolve) => (go = resolve));
		const started = given.feed.start();
		given.feed.close();
		go();
		await started;
		expect(given.source.sessions).toHaveLength(0);
		await given.expectNothingLeft();
	});
});

describe('what no waiting heals', () => {
	it('is told only when no line can work', async () => {
		const given = setting();
		given.source.lines = [line, otherLine];
		await given.feed.start();
		given.listener.news();
		await given.breakLine('line-1', 'permission', 'PERMISSION_DENIED');
		expect(given.listener.news()).toEqual([]);
		await given.breakLine('line-2', 'permission', 'PERMISSION_DENIED');
		expect(given.listener.news()).toEqual(['fatal: permission']);
		await given.expectNothingLeft();
	});

	it('may end the feed from within', async () => {
		const given = setting();
		await given.feed.start();
		given.listener.onFatal = () => given.feed.close();
		await given.breakLine('line-1', 'permission', 'PERMISSION_DENIED');
		await given.expectNothingLeft();
	});
});

it('tells of a line that joins when the last look began that did not list it, also to whoever listened later', async () => {
	const given = setting();
	const unlisted: Array<readonly [string, number | undefined]> = [];
	const listener = {
		onLine: ({ line: { id } }: LiveLine, at?: number) => unlisted.push([id, at]),
		onLineGone: () => {},
		onFatal: () => {},
	};
	given.feed.listen(listener);
	const begun = given.clock.now();
	await given.feed.start();
	await given.openAll();
	expect(unlisted).toEqual([[line.id, undefined]]);
	await given.live(5);
	given.source.lookFailure = failure('unavailable', 'HTTP 503');
	await given.live(5);
	given.source.lookFailure = undefined;
	given.source.lines = [line, otherLine];
	await given.live(5);
	// The look that failed has listed nothing.
	expect(unlisted.at(-1)).toEqual([otherLine.id, begun + 5 * 60_000]);
	unlisted.length = 0;
	given.feed.listen({ ...listener });
	expect(unlisted).toEqual([
		[line.id, undefined],
		[otherLine.id, undefined],
	]);
	await given.expectNothingLeft();
});
