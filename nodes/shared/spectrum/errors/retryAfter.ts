/** The longest wait that is believed: a year. A date of JavaScript cannot hold every number that fits into a header. */
const longestMilliseconds = 365 * 24 * 60 * 60_000;

/** Milliseconds to wait, from a `Retry-After` header in seconds or as a date. Absent when there is none to read. */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
	const text = value?.trim() ?? '';
	if (/^\d+$/.test(text)) return Math.min(Number(text) * 1_000, longestMilliseconds);
	// Only HTTP dates: Date.parse alone would read `-5` or `1.5` as a year.
	const date = /^[A-Za-z]{3}/.test(text) ? Date.parse(text) : Number.NaN;
	return Number.isNaN(date) ? undefined : Math.min(Math.max(0, date - now), longestMilliseconds);
}
