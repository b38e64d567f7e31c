import type { SpectrumError } from '../../errors/SpectrumError';
import { toSpectrumError } from '../../errors/from';
import type { Line } from '../../model/line';
import type { LocationUpdate } from '../../model/location';
import { defaultBackoff, pauseAfter, type Backoff } from '../../timing/backoff';
import type { Clock } from '../../timing/clock';
import { delay } from '../../timing/waiting';
import type { LineSession } from '../ports';
import type { LineListener } from './liveLine';

export interface LocationWatchOptions {
	readonly line: Line;
	readonly clock: Clock;
	/** Gives a number from 0 up to, not including, 1. */
	readonly random: () => number;
	readonly backoff?: Backoff;
	/** Must not throw. */
	readonly onUpdate: (update: LocationUpdate) => void;
	/** Receives one sentence that a person should read. */
	readonly onWarning: (message: string) => void;
}

/**
 * Follows the locations that people share with a line, over the line's own connection. They are no part of the log: this
 * knows no cursor, and what was missed while the line was down stays missed.
 */
export class LocationWatch implements LineListener {
	private stop = new AbortController();
	private isWarned = false;

	constructor(private readonly options: LocationWatchOptions) {}

	onConnecting(): void {}

	onOpen(session: LineSession): void {
		this.stop.abort();
		this.stop = new AbortController();
		void this.follow(session, this.stop.signal);
	}

	onEvent(): void {}

	onDown(): void {
		this.stop.abort();
	}

	close(): void {
		this.stop.abort();
	}

	/** Until the connection ends. A stream that ends before is opened again after a growing pause. */
	private async follow(session: LineSession, signal: AbortSignal): Promise<void> {
		const { clock, random, backoff = defaultBackoff, onUpdate } = this.options;
		for (let failures = 1; !signal.aborted; failures++) {
			try {
				for await (const update of session.locations(signal)) {
					if (signal.aborted) return;
					failures = 0;
					if (update !== undefined) onUpdate(update);
				}
			} catch (caught) {
				const error = toSpectrumError(caught);
				if (signal.aborted) return;
				// The next connection asks again, because the server may have been updated.
				if (error.kind === 'unsupported') return this.warn(error);
			}
			await delay(pauseAfter(Math.max(1, failures), backoff, random), clock, signal).catch(() => undefined);
		}
	}

	private warn({ message }: SpectrumError): void {
		if (this.isWarned) return;
		this.isWarned = true;
		this.options.onWarning(`Line ${this.options.line.phone} has no stream of locations: ${message}`);
	}
}
