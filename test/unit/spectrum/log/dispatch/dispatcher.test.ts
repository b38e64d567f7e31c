import { getMaxListeners } from 'node:events';
import type { Acknowledge, RunOutcome } from '../../../../../nodes/shared/spectrum/log/dispatch/acknowledge';
import { Progress } from '../../../../../nodes/shared/spectrum/log/reader/progress';
import { line } from '../fakeSession';
import { setting } from './dispatcherSetting';

describe('order', () => {
	it('is kept within a space; spaces are side by side', async () => {
		const { accept, clock, host, ended } = setting();
		accept(1, 'a');
		accept(2, 'a');
		accept(3, 'b');
		await clock.settle();
		expect(host.names).toEqual(['1/1', '3/1']);
		host.end('3/1');
		host.end('1/1', 'failed');
		await clock.settle();
		expect(host.names).toEqual(['1/1', '3/1', '2/1']);
		host.end('2/1');
		await clock.settle();
		expect([ended, clock.pending]).toEqual([['done 3', 'done 1', 'done 2'], 0]);
	});

	it.each([
		['any;-;+15551230001', 'SMS;-;+15551230001'],
		['iMessage;-;Bob@Example.com', 'any;-;bob@example.com'],
		['any;+;chat42', 'iMessage;+;chat42'],
	])('is kept in a space that is written in two ways: %s and %s', async (one, other) => {
		const { accept, clock, host } = setting();
		accept(1, one);
		accept(2, other);
		await clock.settle();
		expect(host.names).toEqual(['1/1']);
		host.end('1/1');
		await clock.settle();
		expect(host.names).toEqual(['1/1', '2/1']);
	});

	it('is that of the log, however long one event takes to be read', async () => {
		const { accept, clock, host } = setting();
		host.prepareFailures.set('1', 2);
		accept(1, 'a');
		accept(2, 'a');
		accept(3, 'b');
		await clock.settle();
		expect([host.names, host.warnings.length, clock.waits]).toEqual([['3/1'], 1, [500, 60_000]]);
		await clock.advance(500);
		expect([host.names, host.warnings.length]).toEqual([['3/1'], 2]);
		await clock.advance(1_000);
		expect(host.names).toEqual(['3/1', '1/1']);
		expect(host.prepared).toEqual(['1', '3', '1', '1', '2']);
	});

	it('does not wait for the end of a run where receiving is enough', async () => {
		const { accept, clock, host, ended } = setting({ acknowledge: 'received' });
		for (const sequence of [1, 2, 3]) accept(sequence);
		await clock.settle();
		expect([host.names, ended]).toEqual([['1/1', '2/1', '3/1'], []]);
		host.end('2/1', 'crashed');
		await clock.settle();
		expect(ended).toEqual(['done 2']);
	});
});

describe('runs at a time', () => {
	it.each<Acknowledge>(['received', 'finished'])('are so many and no more, when %s', async (acknowledge) => {
		const { accept, clock, host } = setting({ acknowledge, maxParallel: 2 });
		for (const sequence of [1, 2, 3, 4]) accept(sequence, `space ${sequence}`);
		await clock.settle();
		expect(host.names).toEqual(['1/1', '2/1']);
		host.end('2/1');
		await clock.settle();
		expect(host.names).toEqual(['1/1', '2/1', '3/1']);
	});

	it('have a deadline each, after which they go on and are not waited for', async () => {
		const { accept, clock, host, ended } = setting({ maxParallel: 1, deadline: 30_000 });
		accept(1);
		accept(2);
		await clock.advance(29_999);
		expect([host.names, ended]).toEqual([['1/1'], []]);
		await clock.advance(1);
		expect([host.names, ended]).toEqual([['1/1', '2/1'], ['done 1']]);
		expect(host.warnings).toEqual([
			'A run has not ended within 30 s. The next event no longer waits for it (message.received 1 of line +15550000001)',
		]);
		host.end('1/1', 'crashed');
		host.end('2/1');
		await clock.settle();
		expect([ended, clock.pending]).toEqual([['done 1', 'done 2'], 0]);
	});

	it('of many spaces wait for one signal, which Node does not take for a leak', async () => {
		const { accept, clock, host } = setting();
		let most: number | undefined;
		host.itemOf = async (_event, signal) => {
			most = getMaxListeners(signal);
			return await Promise.resolve(undefined);
		};
		accept(1);
		await clock.settle();
		expect(most).toBe(Number.POSITIVE_INFINITY);
	});
});

describe('what becomes of a run', () => {
	it.each<[Acknowledge, RunOutcome[]]>([
		['received', ['notRecorded']],
		['finished', ['notRecorded', 'crashed']],
		['succeeded', ['notRecorded', 'crashed', 'failed']],
	])('when %s: is repeated after %j only', async (acknowledge, repeated) => {
		for (const outcome of ['succeeded', 'failed', 'cancelled', 'crashed', 'known', 'notRecorded', 'overdue'] as const) {
			const { accept, clock, host, ended, progress } = setting({ acknowledge });
			accept(1);
			await clock.settle();
			expect(progress.toStored().sent).toEqual({ 1: 1 });
			host.end('1/1', outcome);
			await clock.settle();
			expect([outcome, ended]).toEqual([outcome, repeated.includes(outcome) ? [] : ['done 1']]);
			await clock.advance(500);
			const second = outcome === 'notRecorded' ? ['1/1'] : ['1/2'];
			expect([outcome, host.names.slice(1)]).toEqual([outcome, repeated.includes(outcome) ? second : []]);
			if (repeated.includes(outcome)) host.end(second[0] as string);
			await clock.settle();
			expect([outcome, ended, clock.pending]).toEqual([outcome, ['done 1'], 0]);
		}
	});

	it('is repeated so often, with growing pauses, and holds up its space meanwhile', async () => {
		const { accept, clock, host, ended } = setting({ acknowledge: 'succeeded', maxAttempts: 3 });
		accept(1);
		accept(2);
		await clock.settle();
		for (const [attempt, pause] of [
			[1, 500],
			[2, 1_000],
			[3, 0],
		] as const) {
			host.end(`1/${attempt}`, 'failed');
			await clock.advance(pause);
		}
		expect([host.names, ended]).toEqual([['1/1', '1/2', '1/3', '2/1'], ['done 1']]);
		expect(host.warnings).toEqual(['All 3 runs have failed. There is no further attempt (message.received 1 of line +15550000001)']);
	});

	it('that was not recorded is repeated for ever, with the same attempt', async () => {
		const { accept, clock, host, ended } = setting({ acknowledge: 'succeeded', maxAttempts: 1 });
		accept(1);
		await clock.settle();
		for (let failures = 1; failures <= 50; failures++) {
			host.end('1/1', 'notRecorded');
			await clock.advance(30_000);
		}
		expect([new Set(host.names), host.runs.length, ended]).toEqual([new Set(['1/1']), 51, []]);
		host.end('1/1');
		await clock.settle();
		expect([ended, clock.pending]).toEqual([['done 1'], 0]);
	});

	it.each<[Acknowledge, string]>([
		['received', '1/2'],
		['finished', '1/3'],
		['succeeded', '1/3'],
	])('before a restart is not known, and when %s the event comes as %s', async (acknowledge, name) => {
		const { accept, clock, host } = setting({ acknowledge }, new Progress({ log: 0, cursor: '0', sent: { 1: 2 } }));
		accept(1);
		await clock.settle();
		expect(host.names).toEqual([name]);
	});

	it.each<Acknowledge>(['received', 'finished'])('when the host breaks its word is that there was none (%s)', async (acknowledge) => {
		const { accept, clock, host, ended } = setting({ acknowledge, maxParallel: 1 });
		host.itemFailures.set('1', 1);
		accept(1);
		await clock.settle();
		expect(host.names).toEqual([]);
		await clock.advance(500);
		host.throwsAtStart = new Error('emit is gone');
		host.runs[0]?.break(new Error('the store is gone'));
		await clock.advance(1_000);
		host.throwsAtStart = undefined;
		await clock.advance(2_000);
		expect([host.names, ended, host.warnings.length]).toEqual([['1/1', '1/1'], [], 3]);
		host.end('1/1');
		await clock.settle();
		expect([ended, clock.pending]).toEqual([['done 1'], 0]);
	});
});

describe('an event that needs no run', () => {
	it('is done as soon as that is known', async () => {
		const { accept, clock, host, ended } = setting();
		host.unwanted.add('1');
		host.unwantedItems.add('2');
		for (const sequence of [1, 2, 3]) accept(sequence);
		await clock.settle();
		expect([ended, host.names]).toEqual([['done 1', 'done 2'], ['3/1']]);
	});

	it('takes no slot', async () => {
		const { accept, clock, host } = setting({ maxParallel: 1 });
		host.unwantedItems.add('1');
		for (const sequence of [1, 2]) accept(sequence, `space ${sequence}`);
		await clock.settle();
		expect(host.names).toEqual(['2/1']);
	});
});

describe('a gap', () => {
	const gap = { line, reason: 'eventsMissing', after: '5', next: '9', log: 0 } as const;

	it('is told in the log, and is an event for whoever wants it, until that is recorded', async () => {
		const { dispatcher, clock, host } = setting({ acknowledge: 'received' });
		dispatcher.gap(gap);
		await clock.settle();
		expect(host.warnings).toEqual(['Line +15550000001: events after 5 and before 9 may be missing, because the server skipped sequences.']);
		expect(host.runs).toMatchObject([{ item: 'gap: eventsMissing', gap, entries: [], attempt: 1 }]);
		host.runs[0]?.end('notRecorded');
		await clock.advance(500);
		expect(host.runs).toHaveLength(2);
		host.runs[1]?.end('succeeded');
		await clock.settle();
		expect(clock.pending).toBe(0);
	});

	it.each(['cursorRejected', 'logRestarted'] as const)('because of %s is told in words of its own', async (reason) => {
		const { dispatcher, host } = setting();
		host.wantsGaps = false;
		dispatcher.gap({ line, reason, after: '5', log: 0 });
		expect([host.runs, host.warnings.length]).toEqual([[], 1]);
		expect(host.warnings[0]).toMatch(/^Line \+15550000001: events after 5 may be missing, because .*\.$/);
	});
});
