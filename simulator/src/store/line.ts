import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock';
import { standingNow, toArrived, type PhoneChange, type SendNotes } from './arrivals';
import { Attachments } from './attachments';
import type { ChatService, StoredChat } from './chat';
import { EventLog, type Changes, type DomainEvent, type EventDomain } from './eventLog';
import { Locations } from './locations';
import type { NewMessage, StoredMessage } from './message';
import type { Phone, Phones } from './phone';
import type { StoredPoll } from './polls';
import { DailyCount } from './quota';
import { Writes, type RepeatAnswer } from './writes';
import type { Retention } from '../retention';
import type { Behaviour } from '../services/behaviour';

export type SimulatedPlan = 'shared' | 'dedicated';

export interface LineStoreOptions {
	/** Instance id, or `shared`. */
	readonly id: string;
	/** E.164, or `shared`; absent for a line that has no number yet. */
	readonly phone?: string;
	readonly plan: SimulatedPlan;
	readonly clock: Clock;
	readonly phones: Phones;
	readonly repeatAnswer: () => RepeatAnswer;
	/** Sequence of the log's first event. */
	readonly firstSequence: bigint;
	readonly behaviour: Behaviour;
	readonly retention: Retention;
}

/** The number behind a line that does not tell it, for instance the one of the shared plan. */
const untoldNumber = '+15559990000';

/** Everything one line's server remembers. */
export class LineStore {
	readonly id: string;
	readonly phone: string | undefined;
	readonly plan: SimulatedPlan;
	readonly clock: Clock;
	readonly log: EventLog;
	readonly writes: Writes;
	/** By GUID. */
	readonly chats = new Map<string, StoredChat>();
	/** The rows of the history, by GUID, oldest first: messages, reactions, stickers and notices. The oldest go first. */
	readonly messages = new Map<string, StoredMessage>();
	private readonly rows = new Map<string, StoredMessage[]>();
	/** Rows that each chat had before those that are kept, by GUID of the chat. */
	private readonly gone = new Map<string, number>();
	/** By the GUID of the message that carries the poll. */
	readonly polls = new Map<string, StoredPoll>();
	readonly attachments: Attachments;
	/** What people share with the line in Find My. */
	readonly locations: Locations;
	readonly behaviour: Behaviour;
	/** GUIDs of the spaces in which something was said, in either direction. */
	readonly conversations = new Set<string>();
	readonly messagesToday: DailyCount;
	readonly conversationsToday: DailyCount;
	private readonly phones: Phones;
	private readonly mostRows: number;

	constructor(options: LineStoreOptions) {
		this.id = options.id;
		this.phone = options.phone;
		this.plan = options.plan;
		this.clock = options.clock;
		this.phones = options.phones;
		this.locations = new Locations(() => options.clock.now());
		this.behaviour = options.behaviour;
		this.messagesToday = new DailyCount(options.clock);
		this.conversationsToday = new DailyCount(options.clock);
		const { rows, fileBytes, writes } = options.retention;
		this.mostRows = rows;
		this.attachments = new Attachments({ most: rows, mostBytes: fileBytes });
		this.log = new EventLog(options.firstSequence, () => Math.min(options.behaviour.retainedEvents, rows));
		this.writes = new Writes(options.repeatAnswer, writes);
	}

	/** The line as webhooks and phones name it. */
	get label(): string {
		return this.phone ?? this.id;
	}

	/** The account's own address. */
	get ownAddress(): string {
		return this.phone === undefined || this.phone === 'shared' ? untoldNumber : this.phone;
	}

	/** Direct space with an address, made on first use. */
	directChat(address: string, service: ChatService = 'iMessage'): StoredChat {
		return this.keep(this.directDraft(address, service));
	}

	/** As `directChat`, but a new one is not kept until something is written to it. */
	directDraft(address: string, service: ChatService = 'iMessage'): StoredChat {
		const guid = `any;-;${address}`;
		return this.chats.get(guid) ?? { guid, isGroup: false, members: [address], service, isArchived: false };
	}

	/** A new group, or the one whose GUID is given. */
	createGroup(members: readonly string[], guid = newGroupGuid(), service: ChatService = 'iMessage'): StoredChat {
		return this.chats.get(guid) ?? this.keep({ guid, isGroup: true, members: [...members], service, isArchived: false });
	}

	/** The rows of a chat's history that are kept, oldest first. */
	history(chatGuid: string): readonly StoredMessage[] {
		return this.rows.get(chatGuid) ?? [];
	}

	/** How many rows the chat had before them. */
	goneRows(chatGuid: string): number {
		return this.gone.get(chatGuid) ?? 0;
	}

	/** In a line that is empty: what a former run no longer had. */
	restoreGone(gone: ReadonlyMap<string, number>): void {
		for (const [chatGuid, count] of gone) this.gone.set(chatGuid, count);
	}

	/** Forgets a group and all that was said in it. */
	forget(chat: StoredChat): void {
		this.chats.delete(chat.guid);
		for (const { guid } of this.history(chat.guid)) {
			this.messages.delete(guid);
			this.polls.delete(guid);
		}
		this.rows.delete(chat.guid);
		this.gone.delete(chat.guid);
	}

	/** Stores a message of our own, logs it and puts it on every member's phone. */
	send(chat: StoredChat, message: Omit<NewMessage, 'isFromMe' | 'sender'>, notes: SendNotes = {}, isLogged = true): StoredMessage {
		const phones = this.phonesIn(chat);
		const sendErrorCode = phones.map((phone) => phone.sendErrorCode).find((code) => code !== undefined);
		const isOnItsWay = phones.some(({ isOffline }) => isOffline);
		const deliveredQuietly = !isOnItsWay && phones.length > 0 && phones.every(({ focus }) => focus);
		const stored = this.receive(chat, { ...message, isFromMe: true, sendErrorCode, deliveredQuietly, isOnItsWay }, isLogged);
		for (const phone of phones) {
			if (phone.sendErrorCode === undefined) phone.deliver(toArrived(this.label, stored, notes));
		}
		return stored;
	}

	/** Stores a message that is in a chat now, and logs it. */
	receive(chat: StoredChat, fields: NewMessage, isLogged = true): StoredMessage {
		this.keep(chat);
		this.conversations.add(chat.guid);
		const message = this.addRow(chat, { previousGuid: chat.lastMessageGuid, ...fields });
		chat.lastMessageGuid = message.guid;
		if (!isLogged) return message;
		const change = { type: 'messageReceived', messageGuid: message.guid, message: { ...message } } as const;
		this.append(chat, 'message', message.sender, change, message.createdAt);
		return message;
	}

	/** Stores a row of the history that is no message by itself: a reaction, a sticker, a notice. Logs nothing. */
	addRow(chat: StoredChat, fields: NewMessage & Pick<StoredMessage, 'previousGuid'>): StoredMessage {
		const message: StoredMessage = {
			...fields,
			guid: fields.guid ?? newMessageGuid(),
			createdAt: fields.createdAt ?? this.clock.now(),
			chatGuid: chat.guid,
			service: chat.service,
			parts: fields.parts ?? [],
			reactions: [],
			stickers: [],
		};
		return this.keepRow(message);
	}

	/** Puts a row at the end of the history as it is. */
	keepRow(message: StoredMessage): StoredMessage {
		this.messages.set(message.guid, message);
		const rows = this.rows.get(message.chatGuid);
		if (rows === undefined) this.rows.set(message.chatGuid, [message]);
		else rows.push(message);
		if (this.messages.size > this.mostRows) this.dropOldestRow();
		return message;
	}

	private dropOldestRow(): void {
		const [oldest] = this.messages.values();
		if (oldest === undefined) return;
		const { guid, chatGuid } = oldest;
		this.messages.delete(guid);
		this.polls.delete(guid);
		this.rows.get(chatGuid)?.shift();
		this.gone.set(chatGuid, this.goneRows(chatGuid) + 1);
	}

	/** Logs a change. Without an actor the line did it. */
	append<D extends EventDomain>(
		{ guid: chatGuid, service }: StoredChat,
		domain: D,
		actor: string | undefined,
		change: Changes[D],
		occurredAt = this.clock.now(),
	): DomainEvent<D> {
		const isFromMe = actor === undefined;
		return this.log.append<D>({ domain, chatGuid, service, occurredAt, actor, isFromMe, change });
	}

	/** Shows a change on the phones of a chat, but not on the phone of who made it. */
	tell(chat: StoredChat, change: PhoneChange, from?: string): void {
		for (const phone of this.phonesIn(chat)) {
			if (phone.address !== from) {
				phone.tell({ spaceId: chat.guid, line: this.label, at: this.clock.now(), from, ...change });
			}
		}
	}

	/** Redraws a message on the phones it arrived on. */
	refresh(chat: StoredChat, message: StoredMessage): void {
		for (const phone of this.phonesIn(chat)) phone.refresh(message.guid, standingNow(message));
	}

	phoneOf(address: string): Phone {
		return this.phones.at(address);
	}

	private phonesIn(chat: StoredChat): Phone[] {
		return chat.members.map((member) => this.phones.at(member));
	}

	/** A draft becomes a chat; one that is kept already stays as it is. */
	keep(chat: StoredChat): StoredChat {
		this.chats.set(chat.guid, chat);
		return chat;
	}
}

function newMessageGuid(): string {
	return `spc-msg-${randomUUID()}`;
}

function newGroupGuid(): string {
	return `any;+;${randomUUID().replaceAll('-', '')}`;
}
