/**
 * How far a reader has got with one line's log. Numbers are decimal texts, for they may exceed 2^53. It is stored as JSON
 * text and not as an object: n8n observes and copies every object of a workflow's stored data with each event and each run,
 * and a reader that is far behind has hundreds of ranges.
 */
export interface KeptProgress {
	/** Counts the logs that the line has had: a server that was set up anew begins again at a low number. From 0. */
	readonly log: number;
	/** Everything up to here is dealt with. Absent: nothing is known of what lies before, so a replay begins at the start. */
	readonly cursor?: string;
	/** Ranges above the cursor that are dealt with, `[first, last]`, oldest first. */
	readonly done?: ReadonlyArray<readonly [string, string]>;
	/** Events that were handed on and not yet recorded, with the number of the attempt. */
	readonly sent?: Readonly<Record<string, number>>;
	/** How many numbers in a row the log has had without a hole, as far as that matters. */
	readonly steady?: number;
	/** Where there is no cursor yet: the moment from which on events are wanted, in milliseconds since the epoch. */
	readonly since?: number;
}

/** Events that one stored range may stand for: one that is longer was not written here, and would hide what it covers. */
export const longestRange = 1_000_000n;

/** Ranges that are kept at most; what is beyond them may come again after a restart, never less. */
export const mostRanges = 500;

const decimal = /^(0|[1-9]\d{0,19})$/;

/** Reads what was stored; undefined for anything that is not written here: people can change a workflow's stored data. */
export function readKeptProgress(stored: unknown): KeptProgress | undefined {
	if (typeof stored !== 'string') return undefined;
	try {
		return asKeptProgress(JSON.parse(stored));
	} catch {
		return undefined;
	}
}

function asKeptProgress(stored: unknown): KeptProgress | undefined {
	if (typeof stored !== 'object' || stored === null) return undefined;
	const { log, cursor, done = [], sent = {}, steady = 0, since } = stored as Partial<Record<keyof KeptProgress, unknown>>;
	if (!isCount(log)) return undefined;
	if (cursor !== undefined && !isDecimal(cursor)) return undefined;
	if (!Array.isArray(done) || done.length > mostRanges || !done.every(isRange)) return undefined;
	if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return undefined;
	if (!Object.entries(sent).every(([sequence, attempt]) => isDecimal(sequence) && isCount(attempt) && attempt > 0)) return undefined;
	if (!isCount(steady) || (since !== undefined && !isCount(since))) return undefined;
	return {
		log,
		...(cursor === undefined ? {} : { cursor }),
		done,
		sent: sent as Record<string, number>,
		steady,
		...(since === undefined ? {} : { since }),
	};
}

function isCount(value: unknown): value is number {
	return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isDecimal(value: unknown): value is string {
	return typeof value === 'string' && decimal.test(value);
}

function isRange(value: unknown): value is [string, string] {
	if (!Array.isArray(value) || value.length !== 2 || !value.every(isDecimal)) return false;
	const size = BigInt(value[1] as string) - BigInt(value[0] as string);
	return size >= 0n && size < longestRange;
}
