import type { LoggedEvent } from '../../store/eventLog';
import type { LineStore } from '../../store/line';
import type { PhoneEvent } from '../../store/arrivals';
import type { StoredMessage } from '../../store/message';

/** Something between the messages: what was done to the conversation. */
export interface Notice {
	readonly id: string;
	readonly at: number;
	/** Place among what has the same time. */
	readonly order: number;
	/** Address of who did it; absent for the line. */
	readonly actor?: string;
	readonly change:
		| Extract<LoggedEvent, { domain: 'group' }>['change']
		| { readonly type: 'backgroundChanged' | 'backgroundRemoved' | 'contactCard' };
}

interface Stay {
	readonly joinedAt: number;
	leftAt?: number;
}

/** What the page remembers of each conversation besides its messages: notices, and who was a member when. */
export class Chronicle {
	private readonly noticesOf = new Map<string, Notice[]>();
	private readonly stays = new Map<string, Map<string, Stay[]>>();
	private readonly places = new WeakMap<StoredMessage, number>();
	private readonly placed = new Map<string, number>();

	/** Everything that a line's log still has. */
	read(line: LineStore): void {
		for (const event of line.log.after()) this.note(line, event);
	}

	/** An event of a line's log; the answer is the notice that it is, if it is one. */
	note(line: LineStore, event: LoggedEvent): Notice | undefined {
		const { actor, occurredAt: at } = event;
		if (event.domain === 'chat') {
			const { type } = event.change;
			if (type !== 'backgroundChanged' && type !== 'backgroundRemoved') return undefined;
			return this.add(line, event.chatGuid, { id: `${line.id}-${event.sequence}`, at, actor, change: { type } });
		}
		if (event.domain !== 'group') return undefined;
		const { change: groupChange } = event;
		if ('participant' in groupChange) {
			const isIn = groupChange.type === 'participantAdded';
			this.move(keyOf(line, event.chatGuid), groupChange.participant, isIn, at);
		}
		return this.add(line, event.chatGuid, { id: `${line.id}-${event.sequence}`, at, actor, change: groupChange });
	}

	/** The line has shown its contact card. */
	noteCard(line: LineStore, { spaceId, at }: PhoneEvent): Notice {
		return this.add(line, spaceId, { id: `${line.id}-card-${spaceId}-${at}`, at, change: { type: 'contactCard' } });
	}

	notices(line: LineStore, spaceId: string): readonly Notice[] {
		return this.noticesOf.get(keyOf(line, spaceId)) ?? [];
	}

	/** Whether the person was a member at that moment; who never came or went was there all the time. */
	wasIn(line: LineStore, spaceId: string, address: string, at: number): boolean {
		const stays = this.stays.get(keyOf(line, spaceId))?.get(address);
		if (stays !== undefined) return stays.some(({ joinedAt, leftAt }) => joinedAt <= at && (leftAt === undefined || at <= leftAt));
		return line.chats.get(spaceId)?.members.includes(address) ?? false;
	}

	/** The groups that a person was in once. */
	formerSpaces(line: LineStore, address: string): readonly string[] {
		const prefix = keyOf(line, '');
		return [...this.stays]
			.filter(([key, people]) => key.startsWith(prefix) && people.has(address))
			.map(([key]) => key.slice(prefix.length));
	}

	/** Place of a message in its conversation, in the order of arrival at the line. */
	placeOf(line: LineStore, message: StoredMessage): number {
		const key = keyOf(line, message.chatGuid);
		const history = line.history(message.chatGuid);
		// Counted from the first row that the conversation ever had: those before the kept ones are gone.
		const gone = line.goneRows(message.chatGuid);
		const end = gone + history.length;
		for (let place = Math.max(this.placed.get(key) ?? 0, gone); place < end; place++) {
			this.places.set(history[place - gone] as StoredMessage, place);
		}
		this.placed.set(key, end);
		return this.places.get(message) ?? end;
	}

	private add(line: LineStore, spaceId: string, notice: Omit<Notice, 'order'>): Notice {
		const key = keyOf(line, spaceId);
		const notices = this.noticesOf.get(key) ?? [];
		const known = notices.find(({ id }) => id === notice.id);
		if (known !== undefined) return known;
		const order = line.goneRows(spaceId) + line.history(spaceId).length - 0.5;
		const added = { ...notice, order };
		this.noticesOf.set(key, [...notices, added].slice(-mostNotices));
		return added;
	}

	private move(key: string, address: string, isIn: boolean, at: number): void {
		const people = this.stays.get(key) ?? new Map<string, Stay[]>();
		this.stays.set(key, people);
		const stays = people.get(address) ?? [];
		const last = stays[stays.length - 1];
		if (isIn) stays.push({ joinedAt: at });
		// Who was there from the start goes for the first time.
		else if (last === undefined) stays.push({ joinedAt: 0, leftAt: at });
		else last.leftAt = at;
		people.set(address, stays.slice(-mostStays));
	}
}

/** Times that one person came and went, of one conversation. */
const mostStays = 500;

/** Notices that one conversation keeps; older ones go first. */
const mostNotices = 500;

function keyOf(line: LineStore, spaceId: string): string {
	return `${line.id} ${spaceId}`;
}
