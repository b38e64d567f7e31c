import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../nodes/shared/domain/clock';
import { EventLog } from './eventLog';
import type { StoredMessage } from './message';
import type { Phones } from './phone';
import { Writes, type RepeatAnswer } from './writes';

export type SimulatedPlan = 'shared' | 'dedicated';

/** Service of a chat, in the words of the webhook. */
export type ChatService = 'iMessage' | 'SMS' | 'RCS';

/** A conversation as one line knows it. */
export interface StoredChat {
	readonly guid: string;
	readonly isGroup: boolean;
	/** Addresses of the others. */
	readonly members: readonly string[];
	readonly service: ChatService;
	displayName?: string;
	lastMessageGuid?: string;
}

/** What a line sends. */
export interface OutgoingText {
	readonly text: string;
	readonly subject?: string;
	readonly effectId?: string;
	readonly formatting?: StoredMessage['formatting'];
	readonly replyTo?: StoredMessage['replyTo'];
	readonly clientMessageId?: string;
	readonly idempotencyKey?: string;
}

export interface LineStoreOptions {
	/** Instance id, or `shared`. */
	readonly id: string;
	/** E.164, or `shared`; absent for a line that has no number yet. */
	readonly phone?: string;
	readonly plan: SimulatedPlan;
	readonly clock: Clock;
	readonly phones: Phones;
	readonly repeatAnswer: () => RepeatAnswer;
}

/** Everything one line's server remembers. */
export class LineStore {
	readonly id: string;
	readonly phone: string | undefined;
	readonly plan: SimulatedPlan;
	readonly clock: Clock;
	readonly log = new EventLog();
	readonly writes: Writes;
	readonly chats = new Map<string, StoredChat>();
	readonly messages = new Map<string, StoredMessage>();
	private readonly phones: Phones;

	constructor(options: LineStoreOptions) {
		this.id = options.id;
		this.phone = options.phone;
		this.plan = options.plan;
		this.clock = options.clock;
		this.phones = options.phones;
		this.writes = new Writes(options.repeatAnswer);
	}

	/** The line as webhooks and phones name it. */
	get label(): string {
		return this.phone ?? this.id;
	}

	/** Direct space with an address, made on first use. */
	directChat(address: string, service: ChatService = 'iMessage'): StoredChat {
		const guid = `any;-;${address}`;
		return this.chats.get(guid) ?? this.keep({ guid, isGroup: false, members: [address], service });
	}

	/** A new group, or the one whose GUID is given. */
	createGroup(members: readonly string[], guid = newGroupGuid(), service: ChatService = 'iMessage'): StoredChat {
		return this.chats.get(guid) ?? this.keep({ guid, isGroup: true, members: [...members], service });
	}

	/** Stores a text of our own, logs it and puts it on every member's phone. */
	send(chat: StoredChat, outgoing: OutgoingText): StoredMessage {
		const { clientMessageId, idempotencyKey, ...content } = outgoing;
		const message = this.store(chat, {
			...content,
			guid: newMessageGuid(),
			formatting: outgoing.formatting ?? [],
			isFromMe: true,
		});
		for (const member of chat.members) {
			this.phones.at(member).deliver({
				id: message.guid,
				spaceId: chat.guid,
				line: this.label,
				text: outgoing.text,
				sentAt: new Date(message.createdAt).toISOString(),
				subject: outgoing.subject,
				effectId: outgoing.effectId,
				replyTo: outgoing.replyTo?.guid,
				formatting: message.formatting,
				clientMessageId,
				idempotencyKey,
			});
		}
		return message;
	}

	/** Stores a message that somebody sent to this line, and logs it. */
	receive(
		chat: StoredChat,
		inbound: Pick<StoredMessage, 'sender' | 'text' | 'content'> & { readonly guid?: string; readonly createdAt?: number },
	): StoredMessage {
		return this.store(chat, { guid: newMessageGuid(), ...inbound, formatting: [], isFromMe: false });
	}

	private store(
		chat: StoredChat,
		fields: Omit<StoredMessage, 'chatGuid' | 'createdAt' | 'previousGuid'> & { readonly createdAt?: number },
	): StoredMessage {
		const message: StoredMessage = {
			createdAt: this.clock.now(),
			...fields,
			chatGuid: chat.guid,
			previousGuid: chat.lastMessageGuid,
		};
		this.messages.set(message.guid, message);
		chat.lastMessageGuid = message.guid;
		this.log.append({
			domain: 'message',
			chatGuid: chat.guid,
			occurredAt: message.createdAt,
			actor: message.sender,
			isFromMe: message.isFromMe,
			change: { type: 'messageReceived', messageGuid: message.guid },
		});
		return message;
	}

	private keep(chat: StoredChat): StoredChat {
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
