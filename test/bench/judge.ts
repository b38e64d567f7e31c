import type { Aim } from './aims';
import type { Figure } from './figures';

/** How a figure stands to its aim. */
export type Verdict = 'met' | 'missed, as explained' | 'missed' | 'not judged';

export interface Judged {
	readonly aim: Aim;
	readonly figure: Figure;
	readonly value: number;
	readonly verdict: Verdict;
}

/** All verdicts of a run, and the figures that it lacks. */
export interface Verdicts {
	readonly judged: readonly Judged[];
	readonly missing: readonly string[];
}

/** Judges every aim whose figure was measured. A figure that was not measured is missing in the long form. */
export function judge(aims: readonly Aim[], figures: readonly Figure[], isShort: boolean): Verdicts {
	const byId = new Map(figures.map((each) => [each.id, each]));
	const judged = aims.flatMap((aim): Judged[] => {
		const figure = byId.get(aim.figure);
		if (figure === undefined) return [];
		const value = figure[aim.pick ?? 'median'];
		return [{ aim, figure, value, verdict: isShort ? shortVerdict(aim, value) : longVerdict(aim, value) }];
	});
	return { judged, missing: isShort ? [] : aims.map(({ figure }) => figure).filter((id) => !byId.has(id)) };
}

function longVerdict(aim: Aim, value: number): Verdict {
	const limit = aim.atMost ?? aim.atLeast ?? 0;
	if (isWithin(aim, value, limit)) return 'met';
	return aim.missed !== undefined && isWithin(aim, value, aim.missed.tolerated) ? 'missed, as explained' : 'missed';
}

function shortVerdict(aim: Aim, value: number): Verdict {
	if (aim.short === undefined) return 'not judged';
	return isWithin(aim, value, aim.short) ? 'met' : 'missed';
}

/** Not a number is within no limit. */
function isWithin({ atLeast }: Aim, value: number, limit: number): boolean {
	return atLeast === undefined ? value <= limit : value >= limit;
}
