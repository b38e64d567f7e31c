/** Stops a timer. Safe to call twice. */
export type CancelTimer = () => void;

/**
 * The source of time. Everything that waits or compares times receives a clock, so that tests can move time instead of
 * sleeping.
 */
export interface Clock {
	/** Milliseconds since the Unix epoch. */
	now(): number;
	/** Runs `task` once after `milliseconds`, 24 days at most. A pending timer never keeps the process alive. */
	after(milliseconds: number, task: () => void): CancelTimer;
}

/** The most that Node's timers can count. They run a longer one after a millisecond. */
const longestTimer = 2 ** 31 - 1;

export const systemClock: Clock = {
	now: () => Date.now(),
	after(milliseconds, task) {
		const timer = setTimeout(task, Math.min(milliseconds, longestTimer));
		timer.unref();
		return () => clearTimeout(timer);
	},
};
