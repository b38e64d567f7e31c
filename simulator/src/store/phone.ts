import { Mailbox } from '../mailbox';
import { bytesIn, programRetention, type Retention } from '../retention';
import type { ArrivedMessage, PhoneEvent } from './arrivals';
import type { SharedPlace } from './locations';
import type { StoredPlacement } from './message';
import type { GivenReaction, People, PhoneChat, ReactOptions, Sticker } from './people';
import type { StoredPoll } from './polls';

/** What a phone shows differently from now on. */
export type PhoneHappening =
	| PhoneEvent
	| { readonly type: 'arrived'; readonly spaceId: string; readonly line: string; readonly messageId: string };

type EventOf<Type extends PhoneEvent['type']> = Extract<PhoneEvent, { type: Type }>;

/** A phone as a snapshot keeps it. */
export interface PhoneState extends Pick<Phone, 'address' | 'imessage' | 'focus' | 'country' | 'sendErrorCode'> {
	/** Absent: false. */
	readonly isOffline?: boolean;
	/** Messages that wait until the phone is online. Absent: none. */
	readonly waiting?: readonly ArrivedMessage[];
	readonly messages: readonly ArrivedMessage[];
	readonly events: readonly PhoneEvent[];
}

/** A person's phone: what a line sends to the address arrives here, and the person acts from here. */
export class Phone {
	/** Whether the address is reached by iMessage; false refuses what a line sends to it as iMessage. Default true. */
	imessage = true;
	/** A Focus keeps messages quiet. Default false. */
	focus = false;
	/** ISO 3166-1 alpha-2; default not known. */
	country?: string;
	/** Apple's number for messages that were accepted and then failed (22: not registered). Default none: they arrive. */
	sendErrorCode?: number;
	private offline = false;
	/** What lines have sent while the phone was offline. */
	private waiting: ArrivedMessage[] = [];
	private readonly inbox: Mailbox<ArrivedMessage>;
	private readonly log: Mailbox<PhoneEvent>;
	private readonly byId = new Map<string, ArrivedMessage>();

	constructor(
		/** E.164 number or email address. */
		readonly address: string,
		private readonly people: () => People,
		/** Called after each change of what the phone shows. */
		private readonly onChange: (change: PhoneHappening) => void = () => undefined,
		private readonly retention: Pick<Retention, 'perPhone' | 'recordBytes'> = programRetention,
	) {
		const { perPhone: most, recordBytes: mostBytes } = retention;
		this.inbox = new Mailbox<ArrivedMessage>({ most, mostBytes, bytesOf: bytesIn, onDrop: ({ id }) => this.byId.delete(id) });
		this.log = new Mailbox<PhoneEvent>({ most, mostBytes, bytesOf: bytesIn });
	}

	/** What has arrived last, oldest first. */
	get messages(): readonly ArrivedMessage[] {
		return this.inbox.items;
	}

	/** A message that has arrived, by its id. */
	arrived(messageId: string): ArrivedMessage | undefined {
		return this.byId.get(messageId);
	}

	/**
	 * The first message not yet given out by this method, as soon as there is one. Each message is given out once,
	 * in the order of arrival. Rejects when the simulator stops.
	 */
	next(): Promise<ArrivedMessage> {
		return this.inbox.next();
	}

	/** What else has happened last, oldest first. */
	get events(): readonly PhoneEvent[] {
		return this.log.items;
	}

	/** As `next()`, for events. */
	nextEvent(): Promise<PhoneEvent> {
		return this.log.next();
	}

	/** The events of one kind, oldest first. */
	eventsOf<Type extends PhoneEvent['type']>(type: Type): ReadonlyArray<EventOf<Type>> {
		return this.log.items.filter((event): event is EventOf<Type> => event.type === type);
	}

	/** Reactions given and taken away by anybody else, oldest first; what stands now is in each message. */
	get reactions(): ReadonlyArray<EventOf<'reaction'>> {
		return this.eventsOf('reaction');
	}

	/** The typing indicator, as it went on and off. */
	get typing(): ReadonlyArray<EventOf<'typing'>> {
		return this.eventsOf('typing');
	}

	/** The spaces this phone shares with lines. */
	get chats(): readonly PhoneChat[] {
		return this.people().chats(this.address);
	}

	/** Reacts to a message of any line, or takes the reaction away. The answer is the id that webhooks show. */
	react(messageId: string, reaction: GivenReaction, options: ReactOptions = {}): string {
		return this.people().react(this.address, messageId, reaction, options);
	}

	/** Whether the phone is off or without a network: what lines send to it waits, and is not delivered. Default false. */
	get isOffline(): boolean {
		return this.offline;
	}

	/** When the phone comes online, what waits for it is delivered. */
	set isOffline(isOffline: boolean) {
		this.offline = isOffline;
		if (isOffline) return;
		const waiting = this.waiting;
		this.waiting = [];
		for (const message of waiting) {
			this.deliver(message);
			this.people().delivered(this.address, message.id);
		}
	}

	/** Plays a voice note that a line sent. */
	play(messageId: string): void {
		this.people().play(this.address, messageId);
	}

	/** Reads a message that a line sent, so that the line gets a receipt. */
	read(messageId: string): void {
		this.people().read(this.address, messageId);
	}

	/** Votes for an option, by its text or identifier. */
	vote(pollId: string, option: string): StoredPoll {
		return this.people().vote(this.address, pollId, option);
	}

	/** Takes back one vote, or all. */
	unvote(pollId: string, option?: string): StoredPoll {
		return this.people().unvote(this.address, pollId, option);
	}

	addPollOption(pollId: string, text: string): StoredPoll {
		return this.people().addPollOption(this.address, pollId, text);
	}

	/** Puts a poll into a space that exists. `line`: whose, for the direct space with one of several lines; default the first. */
	createPoll(spaceId: string, title: string, options: readonly string[], line?: string): StoredPoll {
		return this.people().createPoll(this.address, { spaceId, line }, title, options);
	}

	/** Puts another text into a message of this phone, or into one bubble of it. */
	edit(messageId: string, text: string, part?: number): void {
		this.people().edit(this.address, messageId, text, part);
	}

	/** Takes back a message of this phone, or one bubble of it. */
	unsend(messageId: string, part?: number): void {
		this.people().unsend(this.address, messageId, part);
	}

	/** Puts a sticker on a message; the answer is the id of the sticker's file. */
	placeSticker(messageId: string, sticker: Sticker, placement: StoredPlacement = { x: 0.5, y: 0.5 }): string {
		return this.people().placeSticker(this.address, messageId, sticker, placement);
	}

	/** Leaves a group. */
	leave(spaceId: string): void {
		this.people().leave(this.address, spaceId);
	}

	renameGroup(spaceId: string, name: string): void {
		this.people().renameGroup(this.address, spaceId, name);
	}

	addMember(spaceId: string, address: string): void {
		this.people().changeMember(this.address, spaceId, address, true);
	}

	removeMember(spaceId: string, address: string): void {
		this.people().changeMember(this.address, spaceId, address, false);
	}

	/** Without a picture it is taken away. */
	setGroupIcon(spaceId: string, picture?: Buffer): void {
		this.people().setPicture(this.address, { spaceId }, 'icon', picture);
	}

	/** Without a picture it is taken away. `line` as for `createPoll`. */
	setBackground(spaceId: string, picture?: Buffer, line?: string): void {
		this.people().setPicture(this.address, { spaceId, line }, 'background', picture);
	}

	/** Shares a location with a line, by number or instance id; default the first. Later places are told in the same way. */
	shareLocation(place: SharedPlace, line?: string): void {
		this.people().shareLocation(this.address, place, line);
	}

	stopSharingLocation(line?: string): void {
		this.people().stopSharingLocation(this.address, line);
	}

	/** Called by the lines. An offline phone receives it later. */
	deliver(message: ArrivedMessage): void {
		if (this.offline) {
			this.waiting.push(message);
			if (this.waiting.length > this.retention.perPhone) this.waiting.shift();
			return;
		}
		this.byId.set(message.id, message);
		this.inbox.push(message);
		this.onChange({ type: 'arrived', spaceId: message.spaceId, line: message.line, messageId: message.id });
	}

	/** Everything about the phone, with its newest messages and events alone, so many of each at most. */
	state(most: number): PhoneState {
		const { address, imessage, focus, country, sendErrorCode, isOffline } = this;
		return {
			...{ address, imessage, focus, country, sendErrorCode, isOffline },
			waiting: lastOf(this.waiting, most),
			messages: lastOf(this.inbox.items, most),
			events: lastOf(this.log.items, most),
		};
	}

	restore({ imessage, focus, country, sendErrorCode, isOffline = false, waiting = [], messages, events }: PhoneState): void {
		Object.assign(this, { imessage, focus, country, sendErrorCode });
		this.offline = isOffline;
		this.waiting = [...waiting];
		for (const message of messages) this.byId.set(message.id, message);
		this.inbox.fill(messages);
		this.log.fill(events);
	}

	/** Called by the lines: something happened. */
	tell(event: PhoneEvent): void {
		this.log.push(event);
		this.onChange(event);
	}

	/** Called by the lines: a message that arrived looks different now. */
	refresh(messageId: string, now: Partial<ArrivedMessage>): void {
		const arrived = this.byId.get(messageId);
		if (arrived !== undefined) Object.assign(arrived, now);
	}

	close(reason: Error): void {
		this.inbox.close(reason);
		this.log.close(reason);
	}
}

function lastOf<T>(items: readonly T[], most: number): readonly T[] {
	return items.slice(Math.max(0, items.length - most));
}

/** Every phone of the simulated world, by address. */
export class Phones {
	/** Set once there are lines. */
	people: People | undefined;
	private readonly byAddress = new Map<string, Phone>();
	private readonly listeners = new Set<(phone: Phone, change: PhoneHappening) => void>();
	private closed: Error | undefined;

	constructor(private readonly retention: Retention = programRetention) {}

	/** Every phone that anything has been said of, in that order. */
	get all(): readonly Phone[] {
		return [...this.byAddress.values()];
	}

	/** Calls back after each change of what a phone shows, from now on; the answer stops it. */
	onChange(listener: (phone: Phone, change: PhoneHappening) => void): () => void {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	}

	at(address: string): Phone {
		const key = address.trim().toLowerCase();
		let phone = this.byAddress.get(key);
		if (phone === undefined) {
			phone = this.make(key);
			this.byAddress.set(key, phone);
		}
		return phone;
	}

	close(reason: Error): void {
		this.closed = reason;
		for (const phone of this.byAddress.values()) phone.close(reason);
	}

	private make(address: string): Phone {
		const people = (): People => {
			if (this.people === undefined) throw new Error('There are no lines yet');
			return this.people;
		};
		const tell = (change: PhoneHappening): void => {
			for (const listener of [...this.listeners]) listener(phone, change);
		};
		const phone: Phone = new Phone(address, people, tell, this.retention);
		if (this.closed) phone.close(this.closed);
		return phone;
	}
}
