import type { LoggedEvent, Simulator } from '../../simulator/src';
import { nameOf, type Place, type Row } from './ledger';

/** What came of a run. All lists are empty when all is well. */
export interface Verdict {
	/** Events without a row. */
	readonly lost: readonly string[];
	/** Events with more than one row. */
	readonly repeated: readonly string[];
	/** Rows for what the workflow does not want, or what never was. */
	readonly unexpected: readonly string[];
	/** Events of one order whose first row came after the first row of a later one. */
	readonly disordered: readonly string[];
}

/** Every event of the logs that the workflow wants, read on as the logs grow. */
export class Expected {
	/** By `nameOf`. */
	readonly places = new Map<string, Place>();
	private readonly readUpTo = new Map<string, string>();

	constructor(private readonly spectrum: Simulator) {}

	/** Takes in what has happened since. */
	readOn(): void {
		for (const { id, phone: line = id } of this.spectrum.lines) {
			const { log } = this.spectrum.store(id);
			for (const event of log.after(this.readUpTo.get(id))) {
				const place = { line, sequence: event.sequence, space: event.chatGuid };
				if (isWanted(this.spectrum, id, event)) this.places.set(nameOf(place), place);
			}
			this.readUpTo.set(id, log.head);
		}
	}
}

/** Said independently of the node: not our own messages, our own reading is no receipt, and a poll's message is told by its poll. */
export function isWanted(spectrum: Simulator, line: string, { domain, change, isFromMe }: LoggedEvent): boolean {
	if (domain === 'chat' && ['markedRead', 'archived', 'unarchived'].includes(change.type)) return true;
	if (domain === 'message' && change.type === 'messageRead') {
		return spectrum.store(line).messages.get(change.messageGuid)?.isFromMe === true;
	}
	if (domain === 'message' && change.type === 'messageReceived' && spectrum.store(line).polls.has(change.messageGuid)) return false;
	return !isFromMe;
}

/** Whose events keep their order: all of a space, or, where messages are gathered, those of one person in it. */
export type KeptOrder = 'space' | 'sender';

export function judgeRows(expected: ReadonlyMap<string, Place>, rows: readonly Row[], kept: KeptOrder): Verdict {
	const counts = new Map<string, number>();
	const highest = new Map<string, { sequence: bigint; name: string }>();
	const disordered: string[] = [];
	const byExecution = [...rows].sort((left, right) => Number(left.execution) - Number(right.execution));
	for (const place of byExecution.flatMap(({ places }) => places)) {
		const name = nameOf(place);
		const count = (counts.get(name) ?? 0) + 1;
		counts.set(name, count);
		// A repeat is told as such.
		if (count > 1) continue;
		const order = JSON.stringify([place.line, place.space, ...(kept === 'sender' ? [place.sender] : [])]);
		const before = highest.get(order);
		const sequence = BigInt(place.sequence);
		if (before !== undefined && sequence < before.sequence) disordered.push(`${name} came after ${before.name} in ${place.space}`);
		else highest.set(order, { sequence, name });
	}
	return {
		lost: [...expected.keys()].filter((name) => !counts.has(name)),
		repeated: [...counts].filter(([, count]) => count > 1).map(([name, count]) => `${name} (${count} times)`),
		unexpected: [...counts.keys()].filter((name) => !expected.has(name)),
		disordered,
	};
}
