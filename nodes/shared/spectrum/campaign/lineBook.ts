import type { Message } from '../model/message';
import { parseSpaceId } from '../model/space';
import { comparable } from '../optOut/words';
import { laterMark, markOf, type LineHistory, type OptOutMark } from './history';

/** Messages of ours to one person that are remembered: more than any rule counts. */
const mostSent = 30;

/** Short messages of one person that are remembered, for words that a user adds. The newest of each text counts. */
const mostShort = 100;
/** Letters of the longest message that may be such a word. */
const longestWord = 40;

/** Messages read once more with each refresh, in milliseconds: servers may show a message some time after it was made. */
export const overlapMilliseconds = 2 * 60_000;

interface Sent {
	readonly id: string;
	readonly at: number;
}

interface Person {
	firstSentAt?: number;
	firstReceivedAt?: number;
	lastReceivedAt?: number;
	sent: Sent[];
}

/** The part of a message that a book needs. */
export type BookMessage = Pick<
	Message,
	'id' | 'text' | 'createdAt' | 'isFromMe' | 'spaceIds' | 'sender' | 'type' | 'reaction' | 'sendErrorCode'
>;

/**
 * What one line's messages say about each person: who was written to and when, who answered, and who has opted out. It is
 * made of the server's own list of messages, in any order, and a message that is read twice counts once.
 */
export class LineBook {
	private readonly people = new Map<string, Person>();
	private readonly marks = new Map<string, OptOutMark>();
	/** Times of short messages by their text, by writer. */
	private readonly short = new Map<string, Map<string, number>>();
	private newest = Number.NEGATIVE_INFINITY;
	/** Dropped when a first message becomes known. */
	private knownBegun?: readonly number[];
	/** Time of the line's last message to a person. */
	lastSentAt?: number;

	/** Messages from here on must be read to be up to date. Undefined when nothing was read yet. */
	get readFrom(): Date | undefined {
		return Number.isFinite(this.newest) ? new Date(Math.max(0, this.newest - overlapMilliseconds)) : undefined;
	}

	/** Takes in a message. Reactions, notices and messages that Apple refused are no messages between people. */
	add(message: BookMessage): void {
		const at = message.createdAt === undefined ? Number.NaN : Date.parse(message.createdAt);
		if (Number.isNaN(at)) return;
		this.newest = Math.max(this.newest, at);
		if (message.type !== 'normal' || message.reaction !== undefined || message.sendErrorCode !== undefined) return;
		const address = message.spaceIds.map(directAddress).find((found) => found !== undefined);
		if (message.isFromMe) {
			if (address !== undefined) this.addSent(address, { id: message.id, at });
			return;
		}
		if (address !== undefined) this.addReceived(address, at);
		// In a group, a STOP counts for the person who wrote it.
		const writer = address ?? message.sender?.address;
		if (writer !== undefined && message.text !== undefined) this.addWords(writer, message.text, at);
	}

	/**
	 * What the line knows of a person.
	 *
	 * @param ownWords further words that count as an opt-out, in the form of {@link comparable}
	 */
	of(address: string, ownWords: readonly string[] = []): LineHistory {
		const { firstSentAt, firstReceivedAt, lastReceivedAt, sent = [] } = this.people.get(address) ?? {};
		const mark = ownWords.reduce((found, word) => laterMark(found, this.ownMark(address, word)), this.marks.get(address));
		return {
			sent: sent.map(({ at }) => at),
			...(firstSentAt === undefined ? {} : { firstSentAt }),
			...(firstReceivedAt === undefined ? {} : { firstReceivedAt }),
			...(lastReceivedAt === undefined ? {} : { lastReceivedAt }),
			...(mark === undefined ? {} : { mark }),
		};
	}

	/** Time of the last message between the line and the person. Undefined when they never wrote to each other. */
	lastAt(address: string): number | undefined {
		const person = this.people.get(address);
		if (person === undefined) return undefined;
		return Math.max(person.lastReceivedAt ?? Number.NEGATIVE_INFINITY, person.sent[0]?.at ?? Number.NEGATIVE_INFINITY);
	}

	/** Times at which the line began a conversation, oldest first. An answer to a first message begins none. */
	get begun(): readonly number[] {
		this.knownBegun ??= [...this.people.values()]
			.flatMap(({ firstSentAt, firstReceivedAt }) =>
				firstSentAt === undefined || (firstReceivedAt !== undefined && firstReceivedAt <= firstSentAt) ? [] : firstSentAt,
			)
			.sort((left, right) => left - right);
		return this.knownBegun;
	}

	private addSent(address: string, sent: Sent): void {
		this.lastSentAt = Math.max(this.lastSentAt ?? sent.at, sent.at);
		const person = this.person(address);
		if (person.firstSentAt === undefined || sent.at < person.firstSentAt) {
			person.firstSentAt = sent.at;
			this.knownBegun = undefined;
		}
		if (person.sent.some(({ id }) => id === sent.id)) return;
		person.sent = [...person.sent, sent].sort((left, right) => right.at - left.at).slice(0, mostSent);
	}

	private addReceived(address: string, at: number): void {
		const person = this.person(address);
		if (person.firstReceivedAt === undefined || at < person.firstReceivedAt) {
			person.firstReceivedAt = at;
			this.knownBegun = undefined;
		}
		person.lastReceivedAt = Math.max(person.lastReceivedAt ?? at, at);
	}

	private addWords(writer: string, text: string, at: number): void {
		const mark = laterMark(markOf(text, at), this.marks.get(writer));
		if (mark !== undefined) this.marks.set(writer, mark);
		const word = comparable(text);
		if (word === '' || word.length > longestWord) return;
		const short = this.short.get(writer) ?? new Map<string, number>();
		this.short.set(writer, short);
		if (short.size < mostShort || short.has(word)) short.set(word, Math.max(short.get(word) ?? at, at));
	}

	private ownMark(address: string, word: string): OptOutMark | undefined {
		const at = this.short.get(address)?.get(word);
		return at === undefined ? undefined : { at, isOut: true };
	}

	private person(address: string): Person {
		const person = this.people.get(address) ?? { sent: [] };
		this.people.set(address, person);
		return person;
	}
}

function directAddress(spaceId: string): string | undefined {
	const parsed = parseSpaceId(spaceId);
	return parsed.ok ? parsed.value.address : undefined;
}
