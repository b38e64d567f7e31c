import { BoundedMap } from '../timing/boundedMap';
import { parseAddress } from '../model/address/address';
import type { Message } from '../model/message';
import { parseSpaceId } from '../model/space';
import { timeOf } from '../values/isoTime';
import type { LineHistory } from './history';
import { Person } from './person';

/** People of one line that are remembered, in some ten megabytes. The history of everyone else is read again when it is needed. */
const usualPeople = 20_000;

/** Beginnings of conversations that are remembered beyond the people: more than a line may begin in a month. */
const mostBeginnings = 2_000;

/** Words of users that are listened to. A further one takes the place of the one that was asked for least recently. */
const mostOwnWords = 1_000;

/** Messages read once more with each refresh, in milliseconds: servers may show a message some time after it was made. */
export const overlapMilliseconds = 2 * 60_000;

/**
 * Messages read once more when a run begins, in milliseconds. A message has the time at which the person wrote it, and a
 * phone without a network sends it hours later: a STOP may be older than all that were read before.
 */
const lateMilliseconds = 24 * 60 * 60_000;

/** The part of a message that a book needs. */
export type BookMessage = Pick<
	Message,
	'id' | 'text' | 'createdAt' | 'isFromMe' | 'spaceIds' | 'sender' | 'type' | 'reaction' | 'sendErrorCode'
>;

/** The record of an address. Undefined when nothing is to be noted about it. */
type PersonOf = (address: string) => Person | undefined;

/**
 * What one line's messages say about each person: who was written to and when, who answered, and who has opted out. It is
 * made of the server's own list of messages, in any order, and a message that is read twice counts once.
 *
 * The number of people is bounded. When there are more, those who were needed least recently are dropped, with everything known
 * about them: `knows` says no, `of` refuses to answer, and `recall` takes in their messages from a second reading. So nobody is
 * taken for a stranger, and no opt-out is lost.
 */
export class LineBook {
	/** The least recently used first. */
	private people = new Map<string, Person>();
	/** False after someone was left out. */
	private knowsEveryone = true;
	private readonly ownWords = new BoundedMap<true>(mostOwnWords);
	/** Grows with each word that the messages so far were not searched for. */
	private wordsVersion = 0;
	private newest = Number.NEGATIVE_INFINITY;
	/** True when the list was read to its end, for all words that are listened to. */
	private isUpToDate = false;
	/** Beginnings of conversations with people who are not remembered. */
	private otherBeginnings: number[] = [];
	/** Dropped when it changes. */
	private knownBegun?: readonly number[];
	/** Time of the line's last message to a person, by our clock. That of a server may go minutes ahead. */
	lastSentAt?: number;

	constructor(private readonly mostPeople = usualPeople) {}

	/** Messages from here on must be read to be up to date. Undefined when everything must be read. */
	get readFrom(): Date | undefined {
		return this.from(Number.POSITIVE_INFINITY);
	}

	/** The same, with those that may have come late. */
	readLateFrom(now: number): Date | undefined {
		return this.from(now - lateMilliseconds);
	}

	/** People whose histories are read again together: half of the book, so that they are all in it then. */
	get mostRecalled(): number {
		return Math.max(1, Math.floor(this.mostPeople / 2));
	}

	/** Listens to words of a user. With a new one, all messages must be read again: `readFrom` says so. */
	listenFor(words: readonly string[]): void {
		for (const word of words) {
			if (this.ownWords.touch(word) !== undefined) continue;
			this.ownWords.set(word, true);
			this.wordsVersion += 1;
			this.isUpToDate = false;
		}
	}

	/**
	 * Begins a reading of the server's list from `readFrom` on. Only after its `end`, the next one may begin later.
	 *
	 * @returns `add` for each message, and `end` with the time, for when all were added
	 */
	reading(): { readonly add: (message: BookMessage) => void; readonly end: (now: number) => void } {
		const version = this.wordsVersion;
		const isFirst = !this.isUpToDate;
		let newest = Number.NEGATIVE_INFINITY;
		let sentAt: number | undefined;
		return {
			add: (message) => {
				newest = Math.max(newest, timeOf(message.createdAt) ?? newest);
				const at = this.note(message, (address) => this.person(address));
				if (at !== undefined) sentAt = Math.max(sentAt ?? at, at);
			},
			end: (now) => {
				// A message may claim to be from the future.
				this.newest = Math.max(this.newest, Math.min(newest, now));
				if (sentAt !== undefined) this.noteSent(sentAt, now);
				// A server lists its newest messages first, and the people of these are the last to go.
				if (isFirst) this.people = new Map([...this.people].reverse());
				this.isUpToDate = version === this.wordsVersion;
			},
		};
	}

	/**
	 * Takes in a message. Reactions, notices and messages that Apple refused are no messages between people.
	 *
	 * @param now by our clock, if the message has just been sent
	 */
	add(message: BookMessage, now = Number.POSITIVE_INFINITY): void {
		const at = this.note(message, (address) => this.person(address));
		if (at !== undefined) this.noteSent(at, now);
	}

	/** True when everything that the messages so far say about a person is in the book. */
	knows(address: string): boolean {
		return this.people.get(address)?.isWhole ?? this.knowsEveryone;
	}

	/**
	 * Begins a second reading of the whole list, for people whom the book does not know.
	 *
	 * @param addresses at most {@link mostRecalled}
	 */
	recall(addresses: readonly string[]): { readonly add: (message: BookMessage) => void; readonly end: () => void } {
		// What arrives meanwhile goes into the same records.
		const wanted = new Map(addresses.map((address) => [address, this.people.get(address) ?? new Person(false)]));
		for (const [address, person] of wanted) this.keep(address, person);
		return {
			add: (message) => void this.note(message, (address) => wanted.get(address)),
			end: () => {
				for (const [address, person] of wanted) {
					person.isWhole = true;
					this.keep(address, person);
					// It counts again by itself, if there is one: someone who was let go in the middle of a reading may have had none.
					const { sent } = person.history([]);
					this.otherBeginnings = this.otherBeginnings.filter((at) => !sent.includes(at));
				}
				this.knownBegun = undefined;
			},
		};
	}

	/**
	 * What the line knows about a person. Throws when the book does not know them: see {@link knows}.
	 *
	 * @param ownWords further words that count as an opt-out, in the form of `comparable`; {@link listenFor} them first
	 */
	of(address: string, ownWords: readonly string[] = []): LineHistory {
		return this.known(address)?.history(ownWords) ?? { sent: [] };
	}

	/** Time of the last message between the line and the person. Undefined when they never wrote to each other. */
	lastAt(address: string): number | undefined {
		return this.known(address)?.lastAt;
	}

	/** Times at which the line began a conversation, oldest first. An answer to a first message begins none. */
	get begun(): readonly number[] {
		this.knownBegun ??= [...this.people.values()]
			.flatMap(({ isWhole, begunAt }) => (isWhole && begunAt !== undefined ? begunAt : []))
			.concat(this.otherBeginnings)
			.sort((left, right) => left - right);
		return this.knownBegun;
	}

	private from(most: number): Date | undefined {
		if (!this.isUpToDate || !Number.isFinite(this.newest)) return undefined;
		return new Date(Math.max(0, Math.min(this.newest - overlapMilliseconds, most)));
	}

	private noteSent(at: number, now: number): void {
		this.lastSentAt = Math.max(this.lastSentAt ?? Number.NEGATIVE_INFINITY, Math.min(at, now));
	}

	/** @returns the time of a message of ours to a person, by the server's clock. Undefined for all others. */
	private note(message: BookMessage, personOf: PersonOf): number | undefined {
		const at = timeOf(message.createdAt);
		if (at === undefined || message.type !== 'normal' || message.reaction !== undefined || message.sendErrorCode !== undefined)
			return undefined;
		// A person whose number and email are one conversation has several.
		const addresses = new Set(message.spaceIds.map(directAddress).filter((found) => found !== undefined));
		if (message.isFromMe) {
			for (const address of addresses) this.change(personOf(address), (person) => person.addSent({ id: message.id, at }));
			return addresses.size === 0 ? undefined : at;
		}
		for (const address of addresses) this.change(personOf(address), (person) => person.addReceived(at));
		if (message.text !== undefined) this.noteWords(message, message.text, at, addresses, personOf);
		return undefined;
	}

	/** In a group, a STOP counts for the person who wrote it; elsewhere for the address that they wrote from, too. */
	private noteWords(message: BookMessage, text: string, at: number, addresses: Iterable<string>, personOf: PersonOf): void {
		const writer = writerOf(message);
		for (const address of new Set([...addresses, ...(writer === undefined ? [] : [writer])])) {
			this.change(personOf(address), (person) => person.addWords(text, at, (word) => this.ownWords.has(word)));
		}
	}

	private change(person: Person | undefined, change: (person: Person) => void): void {
		if (person === undefined) return;
		const before = person.begunAt;
		change(person);
		if (person.begunAt !== before) this.knownBegun = undefined;
	}

	/** The record of a person, a new one if there is none. Undefined when the first reading has no room for them. */
	private person(address: string): Person | undefined {
		const known = this.people.get(address);
		if (known === undefined && !this.isUpToDate && this.people.size >= this.mostPeople) {
			this.knowsEveryone = false;
			return undefined;
		}
		const person = known ?? new Person(this.knowsEveryone);
		this.keep(address, person);
		return person;
	}

	private known(address: string): Person | undefined {
		if (!this.knows(address)) throw new Error('The history of this person has to be read again first');
		const person = this.people.get(address);
		if (person !== undefined) this.keep(address, person);
		return person;
	}

	/** Makes a person the most recently used one. */
	private keep(address: string, person: Person): void {
		this.people.delete(address);
		this.people.set(address, person);
		if (this.people.size <= this.mostPeople) return;
		const [first] = this.people;
		if (first === undefined) return;
		const [oldest, { isWhole, begunAt }] = first;
		this.people.delete(oldest);
		this.knowsEveryone = false;
		if (!isWhole || begunAt === undefined) return;
		this.otherBeginnings = [...this.otherBeginnings, begunAt].sort((left, right) => left - right).slice(-mostBeginnings);
	}
}

/** A server may write an address in another form than we do. */
function writerOf({ sender }: BookMessage): string | undefined {
	const parsed = sender === undefined ? undefined : parseAddress(sender.address);
	return parsed?.ok === true ? parsed.value.address : undefined;
}

function directAddress(spaceId: string): string | undefined {
	const parsed = parseSpaceId(spaceId);
	return parsed.ok ? parsed.value.address : undefined;
}
