/** How much a running simulator keeps of what has happened: the newest of each. */
export interface Retention {
	/** Calls, requests to the control plane, attempts to deliver a webhook, streams: so many of each. */
	readonly records: number;
	/** Bytes of what these hold, for each list, and of the messages of each phone. The newest entry always stays. */
	readonly recordBytes: number;
	/** Rows of the history, events of the log, and files, of each line. */
	readonly rows: number;
	/** Bytes of the files of each line. A file that has no room is known on, and cannot be downloaded any more. */
	readonly fileBytes: number;
	/** Accepted writes of each line, whose repeats are recognised. */
	readonly writes: number;
	/** Messages, and other events, of each phone. */
	readonly perPhone: number;
	/** Deliveries that can be made again. */
	readonly deliveries: number;
}

/** For a program, such as a test, that counts everything it has done. */
export const programRetention: Retention = {
	records: 250_000,
	recordBytes: Number.POSITIVE_INFINITY,
	rows: 1_000_000,
	fileBytes: Number.POSITIVE_INFINITY,
	writes: 1_000_000,
	perPhone: 250_000,
	deliveries: 250_000,
};

/** For a simulator that runs for days. A snapshot keeps as much. */
export const dailyRetention: Retention = {
	records: 2_000,
	recordBytes: 64 * 1024 * 1024,
	rows: 20_000,
	fileBytes: 256 * 1024 * 1024,
	writes: 5_000,
	perPhone: 5_000,
	deliveries: 2_000,
};

/** Deeper parts of a value are not counted: what a record holds is flat. */
const deepest = 6;

/** About how many bytes the texts and byte arrays of a value have. */
export function bytesIn(value: unknown, depth = deepest): number {
	if (typeof value === 'string') return value.length;
	if (ArrayBuffer.isView(value)) return value.byteLength;
	if (typeof value !== 'object' || value === null || depth === 0) return 0;
	let sum = 0;
	for (const part of Object.values(value)) sum += bytesIn(part, depth - 1);
	return sum;
}
