import { BoundedMap } from '../../timing/boundedMap';
import { spaceKey } from '../../filter/filterEntries';
import type { LogEntry } from '../entry';

/** Subjects that are remembered at most. The next event about a forgotten one waits as long as the first one did. */
const maxKept = 1_000;

/**
 * Polls and receipts that the server has refused to look up for so long that an event went on without them. Their next
 * event does not wait again: otherwise each vote in a broken poll would stop its conversation. The first look-up that
 * succeeds ends this.
 */
export class UnansweredLookups {
	private readonly subjects = new BoundedMap<true>(maxKept);

	has(entry: LogEntry): boolean {
		const subject = subjectOf(entry);
		return subject !== undefined && this.subjects.has(subject);
	}

	add(entry: LogEntry): void {
		const subject = subjectOf(entry);
		if (subject !== undefined) this.subjects.set(subject, true);
	}

	delete(entry: LogEntry): void {
		const subject = subjectOf(entry);
		if (subject !== undefined) this.subjects.delete(subject);
	}
}

/** What is looked up for an event; undefined when nothing is. */
function subjectOf({ line, change }: LogEntry): string | undefined {
	switch (change.type) {
		case 'poll.voted':
		case 'poll.unvoted':
			return JSON.stringify([line.id, 'poll', change.pollId]);
		case 'message.read':
			// Each receipt is about another message, so the conversation stands for all of them.
			return JSON.stringify([line.id, 'receipts', spaceKey(change.spaceId)]);
		default:
			return undefined;
	}
}
