import type { LogTrigger } from '../../../nodes/ImessageTrigger/log/logTrigger';
import { Poller } from '../../../nodes/ImessageTrigger/log/pollingMode';
import type { Line } from '../../../nodes/shared/spectrum/model/line';
import { Progress } from '../../../nodes/shared/spectrum/log/reader/progress';
import { FakeClock } from '../../support/fakeClock';
import { FakeSource, line } from '../spectrum/log/fakeSession';
import { RecordingConsumer } from '../spectrum/log/recordingConsumer';

const minute = 60_000;

function setting() {
	const clock = new FakeClock();
	const source = new FakeSource();
	const consumer = new RecordingConsumer();
	consumer.isInstant = true;
	const progress = new Progress({ log: 0, cursor: '0' });
	const poller = new Poller({
		streams: source,
		shared: { clock },
		settings: { filter: { onlyMentions: false, includeOwn: false } },
		checkLines: () => {},
		readerOf: (of: Line) => ({ line: of, progress, startAt: 'everything', consumer }),
	} as unknown as LogTrigger);
	let sequence = 0;
	/** One poll, which finds one event. */
	const poll = async (): Promise<void> => {
		const polled = poller.poll();
		await clock.settle();
		sequence += 1;
		source.session.replayed.event(sequence).complete(sequence);
		await polled;
	};
	return { clock, source, consumer, poll };
}

it('looks the lines up again after some minutes, also where the clock was put back', async () => {
	const { clock, source, poll } = setting();
	await poll();
	await clock.advance(5 * minute - 1);
	await poll();
	await clock.advance(1);
	await poll();
	expect(source.looks).toEqual([true, false, true]);
	clock.jumpTo(clock.now() - 60 * minute);
	await poll();
	await clock.advance(5 * minute);
	await poll();
	expect(source.looks.slice(3).filter(Boolean)).not.toEqual([]);
});

it('gives events of a line the number that it has now', async () => {
	const { source, consumer, poll } = setting();
	await poll();
	source.lines = [{ ...line, phone: '+15550000007' }];
	await poll();
	expect(consumer.entries.map((entry) => [entry.sequence, entry.line.phone])).toEqual([
		['1', line.phone],
		['2', '+15550000007'],
	]);
});
