import type { Clock } from '../../shared/spectrum/timing/clock';
import { kindTexts } from '../../shared/spectrum/errors/kinds';
import { SpectrumError } from '../../shared/spectrum/errors/SpectrumError';
import { delay } from '../../shared/spectrum/timing/waiting';

/** How long a person who activates a workflow has to wait at most, in milliseconds. A server may stay silent for longer. */
const longestWait = 15_000;

/** `connected`: the line has answered. An error: the line has failed. */
type Health = 'unknown' | 'connected' | SpectrumError;

/** The health of each line during a start. */
export class LineHealth {
	private readonly lines = new Map<string, Health>();
	private onChange = (): void => {};
	private onClosed = (): void => {};

	/** Adds a line whose health is not known yet. */
	expect(lineId: string): void {
		this.set(lineId, 'unknown');
	}

	markConnected(lineId: string): void {
		this.set(lineId, 'connected');
	}

	/** Marks a line as failed. A line that was connected stays so, because it reconnects by itself. */
	markFailed(lineId: string, error: SpectrumError): void {
		if (this.lines.get(lineId) !== 'connected') this.set(lineId, error);
	}

	forget(lineId: string): void {
		this.lines.delete(lineId);
		this.onChange();
	}

	/** Resolves when the health of every line is known, or when time is up. Rejects when some lines failed and none is connected. */
	async whenKnown(clock: Clock): Promise<void> {
		let stop = (): void => {};
		try {
			await new Promise<void>((resolve, reject) => {
				const judge = (): void => {
					const all = [...this.lines.values()];
					if (all.includes('unknown')) return;
					const failure = all.find((health) => typeof health !== 'string');
					if (failure === undefined || all.includes('connected')) resolve();
					else reject(failure);
				};
				stop = clock.after(longestWait, resolve);
				this.onClosed = resolve;
				this.onChange = judge;
				judge();
			});
		} finally {
			stop();
			this.onChange = () => {};
		}
	}

	/** Ends the wait of `whenKnown`. */
	close(): void {
		this.onClosed();
	}

	private set(lineId: string, health: Health): void {
		this.lines.set(lineId, health);
		this.onChange();
	}
}

/** Waits for `started`, but only for the time above: a start of n8n must not wait for an account that cannot be reached. */
export async function withinLongestWait(started: Promise<void>, clock: Clock): Promise<void> {
	const stop = new AbortController();
	try {
		await Promise.race([started, delay(longestWait, clock, stop.signal).then(() => Promise.reject(notReached()))]);
	} finally {
		stop.abort();
	}
}

function notReached(): SpectrumError {
	return new SpectrumError({ kind: 'timeout', ...kindTexts.timeout });
}
