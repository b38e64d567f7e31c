import type { CampaignFacts, CampaignOptions } from './campaign';
import type { Ledger } from './ledger';
import type { Verdict } from './verdict';

/** Everything that is known of a run. */
export interface Report {
	readonly options: CampaignOptions;
	readonly verdict: Verdict;
	readonly ledger: Ledger;
	readonly facts: CampaignFacts;
	/** Runs of the workflow that did not end well. */
	readonly failed: readonly string[];
	/** `clean`, or what was left open. */
	readonly closing: string;
	/** What nodes and n8n logged. */
	readonly warnings: readonly string[];
	/** From the last fault to the last event, in real milliseconds. */
	readonly settled: number;
	/** Of the whole run, in real milliseconds. */
	readonly milliseconds: number;
	/** Starts of n8n that were killed, and that were ended by SIGTERM. */
	readonly lives?: { readonly killed: number; readonly ended: number };
}

/** Whether events may have more than one row: without n8n's key, after a crash. */
export interface Allowance {
	readonly repeats: boolean;
}

/** Everything that is wrong, in sentences. Empty: all is well. */
export function complaints({ verdict, failed, closing, ledger, facts }: Report, allowed: Allowance = { repeats: false }): string[] {
	const { lost, repeated, unexpected, disordered } = verdict;
	const gaps = ledger.rows.filter(({ event }) => event === 'line.gap').length;
	const rejected = facts.faults.filter(({ name }) => name === 'replay: cursor rejected').length;
	return [
		...told('lost', lost),
		...(allowed.repeats ? [] : told('repeated', repeated)),
		...told('handed on though not wanted', unexpected),
		...told('out of order', disordered),
		...told('runs that did not end well', failed),
		...(gaps > 0 && rejected === 0 ? [`${gaps} gaps were told of, and there was none`] : []),
		...(closing === 'clean' ? [] : [`After the trigger was closed: ${closing}`]),
	];
}

/** One line of figures. */
function figures(report: Report): string {
	const { options, ledger, facts, verdict, settled, milliseconds, lives } = report;
	return [
		`seed ${options.seed}`,
		options.receiveBy,
		`${facts.events} events on ${facts.lines} lines`,
		`${ledger.known.size} handed on`,
		`${facts.faults.length} faults`,
		...(lives === undefined ? [] : [`${lives.killed} SIGKILL, ${lives.ended} SIGTERM`]),
		`${facts.connections} connections`,
		`${facts.replays} replays`,
		`lost ${verdict.lost.length}`,
		`repeated ${verdict.repeated.length}`,
		`out of order ${verdict.disordered.length}`,
		`settled in ${(settled / 1_000).toFixed(1)} s`,
		`${(milliseconds / 1_000).toFixed(1)} s`,
	].join(', ');
}

/** Faults by kind. */
function faultsByKind({ facts }: Report): string {
	const counts = new Map<string, number>();
	for (const { name } of facts.faults) counts.set(name, (counts.get(name) ?? 0) + 1);
	return [...counts]
		.sort()
		.map(([name, count]) => `${name} ${count}`)
		.join(', ');
}

/** The figures of a run. When something is wrong, also what is needed to find the cause. */
export function account(report: Report, allowed?: Allowance): string {
	const wrong = complaints(report, allowed);
	return [figures(report), `Faults: ${faultsByKind(report)}`, ...(wrong.length === 0 ? [] : [...wrong, evidence(report)])].join('\n');
}

/** The seed, the last faults and the last log lines. They help to find the cause. */
function evidence(report: Report): string {
	const { facts, warnings, options } = report;
	return [
		`Run again with CHAOS_SEED=${options.seed}`,
		`Last faults (at so many events): ${facts.faults
			.slice(-15)
			.map(({ name, at }) => `${name} (${at})`)
			.join(', ')}`,
		`Last lines of the log:\n  ${warnings.slice(-25).join('\n  ')}`,
	].join('\n');
}

function told(what: string, names: readonly string[]): string[] {
	if (names.length === 0) return [];
	const shown = names.slice(0, 20).join(', ');
	return [`${names.length} ${what}: ${shown}${names.length > 20 ? ', …' : ''}`];
}
