import type { google } from './generated/google/protobuf/timestamp';
import { wire } from './wire';

/** ISO 8601 with milliseconds. Undefined for an absent time. */
export function isoTime(timestamp: google.protobuf.Timestamp | undefined): string | undefined {
	if (timestamp === undefined || timestamp === null) return undefined;
	const milliseconds = timestamp.seconds * 1000 + Math.floor(timestamp.nanos / 1_000_000);
	const date = new Date(milliseconds);
	return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** A time as a wire timestamp. The nanoseconds count forward, also before 1970. */
export function toTimestamp(date: Date | undefined): google.protobuf.Timestamp | undefined {
	if (date === undefined) return undefined;
	const seconds = Math.floor(date.getTime() / 1000);
	return new wire.Timestamp({ seconds, nanos: (date.getTime() - seconds * 1000) * 1_000_000 });
}
