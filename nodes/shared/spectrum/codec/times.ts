import { google } from './generated/google/protobuf/timestamp';

/** ISO 8601 in milliseconds; absent stays absent. */
export function isoTime(timestamp: google.protobuf.Timestamp | undefined): string | undefined {
	if (timestamp === undefined || timestamp === null) return undefined;
	const milliseconds = timestamp.seconds * 1000 + Math.floor(timestamp.nanos / 1_000_000);
	const date = new Date(milliseconds);
	return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** A moment as the wire has it. The nanoseconds count forward, before 1970 too. */
export function toTimestamp(date: Date | undefined): google.protobuf.Timestamp | undefined {
	if (date === undefined) return undefined;
	const seconds = Math.floor(date.getTime() / 1000);
	return new google.protobuf.Timestamp({ seconds, nanos: (date.getTime() - seconds * 1000) * 1_000_000 });
}
