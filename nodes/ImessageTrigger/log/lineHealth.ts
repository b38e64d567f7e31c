import type { Clock } from '../../shared/spectrum/timing/clock';
import { kindTexts } from '../../shared/spectrum/errors/kinds';
import { SpectrumError } from '../../shared/spectrum/errors/SpectrumError';
import { delay } from '../../shared/spectrum/timing/waiting';

/** How long a person who activates a workflow is kept waiting, in milliseconds. A server may say nothing for longer. */
const patience = 15_000;

/** What was heard of each line so far. */
export class Signs {
	private readonly heard = new Map<string, 'nothing' | 'isWell' | SpectrumError>();
	private onChange = (): void => {};
	private onClosed = (): void => {};

	/** A line that has yet to say something. */
	expect(lineId: string): void {
		this.set(lineId, 'nothing');
	}

	isWell(lineId: string): void {
		this.set(lineId, 'isWell');
	}

	/** A line that was well before stays so: it comes back by itself. */
	hasFailed(lineId: string, error: SpectrumError): void {
		if (this.heard.get(lineId) !== 'isWell') this.set(lineId, error);
	}

	forget(lineId: string): void {
		this.heard.delete(lineId);
		this.onChange();
	}

	/** Resolves when something was heard of every line, or when time is up. Rejects when none is well, and some failed. */
	async settled(clock: Clock): Promise<void> {
		let stop = (): void => {};
		try {
			await new Promise<void>((resolve, reject) => {
				const judge = (): void => {
					const said = [...this.heard.values()];
					if (said.includes('nothing')) return;
					const failure = said.find((sign) => typeof sign !== 'string');
					if (failure === undefined || said.includes('isWell')) resolve();
					else reject(failure);
				};
				stop = clock.after(patience, resolve);
				this.onClosed = resolve;
				this.onChange = judge;
				judge();
			});
		} finally {
			stop();
			this.onChange = () => {};
		}
	}

	/** Nobody waits any more. */
	close(): void {
		this.onClosed();
	}

	private set(lineId: string, sign: 'nothing' | 'isWell' | SpectrumError): void {
		this.heard.set(lineId, sign);
		this.onChange();
	}
}

/** A start of n8n does not wait for an account that is asked for again and again. */
export async function withinPatience(started: Promise<void>, clock: Clock): Promise<void> {
	const stop = new AbortController();
	try {
		await Promise.race([started, delay(patience, clock, stop.signal).then(() => Promise.reject(notReached()))]);
	} finally {
		stop.abort();
	}
}

function notReached(): SpectrumError {
	return new SpectrumError({ kind: 'timeout', ...kindTexts.timeout });
}
