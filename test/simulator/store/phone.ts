import { Mailbox } from '../mailbox';
import type { ArrivedMessage, PhoneEvent } from './arrivals';
import type { ReactionKind } from './message';
import type { StoredPoll } from './polls';

/** A reaction as a person gives it: one of Apple's six, or any emoji. */
export type GivenReaction = Exclude<ReactionKind, 'emoji' | 'sticker'> | { readonly emoji: string };

/** A space of a phone. */
export interface PhoneChat {
	readonly spaceId: string;
	readonly line: string;
	readonly isGroup: boolean;
	readonly name?: string;
	/** Addresses of everybody but the line. */
	readonly members: readonly string[];
	readonly icon?: Buffer;
	readonly background?: Buffer;
}

/** What people can do, as the lines carry it out. */
export interface People {
	chats(address: string): readonly PhoneChat[];
	react(address: string, messageId: string, reaction: GivenReaction, options: ReactOptions): string;
	read(address: string, messageId: string): void;
	vote(address: string, pollId: string, option: string): StoredPoll;
	unvote(address: string, pollId: string, option?: string): StoredPoll;
	addPollOption(address: string, pollId: string, text: string): StoredPoll;
	leave(address: string, spaceId: string): void;
}

export interface ReactOptions {
	/** Zero-based bubble; default the whole message. */
	readonly part?: number;
	/** False takes it away. Default true. */
	readonly isSet?: boolean;
	/** False: no webhook hears of it. Default true; a reaction taken away is never told. */
	readonly webhooks?: boolean;
}

type EventOf<Type extends PhoneEvent['type']> = Extract<PhoneEvent, { type: Type }>;

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
	private readonly inbox = new Mailbox<ArrivedMessage>();
	private readonly log = new Mailbox<PhoneEvent>();

	constructor(
		/** E.164 number or e-mail address. */
		readonly address: string,
		private readonly people: () => People,
	) {}

	/** What has arrived, oldest first. */
	get messages(): readonly ArrivedMessage[] {
		return this.inbox.items;
	}

	/**
	 * The first message not yet given out by this method, as soon as there is one. Each message is given out once,
	 * in the order of arrival. Rejects when the simulator stops.
	 */
	next(): Promise<ArrivedMessage> {
		return this.inbox.next();
	}

	/** Everything else that has happened, oldest first. */
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

	/** Leaves a group. */
	leave(spaceId: string): void {
		this.people().leave(this.address, spaceId);
	}

	/** Called by the lines. */
	deliver(message: ArrivedMessage): void {
		this.inbox.push(message);
	}

	/** Called by the lines: something happened. */
	tell(event: PhoneEvent): void {
		this.log.push(event);
	}

	/** Called by the lines: a message that arrived looks different now. */
	refresh(messageId: string, now: Partial<ArrivedMessage>): void {
		const arrived = this.inbox.items.find(({ id }) => id === messageId);
		if (arrived !== undefined) Object.assign(arrived, now);
	}

	close(reason: Error): void {
		this.inbox.close(reason);
		this.log.close(reason);
	}
}

/** Every phone of the simulated world, by address. */
export class Phones {
	/** Set once there are lines. */
	people: People | undefined;
	private readonly byAddress = new Map<string, Phone>();
	private closed: Error | undefined;

	at(address: string): Phone {
		const key = address.trim().toLowerCase();
		let phone = this.byAddress.get(key);
		if (phone === undefined) {
			phone = new Phone(key, () => {
				if (this.people === undefined) throw new Error('There are no lines yet');
				return this.people;
			});
			if (this.closed) phone.close(this.closed);
			this.byAddress.set(key, phone);
		}
		return phone;
	}

	close(reason: Error): void {
		this.closed = reason;
		for (const phone of this.byAddress.values()) phone.close(reason);
	}
}
