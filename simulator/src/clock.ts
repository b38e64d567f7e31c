/** Stops a timer. Safe to call twice. */
export type CancelTimer = () => void;

/**
 * The source of time. Everything that waits or compares times receives a clock, so that tests can move time instead of
 * sleeping.
 */
export interface Clock {
	/** Milliseconds since the Unix epoch. */
	now(): number;
	/** Runs `task` once after `milliseconds`. A pending timer never keeps the process alive. */
	after(milliseconds: number, task: () => void): CancelTimer;
	/** What clocks outside the simulator show, for a clock that goes its own way; absent: the same as `now()`. */
	outside?(): number;
}

/** The time that a receiver compares a signature with, or a client its own pauses. */
export function outsideTime(clock: Clock): number {
	return clock.outside?.() ?? clock.now();
}

export const systemClock: Clock = {
	now: () => Date.now(),
	after(milliseconds, task) {
		const timer = setTimeout(task, milliseconds);
		timer.unref();
		return () => clearTimeout(timer);
	},
};
