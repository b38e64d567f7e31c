import type { LineListener } from '../../../../../nodes/shared/spectrum/log/line/liveLine';
import { LiveLine, type LiveLineOptions } from '../../../../../nodes/shared/spectrum/log/line/liveLine';
import { FakeClock } from '../../../../support/fakeClock';
import { FakeSource, line } from '../fakeSession';

/** Notes what a line tells. */
export class RecordingListener implements LineListener {
	readonly told: string[] = [];

	onConnecting(): void {
		this.told.push('connecting');
	}

	onOpen(): void {
		this.told.push('open');
	}

	onEvent(sequence: string): void {
		this.told.push(sequence);
	}

	onDown(error: { readonly kind: string }, isFatal: boolean): void {
		this.told.push(`${isFatal ? 'fatal' : 'down'}: ${error.kind}`);
	}

	/** What was told since it was asked last. */
	news(): string[] {
		return this.told.splice(0);
	}
}

/** A line that was started, with one listener. */
export function setting(options: Partial<LiveLineOptions> = {}) {
	const clock = new FakeClock();
	const source = new FakeSource();
	const warnings: string[] = [];
	const live = new LiveLine({
		source,
		line,
		clock,
		// The whole of every pause.
		random: () => 1,
		onWarning: (message) => warnings.push(message),
		...options,
	});
	const listener = new RecordingListener();
	live.listen(listener);
	return {
		clock,
		source,
		warnings,
		live,
		listener,
		/** Starts, and opens every stream. */
		opened: async (): Promise<void> => {
			live.start();
			await clock.settle();
			source.session.openAll();
			await clock.settle();
			listener.news();
		},
	};
}
