import { historyOf, type History } from '../../../campaign/history';
import type { LineLimits, LineState } from '../../../campaign/lineState';
import { hashOfParts } from '../../../keys/hash';
import type { Line } from '../../../model/line';
import { systemClock, type Clock } from '../../../timing/clock';
import type { Gateway } from '../../Gateway';

/** Most messages that one call may request. */
const pageSize = 100;

/** A line with what the process knows about it. */
export interface KnownLine {
	readonly line: Line;
	readonly state: LineState;
}

/** How many new conversations a line may begin. */
type Room = (known: KnownLine) => number;

/** Called after every hundred messages of the first reading, with their number. */
export type OnRead = (line: Line, messages: number) => void;

/** The lines of a credential, with their histories. */
export class CampaignLines {
	/** The people of the run, in their order, and the place of each. */
	private announced?: { readonly people: readonly string[]; readonly places: ReadonlyMap<string, number> };
	private listPeople: () => readonly string[] = () => [];

	private constructor(
		private readonly gateway: Gateway,
		/** All lines of the credential. An opt-out on any of them counts. */
		readonly all: readonly KnownLine[],
		/** The lines that may send. */
		readonly senders: readonly KnownLine[],
		private readonly ownWords: readonly string[],
		private readonly clock: Clock,
	) {}

	/**
	 * @param isSender whether the line may send
	 * @param ownWords further words that count as an opt-out, in the form of `comparable`
	 */
	static async of(
		gateway: Gateway,
		isSender: (line: Line) => boolean,
		ownWords: readonly string[] = [],
		clock: Clock = systemClock,
	): Promise<CampaignLines> {
		const { campaigns } = gateway.memory;
		const all = (await gateway.lines()).map((line) => ({ line, state: campaigns.line(line.id) }));
		for (const { state } of all) state.book.listenFor(ownWords);
		const senders = all.filter(({ line }) => isSender(line));
		return new CampaignLines(gateway, all, senders, ownWords, clock);
	}

	/**
	 * Names the people of the run, so that those whom a book has let go are read together.
	 *
	 * @param list their addresses, in the order in which they are needed. It is only called when a book has let someone go.
	 */
	announce(list: () => readonly string[]): void {
		this.listPeople = list;
	}

	/**
	 * Makes sure that all books know a person, until the next turn of the event loop at least. Everything else here may be
	 * asked about them only then.
	 */
	async ready(address: string): Promise<void> {
		const { turns } = this.gateway.memory.campaigns;
		const missing = this.all.filter(({ state }) => !state.book.knows(address));
		if (missing.length === 0) return;
		await Promise.all(missing.map(async (known) => await turns.take(known.line.id, async () => await this.recall(known, address))));
		// The books are large. Only another run that went through half of one meanwhile can have let the person go again.
		await this.ready(address);
	}

	/** Reads what a run has to know, on all lines side by side: what is new, and what came late. The first time, that is everything. */
	async begin(onRead: OnRead = () => undefined): Promise<void> {
		await this.readAll(({ state: { book } }) => book.readLateFrom(this.clock.now()), onRead);
	}

	/** Reads what is new on all lines, side by side. */
	async refresh(): Promise<void> {
		await this.readAll(({ state: { book } }) => book.readFrom);
	}

	/** What all lines know of a person. */
	history(address: string): History {
		return historyOf(this.all.map(({ state }) => state.book.of(address, this.ownWords)));
	}

	/** The line that heard the last opt-out of a person, or its undoing. */
	heardOn(address: string): Line | undefined {
		const { mark } = this.history(address);
		return this.all.find(({ state }) => mark !== undefined && state.book.of(address, this.ownWords).mark?.at === mark.at)?.line;
	}

	/**
	 * The lines to which the person has written since a moment.
	 *
	 * @param since milliseconds since the epoch
	 */
	heardFrom(address: string, since: number): Line[] {
		return this.all.flatMap(({ line, state: { book } }) => ((book.of(address).lastReceivedAt ?? -1) >= since ? line : []));
	}

	/** The sending line that wrote with the person last. Undefined when none did. */
	knowing(address: string): KnownLine | undefined {
		return byLastMessage(this.senders, address)[0];
	}

	/** All lines that wrote with the person, sending or not: the last one first. */
	allKnowing(address: string): KnownLine[] {
		return byLastMessage(this.all, address);
	}

	/** The line with the most room for a new conversation; of several, the one that may send first. Undefined without room. */
	withMostRoom(limits: LineLimits, now: number, room?: Room): KnownLine | undefined {
		const open = this.withRoom(limits, now, room).map((line) => ({ ...line, slot: line.known.state.nextSlot(limits, now) }));
		const [best] = open.sort((left, right) => right.room - left.room || left.slot - right.slot);
		return best?.known;
	}

	/**
	 * The line for a new conversation where several processes send at the same time. It depends on the person and not on how
	 * much room there is. So two processes that come to a person at once choose the same line, whose server recognises the
	 * repeat. Undefined without room.
	 */
	forPerson(address: string, limits: LineLimits, now: number, room?: Room): KnownLine | undefined {
		const open = this.withRoom(limits, now, room).map((line) => ({ ...line, order: hashOfParts([address, line.known.line.id]) }));
		const [first] = open.sort((left, right) => (left.order < right.order ? -1 : 1));
		return first?.known;
	}

	/** The line that has room for a new conversation first, and when. There is at least one sending line. */
	nextRoom(limits: LineLimits, now: number): { readonly known: KnownLine; readonly at: number } {
		const [first] = this.senders.map((known) => ({ known, at: known.state.roomAt(limits, now) })).sort((left, right) => left.at - right.at);
		if (first === undefined) throw new Error('A campaign has at least one line');
		return first;
	}

	private withRoom(limits: LineLimits, now: number, room: Room = ({ state }) => state.room(limits, now)) {
		return this.senders.map((known) => ({ known, room: room(known) })).filter((line) => line.room > 0);
	}

	private async readAll(from: (known: KnownLine) => Date | undefined, onRead: OnRead = () => undefined): Promise<void> {
		const { turns } = this.gateway.memory.campaigns;
		const read = async (known: KnownLine): Promise<void> => await this.read(known, from(known), onRead);
		await Promise.all(this.all.map(async (known) => await turns.take(known.line.id, async () => await read(known))));
	}

	private async read({ line, state: { book } }: KnownLine, after: Date | undefined, onRead: OnRead): Promise<void> {
		const reading = book.reading();
		let messages = 0;
		for await (const message of this.gateway.messages.listRecent(line.id, { pageSize, ...(after === undefined ? {} : { after }) })) {
			reading.add(message);
			messages += 1;
			if (after === undefined && messages % pageSize === 0) onRead(line, messages);
		}
		reading.end(this.clock.now());
	}

	/** Reads the whole list of a line again, for a person and for those after them whom the book does not know either. */
	private async recall({ line, state: { book } }: KnownLine, address: string): Promise<void> {
		if (book.knows(address)) return;
		const again = book.recall(this.unknownFrom(address, (other) => !book.knows(other), book.mostRecalled));
		for await (const message of this.gateway.messages.listRecent(line.id, { pageSize })) again.add(message);
		again.end();
	}

	private unknownFrom(address: string, isUnknown: (address: string) => boolean, most: number): string[] {
		this.announced ??= placesOf(this.listPeople());
		const { people, places } = this.announced;
		const found = [address];
		for (let place = places.get(address) ?? people.length; place < people.length && found.length < most; place++) {
			const other = people[place];
			if (other !== undefined && other !== address && isUnknown(other)) found.push(other);
		}
		return found;
	}
}

function byLastMessage(lines: readonly KnownLine[], address: string): KnownLine[] {
	return lines
		.flatMap((known) => {
			const at = known.state.book.lastAt(address);
			return at === undefined ? [] : { known, at };
		})
		.sort((left, right) => right.at - left.at)
		.map(({ known }) => known);
}

function placesOf(people: readonly string[]) {
	return { people, places: new Map(people.map((address, place) => [address, place])) };
}
