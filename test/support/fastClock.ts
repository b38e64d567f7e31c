import type { CancelTimer, Clock } from '../../nodes/shared/spectrum/timing/clock';

/**
 * A clock that runs so many times as fast as real time. Whoever takes it keeps the times that ship, a watchdog of 90 s
 * for example, and all of their proportions, and a test need not wait for them.
 */
export class FastClock implements Clock {
	private readonly cancels = new Set<CancelTimer>();

	/** @param origin Real time at which both agree; clocks of two processes that agree on it show the same. */
	constructor(
		readonly speed: number,
		readonly origin = Date.now(),
	) {}

	now(): number {
		return this.origin + (Date.now() - this.origin) * this.speed;
	}

	after(milliseconds: number, task: () => void): CancelTimer {
		const timer = setTimeout(() => {
			this.cancels.delete(cancel);
			task();
		}, milliseconds / this.speed);
		timer.unref();
		const cancel: CancelTimer = () => {
			this.cancels.delete(cancel);
			clearTimeout(timer);
		};
		this.cancels.add(cancel);
		return cancel;
	}

	/** Timers that have neither struck nor been cancelled. */
	get pending(): number {
		return this.cancels.size;
	}
}
