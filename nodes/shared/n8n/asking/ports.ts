import { sharedPool, type ConnectionPool } from '../../spectrum/gateway/pool/pool';
import { systemClock, type Clock } from '../../spectrum/timing/clock';

/** What waiting for answers needs from its process. Tests replace parts of it. */
export interface AskingPorts {
	readonly clock: Clock;
	readonly pool: ConnectionPool;
	/** Gives a number from 0 up to, not including, 1. */
	readonly random: () => number;
	/** How long the process has run, in milliseconds. */
	readonly uptime: () => number;
	/** The settings of n8n. */
	readonly environment: Readonly<Record<string, string | undefined>>;
}

export const askingPorts: AskingPorts = {
	clock: systemClock,
	pool: sharedPool,
	random: Math.random,
	uptime: () => process.uptime() * 1_000,
	environment: process.env,
};

/** The times of a question that waits, in milliseconds. */
export const askingTimes = {
	/** The first beats of a clock. n8n keeps shorter waits in memory only, where a restart loses them. */
	firstBeat: 65_000,
	/** The longest pause between two beats. */
	longestBeat: 15 * 60_000,
	/** An execution that is resumed while n8n starts may be marked as crashed. */
	afterStart: 45_000,
	/** How long one answer is delivered again and again before the next beat takes over. */
	delivering: 60_000,
	/** Pauses between two deliveries. */
	deliveryBackoff: { base: 50, cap: 3_000 },
	/** For one request. */
	request: 10_000,
	/** Pauses after a reading that failed. */
	readingBackoff: { base: 1_000, cap: 60_000 },
} as const;

/**
 * How much later than its limit n8n lets the waiting execution go on by itself. The clock comes first, also if n8n was down
 * at the limit: a tenth of the limit, at least five minutes and at most an hour.
 */
export function graceAfter(limit: number): number {
	return Math.min(60 * 60_000, Math.max(5 * 60_000, limit / 10));
}

/**
 * When the clock of a question beats next: after a tenth of the question's age, within its bounds, and at the deadline at
 * the latest.
 */
export function nextBeat(askedAt: number, deadline: number, now: number): number {
	const pause = Math.min(askingTimes.longestBeat, Math.max(askingTimes.firstBeat, (now - askedAt) / 10));
	const next = now + pause;
	return now < deadline ? Math.min(next, Math.max(deadline, now + 1_000)) : next;
}
