import type { WaitsReport } from './campaign';

/** Everything that is wrong, in sentences. Empty: all is well. */
export function waitsComplaints({ verdict, closing }: WaitsReport): string[] {
	const { doubled, wrong, missed, failed, left } = verdict;
	return [
		...told('doubled', doubled),
		...told('decided wrongly', wrong),
		...told('missed', missed),
		...told('failed', failed),
		...told('left', left),
		...(closing === 'clean' ? [] : [`At the end: ${closing}`]),
	];
}

/** The figures of a run. When something is wrong, also what is needed to find the cause. */
export function waitsAccount(report: WaitsReport): string {
	const { options, verdict, record, acts, kills, warnings, milliseconds } = report;
	const { approved, declined, timedOut, cutOff, neverBegun, withoutClock, guessed } = verdict;
	const figures = [
		`seed ${options.seed}`,
		`${options.questions} questions to ${options.people} people`,
		`${acts} answers`,
		`${kills} SIGKILL`,
		`${record.beats} beats`,
		`approved ${approved}`,
		`declined ${declined}`,
		`timed out ${timedOut}`,
		`cut off before they waited ${cutOff}`,
		`never begun ${neverBegun}`,
		`clocks lost ${record.lostClocks}`,
		`passed at the limit without a clock ${withoutClock}`,
		`words for the latest of several questions after a restart ${guessed}`,
		`doubled ${verdict.doubled.length}`,
		`decided wrongly ${verdict.wrong.length}`,
		`missed ${verdict.missed.length}`,
		`${(milliseconds / 1_000).toFixed(1)} s`,
	].join(', ');
	const complaints = waitsComplaints(report);
	if (complaints.length === 0) return figures;
	const evidence = [`Run again with CHAOS_SEED=${options.seed}`, `Last lines of the log:\n  ${warnings.slice(-25).join('\n  ')}`];
	return [figures, ...complaints, ...evidence].join('\n');
}

function told(what: string, cases: readonly string[]): string[] {
	if (cases.length === 0) return [];
	return [`${cases.length} ${what}:`, ...cases.slice(0, 20).map((one) => `  ${one}`), ...(cases.length > 20 ? ['  …'] : [])];
}
