import { Progress } from '../../../../../nodes/shared/spectrum/log/reader/progress';
import { FakeClock } from '../../../../support/fakeClock';
import { failureOf } from '../../transport/support';
import { changeIn } from '../fakeSession';
import { setting } from './replaySetting';

const clock = new FakeClock();

describe('a replay', () => {
	it('begins at the cursor, hands on what is new in its order, and ends with the head', async () => {
		const given = setting({ cursor: 10 });
		given.reader.accept('12', changeIn());
		const replaying = given.catchUp();
		given.session.replayed.heartbeat().events(11, 12, 15).complete(17);
		await replaying;
		expect(given.session.replays.map(({ after }) => after)).toEqual(['10']);
		expect(given.consumer.sequences).toEqual(['12', '11', '15']);
		given.consumer.finish(15, 12, 11);
		expect(given.progress.cursor).toBe('17');
	});

	it('that ends without its end is an error, and the place is where it was', async () => {
		const given = setting({ cursor: 1 });
		const replaying = failureOf(given.catchUp());
		given.session.replayed.events(3).end();
		expect(await replaying).toMatchObject({ kind: 'protocol' });
		given.consumer.finish(3);
		expect(given.progress.cursor).toBe('1');
	});

	it('that breaks hands on the rest the next time', async () => {
		const given = setting({ cursor: 1 });
		const broken = failureOf(given.catchUp());
		given.session.replayed.events(2, 3).fail('unavailable', 'UNAVAILABLE');
		expect(await broken).toMatchObject({ kind: 'unavailable' });
		const again = given.catchUp();
		given.session.replayed.events(2, 3, 4).complete(4);
		await again;
		expect(given.consumer.sequences).toEqual(['2', '3', '4']);
	});

	it('tells how often an event was handed on before a restart', async () => {
		const progress = new Progress({ log: 0, cursor: '1', sent: { 2: 2 } });
		const given = setting({ progress });
		const replaying = given.catchUp();
		given.session.replayed.events(2, 3).complete(3);
		await replaying;
		expect(given.consumer.entries.map(({ earlierAttempt }) => earlierAttempt)).toEqual([2, undefined]);
		given.consumer.entry(3).sending(1);
		expect(progress.toStored().sent).toEqual({ 2: 2, 3: 1 });
	});

	it('shows nothing after its signal: what was given back by then was not read again', async () => {
		const given = setting({ cursor: 4 });
		const replaying = failureOf(given.catchUp());
		given.session.replayed.events(5, 6);
		await clock.settle();
		given.session.replayed.complete(6);
		given.controller.abort();
		for (const entry of given.consumer.entries) entry.release();
		expect(await replaying).toMatchObject({ kind: 'cancelled' });
		expect([given.progress.cursor, given.controller.listeners]).toEqual(['4', 0]);
	});

	it('leaves an event to the next one that was given back when it had gone by', async () => {
		const progress = new Progress({ log: 0, cursor: '4' });
		const earlier = setting({ progress });
		earlier.reader.accept('5', changeIn());
		const later = setting({ progress });
		const replaying = later.catchUp();
		later.session.replayed.events(5, 6);
		await clock.settle();
		earlier.consumer.entry(5).release();
		later.session.replayed.complete(6);
		await replaying;
		later.consumer.finish(6);
		expect([progress.cursor, later.consumer.sequences]).toEqual(['4', ['6']]);
		const again = later.catchUp();
		later.session.replayed.events(5, 6).complete(6);
		await again;
		later.consumer.finish(5);
		expect([progress.cursor, later.consumer.sequences]).toEqual(['6', ['6', '5']]);
	});
});

describe('whoever wants nothing of the past', () => {
	it('reads its end, and begins there', async () => {
		const given = setting({ startAt: 'now' });
		expect(given.reader.needsStart).toBe(true);
		const replaying = given.catchUp();
		given.session.replayed.events(1, 2, 3).complete(3);
		await replaying;
		expect([given.reader.needsStart, given.progress.cursor, given.consumer.sequences]).toEqual([false, '3', []]);
	});

	it('begins with what came live while the past was read, and misses nothing that followed it', async () => {
		const given = setting({ startAt: 'now' });
		const replaying = given.catchUp();
		given.session.replayed.events(1, 2);
		await clock.settle();
		given.reader.accept('4', changeIn());
		given.session.replayed.events(3, 4, 5).complete(5);
		await clock.settle();
		expect(given.session.replays.map(({ after }) => after)).toEqual([undefined, '3']);
		given.session.replayed.events(4, 5).complete(5);
		await replaying;
		expect(given.consumer.sequences).toEqual(['4', '5']);
		given.consumer.finish(4, 5);
		expect(given.progress.cursor).toBe('5');
	});

	it('begins with what came live before the first replay broke', async () => {
		const given = setting({ startAt: 'now' });
		const broken = failureOf(given.catchUp());
		given.reader.accept('4', changeIn());
		given.session.replayed.fail('unavailable', 'UNAVAILABLE');
		await broken;
		const again = given.catchUp();
		expect(given.session.replayed.after).toBe('3');
		given.session.replayed.events(4, 5).complete(5);
		await again;
		expect(given.consumer.sequences).toEqual(['4', '5']);
	});

	it('goes on after a restart with what it had begun with', () => {
		const { reader, progress } = setting({ startAt: 'now', progress: new Progress({ log: 0, done: [['8', '8']], sent: { 7: 1 } }) });
		expect([reader.needsStart, progress.cursor]).toEqual([false, '6']);
	});
});
