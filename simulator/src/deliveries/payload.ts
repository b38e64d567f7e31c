import type { StoredChat } from '../store/chat';
import type { InboundContent } from '../store/content';
import type { LineStore } from '../store/line';
import type { MessagePlace } from '../store/message';
import type { Generation } from './behaviour';
import { toContent } from './content';
import { toTarget, type Json } from './target';

/** Something that is told to webhooks, before optional fields are left out. */
export interface Delivery {
	readonly id: string;
	readonly line: LineStore;
	readonly chat: StoredChat;
	/** Absent when nobody is known to have done it, and on the line's own messages. */
	readonly from?: string;
	/** Milliseconds since the epoch. */
	readonly at: number;
	readonly content: InboundContent;
	/** The message that it answers. */
	readonly replyTo?: MessagePlace;
	/** As the webhook spells it; the contract asks to compare without case. */
	readonly platform: string;
	readonly direction: 'inbound' | 'outbound';
	/** Registrations of July know no such thing. */
	readonly isNew?: boolean;
}

/** The body for each generation of registrations; none where they know no such thing. */
export type Payloads = { readonly [G in Generation]?: Json };

export function payloadsOf(delivery: Delivery): Payloads {
	const november = toPayload(delivery, 'november');
	return delivery.isNew ? { november } : { november, july: toPayload(delivery, 'july') };
}

/** The same without fields, each named by its path (`space`, `message.sender`). */
export function leaveOut(payloads: Payloads, paths: readonly string[]): Payloads {
	return Object.fromEntries(Object.entries(payloads).map(([generation, payload]) => [generation, without(payload, paths)]));
}

/** The body of a delivery. */
function toPayload(delivery: Delivery, generation: Generation): Json {
	const { chat, line, platform, content, replyTo, id } = delivery;
	const space = { id: chat.guid, platform, type: chat.isGroup ? 'group' : 'dm', phone: line.label };
	const message = toMessage(delivery, id, content, generation);
	// In July an answer did not tell what it answers.
	const answer = replyTo === undefined || generation === 'july' ? undefined : replyTo;
	const shown =
		answer === undefined ? message.content : { type: 'reply', content: message.content, target: toTarget(delivery, answer.guid) };
	return { event: 'messages', space, message: { ...message, content: shown, space } };
}

function toMessage(delivery: Delivery, id: string, content: InboundContent, generation: Generation): Json {
	const { platform, from, at, direction } = delivery;
	return {
		id,
		platform,
		direction,
		timestamp: new Date(at).toISOString(),
		sender: from === undefined ? undefined : { id: from, platform },
		content: toContent(content, generation, {
			target: (target) => toTarget(delivery, target),
			// Album items carry no space of their own.
			items: (items) => items.map((item, index) => toMessage(delivery, `p:${index}/${id}`, item, generation)),
		}),
	};
}

function without(payload: Json, paths: readonly string[]): Json {
	// Through JSON, because the space and its copy are one object here and two on the wire.
	const copy = JSON.parse(JSON.stringify(payload)) as Json;
	for (const path of paths) {
		const keys = path.split('.');
		const last = keys.pop() as string;
		let parent: unknown = copy;
		for (const key of keys) parent = (parent as Json | undefined)?.[key];
		if (typeof parent === 'object' && parent !== null) delete (parent as Json)[last];
	}
	return copy;
}
