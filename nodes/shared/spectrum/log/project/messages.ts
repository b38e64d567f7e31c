import { messageEffects } from '../../text/effects';
import type { EventContent, EventMessage, ImessageEvent } from '../../model/event/event';
import type { Line } from '../../model/line';
import type { Message, MessageContent } from '../../model/message';
import { formatMessageId, type MessageRef } from '../../model/messageRef';
import { emojiOfReaction } from '../../model/reactionName';
import { fileFields, isOfPoll, toEventContent } from './content';
import { doneBy, envelope, type EnvelopeFields, type PlacedChange } from './envelope';
import { optOutIn } from '../../optOut/words';
import { nonEmpty, present } from '../../values/present';
import { accountAddress, isOwn } from '../../model/ownAddress';
import { senderAt, toEventSender } from './people';
import { movedRanges, partsOf, textOf } from './parts';

/**
 * A received message. Undefined for rows that have an event of their own or that no person wrote: a reaction
 * (`message.reactionAdded`), a poll or a vote (`poll.*`), a notice (`group.*`).
 */
export function receivedEvent(placed: PlacedChange<'message.received'>): ImessageEvent | undefined {
	const { change, line } = placed;
	const { message } = change;
	if (message.reaction !== undefined || isNotice(message) || isOfPoll(message)) return undefined;
	const timestamp = change.occurredAt ?? message.createdAt;
	const { fields, content } = describeMessage(message, line, {
		id: message.id,
		ownAddress: message.ownAddress,
		timestamp,
		// Texts that share a bubble are counted by the conversation and not by the content.
		hasNumbers: (shown) => message.partCount === undefined || message.partCount === shown,
	});
	const sent = sentBy(placed);
	return {
		...envelope(placed, { id: message.id, timestamp, ...sent }),
		message: {
			...fields,
			...present({
				subject: nonEmpty(message.subject),
				replyTo: nonEmpty(message.replyTo),
				threadId: nonEmpty(message.threadId),
				editedAt: nonEmpty(message.editedAt),
				unsentAt: nonEmpty(message.unsentAt),
			}),
		},
		...present({ content, optOut: sent.isFromMe ? undefined : optOutIn(fields.text) }),
	};
}

/** The text of a message has changed. Unsending one bubble of several counts as well. */
export function editedEvent(placed: PlacedChange<'message.edited'>): ImessageEvent {
	const { change, sequence, line } = placed;
	const timestamp = change.editedAt ?? change.occurredAt;
	// Unsent bubbles are not in the content, but the conversation still counts them.
	const { fields, content } = describeMessage(change.content, line, { id: change.messageId, timestamp, hasNumbers: () => false });
	return {
		...envelope(placed, { id: `${change.messageId}:edit:${sequence}`, timestamp, ...doneBy(placed) }),
		message: { ...fields, ...present({ editedAt: nonEmpty(change.editedAt) }) },
		...present({ content }),
	};
}

export function unsentEvent(placed: PlacedChange<'message.unsent'>): ImessageEvent {
	const { change, sequence } = placed;
	const { messageId, unsentAt } = change;
	return {
		...envelope(placed, { id: `${messageId}:unsend:${sequence}`, timestamp: unsentAt ?? change.occurredAt, ...doneBy(placed) }),
		message: { id: messageId, ...present({ unsentAt: nonEmpty(unsentAt) }) },
	};
}

/** An added or removed reaction. As in webhooks, `message` is the message reacted to, so that an answer refers to it. */
export function reactionEvent(placed: PlacedChange<'message.reactionAdded' | 'message.reactionRemoved'>): ImessageEvent {
	const { target, reaction } = placed.change;
	const content = { type: 'reaction', kind: reaction.kind, ...present({ emoji: nonEmpty(emojiOfReaction(reaction)) }) };
	return { ...envelope(placed, { id: partedId(placed, target, 'reaction'), ...doneBy(placed) }), ...about(target, content) };
}

export function stickerEvent(placed: PlacedChange<'message.stickerPlaced'>): ImessageEvent {
	const { target, attachment, placement } = placed.change;
	const content = {
		type: 'sticker',
		...(attachment === undefined ? {} : fileFields(attachment)),
		...(placement === undefined ? {} : { placement: { ...placement } }),
	};
	return { ...envelope(placed, { id: partedId(placed, target, 'sticker'), ...doneBy(placed) }), ...about(target, content) };
}

/** The facts of a message that its content lacks. */
interface MessageFacts {
	readonly id: string;
	readonly timestamp?: string;
	readonly ownAddress?: string;
	/** Whether a content with this many bubbles is numbered as in the conversation. */
	readonly hasNumbers: (shown: number) => boolean;
}

/** The content of a message, and its fields in `message`. */
export function describeMessage(
	content: MessageContent,
	line: Line,
	{ id, timestamp, ownAddress, hasNumbers }: MessageFacts,
): { readonly fields: EventMessage; readonly content?: EventContent } {
	const parts = partsOf(content);
	const formatting = movedRanges(content.formatting ?? [], parts).map((format) => ({ ...format }));
	const mentions = movedRanges(content.mentions ?? [], parts).map((mention) => ({ ...mention }));
	const mentionsMe = (content.mentions ?? []).some(({ address }) => isOwn(address, line, ownAddress));
	const effect = messageEffects.find((known) => known.id === content.effectId)?.name;
	return {
		fields: {
			id,
			...present({ text: nonEmpty(textOf(parts)) }),
			...(formatting.length === 0 ? {} : { formatting }),
			...(mentions.length === 0 ? {} : { mentions }),
			...(mentionsMe ? { mentionsMe: true } : {}),
			...present({ effectId: nonEmpty(content.effectId), effect: nonEmpty(effect) }),
		},
		content: toEventContent(content, parts, { id, timestamp, hasNumberedParts: hasNumbers(parts.length) }),
	};
}

/** Apple writes every kind except `normal`. */
function isNotice({ type, flags }: Message): boolean {
	return type !== 'normal' || flags.isSystemMessage;
}

/** In the history, a message of our own may name the recipient as its sender. */
function sentBy({ change, line }: PlacedChange<'message.received'>): Pick<EnvelopeFields, 'sender' | 'isFromMe'> {
	const { message, actor } = change;
	const author = message.sender ?? actor;
	if (!change.isFromMe && !message.isFromMe && !isOwn(author?.address, line)) {
		return { ...(author === undefined ? {} : { sender: toEventSender(author) }), isFromMe: false };
	}
	if (actor !== undefined) return { sender: toEventSender(actor), isFromMe: true };
	const own = accountAddress(message.ownAddress) ?? accountAddress(line.phone);
	return { ...(own === undefined ? {} : { sender: senderAt(own) }), isFromMe: true };
}

function about(target: MessageRef, content: EventContent): Pick<ImessageEvent, 'message' | 'content'> {
	const id = formatMessageId(target);
	return {
		message: { id, ...present({ part: target.part }) },
		content: { ...content, target: { id } },
	};
}

function partedId({ sequence }: { readonly sequence: string }, { id, part }: MessageRef, kind: string): string {
	return `${id}:${kind}:${sequence}${part === undefined ? '' : `:${part}`}`;
}
