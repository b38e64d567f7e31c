import { comparable } from '../optOut/words';
import { laterMark, markOf, type LineHistory, type OptOutMark } from './history';

/** Messages of ours to one person that are remembered: more than any rule counts. */
const mostSent = 30;

/** A message of ours. */
export interface Sent {
	readonly id: string;
	/** Milliseconds since the epoch, as all times here. */
	readonly at: number;
}

/** What one line's messages say about one person, in whatever order they are read. A message that is read twice counts once. */
export class Person {
	private firstSentAt?: number;
	private firstReceivedAt?: number;
	private lastReceivedAt?: number;
	private sent: readonly Sent[] = [];
	private mark?: OptOutMark;
	/** When they last wrote each word that a user has added. */
	private ownWords?: Map<string, number>;

	/** @param isWhole false while older messages of the person may be missing */
	constructor(public isWhole: boolean) {}

	/** Time of the last message between the line and the person. Undefined when they never wrote to each other. */
	get lastAt(): number | undefined {
		const [newest] = this.sent;
		if (this.lastReceivedAt === undefined || newest === undefined) return this.lastReceivedAt ?? newest?.at;
		return Math.max(this.lastReceivedAt, newest.at);
	}

	/** When the line began the conversation. Undefined when the person did, and when there is none. */
	get begunAt(): number | undefined {
		const { firstSentAt, firstReceivedAt } = this;
		if (firstSentAt === undefined) return undefined;
		return firstReceivedAt !== undefined && firstReceivedAt <= firstSentAt ? undefined : firstSentAt;
	}

	addSent(sent: Sent): void {
		this.firstSentAt = Math.min(this.firstSentAt ?? sent.at, sent.at);
		if (this.sent.some(({ id }) => id === sent.id)) return;
		this.sent = [...this.sent, sent].sort((left, right) => right.at - left.at).slice(0, mostSent);
	}

	/** A message of theirs to the line itself. */
	addReceived(at: number): void {
		this.firstReceivedAt = Math.min(this.firstReceivedAt ?? at, at);
		this.lastReceivedAt = Math.max(this.lastReceivedAt ?? at, at);
	}

	/**
	 * What they wrote, to the line or in a group.
	 *
	 * @param isOwnWord whether a user has added a word, in the form of {@link comparable}
	 */
	addWords(text: string, at: number, isOwnWord: (word: string) => boolean): void {
		this.mark = laterMark(markOf(text, at), this.mark);
		const word = comparable(text);
		if (!isOwnWord(word)) return;
		this.ownWords ??= new Map();
		this.ownWords.set(word, Math.max(this.ownWords.get(word) ?? at, at));
	}

	/** @param ownWords words of a user that count as an opt-out, in the form of {@link comparable} */
	history(ownWords: readonly string[]): LineHistory {
		const { firstSentAt, firstReceivedAt, lastReceivedAt, sent } = this;
		const mark = ownWords.reduce((found, word) => laterMark(found, this.ownMark(word)), this.mark);
		return {
			sent: sent.map(({ at }) => at),
			...(firstSentAt === undefined ? {} : { firstSentAt }),
			...(firstReceivedAt === undefined ? {} : { firstReceivedAt }),
			...(lastReceivedAt === undefined ? {} : { lastReceivedAt }),
			...(mark === undefined ? {} : { mark }),
		};
	}

	private ownMark(word: string): OptOutMark | undefined {
		const at = this.ownWords?.get(word);
		return at === undefined ? undefined : { at, isOut: true };
	}
}
