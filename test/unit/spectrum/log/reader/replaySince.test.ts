import type { Change } from '../../../../../nodes/shared/spectrum/model/event/change';
import { readStoredProgress } from '../../../../../nodes/shared/spectrum/log/reader/storedProgress';
import { Progress } from '../../../../../nodes/shared/spectrum/log/reader/progress';
import type { ReaderOptions } from '../../../../../nodes/shared/spectrum/log/reader/replay';
import { changeIn, type FakeSession } from '../fakeSession';
import { setting as readerSetting } from './replaySetting';

const activation = Date.UTC(2026, 10, 21, 12);
const at = (seconds: number): string => new Date(activation + seconds * 1_000).toISOString();

/** A reader that wants what happens from its activation on, and has never read the line. */
const setting = (options: Partial<ReaderOptions> = {}) => readerSetting({ startAt: 'now', since: activation, ...options });

/** Events of a log: number, and seconds from the activation; undefined for one that does not say. */
function replay(session: FakeSession, ...events: ReadonlyArray<readonly [sequence: number, seconds: number | undefined]>): void {
	for (const [sequence, seconds] of events) {
		const change: Change = { ...changeIn(), ...(seconds === undefined ? {} : { occurredAt: at(seconds) }) };
		(session.replayed as unknown as { write(frame: object): void }).write({ type: 'event', sequence: String(sequence), change });
	}
	session.replayed.complete(events.at(-1)?.[0] ?? 0);
}

test('nothing since the activation is lost, and nothing before it is answered', async () => {
	const { session, consumer, catchUp, progress } = setting();
	const reading = catchUp();
	replay(session, [1, -3_600], [2, -1], [3, 0], [4, 60], [5, undefined]);
	await reading;
	expect(consumer.sequences).toEqual(['3', '4', '5']);
	expect(progress.cursor).toBe('2');
	expect(progress.since).toBeUndefined();
});

test('where nothing has happened since, it begins at the end', async () => {
	const { session, consumer, catchUp, progress } = setting();
	const reading = catchUp();
	replay(session, [1, -60], [2, undefined]);
	await reading;
	expect([consumer.sequences, progress.cursor]).toEqual([[], '2']);
});

test('what comes live meanwhile hides nothing that happened before it', async () => {
	const { session, consumer, reader, catchUp } = setting();
	const broken = catchUp();
	reader.accept('9', changeIn());
	session.replayed.fail('unavailable', 'UNAVAILABLE');
	await expect(broken).rejects.toMatchObject({ kind: 'unavailable' });
	const reading = catchUp();
	replay(session, [6, -60], [7, 1], [8, 2], [9, 3]);
	await reading;
	expect(consumer.sequences).toEqual(['9', '7', '8']);
});

test('a message says by itself when it was written', async () => {
	const { session, consumer, catchUp } = setting();
	const reading = catchUp();
	const written = (seconds: number) => ({
		spaceId: 's',
		isFromMe: false,
		type: 'message.received',
		message: { id: 'm', createdAt: at(seconds) },
	});
	const write = (session.replayed as unknown as { write(frame: object): void }).write.bind(session.replayed);
	write({ type: 'event', sequence: '1', change: written(-1) });
	write({ type: 'event', sequence: '2', change: written(1) });
	session.replayed.complete(2);
	await reading;
	expect(consumer.sequences).toEqual(['2']);
});

test('an activation that reads the log at once trusts its end, whatever the clocks say; after a failure it does not', async () => {
	const trusting = setting({ prefersHead: true });
	const first = trusting.catchUp();
	replay(trusting.session, [1, 30]);
	await first;
	expect(trusting.consumer.sequences).toEqual([]);

	const failed = setting({ prefersHead: true });
	const broken = failed.catchUp();
	failed.session.replayed.fail('unavailable', 'UNAVAILABLE');
	await expect(broken).rejects.toMatchObject({ kind: 'unavailable' });
	const second = failed.catchUp();
	replay(failed.session, [1, -30], [2, 30]);
	await second;
	expect(failed.consumer.sequences).toEqual(['2']);
});

test('the moment outlives a restart until the line was read', async () => {
	const { progress } = setting();
	progress.claim('9');
	progress.sending('9', 1);
	const stored = readStoredProgress(progress.storedText());
	expect(stored).toMatchObject({ since: activation });
	// The new process was started later, and event 9 came live in the old one.
	const { session, consumer, catchUp, progress: read } = setting({ progress: new Progress(stored), since: activation + 3_600_000 });
	const reading = catchUp();
	replay(session, [7, -60], [8, 1], [9, 2]);
	await reading;
	expect(consumer.sequences).toEqual(['8', '9']);
	expect(read.toStored()).not.toHaveProperty('since');
});

test('what was noted of a beginning that led to nothing can be forgotten', () => {
	const { progress } = setting();
	progress.forgetSince();
	expect(progress.toStored()).not.toHaveProperty('since');
	setting({ progress, since: activation + 5 });
	expect(progress.since).toBe(activation + 5);
});

test.each([-1, 1.5, '7', null])('a stored moment that is none (%j) was not written here', (since) => {
	expect(readStoredProgress(JSON.stringify({ log: 0, since }))).toBeUndefined();
});

test('a reader that has a place, or wants everything, asks for no moment', () => {
	expect(setting({ progress: new Progress({ log: 0, cursor: '5' }) }).progress.since).toBeUndefined();
	expect(setting({ startAt: 'everything' }).progress.since).toBeUndefined();
});
