import type { google } from './generated/google/protobuf/timestamp';

/** ISO 8601 in milliseconds; absent stays absent. */
export function isoTime(timestamp: google.protobuf.Timestamp | undefined): string | undefined {
	if (timestamp === undefined || timestamp === null) return undefined;
	const milliseconds = timestamp.seconds * 1000 + Math.floor(timestamp.nanos / 1_000_000);
	const date = new Date(milliseconds);
	return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
