import { present } from '../../values/present';
import type { Range } from './ranges';

/**
 * How far a reader has got in one line's log. Sequences are decimal texts, because they may exceed 2^53. The record is
 * stored as JSON text: n8n observes and copies every object in a workflow's stored data with each event and run, and a
 * reader far behind has hundreds of ranges.
 */
export interface StoredProgress {
	/** Number of the log, from 0. A server that was set up again begins a new log at a low sequence. */
	readonly log: number;
	/** Every event up to here is done. Absent: nothing is known, so a replay begins with the oldest event. */
	readonly cursor?: string;
	/** Done ranges above the cursor, `[first, last]`, oldest first. */
	readonly done?: ReadonlyArray<readonly [string, string]>;
	/** Events that were handed on and are not recorded yet, with their attempt. */
	readonly sent?: Readonly<Record<string, number>>;
	/** How many sequences in a row the log has had without a hole, counted up to a limit. */
	readonly steady?: number;
	/** Without a cursor: the moment from which events are wanted, in milliseconds since the epoch. */
	readonly since?: number;
}

/** Longest stored range. A longer one was not written by this pack and would hide the events that it covers. */
export const longestRange = 1_000_000n;

/** Ranges that are kept at most. Events of further ranges may come again after a restart. None is lost. */
export const maxRanges = 500;

const decimal = /^(0|[1-9]\d{0,19})$/;

/** Reads a stored record. Undefined for anything that this pack did not write: people can change a workflow's stored data. */
export function readStoredProgress(stored: unknown): StoredProgress | undefined {
	if (typeof stored !== 'string') return undefined;
	try {
		return asStoredProgress(JSON.parse(stored));
	} catch {
		return undefined;
	}
}

function asStoredProgress(stored: unknown): StoredProgress | undefined {
	if (typeof stored !== 'object' || stored === null) return undefined;
	const { log, cursor, done = [], sent = {}, steady = 0, since } = stored as Partial<Record<keyof StoredProgress, unknown>>;
	if (!isCount(log)) return undefined;
	if (cursor !== undefined && !isDecimal(cursor)) return undefined;
	if (!Array.isArray(done) || done.length > maxRanges || !done.every(isRange)) return undefined;
	if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return undefined;
	if (!Object.entries(sent).every(([sequence, attempt]) => isDecimal(sequence) && isCount(attempt) && attempt > 0)) return undefined;
	if (!isCount(steady) || (since !== undefined && !isCount(since))) return undefined;
	return {
		log,
		...present({ cursor }),
		done,
		sent: sent as Record<string, number>,
		steady,
		...present({ since }),
	};
}

/** The ranges as they are stored, oldest first. */
export function storedRanges(ranges: readonly Range[]): Array<readonly [string, string]> {
	const stored: Array<readonly [string, string]> = [];
	for (const [first, last] of ranges) {
		for (let from = first; from <= last; from += longestRange) {
			if (stored.length === maxRanges) return stored;
			const to = from + longestRange - 1n;
			stored.push([from.toString(), (to < last ? to : last).toString()]);
		}
	}
	return stored;
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
