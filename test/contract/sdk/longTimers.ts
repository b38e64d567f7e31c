/** A timer of the SDK that waits for the test. */
interface LongTimer {
	readonly milliseconds: number;
	readonly fire: () => void;
}

const longest = 60_000;

/**
 * The SDK has no clock that could be set. While this is in place, its timers of a minute and more wait for the test;
 * shorter ones run as always.
 */
export class LongTimers {
	private readonly waiting = new Map<object, LongTimer>();
	private readonly realSet = globalThis.setTimeout;
	private readonly realClear = globalThis.clearTimeout;

	constructor() {
		const { waiting, realSet, realClear } = this;
		globalThis.setTimeout = ((task: (...given: unknown[]) => void, milliseconds = 0, ...given: unknown[]) => {
			if (milliseconds < longest) return realSet(task, milliseconds, ...given);
			const handle = { ref: () => handle, unref: () => handle, hasRef: () => false, refresh: () => handle, close: () => handle };
			waiting.set(handle, { milliseconds, fire: () => task(...given) });
			return handle;
		}) as typeof globalThis.setTimeout;
		globalThis.clearTimeout = ((handle: object | undefined) => {
			if (handle === undefined || !waiting.delete(handle)) realClear(handle as NodeJS.Timeout);
		}) as typeof globalThis.clearTimeout;
	}

	/** The waits of those that are set now. */
	get milliseconds(): number[] {
		return [...this.waiting.values()].map((timer) => timer.milliseconds);
	}

	/** Lets the timers with this wait strike. */
	fire(milliseconds: number): void {
		for (const [handle, timer] of [...this.waiting]) {
			if (timer.milliseconds !== milliseconds) continue;
			this.waiting.delete(handle);
			timer.fire();
		}
	}

	restore(): void {
		globalThis.setTimeout = this.realSet;
		globalThis.clearTimeout = this.realClear;
	}
}
