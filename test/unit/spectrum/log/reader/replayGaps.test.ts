import type { ErrorKind } from '../../../../../nodes/shared/spectrum/errors/SpectrumError';
import { FakeClock } from '../../../../support/fakeClock';
import { failureOf } from '../../transport/support';
import { changeIn, line } from '../fakeSession';
import { setting } from './replaySetting';

const clock = new FakeClock();

describe('a cursor that is refused', () => {
	it.each<[ErrorKind, string]>([
		['invalid', 'OUT_OF_RANGE'],
		['unsupported', 'FAILED_PRECONDITION'],
		['notFound', 'NOT_FOUND'],
	])('with %s (%s) is a gap, and what the server still has follows without repeats', async (kind, status) => {
		const given = setting({ cursor: 10 });
		given.reader.accept('12', changeIn());
		const replaying = given.catchUp();
		given.session.replayed.fail(kind, status);
		await clock.settle();
		given.session.replayed.events(8, 12, 14).complete(14);
		await replaying;
		expect(given.session.replays.map(({ after }) => after)).toEqual(['10', undefined]);
		expect(given.consumer.gaps).toEqual([{ line, reason: 'cursorRejected', after: '10', log: 0 }]);
		expect(given.consumer.sequences).toEqual(['12', '14']);
		given.consumer.finish(12, 14);
		expect(given.progress.cursor).toBe('14');
	});

	it('is told once, however often the replay after it breaks', async () => {
		const given = setting({ cursor: 10 });
		const first = failureOf(given.catchUp());
		given.session.replayed.fail('invalid', 'OUT_OF_RANGE');
		await clock.settle();
		given.session.replayed.events(11).fail('unavailable', 'UNAVAILABLE');
		await first;
		const second = given.catchUp();
		given.session.replayed.events(12).complete(12);
		await second;
		// The server refuses the next one too; nothing has happened since that could be missing.
		const third = given.catchUp();
		given.session.replayed.fail('invalid', 'OUT_OF_RANGE');
		await clock.settle();
		given.session.replayed.complete(12);
		await third;
		expect(given.consumer.gaps).toHaveLength(1);
		expect(given.consumer.sequences).toEqual(['11', '12']);
	});

	it.each<[string, ErrorKind, string | undefined]>([
		['a method that is not there', 'unsupported', 'UNIMPLEMENTED'],
		['a server that is down', 'unavailable', 'UNAVAILABLE'],
		['a token that is not good', 'authentication', 'UNAUTHENTICATED'],
		['a project that the control plane does not know', 'notFound', 'HTTP 404'],
		['a line that is gone', 'invalid', undefined],
	])('is not %s', async (_name, kind, status) => {
		const given = setting({ cursor: 10 });
		const replaying = failureOf(given.catchUp());
		given.session.replayed.fail(kind, status);
		expect(await replaying).toMatchObject({ kind });
		expect([given.consumer.gaps, given.session.replays.length]).toEqual([[], 1]);
	});

	it('is not an error of a replay that had begun', async () => {
		const given = setting({ cursor: 10 });
		const replaying = failureOf(given.catchUp());
		given.session.replayed.events(11).fail('unsupported', 'FAILED_PRECONDITION');
		expect(await replaying).toMatchObject({ kind: 'unsupported' });
		expect([given.consumer.gaps, given.session.replays.length]).toEqual([[], 1]);
	});

	it('cannot be refused again when there was none', async () => {
		const given = setting();
		const replaying = failureOf(given.catchUp());
		given.session.replayed.fail('invalid', 'INVALID_ARGUMENT');
		expect(await replaying).toMatchObject({ kind: 'invalid' });
	});
});

describe('a log that ends before the cursor', () => {
	it.each(['now', 'everything'] as const)('is another one, and all of it is new to a reader that began with %s', async (startAt) => {
		const given = setting({ cursor: 50, startAt });
		given.reader.accept('51', changeIn());
		const replaying = given.catchUp();
		given.session.replayed.complete(3);
		await clock.settle();
		given.session.replayed.events(1, 2, 3).complete(3);
		await replaying;
		expect(given.consumer.gaps).toEqual([{ line, reason: 'logRestarted', after: '50', log: 0 }]);
		expect(given.consumer.entries.map(({ sequence, log }) => [sequence, log])).toEqual([
			['51', 0],
			['1', 1],
			['2', 1],
			['3', 1],
		]);
		// Of the log before, whose number 51 is no event of this one.
		given.consumer.finish(51, 1, 2, 3);
		expect([given.progress.cursor, given.progress.logNumber, given.progress.open]).toEqual(['3', 1, 0]);
	});

	it('is told once when the cursor was refused first', async () => {
		const given = setting({ cursor: 50 });
		const replaying = given.catchUp();
		given.session.replayed.fail('invalid', 'OUT_OF_RANGE');
		await clock.settle();
		given.session.replayed.events(1, 2).complete(2);
		await clock.settle();
		given.session.replayed.events(1, 2).complete(2);
		await replaying;
		expect(given.consumer.gaps.map(({ reason }) => reason)).toEqual(['cursorRejected']);
		expect(given.consumer.entries.map(({ sequence, log }) => [sequence, log])).toEqual([
			['1', 1],
			['2', 1],
		]);
	});

	it('is the same one when the replay itself has brought more than it says', async () => {
		const given = setting({ cursor: 50 });
		const replaying = given.catchUp();
		given.session.replayed.events(51).complete(0);
		await replaying;
		given.consumer.finish(51);
		expect([given.consumer.gaps, given.progress.cursor, given.progress.logNumber]).toEqual([[], '51', 0]);
	});
});

describe('events that are missing', () => {
	it('are a gap in a log that has had no holes so far, told once', async () => {
		const given = setting({ cursor: 100, steady: 20 });
		const broken = failureOf(given.catchUp());
		given.session.replayed.events(104).fail('unavailable', 'UNAVAILABLE');
		await broken;
		const replaying = given.catchUp();
		given.session.replayed.events(104, 105).complete(105);
		await replaying;
		expect(given.consumer.gaps).toEqual([{ line, reason: 'eventsMissing', after: '100', next: '104', log: 0 }]);
		expect(given.consumer.sequences).toEqual(['104', '105']);
	});

	it('are none where numbers have been left out before', async () => {
		const given = setting({ cursor: 100, steady: 19 });
		const replaying = given.catchUp();
		given.session.replayed.events(104).complete(104);
		await replaying;
		expect(given.consumer.gaps).toEqual([]);
	});

	it('are none where the next number is the first that comes, or nothing has happened', async () => {
		const given = setting({ cursor: 100, steady: 20 });
		const first = given.catchUp();
		given.session.replayed.events(101, 105).complete(105);
		await first;
		const second = given.catchUp();
		given.session.replayed.complete(105);
		await second;
		expect(given.consumer.gaps).toEqual([]);
	});
});

describe('room', () => {
	it('is waited for, and the server is not taken for silent meanwhile', async () => {
		const given = setting({ cursor: 0, maxOpen: 2 });
		const watch = { onFrame: jest.fn(), onWait: jest.fn() };
		const replaying = given.catchUp(watch);
		given.session.replayed.events(1, 2, 3, 4).complete(4);
		await clock.settle();
		expect([given.consumer.sequences, given.reader.hasRoom]).toEqual([['1', '2'], false]);
		expect([watch.onWait.mock.calls.length, watch.onFrame.mock.calls.length]).toEqual([1, 3]);
		given.consumer.finish(2);
		await clock.settle();
		expect([given.consumer.sequences, watch.onFrame.mock.calls.length]).toEqual([['1', '2', '3'], 5]);
		given.consumer.finish(1, 3);
		await replaying;
		expect(given.consumer.sequences).toEqual(['1', '2', '3', '4']);
		expect(given.controller.listeners).toBe(0);
	});

	it('is made by whoever reads the same place', async () => {
		const earlier = setting({ cursor: 0, maxOpen: 1 });
		earlier.reader.accept('1', changeIn());
		const { reader, controller } = setting({ progress: earlier.progress, maxOpen: 1 });
		const waiting = reader.room(controller.signal);
		earlier.consumer.entry(1).release();
		await waiting;
		expect(controller.listeners).toBe(0);
	});

	it('is not waited for after the signal', async () => {
		const given = setting({ cursor: 0, maxOpen: 1 });
		given.reader.accept('1', changeIn());
		const waiting = failureOf(given.reader.room(given.controller.signal));
		await clock.settle();
		given.controller.abort();
		expect(await waiting).toMatchObject({ kind: 'cancelled' });
		expect(await failureOf(given.reader.room(given.controller.signal))).toMatchObject({ kind: 'cancelled' });
		expect(given.controller.listeners).toBe(0);
	});
});
