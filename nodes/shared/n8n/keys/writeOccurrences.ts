import type { IExecuteFunctions } from 'n8n-workflow';
import { upstreamOf } from './branches';
import { runIndexOf } from '../run/engineRecord';
import { flowRecord } from '../run/flowRecord';
import { present } from '../../spectrum/values/present';

/** The number of a write among the execution's writes of this node that are otherwise the same. */
export interface WriteOccurrence {
	/** From 0. */
	readonly occurrence: number;
	/** The run from which writes are counted, if the runs before it are not known. */
	readonly since?: number;
}

/** Names the write of an item; throws when its fields are wrong. */
export type NameAt = (itemIndex: number) => string;

type Counts = Record<string, number>;

/** The writes of a node that may run several times in one execution, by name. */
interface Ledger {
	/** The latest run. */
	run?: number;
	/** How many there were in the runs before it. */
	before?: Counts;
	/** How many there are in it. */
	during?: Counts;
	since?: number;
}

/** The writes of one run. */
interface Run {
	readonly occurrences: Map<number, { readonly name: string; readonly occurrence: number }>;
	readonly counts: Map<string, number>;
	/** Items that are counted. */
	counted: number;
	readonly ledger: Ledger;
}

const runs = new WeakMap<IExecuteFunctions, Run>();

/**
 * Counts the writes with the same name in earlier items and in earlier runs of the node. A list that is read again for a
 * repeated run may have another order and other people. With the item's position or the round of a loop in the key, one
 * person would get the key of another.
 *
 * @param nameAt Names the write of an item that did not get as far as this call. With it, failed items are counted, too:
 * on the next attempt they may succeed, and each item has to keep its number.
 */
export function occurrenceOfWrite(context: IExecuteFunctions, itemIndex: number, name: string, nameAt?: NameAt): WriteOccurrence {
	const run = runs.get(context) ?? beginRun(context, nameAt);
	runs.set(context, run);
	for (; run.counted < itemIndex; run.counted++) {
		if (run.occurrences.has(run.counted)) continue;
		const missed = nameOrNone(nameAt, run.counted);
		if (missed !== undefined) count(run, missed);
	}
	let own = run.occurrences.get(itemIndex);
	if (own?.name !== name) {
		own = { name, occurrence: count(run, name) };
		run.occurrences.set(itemIndex, own);
	}
	const { before = {}, since } = run.ledger;
	return { occurrence: (before[name] ?? 0) + own.occurrence, ...present({ since }) };
}

/** Returns the occurrence within the run. */
function count({ counts, ledger: { during = {} } }: Run, name: string): number {
	const occurrence = counts.get(name) ?? 0;
	counts.set(name, occurrence + 1);
	during[name] = Math.max(during[name] ?? 0, occurrence + 1);
	return occurrence;
}

function beginRun(context: IExecuteFunctions, nameAt: NameAt | undefined): Run {
	return { occurrences: new Map(), counts: new Map(), counted: 0, ledger: ledgerOf(context, nameAt) };
}

/** The ledger of the node. A node that runs once stores nothing. */
function ledgerOf(context: IExecuteFunctions, nameAt: NameAt | undefined): Ledger {
	const run = runIndexOf(context);
	if (!upstreamOf(context).mayRunAgain) return run === 0 ? {} : { since: run };
	const ledger = flowRecord<Ledger>(context, 'imessageWrites');
	if (ledger.run === undefined ? run > 0 : run < ledger.run) {
		// The record lacks the runs before this one: a version without a ledger made them, or they were removed.
		ledger.since = run;
		ledger.before = {};
	} else if (ledger.run !== undefined && run > ledger.run) {
		ledger.before = addTo(ledger.before, ledger.during);
	}
	// Another attempt of the latest run counts it again from its start.
	ledger.run = run;
	ledger.during = namesOf(context, nameAt);
	return ledger;
}

/** All writes of the run, including those that it does not reach, because later runs count them. */
function namesOf(context: IExecuteFunctions, nameAt: NameAt | undefined): Counts {
	const counts: Counts = {};
	if (nameAt === undefined) return counts;
	for (const [itemIndex] of context.getInputData().entries()) {
		const name = nameOrNone(nameAt, itemIndex);
		if (name !== undefined) counts[name] = (counts[name] ?? 0) + 1;
	}
	return counts;
}

/** Adds to `counts` in place, because a loop of many rounds adds a few names to many each time. */
function addTo(counts: Counts = {}, more: Counts = {}): Counts {
	for (const [name, number] of Object.entries(more)) counts[name] = (counts[name] ?? 0) + number;
	return counts;
}

function nameOrNone(nameAt: NameAt | undefined, itemIndex: number): string | undefined {
	try {
		return nameAt?.(itemIndex);
	} catch {
		return undefined;
	}
}
