import type { Act, People } from './people';
import type { Ended } from './protocol';
import type { AskingRun, WaitsRecord } from './record';

/** What came of every question. The lists are of sentences, and empty when all is well. */
export interface WaitsVerdict {
	readonly approved: number;
	readonly declined: number;
	readonly timedOut: number;
	/** The run was killed before its wait was stored. */
	readonly cutOff: number;
	/** n8n was killed before it began the run. */
	readonly neverBegun: number;
	/** The clock was killed in a beat, or n8n was down at the limit: the item passed without an answer. */
	readonly withoutClock: number;
	/** Words while several questions were open, after a restart: n8n did not know yet that there was another one. */
	readonly guessed: number;
	readonly doubled: readonly string[];
	readonly wrong: readonly string[];
	readonly missed: readonly string[];
	readonly failed: readonly string[];
	readonly left: readonly string[];
}

/** @param keys of all questions that were to be asked */
export function judgeWaits(keys: readonly number[], people: People, record: WaitsRecord): WaitsVerdict {
	const counts = { approved: 0, declined: 0, timedOut: 0, cutOff: 0, neverBegun: 0, withoutClock: 0, guessed: 0 };
	const doubled = people.repeated.map((key) => `question ${key} arrived twice`);
	const [wrong, missed, failed, left]: [string[], string[], string[], string[]] = [[], [], [], []];
	const answeredBy = new Map<string, number>();
	for (const key of keys) {
		const run = record.runs.get(key);
		if (run === undefined) {
			counts.neverBegun += 1;
			continue;
		}
		const [end, ...more] = run.done;
		if (more.length > 0) doubled.push(`question ${key} ended ${run.done.length} times`);
		if (end === undefined) {
			if (run.hasCrashed) counts.cutOff += 1;
			else left.push(`question ${key} has not ended`);
			continue;
		}
		if (end.status !== 'success') failed.push(`question ${key} ended as ${end.status}: ${end.error}`);
		else if (end.data === undefined) judgeWithout(run);
		else judgeData(key, end.data);
	}
	for (const id of record.waiting) left.push(`execution ${id} still waits`);
	return { ...counts, doubled, wrong, missed, failed, left };

	function isForLast({ among, approved, id }: Act, key: number, data: NonNullable<Ended['data']>): boolean {
		const isIt = among?.last === key && approved === data.approved && id === data.messageId;
		return isIt && record.starts.some((at) => at > among.since);
	}

	function judgeWithout({ key, hasLostClock, wasOverdue }: AskingRun): void {
		counts.withoutClock += 1;
		// Without an answer, it passes the same whether or not its clock came to say so.
		if (!hasLostClock && !wasOverdue && sureActOf(people, key) !== undefined)
			missed.push(`question ${key} passed without its answer, and its clock was not lost`);
	}

	function judgeData(key: number, data: NonNullable<Ended['data']>): void {
		const act = sureActOf(people, key);
		if (typeof data.approved !== 'boolean') {
			counts.timedOut += 1;
			if (data.timedOut !== true) wrong.push(`question ${key} ended with ${JSON.stringify(data)}`);
			else if (act !== undefined) missed.push(`question ${key} timed out, and ${act.person} had answered ${ago(people, key, act)}`);
			return;
		}
		counts[data.approved ? 'approved' : 'declined'] += 1;
		const said = JSON.stringify(data);
		const theirs = people.acts.filter((one) => one.key === key);
		const fitting = theirs.filter(({ approved, id }) => approved === data.approved && (id === undefined || id === data.messageId));
		const guess = fitting.length === 0 ? people.acts.find((one) => isForLast(one, key, data)) : undefined;
		if (guess !== undefined) counts.guessed += 1;
		else if (fitting.length === 0) wrong.push(`question ${key} was decided by nobody's answer to it: ${said}. ${historyOf(people, key)}`);
		// A vote has the ID of its poll, which belongs to one question, too.
		const by = String(data.messageId);
		const other = answeredBy.get(by);
		if (other !== undefined) doubled.push(`${by} decided the questions ${other} and ${key}`);
		answeredBy.set(by, key);
		const [decisive = guess] = fitting;
		if (act !== undefined && act.at < (decisive?.at ?? Number.POSITIVE_INFINITY) && act.approved !== data.approved)
			wrong.push(`question ${key} was answered ${act.approved} first, and ended with ${said}`);
	}
}

/** The first answer that counts whatever else happens, if it came in time. */
function sureActOf({ acts, arrived }: People, key: number): Act | undefined {
	const deadline = arrived.get(key)?.deadline ?? 0;
	return acts.find((act) => act.key === key && act.isSure && act.at < deadline);
}

/** Everything that the person of a question was asked and did. It shows how a wrong decision came about. */
function historyOf({ acts, arrived }: People, key: number): string {
	const person = arrived.get(key)?.person;
	const ofPerson = <T extends { readonly person: string }>(all: Iterable<T>): T[] => [...all].filter((one) => one.person === person);
	return `Asked: ${JSON.stringify(ofPerson(arrived.values()))}. Done: ${JSON.stringify(ofPerson(acts))}`;
}

function ago({ arrived }: People, key: number, { at }: Act): string {
	const { at: asked = 0, deadline = 0 } = arrived.get(key) ?? {};
	return `${Math.round((at - asked) / 1_000)} s after it was asked, ${Math.round((deadline - at) / 1_000)} s before its limit`;
}
