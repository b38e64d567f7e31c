import { historyOf, type History } from '../../../campaign/history';
import type { LineLimits, LineState } from '../../../campaign/lineState';
import type { Line } from '../../../model/line';
import type { Gateway } from '../../Gateway';

/** Most messages that one call may request. */
const pageSize = 100;

/** A line with what the process knows about it. */
export interface KnownLine {
	readonly line: Line;
	readonly state: LineState;
}

/** Called after every hundred messages of the first reading, with their number. */
export type OnRead = (line: Line, messages: number) => void;

/** The lines of a credential, with their histories. */
export class CampaignLines {
	private constructor(
		private readonly gateway: Gateway,
		/** All lines of the credential. An opt-out on any of them counts. */
		readonly all: readonly KnownLine[],
		/** The lines that may send. */
		readonly senders: readonly KnownLine[],
	) {}

	/** @param isSender whether the line may send */
	static async of(gateway: Gateway, isSender: (line: Line) => boolean): Promise<CampaignLines> {
		const { campaigns } = gateway.memory;
		const all = (await gateway.lines()).map((line) => ({ line, state: campaigns.line(line.id) }));
		return new CampaignLines(
			gateway,
			all,
			all.filter(({ line }) => isSender(line)),
		);
	}

	/** Reads what is new on all lines, side by side. The first time, that is everything. */
	async refresh(onRead: OnRead = () => undefined): Promise<void> {
		const { turns } = this.gateway.memory.campaigns;
		await Promise.all(this.all.map(async (known) => await turns.take(known.line.id, async () => await this.read(known, onRead))));
	}

	/** What all lines know of a person. `ownWords` as in `LineBook.of`. */
	history(address: string, ownWords: readonly string[]): History {
		return historyOf(this.all.map(({ state }) => state.book.of(address, ownWords)));
	}

	/** The sending line that wrote with the person last. Undefined when none did. */
	knowing(address: string): KnownLine | undefined {
		let newest: { readonly known: KnownLine; readonly at: number } | undefined;
		for (const known of this.senders) {
			const at = known.state.book.lastAt(address);
			if (at !== undefined && (newest === undefined || at > newest.at)) newest = { known, at };
		}
		return newest?.known;
	}

	/** The line with the most room for a new conversation; of several, the one that may send first. Undefined without room. */
	withMostRoom(limits: LineLimits, now: number, room = (known: KnownLine) => known.state.room(limits, now)): KnownLine | undefined {
		const open = this.senders
			.map((known) => ({ known, room: room(known), slot: known.state.nextSlot(limits, now) }))
			.filter((line) => line.room > 0);
		const [best] = open.sort((left, right) => right.room - left.room || left.slot - right.slot);
		return best?.known;
	}

	/** The line that has room for a new conversation first, and when. There is at least one sending line. */
	nextRoom(limits: LineLimits, now: number): { readonly known: KnownLine; readonly at: number } {
		const [first] = this.senders.map((known) => ({ known, at: known.state.roomAt(limits, now) })).sort((left, right) => left.at - right.at);
		if (first === undefined) throw new Error('A campaign has at least one line');
		return first;
	}

	private async read({ line, state }: KnownLine, onRead: OnRead): Promise<void> {
		const { book } = state;
		const after = state.isRead ? book.readFrom : undefined;
		let messages = 0;
		for await (const message of this.gateway.messages.listRecent(line.id, { pageSize, ...(after === undefined ? {} : { after }) })) {
			book.add(message);
			messages += 1;
			if (!state.isRead && messages % pageSize === 0) onRead(line, messages);
		}
		state.isRead = true;
	}
}
