import { parseAddress } from '../model/address/address';
import type { EventMember, EventMessage, EventSender, ImessageEvent } from '../model/event/event';
import type { EventName } from '../model/event/eventNames';
import { asFields, type Fields, asText } from '../values/json';
import { normalAddress, otherSide } from '../filter/filterEntries';
import { asLabel } from '../values/label';
import type { SenderService } from '../model/sender';
import { optOutIn } from '../optOut/words';
import { isKnownMessage, parsePartId, readContent, targetOf } from './content';
import type { Content, Delivery } from './delivery';
import { mentionsIn } from './mentions';
import { present } from '../values/present';

/** Options of {@link toEvent}. */
export interface EventOptions {
	/** Adds the whole delivery as `raw`. Default false. */
	readonly includeRaw?: boolean;
}

const services: ReadonlyMap<string, SenderService> = new Map([
	['imessage', 'iMessage'],
	['sms', 'SMS'],
	['rcs', 'RCS'],
]);

/** The events of contents that are not messages. */
const names: ReadonlyMap<string, EventName> = new Map([
	['reaction', 'message.reactionAdded'],
	['read', 'message.read'],
	['rename', 'group.displayNameChanged'],
	['addMember', 'group.participantAdded'],
	['removeMember', 'group.participantRemoved'],
	['leaveSpace', 'group.participantLeft'],
	['avatar', 'group.iconChanged'],
]);

/**
 * The events of a delivery, at least one. A change of several members of a group makes one event for each member, as in a
 * stream.
 */
export function toEvents(delivery: Delivery, options: EventOptions = {}): ImessageEvent[] {
	const members = membersIn(delivery.content);
	if (members.length < 2) return [toEvent(delivery, options)];
	return members.map((member, index) => {
		const one = { ...delivery, content: { ...delivery.content, members: [member] } };
		// The raw delivery goes only into the first event. In each event, its size would grow with the square of the members.
		return { ...toEvent(one, index === 0 ? options : {}), id: `${delivery.messageId}:${index}` };
	});
}

/**
 * The event of a delivery. Of a reaction, `message` is the message reacted to, so that an answer refers to it, and the
 * reaction's own id is the event's. Of a receipt, `message` is the message that was read.
 */
export function toEvent(delivery: Delivery, options: EventOptions = {}): ImessageEvent {
	const { messageId, space, timestamp, raw } = delivery;
	const event = nameOf(delivery.content);
	const sender = event === 'message.read' ? readerOf(delivery) : readSender(delivery.sender);
	const own = isOwn(delivery, event, sender);
	const detail = details(event, delivery, sender);
	const optOut = event === 'message.received' && !own ? optOutIn(detail.message?.text) : undefined;
	return {
		event,
		id: messageId,
		...present({ timestamp }),
		space: { ...space },
		...present({ sender }),
		...(own ? { isFromMe: true } : {}),
		...detail,
		...present({ optOut }),
		...(options.includeRaw === true ? { raw } : {}),
	};
}

function nameOf({ type, action }: Content): EventName {
	if (type === 'avatar' && asFields(action)?.kind === 'clear') return 'group.iconRemoved';
	return names.get(type) ?? 'message.received';
}

/** The fields that depend on the kind of the event. An event without content in a stream has none here either. */
function details(event: EventName, delivery: Delivery, sender: EventSender | undefined): Partial<ImessageEvent> {
	const { content } = delivery;
	switch (event) {
		case 'message.reactionAdded': {
			const message = targetMessage(content);
			return { ...present({ message }), content: readContent(content).content };
		}
		case 'message.read': {
			const message = targetMessage(content);
			const readAt = delivery.timestamp === undefined ? {} : { readAt: delivery.timestamp };
			return message === undefined ? {} : { message: { ...message, ...previewOf(content), ...readAt } };
		}
		case 'group.displayNameChanged': {
			const name = asText(content.displayName);
			return { group: name === undefined ? {} : { name: asLabel(name) } };
		}
		case 'group.participantAdded':
		case 'group.participantRemoved': {
			const [member] = membersIn(content);
			return member === undefined ? {} : { member: toMember(senderAt(member), delivery) };
		}
		case 'group.participantLeft':
			return sender === undefined ? {} : { member: toMember(sender, delivery) };
		case 'group.iconChanged':
		case 'group.iconRemoved':
			return {};
		default:
			return receivedMessage(delivery);
	}
}

function receivedMessage({ messageId: id, content, space }: Delivery): Pick<ImessageEvent, 'message' | 'content'> {
	const read = readContent(content);
	const part = parsePartId(id)?.part;
	return {
		message: {
			id,
			...present({ text: read.text, part, replyTo: read.replyTo }),
			...mentionsIn(read.content, space.phone),
			...(isKnownMessage(read) ? {} : { isUnknownKind: true }),
		},
		content: read.content,
	};
}

function targetMessage(content: Content): EventMessage | undefined {
	const id = targetOf(content);
	if (id === undefined) return undefined;
	const part = parsePartId(id)?.part;
	return { id, ...present({ part }) };
}

/** The text of the message in a receipt: its first 80 characters. */
function previewOf({ target }: Content): { text?: string } {
	const preview = asText(asFields(target)?.contentPreview);
	return preview === undefined ? {} : { text: asLabel(preview) };
}

/**
 * The reader of a receipt. In a direct conversation only the other side can read what our line sent, even if the delivery
 * names our line.
 */
function readerOf(delivery: Delivery): EventSender | undefined {
	const given = readSender(delivery.sender);
	if (delivery.isOutbound === true) return given;
	const isOther = given !== undefined && !isLine(given.address, delivery);
	const peer = otherSide(delivery.space.id);
	return isOther ? given : peer === undefined ? undefined : senderAt(peer);
}

/** Whether our own line did it: the delivery is marked as outbound, or the sender has the number of the line. */
function isOwn(delivery: Delivery, event: EventName, sender: EventSender | undefined): boolean {
	if (delivery.isOutbound === true) return true;
	return event !== 'message.read' && sender !== undefined && isLine(sender.address, delivery);
}

function isLine(address: string, { space }: Delivery): boolean {
	return space.phone !== undefined && normalAddress(space.phone) === normalAddress(address);
}

function membersIn({ type, members }: Content): string[] {
	if (type !== 'addMember' && type !== 'removeMember') return [];
	return Array.isArray(members) ? members.flatMap((member) => asText(member) ?? []) : [];
}

function toMember(who: EventSender, delivery: Delivery): EventMember {
	return { ...who, ...(isLine(who.address, delivery) ? { isMe: true } : {}) };
}

function readSender(given: Fields | undefined): EventSender | undefined {
	const id = asText(given?.id) ?? asText(given?.address);
	if (given === undefined || id === undefined) return undefined;
	const country = asText(given.country);
	const service = services.get(asText(given.service)?.toLowerCase() ?? '');
	return {
		...senderAt(asText(given.address) ?? id),
		id,
		...(country === undefined ? {} : { country: /^[a-z]{2}$/i.test(country) ? country.toUpperCase() : country }),
		...present({ service }),
	};
}

function senderAt(address: string): EventSender {
	const parsed = parseAddress(address);
	// A server may name senders that cannot be written to, such as short codes.
	return { id: address, address: parsed.ok ? parsed.value.address : address };
}
