import { messageEffects } from '../../text/effects';
import type { EventContent, EventMessage, ImessageEvent } from '../../model/event/event';
import type { Line } from '../../model/line';
import type { Message, MessageContent } from '../../model/message';
import { formatMessageId, type MessageRef } from '../../model/messageRef';
import { emojiOfReaction } from '../../model/reactionName';
import { fileFields, isOfPoll, toEventContent } from './content';
import { doneBy, envelope, type EnvelopeFields, type Placed } from './envelope';
import { nonEmpty } from './fields';
import { accountAddress, isOwn, senderAt, toEventSender } from './people';
import { movedRanges, partsOf, textOf } from './parts';

/**
 * A message that came. Undefined for rows that are told by an event of their own, or are nothing that a person said:
 * a reaction (`message.reactionAdded`), what carries a poll or a vote (`poll.*`), a notice (`group.*`).
 */
export function receivedEvent(placed: Placed<'message.received'>): ImessageEvent | undefined {
	const { change, line } = placed;
	const { message } = change;
	if (message.reaction !== undefined || isNotice(message) || isOfPoll(message)) return undefined;
	const timestamp = change.occurredAt ?? message.createdAt;
	const { fields, content } = said(message, line, {
		id: message.id,
		ownAddress: message.ownAddress,
		timestamp,
		// Texts that share a bubble make the conversation count otherwise than what is shown.
		hasNumbers: (shown) => message.partCount === undefined || message.partCount === shown,
	});
	return {
		...envelope(placed, { id: message.id, timestamp, ...writtenBy(placed) }),
		message: {
			...fields,
			...nonEmpty('subject', message.subject),
			...nonEmpty('replyTo', message.replyTo),
			...nonEmpty('threadId', message.threadId),
			...nonEmpty('editedAt', message.editedAt),
			...nonEmpty('unsentAt', message.unsentAt),
		},
		...(content === undefined ? {} : { content }),
	};
}

/** A message reads differently now. When one bubble of several was taken back, it is this too. */
export function editedEvent(placed: Placed<'message.edited'>): ImessageEvent {
	const { change, sequence, line } = placed;
	const timestamp = change.editedAt ?? change.occurredAt;
	// Bubbles that were taken back are not in the content, but the conversation goes on counting them.
	const { fields, content } = said(change.content, line, { id: change.messageId, timestamp, hasNumbers: () => false });
	return {
		...envelope(placed, { id: `${change.messageId}:edit:${sequence}`, timestamp, ...doneBy(placed) }),
		message: { ...fields, ...nonEmpty('editedAt', change.editedAt) },
		...(content === undefined ? {} : { content }),
	};
}

export function unsentEvent(placed: Placed<'message.unsent'>): ImessageEvent {
	const { change, sequence } = placed;
	const { messageId, unsentAt } = change;
	return {
		...envelope(placed, { id: `${messageId}:unsend:${sequence}`, timestamp: unsentAt ?? change.occurredAt, ...doneBy(placed) }),
		message: { id: messageId, ...nonEmpty('unsentAt', unsentAt) },
	};
}

/** A reaction, given or taken away. As in webhooks, `message` is the one reacted to, so that an answer goes there. */
export function reactionEvent(placed: Placed<'message.reactionAdded' | 'message.reactionRemoved'>): ImessageEvent {
	const { target, reaction } = placed.change;
	const content = { type: 'reaction', kind: reaction.kind, ...nonEmpty('emoji', emojiOfReaction(reaction)) };
	return { ...envelope(placed, { id: partedId(placed, target, 'reaction'), ...doneBy(placed) }), ...about(target, content) };
}

export function stickerEvent(placed: Placed<'message.stickerPlaced'>): ImessageEvent {
	const { target, attachment, placement } = placed.change;
	const content = {
		type: 'sticker',
		...(attachment === undefined ? {} : fileFields(attachment)),
		...(placement === undefined ? {} : { placement: { ...placement } }),
	};
	return { ...envelope(placed, { id: partedId(placed, target, 'sticker'), ...doneBy(placed) }), ...about(target, content) };
}

/** What is needed of a message beside its content. */
interface Saying {
	readonly id: string;
	readonly timestamp?: string;
	readonly ownAddress?: string;
	/** Whether so many bubbles are numbered as the conversation does. */
	readonly hasNumbers: (shown: number) => boolean;
}

/** The content of a message, and what of it stands in `message`. */
export function said(
	content: MessageContent,
	line: Line,
	{ id, timestamp, ownAddress, hasNumbers }: Saying,
): { readonly fields: EventMessage; readonly content?: EventContent } {
	const parts = partsOf(content);
	const formatting = movedRanges(content.formatting ?? [], parts).map((format) => ({ ...format }));
	const mentions = movedRanges(content.mentions ?? [], parts).map((mention) => ({ ...mention }));
	const mentionsMe = (content.mentions ?? []).some(({ address }) => isOwn(address, line, ownAddress));
	const effect = messageEffects.find((known) => known.id === content.effectId)?.name;
	return {
		fields: {
			id,
			...nonEmpty('text', textOf(parts)),
			...(formatting.length === 0 ? {} : { formatting }),
			...(mentions.length === 0 ? {} : { mentions }),
			...(mentionsMe ? { mentionsMe: true } : {}),
			...nonEmpty('effectId', content.effectId),
			...nonEmpty('effect', effect),
		},
		content: toEventContent(content, parts, { id, timestamp, hasNumberedParts: hasNumbers(parts.length) }),
	};
}

/** Everything but `normal` is written by Apple. */
function isNotice({ type, flags }: Message): boolean {
	return type !== 'normal' || flags.isSystemMessage;
}

/** On a message of our own the history may name the recipient as its sender. */
function writtenBy({ change, line }: Placed<'message.received'>): Pick<EnvelopeFields, 'sender' | 'isFromMe'> {
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
		message: { id, ...(target.part === undefined ? {} : { part: target.part }) },
		content: { ...content, target: { id } },
	};
}

function partedId({ sequence }: { readonly sequence: string }, { id, part }: MessageRef, kind: string): string {
	return `${id}:${kind}:${sequence}${part === undefined ? '' : `:${part}`}`;
}
