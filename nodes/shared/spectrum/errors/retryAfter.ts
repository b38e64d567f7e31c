/** The longest wait that is believed: a year. A date of JavaScript cannot hold every number that fits into a header. */
const longestMilliseconds = 365 * 24 * 60 * 60_000;

/**
 * Milliseconds to wait, from a `Retry-After` header in seconds or as a date. Absent when there is none to read. A date is
 * compared with the server's own `Date`, because the clock of this host may be wrong.
 *
 * @param headers names in lower case
 */
export function parseRetryAfter(headers: Readonly<Record<string, string>>, now: number): number | undefined {
	const text = headers['retry-after']?.trim() ?? '';
	if (/^\d+$/.test(text)) return Math.min(Number(text) * 1_000, longestMilliseconds);
	const until = timeOf(text);
	return until === undefined ? undefined : Math.min(Math.max(0, until - (timeOf(headers.date ?? '') ?? now)), longestMilliseconds);
}

/** Only HTTP dates: Date.parse alone would read `-5` or `1.5` as a year. */
function timeOf(text: string): number | undefined {
	const time = /^[A-Za-z]{3}/.test(text) ? Date.parse(text) : Number.NaN;
	return Number.isNaN(time) ? undefined : time;
}
