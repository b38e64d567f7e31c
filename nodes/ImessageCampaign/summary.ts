import type { IDataObject } from 'n8n-workflow';
import type { ItemOutcome } from './campaignOutput';

/** What a list came to. */
export class Tally {
	readonly sent = new Map<string, number>();
	readonly later = new Map<string, number>();
	readonly skipped = new Map<string, number>();

	add(outcome: ItemOutcome): void {
		if (outcome.status === 'sent') count(this.sent, outcome.line.phone);
		else count(this[outcome.status], outcome.reason);
	}

	/** The numbers, and a sentence. `verb` comes before the number of messages: "Sent" or "Today". */
	toOutput(name: string, verb: string, after?: string): IDataObject {
		return {
			name,
			status: 'summary',
			text: this.sentence(verb, after),
			sent: total(this.sent),
			later: total(this.later),
			skipped: total(this.skipped),
			lines: [...this.sent].map(([line, sent]) => ({ line, sent })),
			laterReasons: reasonsOf(this.later),
			skippedReasons: reasonsOf(this.skipped),
		};
	}

	/** As a person would say it: "Sent 138 on 3 lines, 4,770 later, 92 skipped: 61 opted out, 31 invalid". */
	sentence(verb: string, after?: string): string {
		const lines = this.sent.size === 0 ? '' : ` on ${this.sent.size} ${this.sent.size === 1 ? 'line' : 'lines'}`;
		const skipped = total(this.skipped);
		const reasons = skipped === 0 ? '' : `: ${spelled(this.skipped)}`;
		const later = total(this.later);
		const waits = later === 0 ? '' : ` (${spelled(this.later)})`;
		const end = after === undefined ? '' : `; ${after}`;
		return `${verb} ${number(total(this.sent))}${lines}, ${number(later)} later${waits}, ${number(skipped)} skipped${reasons}${end}`;
	}
}

/** Reasons whose words differ from their names. */
const words: Readonly<Record<string, string>> = {
	window: 'outside the hours',
	pause: 'within the pause',
	linesFull: 'lines full',
	lineClosed: 'line resting',
	runEnded: 'time used up',
	recipientLimit: 'limit of the person',
	sameText: 'same text too often',
	unavailable: 'server unavailable',
	withoutImessage: 'without iMessage',
	linkInFirstMessage: 'link in a first message',
	fileInFirstMessage: 'file in a first message',
	noCommonHour: 'no common hour',
	recipientLocked: 'locked',
};

function reasonsOf(counts: ReadonlyMap<string, number>): IDataObject[] {
	return [...counts].map(([reason, count]) => ({ reason, count }));
}

function spelled(counts: ReadonlyMap<string, number>): string {
	return [...counts]
		.sort((left, right) => right[1] - left[1])
		.map(([reason, amount]) => `${number(amount)} ${words[reason] ?? reason.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)}`)
		.join(', ');
}

function count(counts: Map<string, number>, key: string): void {
	counts.set(key, (counts.get(key) ?? 0) + 1);
}

function total(counts: ReadonlyMap<string, number>): number {
	return [...counts.values()].reduce((sum, amount) => sum + amount, 0);
}

function number(amount: number): string {
	return amount.toLocaleString('en');
}
