import { Follower, type FollowerOptions } from '../../../../../nodes/shared/spectrum/log/reader/follower';
import type { LineListener, LiveLine } from '../../../../../nodes/shared/spectrum/log/line/liveLine';
import { Progress } from '../../../../../nodes/shared/spectrum/log/reader/progress';
import { FakeClock } from '../../../../support/fakeClock';
import { changeIn, failure, FakeSession, line } from '../fakeSession';
import { RecordingConsumer } from '../recordingConsumer';

interface Setting extends Partial<FollowerOptions> {
	/** Default 10: the reader has a place. */
	readonly cursor?: number | 'none';
}

/** A follower of a line that does what the test says. */
export function setting({ cursor = 10, ...options }: Setting = {}) {
	const clock = new FakeClock();
	const consumer = new RecordingConsumer();
	const progress = options.progress ?? new Progress(cursor === 'none' ? undefined : { log: 0, cursor: String(cursor) });
	let watchers = 0;
	const watch = progress.watch.bind(progress);
	progress.watch = (watcher) => {
		const stop = watch(watcher);
		watchers += 1;
		return () => {
			watchers -= 1;
			stop();
		};
	};
	const caughtUp = jest.fn();
	const warnings: string[] = [];
	const follower = new Follower({
		line,
		startAt: 'everything',
		consumer,
		clock,
		// The whole of every pause.
		random: () => 1,
		onWarning: (message) => warnings.push(message),
		onCaughtUp: caughtUp,
		...options,
		progress,
	});
	const listeners = new Set<LineListener>();
	const live = {
		failure: undefined,
		listen: (listener: LineListener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	} as unknown as LiveLine;
	follower.follow(live);
	const connect = (): FakeSession => {
		const session = new FakeSession();
		follower.onConnecting(session);
		return session;
	};
	return {
		clock,
		consumer,
		progress,
		caughtUp,
		warnings,
		follower,
		/** What listens to the line and to the place. */
		get listening(): number {
			return listeners.size + watchers;
		},
		connect,
		/** Connects, opens every stream, and answers the replay with its end. */
		opened: async (head = Number(progress.cursor)): Promise<FakeSession> => {
			const session = connect();
			follower.onOpen();
			await clock.settle();
			session.replayed.complete(head);
			await clock.settle();
			return session;
		},
		live: (...sequences: Array<number | string>) => {
			for (const sequence of sequences) follower.onEvent(String(sequence), changeIn());
		},
		down: () => follower.onDown(failure('unavailable', 'UNAVAILABLE')),
	};
}
