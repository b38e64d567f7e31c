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
	/** How long a Trigger waits at most until it is known whether a question takes an answer. */
	judging: 5_000,
	/** The clocks of n8n and of the server may differ by so much. */
	clockDifference: 10_000,
	/** For one request, up to the last byte of its answer. */
	request: 10_000,
	/** Pauses after a reading that failed. */
	readingBackoff: { base: 1_000, cap: 60_000 },
	/** Without a stream, the shortest and the longest pause between two readings of a conversation. */
	unstreamedPauses: { shortest: 5_000, longest: 60_000 },
	/** Without a stream, how long before its deadline the votes of a question are read for the last time. */
	lastReading: 2_000,
} as const;

/**
 * How much later than its limit n8n lets the waiting execution go on by itself. The clock comes first, also if n8n was down
 * at the limit: a tenth of the limit, at least five minutes and at most an hour.
 */
export function graceAfter(limit: number): number {
	return Math.min(60 * 60_000, Math.max(5 * 60_000, limit / 10));
}

/**
 * After a restart, until when a question that was open is taken to be open still: by then its own clock has beaten, if it
 * is.
 */
export function assumedUntil(now: number): number {
	return now + askingTimes.longestBeat + askingTimes.firstBeat;
}

/**
 * How long a conversation without a stream is left alone: a tenth of the question's age, within its bounds. People answer soon
 * or much later, so the pauses grow with the age and not with the number of readings, which a restart would forget.
 */
export function unstreamedPause(age: number): number {
	const { shortest, longest } = askingTimes.unstreamedPauses;
	return Math.min(longest, Math.max(shortest, age / 10));
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
