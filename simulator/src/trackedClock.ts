import { outsideTime, type CancelTimer, type Clock } from './clock';

/** Passes on another clock and knows which of its own timers are still pending, so that a leak can be seen. */
export class TrackedClock implements Clock {
	private readonly cancels = new Set<CancelTimer>();

	constructor(private readonly inner: Clock) {}

	now(): number {
		return this.inner.now();
	}

	outside(): number {
		return outsideTime(this.inner);
	}

	after(milliseconds: number, task: () => void): CancelTimer {
		const cancelInner = this.inner.after(milliseconds, () => {
			this.cancels.delete(cancel);
			task();
		});
		const cancel: CancelTimer = () => {
			this.cancels.delete(cancel);
			cancelInner();
		};
		this.cancels.add(cancel);
		return cancel;
	}

	get pending(): number {
		return this.cancels.size;
	}
}
