import type { EventDomain } from '../../../../../nodes/shared/spectrum/model/event/change';
import { Silence } from '../../../../../nodes/shared/spectrum/log/line/silence';
import { FakeClock } from '../../../../support/fakeClock';
import { setting } from './liveSetting';

const times = { betweenFrames: 90_000, opening: 90_000 };

function watched(...domains: EventDomain[]) {
	const clock = new FakeClock();
	const silent: string[] = [];
	const silence = new Silence(domains, clock, times, (domain) => {
		silent.push(domain);
		silence.close();
	});
	return { clock, silent, silence };
}

/** Milliseconds from now until it is called silent. */
async function lasts({ clock, silent }: ReturnType<typeof watched>): Promise<number> {
	const start = clock.now();
	for (let waited = 0; silent.length === 0 && waited < 100; waited++) await clock.advance(clock.waits[0] ?? 0);
	return clock.now() - start;
}

it('gives a stream its time to open', async () => {
	const given = watched('message', 'poll');
	await given.clock.advance(1);
	given.silence.opened('message');
	expect([await lasts(given), given.silent, given.clock.pending]).toEqual([89_999, ['poll'], 0]);
});

it('waits no longer where no heartbeat was ever heard: such a stream may have been dead from the beginning', async () => {
	const given = watched('message');
	await given.clock.advance(50_000);
	given.silence.opened('message');
	await given.clock.advance(80_000);
	given.silence.heard('message', false);
	expect(await lasts(given)).toBe(90_000);
	const mute = watched('message');
	mute.silence.opened('message');
	expect(await lasts(mute)).toBe(90_000);
});

it('expects the next heartbeat soon where one was heard', async () => {
	const given = watched('message');
	given.silence.opened('message');
	await given.clock.advance(20_000);
	given.silence.heard('message', true);
	expect(await lasts(given)).toBe(90_000);
});

it('learns how long a server is silent between its heartbeats, from the first one on', async () => {
	const given = watched('message');
	given.silence.opened('message');
	for (const silence of [80_000, 120_000, 120_000]) {
		await given.clock.advance(silence);
		given.silence.heard('message', true);
	}
	expect(given.silent).toEqual([]);
	expect(await lasts(given)).toBe(360_000);
});

it('does not take a busy hour without heartbeats for silence', async () => {
	const given = watched('message');
	given.silence.opened('message');
	await given.clock.advance(30_000);
	given.silence.heard('message', true);
	for (let minute = 0; minute < 60; minute++) {
		await given.clock.advance(60_000);
		given.silence.heard('message', false);
	}
	await given.clock.advance(30_000);
	given.silence.heard('message', true);
	expect(await lasts(given)).toBe(90_000);
});

it('watches each stream by itself: one that speaks does not speak for another', async () => {
	const given = watched('message', 'poll');
	given.silence.opened('message');
	given.silence.opened('poll');
	given.silence.heard('poll', true);
	for (let second = 0; second < 8; second++) {
		await given.clock.advance(10_000);
		given.silence.heard('message', true);
	}
	expect([await lasts(given), given.silent]).toEqual([10_000, ['poll']]);
});

it('watches nothing that is not there', async () => {
	const given = watched('message', 'poll');
	given.silence.forget('poll');
	given.silence.opened('poll');
	given.silence.heard('poll', true);
	given.silence.opened('message');
	expect([await lasts(given), given.silent]).toEqual([90_000, ['message']]);
	const nothing = watched('message');
	nothing.silence.forget('message');
	expect(nothing.clock.pending).toBe(0);
});

it('goes on watching when the host’s clock is put back, whose timers do not know of it', async () => {
	const clock = new FakeClock();
	let putBack = 0;
	const silent = jest.fn();
	const host = { now: () => clock.now() - putBack, after: clock.after.bind(clock) };
	const silence = new Silence(['message'], host, times, silent);
	silence.opened('message');
	silence.heard('message', true);
	await clock.advance(45_000);
	putBack = 24 * 3_600_000;
	await clock.advance(135_000);
	expect(silent).toHaveBeenCalledTimes(1);
	silence.close();
	expect(clock.pending).toBe(0);
});

describe('a line', () => {
	it('that goes silent without a word is left and dialled anew', async () => {
		const given = setting();
		await given.opened();
		const [first] = given.source.sessions;
		for (const stream of first?.liveStreams.values() ?? []) stream.heartbeat();
		await given.clock.advance(89_999);
		expect(given.listener.news()).toEqual([]);
		await given.clock.advance(1);
		expect([given.listener.news(), first?.isClosed]).toEqual([['down: timeout'], true]);
		await given.clock.advance(500);
		expect(given.source.sessions).toHaveLength(2);
		given.live.close();
		expect(given.clock.pending).toBe(0);
	});

	it('whose server never says a word is left after the same time', async () => {
		const given = setting();
		await given.opened();
		await given.clock.advance(89_999);
		expect(given.listener.news()).toEqual([]);
		await given.clock.advance(1);
		expect(given.listener.news()).toEqual(['down: timeout']);
		given.live.close();
	});

	it('one of whose streams never opens is dialled anew', async () => {
		const given = setting();
		given.live.start();
		await given.clock.settle();
		for (const domain of ['message', 'poll', 'group'] as const) given.source.session.stream(domain).open();
		await given.clock.advance(90_000);
		expect(given.listener.news()).toEqual(['connecting', 'down: timeout']);
		given.live.close();
		expect(given.clock.pending).toBe(0);
	});
});
