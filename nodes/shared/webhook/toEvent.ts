import { parseAddress } from '../domain/address';
import type { EventMessage, EventSender, ImessageEvent } from '../domain/event';
import type { SenderService } from '../domain/sender';
import type { Fields } from '../domain/fields';
import { parsePartId, reactionTarget, readContent } from './content';
import { text, type Delivery } from './delivery';

/** How {@link toEvent} shapes its result. */
export interface EventOptions {
	/** Adds the whole delivery as `raw`. Default false. */
	readonly includeRaw?: boolean;
}

const services: ReadonlyMap<string, SenderService> = new Map([
	['imessage', 'iMessage'],
	['sms', 'SMS'],
	['rcs', 'RCS'],
]);

/**
 * The event of a delivery. A reaction is about the message it was put on, so that `message.id` is what an answer
 * refers to; its own id is the event's.
 */
export function toEvent(delivery: Delivery, options: EventOptions = {}): ImessageEvent {
	const { messageId, space, timestamp, content, raw } = delivery;
	const isReaction = content.type === 'reaction';
	const read = readContent(content);
	const message = isReaction ? reactedMessage(content) : receivedMessage(messageId, read.text);
	const sender = readSender(delivery.sender);
	return {
		event: isReaction ? 'message.reactionAdded' : 'message.received',
		id: messageId,
		...(timestamp === undefined ? {} : { timestamp }),
		space: { ...space },
		...(sender === undefined ? {} : { sender }),
		...(message === undefined ? {} : { message }),
		content: read.content,
		...(options.includeRaw === true ? { raw } : {}),
	};
}

function receivedMessage(id: string, said: string | undefined): EventMessage {
	const part = parsePartId(id)?.part;
	return { id, ...(said === undefined ? {} : { text: said }), ...(part === undefined ? {} : { part }) };
}

function reactedMessage(content: Delivery['content']): EventMessage | undefined {
	const id = reactionTarget(content);
	if (id === undefined) return undefined;
	const part = parsePartId(id)?.part;
	return { id, ...(part === undefined ? {} : { part }) };
}

function readSender(given: Fields | undefined): EventSender | undefined {
	const id = text(given?.id) ?? text(given?.address);
	if (given === undefined || id === undefined) return undefined;
	const address = text(given.address) ?? id;
	const parsed = parseAddress(address);
	const country = text(given.country);
	const service = services.get(text(given.service)?.toLowerCase() ?? '');
	return {
		id,
		// A server may name senders that nobody can write to, such as a short code.
		address: parsed.ok ? parsed.value.address : address,
		...(country === undefined ? {} : { country: /^[a-z]{2}$/i.test(country) ? country.toUpperCase() : country }),
		...(service === undefined ? {} : { service }),
	};
}
