import type { DeliveryBehaviour } from './deliveries/behaviour';
import { announcementOf } from './deliveries/changes';
import { leaveOut, payloadsOf, type Delivery, type Payloads } from './deliveries/payload';
import type { Tampering } from './deliveries/tampering';
import type { DeliveryResult, DeliveryWorker } from './deliveries/worker';
import type { Lines } from './lines';
import type { InboundMessage } from './options';
import { inboundParts } from './inboundParts';
import type { StoredChat } from './store/chat';
import { knownContent, withFileIds, type InboundContent, type KnownContent } from './store/content';
import type { LineStore } from './store/line';
import type { Users } from './store/users';
import { react, reactionOfEmoji } from './store/reactions';

/** A message that has reached a line. */
export interface Received {
	readonly messageId: string;
	readonly spaceId: string;
	/** Number of the line, or `shared`. */
	readonly line: string;
	/** One result for each webhook registered at that moment; resolves after the last attempt. */
	readonly delivered: Promise<DeliveryResult[]>;
}

/** Options of another delivery of a message. */
export interface Redelivery extends Tampering {
	/** Id of one webhook; default all. */
	readonly webhookId?: string;
	/** Fields left out of the body, by path. */
	readonly leaveOut?: readonly string[];
}

/** Takes in what people send, and tells the webhooks. */
export class Inbox {
	private readonly payloads = new Map<string, Payloads>();
	private readonly running = new Set<Promise<unknown>>();

	constructor(
		private readonly lines: Lines,
		private readonly worker: DeliveryWorker,
		private readonly behaviour: DeliveryBehaviour,
		private readonly users: Users,
		/** Messages that can be delivered again: the newest. */
		private readonly kept: number,
	) {}

	/** Tells the webhooks what people do on this line besides writing and reacting. */
	follow(store: LineStore): void {
		store.log.onAppend((event) => {
			const chat = store.chats.get(event.chatGuid);
			const { deliveryPlatform: platform, deliversOwnMessages: tellsOwn } = this.behaviour;
			const delivery = chat && announcementOf(store, chat, event, { platform, tellsOwn });
			if (delivery !== undefined) void this.track(this.worker.deliver(delivery.id, this.keep(delivery, [])));
		});
	}

	receive(inbound: InboundMessage): Received {
		const { store } = this.lines.find(inbound.line);
		const content = withFileIds(contentOf(inbound));
		const chat = chatOf(store, inbound);
		const at = inbound.at ?? store.clock.now();
		const messageId = keep(store, chat, inbound, content, at);
		this.users.optIn(inbound.from);
		const { from, replyTo, platform = this.behaviour.deliveryPlatform } = inbound;
		const delivery = { id: messageId, line: store, chat, from, at, content, replyTo, platform, direction: 'inbound' } as const;
		const payloads = this.keep(delivery, inbound.leaveOut ?? []);
		const delivered = inbound.webhooks === false ? Promise.resolve([]) : this.track(this.worker.deliver(messageId, payloads));
		return { messageId, spaceId: chat.guid, line: store.label, delivered };
	}

	redeliver(messageId: string, { webhookId, leaveOut: paths = [], ...tampering }: Redelivery = {}): Promise<DeliveryResult[]> {
		const payloads = this.payloads.get(messageId);
		if (payloads === undefined) throw new Error(`The message ${messageId} was not received, or is too old to be delivered again`);
		return this.track(this.worker.deliver(messageId, leaveOut(payloads, paths), webhookId, tampering));
	}

	/** What can be delivered again, by the id of the message, oldest first. */
	get delivered(): ReadonlyMap<string, Payloads> {
		return this.payloads;
	}

	restore(payloads: ReadonlyMap<string, Payloads>): void {
		for (const [id, payload] of payloads) this.remember(id, payload);
	}

	/** Goes on with the deliveries that a former run has left. */
	resume(): void {
		void this.track(this.worker.resume());
	}

	/** Resolves when no delivery is under way. */
	async settled(): Promise<void> {
		await Promise.allSettled(this.running);
	}

	/** The bodies as they are now: later edits do not change what is delivered again. */
	private keep(delivery: Delivery, paths: readonly string[]): Payloads {
		const payloads = leaveOut(payloadsOf(delivery), paths);
		this.remember(delivery.id, payloads);
		return payloads;
	}

	private remember(id: string, payloads: Payloads): void {
		this.payloads.delete(id);
		this.payloads.set(id, payloads);
		for (const oldest of this.payloads.keys()) {
			if (this.payloads.size <= this.kept) return;
			this.payloads.delete(oldest);
		}
	}

	private track<T>(delivery: Promise<T>): Promise<T> {
		this.running.add(delivery);
		void delivery.finally(() => this.running.delete(delivery)).catch(() => undefined);
		return delivery;
	}
}

function contentOf({ text, content }: InboundMessage): InboundContent {
	if (content !== undefined) return content;
	if (text === undefined) throw new Error('An inbound message needs a text or a content');
	return { type: 'text', text };
}

/** A GUID that the line does not know becomes a group: somebody has added the line to it. */
function chatOf(store: LineStore, { from, space, service }: InboundMessage): StoredChat {
	if (space === undefined || space === `any;-;${from}`) {
		const chat = store.directChat(from, service);
		chat.service = service ?? chat.service;
		return chat;
	}
	if (!space.startsWith('any;+;')) throw new Error(`${space} is neither a group nor the direct space with ${from}`);
	return store.createGroup([from], space);
}

/** Stores the message or the reaction; the answer is the id that webhooks show. */
function keep(store: LineStore, chat: StoredChat, inbound: InboundMessage, content: InboundContent, createdAt: number): string {
	const known = knownContent(content);
	if (known?.type === 'reaction') return keepReaction(store, chat, inbound, known, createdAt);
	const { from: sender, subject, effectId, replyTo, embeddedMedia, formatting, mentions } = inbound;
	return store.receive(chat, {
		...(inbound.messageId === undefined ? {} : { guid: inbound.messageId }),
		...inboundParts(store, content, formatting, mentions),
		isFromMe: false,
		sender,
		subject,
		effectId,
		replyTo,
		embeddedMedia,
		content,
		createdAt,
	}).guid;
}

/** A reaction is named after its target and its place in the log. */
function keepReaction(
	store: LineStore,
	chat: StoredChat,
	inbound: InboundMessage,
	{ target, emoji, part }: Extract<KnownContent, { type: 'reaction' }>,
	at: number,
): string {
	const guid = typeof target === 'string' ? target : String(target.id);
	const by = { address: inbound.from, at };
	const { event, row } = react(store, chat, { guid, part }, reactionOfEmoji(emoji), true, by);
	if (inbound.messageId !== undefined) return inbound.messageId;
	if (event === undefined) return row.guid;
	return `${guid}:reaction:${event.sequence}${part === undefined ? '' : `:${part}`}`;
}
