import type { IExecuteFunctions } from 'n8n-workflow';
import { upstreamOf } from './branches';
import { runIndexOf } from '../run/engineRecord';
import { flowRecord } from '../run/flowRecord';
import { present } from '../../spectrum/values/present';

/** Which one a write is of the execution's writes of this node that are the same in everything else. */
export interface Place {
	/** From 0. */
	readonly place: number;
	/** The run from which on they were counted, when nothing is known of the runs before it. */
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
	readonly places: Map<number, { readonly name: string; readonly place: number }>;
	readonly counts: Map<string, number>;
	/** Items that are counted. */
	counted: number;
	readonly ledger: Ledger;
}

const runs = new WeakMap<IExecuteFunctions, Run>();

/**
 * Counts the writes before this one that have its name: of the items before this one, and of the node's runs before this
 * one. A list that is read again for a repeated run may have another order, and other people on it: by an item's own
 * position, or by the round of a loop, one person would get the key of another.
 *
 * @param nameAt names the write of an item that did not come as far as this. With it, items that failed count as well: on
 * the next attempt they may not, and each has to have the place that it had.
 */
export function placeOfWrite(context: IExecuteFunctions, itemIndex: number, name: string, nameAt?: NameAt): Place {
	const run = runs.get(context) ?? beginRun(context, nameAt);
	runs.set(context, run);
	for (; run.counted < itemIndex; run.counted++) {
		if (run.places.has(run.counted)) continue;
		const missed = nameOrNone(nameAt, run.counted);
		if (missed !== undefined) count(run, missed);
	}
	let own = run.places.get(itemIndex);
	if (own?.name !== name) {
		own = { name, place: count(run, name) };
		run.places.set(itemIndex, own);
	}
	const { before = {}, since } = run.ledger;
	return { place: (before[name] ?? 0) + own.place, ...present({ since }) };
}

/** Gives the place within the run. */
function count({ counts, ledger: { during = {} } }: Run, name: string): number {
	const place = counts.get(name) ?? 0;
	counts.set(name, place + 1);
	during[name] = Math.max(during[name] ?? 0, place + 1);
	return place;
}

function beginRun(context: IExecuteFunctions, nameAt: NameAt | undefined): Run {
	return { places: new Map(), counts: new Map(), counted: 0, ledger: ledgerOf(context, nameAt) };
}

/** Nothing is kept of a node that runs once. */
function ledgerOf(context: IExecuteFunctions, nameAt: NameAt | undefined): Ledger {
	const run = runIndexOf(context);
	if (!upstreamOf(context).mayRunAgain) return run === 0 ? {} : { since: run };
	const ledger = flowRecord<Ledger>(context, 'imessageWrites');
	if (ledger.run === undefined ? run > 0 : run < ledger.run) {
		// The runs before this one were those of a version that kept nothing, or are not in the record any more.
		ledger.since = run;
		ledger.before = {};
	} else if (ledger.run !== undefined && run > ledger.run) {
		ledger.before = added(ledger.before, ledger.during);
	}
	// Another attempt of the run that was the latest begins it again.
	ledger.run = run;
	ledger.during = namesOf(context, nameAt);
	return ledger;
}

/** All writes of the run, also those that it does not come to: a later run has to know. */
function namesOf(context: IExecuteFunctions, nameAt: NameAt | undefined): Counts {
	const counts: Counts = {};
	if (nameAt === undefined) return counts;
	for (const [itemIndex] of context.getInputData().entries()) {
		const name = nameOrNone(nameAt, itemIndex);
		if (name !== undefined) counts[name] = (counts[name] ?? 0) + 1;
	}
	return counts;
}

/** Changes `counts`: a loop of many rounds adds a few names to many, again and again. */
function added(counts: Counts = {}, more: Counts = {}): Counts {
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
