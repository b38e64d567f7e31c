import { spaceKey } from '../../filter/filterEntries';
import type { LogEntry } from '../entry';

/** Remembered at most; of what is forgotten, the next event only waits as long as the first one did. */
const mostKept = 1_000;

/**
 * What the server has refused to tell for so long that an event was told without it, until it tells it again. Else each
 * vote in a poll that is broken would hold up its conversation anew.
 */
export class GivenUp {
	private readonly subjects = new Set<string>();

	has(entry: LogEntry): boolean {
		const subject = subjectOf(entry);
		return subject !== undefined && this.subjects.has(subject);
	}

	add(entry: LogEntry): void {
		const subject = subjectOf(entry);
		if (subject === undefined) return;
		this.subjects.add(subject);
		const [oldest] = this.subjects;
		if (this.subjects.size > mostKept && oldest !== undefined) this.subjects.delete(oldest);
	}

	delete(entry: LogEntry): void {
		const subject = subjectOf(entry);
		if (subject !== undefined) this.subjects.delete(subject);
	}
}

/** What the server is asked about for an event; undefined when it is asked nothing. */
function subjectOf({ line, change }: LogEntry): string | undefined {
	switch (change.type) {
		case 'poll.voted':
		case 'poll.unvoted':
			return JSON.stringify([line.id, 'poll', change.pollId]);
		case 'message.read':
			// Each receipt is of another message, so the conversation stands for all of them.
			return JSON.stringify([line.id, 'receipts', spaceKey(change.spaceId)]);
		default:
			return undefined;
	}
}
