import { optOutIn } from '../optOut/words';

/** What a person wants, by the last of their messages that says so. */
export interface OptOutMark {
	/** Milliseconds since the epoch, as all times here. */
	readonly at: number;
	/** True for STOP, false for START. */
	readonly isOut: boolean;
}

/** What all conversations with one person say, over all lines of the credential. */
export interface History {
	/** True when no line has a message from the person or to them. */
	readonly isNew: boolean;
	readonly lastSentAt?: number;
	/** Messages of ours since the last one of theirs. */
	readonly unanswered: number;
	/** The last message that ended or restarted messages, in any conversation, groups too. Absent when there was none. */
	readonly mark?: OptOutMark;
}

/** What one line knows of a person. */
export interface LineHistory {
	readonly firstSentAt?: number;
	readonly firstReceivedAt?: number;
	readonly lastReceivedAt?: number;
	/** Times of the newest messages of ours, newest first. */
	readonly sent: readonly number[];
	readonly mark?: OptOutMark;
}

/** The history of one person, of what each line knows. It does not matter which line a message went through. */
export function historyOf(lines: readonly LineHistory[]): History {
	const received = latest(lines.map(({ lastReceivedAt }) => lastReceivedAt));
	const sent = lines.flatMap((line) => line.sent);
	const mark = lines.map((line) => line.mark).reduce(laterMark, undefined);
	const lastSentAt = latest(sent);
	return {
		isNew: received === undefined && sent.length === 0,
		...(lastSentAt === undefined ? {} : { lastSentAt }),
		unanswered: sent.filter((at) => received === undefined || at > received).length,
		...(mark === undefined ? {} : { mark }),
	};
}

/** What a text says about further messages, in the words of all languages. Undefined for every ordinary text. */
export function markOf(text: string, at: number): OptOutMark | undefined {
	const isOut = optOutIn(text);
	return isOut === undefined ? undefined : { at, isOut };
}

/** The later of two marks. Of two from the same moment the opt-out counts, in whatever order they are read. */
export function laterMark(one: OptOutMark | undefined, other: OptOutMark | undefined): OptOutMark | undefined {
	if (one === undefined || other === undefined) return one ?? other;
	if (other.at === one.at) return one.isOut ? one : other;
	return other.at > one.at ? other : one;
}

function latest(times: ReadonlyArray<number | undefined>): number | undefined {
	const known = times.filter((time) => time !== undefined);
	return known.length === 0 ? undefined : known.reduce((newest, time) => Math.max(newest, time));
}
