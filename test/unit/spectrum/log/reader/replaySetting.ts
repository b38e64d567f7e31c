import { Progress } from '../../../../../nodes/shared/spectrum/log/reader/progress';
import { LineReader, type ReaderOptions, type ReplayWatch } from '../../../../../nodes/shared/spectrum/log/reader/replay';
import { CountedController } from '../../transport/support';
import { FakeSession, line } from '../fakeSession';
import { RecordingConsumer } from '../recordingConsumer';

interface Setting extends Partial<ReaderOptions> {
	readonly cursor?: number;
	/** Numbers in a row that the log has had without a hole. */
	readonly steady?: number;
}

/** One reader, one connection. A replay is asked for as soon as `catchUp` is called. */
export function setting({ cursor, steady = 0, ...options }: Setting = {}) {
	const progress = options.progress ?? new Progress({ log: 0, steady, ...(cursor === undefined ? {} : { cursor: String(cursor) }) });
	const consumer = new RecordingConsumer();
	const session = new FakeSession();
	const reader = new LineReader({ line, startAt: 'everything', consumer, ...options, progress });
	const controller = new CountedController();
	const catchUp = (watch?: ReplayWatch) => reader.catchUp(session, controller.signal, watch);
	return { progress, consumer, session, reader, controller, catchUp };
}
