/** Time of an ISO 8601 text, in milliseconds since the epoch. Undefined when it is absent or unreadable. */
export function timeOf(text: string | undefined): number | undefined {
	const time = text === undefined ? Number.NaN : Date.parse(text);
	return Number.isNaN(time) ? undefined : time;
}
