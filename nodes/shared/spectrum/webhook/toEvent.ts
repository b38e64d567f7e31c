import { parseAddress } from '../model/address/address';
import type { EventMember, EventMessage, EventSender, ImessageEvent } from '../model/event/event';
import type { EventName } from '../model/event/eventNames';
import { asFields, type Fields, asText } from '../values/json';
import { normalAddress, otherSide } from '../filter/filterEntries';
import { asLabel } from '../values/label';
import type { SenderService } from '../model/sender';
import { isKnownMessage, parsePartId, readContent, targetOf } from './content';
import type { Content, Delivery } from './delivery';
import { mentionsIn } from './mentions';
import { present } from '../values/present';

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

/** What a content is called that is no message. */
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
 * The events of a delivery: one, but for a change of several members of a group, which are several, as in a stream. Never
 * empty.
 */
export function toEvents(delivery: Delivery, options: EventOptions = {}): ImessageEvent[] {
	const members = membersIn(delivery.content);
	if (members.length < 2) return [toEvent(delivery, options)];
	return members.map((member, index) => {
		const one = { ...delivery, content: { ...delivery.content, members: [member] } };
		// The whole delivery once: with each of its members it would be as large as their square.
		return { ...toEvent(one, index === 0 ? options : {}), id: `${delivery.messageId}:${index}` };
	});
}

/**
 * The event of a delivery. A reaction is about the message it was put on, so that `message.id` is what an answer
 * refers to; its own id is the event's. A receipt is about the message that was read, likewise.
 */
export function toEvent(delivery: Delivery, options: EventOptions = {}): ImessageEvent {
	const { messageId, space, timestamp, raw } = delivery;
	const event = nameOf(delivery.content);
	const sender = event === 'message.read' ? readerOf(delivery) : readSender(delivery.sender);
	return {
		event,
		id: messageId,
		...present({ timestamp }),
		space: { ...space },
		...present({ sender }),
		...(isOwn(delivery, event, sender) ? { isFromMe: true } : {}),
		...details(event, delivery, sender),
		...(options.includeRaw === true ? { raw } : {}),
	};
}

function nameOf({ type, action }: Content): EventName {
	if (type === 'avatar' && asFields(action)?.kind === 'clear') return 'group.iconRemoved';
	return names.get(type) ?? 'message.received';
}

/** What is special about the kind of an event. Where a stream gives no content, there is none here either. */
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

/** What a receipt says of the message that was read: the first 80 characters of its text. */
function previewOf({ target }: Content): { text?: string } {
	const preview = asText(asFields(target)?.contentPreview);
	return preview === undefined ? {} : { text: asLabel(preview) };
}

/** In a direct conversation nobody but the other side reads what our line sent, no matter who is named. */
function readerOf(delivery: Delivery): EventSender | undefined {
	const given = readSender(delivery.sender);
	if (delivery.isOutbound === true) return given;
	const isOther = given !== undefined && !isLine(given.address, delivery);
	const peer = otherSide(delivery.space.id);
	return isOther ? given : peer === undefined ? undefined : senderAt(peer);
}

/** What our own line did, as the delivery says, or as the number of the line shows. */
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
	// A server may name senders that nobody can write to, such as a short code.
	return { id: address, address: parsed.ok ? parsed.value.address : address };
}
