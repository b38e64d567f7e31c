import { knownContent, type InboundContent, type KnownContent } from '../store/content';
import type { StoredChat } from '../store/chat';
import type { LineStore } from '../store/line';
import { joinParts } from '../store/parts';

/** A message as it is told to every webhook, before optional fields are left out. */
export interface InboundDelivery {
	readonly id: string;
	readonly line: LineStore;
	readonly chat: StoredChat;
	readonly from: string;
	/** Milliseconds since the epoch. */
	readonly at: number;
	readonly content: InboundContent;
	/** As the webhook spells it; the contract asks to compare without case. */
	readonly platform: string;
}

type Json = Record<string, unknown>;

/** The body of a delivery. */
export function toPayload(inbound: InboundDelivery): Json {
	const space = {
		id: inbound.chat.guid,
		platform: inbound.platform,
		type: inbound.chat.isGroup ? 'group' : 'dm',
		phone: inbound.line.label,
	};
	return { event: 'messages', space, message: { ...toInboundMessage(inbound, inbound.id, inbound.content), space } };
}

/** Removes fields, each named by its path (`space`, `message.sender`). */
export function leaveOut(payload: Json, paths: readonly string[]): Json {
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

function toInboundMessage(inbound: InboundDelivery, id: string, content: InboundContent): Json {
	const { platform, from, at } = inbound;
	return {
		id,
		platform,
		direction: 'inbound',
		timestamp: new Date(at).toISOString(),
		sender: { id: from, platform },
		content: toContent(inbound, content),
	};
}

function toContent(inbound: InboundDelivery, content: InboundContent): Json {
	const known = knownContent(content);
	if (known === undefined) return { ...content };
	switch (known.type) {
		case 'text':
		case 'contact':
		case 'richlink':
			return { ...known };
		case 'attachment':
			return {
				type: known.type,
				id: known.id,
				name: known.name,
				mimeType: known.mimeType,
				size: known.size ?? known.bytes?.length,
			};
		case 'reaction':
			return { type: 'reaction', emoji: known.emoji, target: toTarget(inbound, known.target) };
		case 'group':
			// Album items carry no space of their own.
			return {
				type: 'group',
				items: known.items.map((item, index) => toInboundMessage(inbound, `p:${index}/${inbound.id}`, item)),
			};
	}
}

function toTarget(inbound: InboundDelivery, target: Extract<KnownContent, { type: 'reaction' }>['target']): Json {
	if (typeof target !== 'string') return { ...target };
	const stored = inbound.line.messages.get(target);
	if (stored === undefined) return { id: target, platform: inbound.platform };
	return {
		id: target,
		platform: inbound.platform,
		timestamp: new Date(stored.createdAt).toISOString(),
		sender: stored.sender === undefined ? undefined : { id: stored.sender, platform: inbound.platform },
		// The first 80 characters.
		contentPreview: joinParts(stored.parts).text?.slice(0, 80),
	};
}
