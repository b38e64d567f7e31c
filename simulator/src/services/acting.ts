import { Empty, messageKinds, messages } from '../generated';
import { invalidArgument, RpcError } from '../calls/errors';
import { edit, placeSticker, unsend } from '../store/changes';
import type { StoredChat } from '../store/chat';
import type { LineStore } from '../store/line';
import type { ReactionKind, StoredMessage, StoredPlacement, StoredReaction } from '../store/message';
import { react } from '../store/reactions';
import { editWindow, unsendWindow } from '../store/windows';
import type { CallContext } from './method';
import { toMessage } from './projection';
import { attachmentOf, messageIn, preconditionFailed, targetOf } from './targets';
import { checkText, existingChat } from './validation';

const { MessageReactionKind } = messageKinds;

const kinds: Readonly<Record<messageKinds.MessageReactionKind, ReactionKind>> = {
	[MessageReactionKind.MESSAGE_REACTION_KIND_LOVE]: 'love',
	[MessageReactionKind.MESSAGE_REACTION_KIND_LIKE]: 'like',
	[MessageReactionKind.MESSAGE_REACTION_KIND_DISLIKE]: 'dislike',
	[MessageReactionKind.MESSAGE_REACTION_KIND_LAUGH]: 'laugh',
	[MessageReactionKind.MESSAGE_REACTION_KIND_EMPHASIZE]: 'emphasize',
	[MessageReactionKind.MESSAGE_REACTION_KIND_QUESTION]: 'question',
	[MessageReactionKind.MESSAGE_REACTION_KIND_EMOJI]: 'emoji',
	[MessageReactionKind.MESSAGE_REACTION_KIND_STICKER]: 'sticker',
};

export function editMessage({ line }: CallContext, request: messages.EditMessageRequest): messages.MessageResponse {
	const text = checkText('new_text', request.new_text);
	const { chat, message, place } = targetOf(line, request);
	checkOwn(line, chat, message, editWindow);
	const hasText = message.parts.some((part) => part.text !== undefined && (place.part === undefined || part.bubble === place.part));
	if (!hasText) throw preconditionFailed('There is no text to edit', 'noText');
	const backwardCompatText = request.has_backward_compat_text ? request.backward_compat_text : undefined;
	edit(line, chat, message, { part: place.part, text, backwardCompatText });
	return new messages.MessageResponse({ message: toMessage(line, message) });
}

export function unsendMessage({ line }: CallContext, request: messages.UnsendMessageRequest): Empty {
	const { chat, message, place } = targetOf(line, request);
	checkOwn(line, chat, message, unsendWindow);
	unsend(line, chat, message, place.part);
	return new Empty();
}

/** Answers with the reaction's own row. Taking away what is not there is done at once. */
export function setReaction({ line }: CallContext, request: messages.SetReactionRequest): messages.MessageResponse {
	if (!request.has_reaction) throw invalidArgument('reaction', 'the reaction is missing');
	const reaction = checkReaction(request.reaction);
	const { chat, place } = targetOf(line, request);
	const { row } = react(line, chat, place, reaction, request.is_set);
	return new messages.MessageResponse({ message: toMessage(line, row) });
}

/** Answers with the sticker's own row. */
export function placeOn({ line }: CallContext, request: messages.PlaceStickerRequest): messages.MessageResponse {
	if (!request.has_placement) throw invalidArgument('placement', 'the placement is missing');
	const placement = checkPlacement(request.placement);
	const { attachment, attachmentName: name } = attachmentOf(line, 'sticker', request.has_sticker ? request.sticker : undefined);
	if (!attachment.mimeType.startsWith('image/')) throw invalidArgument('sticker', 'a sticker is an image');
	const { chat, place } = targetOf(line, request);
	const row = placeSticker(line, chat, place, { attachment, name, placement });
	return new messages.MessageResponse({ message: toMessage(line, row) });
}

/** Only where a Focus kept our message quiet. */
export function notifySilenced({ line }: CallContext, request: messages.NotifySilencedMessageRequest): Empty {
	const chat = existingChat(line, request.chat_guid);
	const message = messageIn(line, chat, 'message_guid', request.message_guid);
	if (!message.isFromMe) throw preconditionFailed('Somebody else sent the message', 'notOwn');
	if (message.deliveredQuietly !== true || message.notifiedAnyway) {
		throw preconditionFailed('The message was not kept quiet', 'notSilenced');
	}
	message.notifiedAnyway = true;
	line.refresh(chat, message);
	line.tell(chat, { type: 'alert', messageId: message.guid });
	return new Empty();
}

function checkOwn(line: LineStore, chat: StoredChat, message: StoredMessage, window: number): void {
	if (!message.isFromMe) throw preconditionFailed('Somebody else sent the message', 'notOwn');
	if (chat.service !== 'iMessage') {
		throw new RpcError('operationNotSupported', { message: `${chat.service} messages stay as they are` });
	}
	if (line.clock.now() - message.createdAt > window) throw preconditionFailed('The message is too old', 'tooOld');
}

function checkReaction(reaction: messageKinds.MessageReaction): StoredReaction {
	const kind = kinds[reaction.kind] as ReactionKind | undefined;
	if (kind === undefined) throw invalidArgument('reaction.kind', 'not a known kind');
	if (kind === 'sticker') throw invalidArgument('reaction.kind', 'stickers are sent by PlaceSticker');
	const emoji = reaction.has_emoji ? reaction.emoji : '';
	if (kind !== 'emoji') {
		if (emoji !== '') throw invalidArgument('reaction.emoji', 'only the emoji kind has an emoji');
		return { kind };
	}
	if (!/^(\p{Extended_Pictographic}|\p{Regional_Indicator}|[0-9#*]\uFE0F?\u20E3)/u.test(emoji)) {
		throw invalidArgument('reaction.emoji', 'the emoji kind needs an emoji');
	}
	return { kind, emoji };
}

function checkPlacement(placement: messageKinds.StickerPlacement): StoredPlacement {
	const { x, y } = placement;
	const scale = placement.has_scale ? placement.scale : undefined;
	const rotation = placement.has_rotation ? placement.rotation : undefined;
	const width = placement.has_width ? placement.width : undefined;
	for (const [name, value] of Object.entries({ x, y, scale, rotation, width })) {
		if (value !== undefined && !Number.isFinite(value)) throw invalidArgument(`placement.${name}`, 'not a number');
	}
	for (const [name, value] of Object.entries({ scale, width })) {
		if (value !== undefined && value <= 0) throw invalidArgument(`placement.${name}`, 'must be above 0');
	}
	return { x, y, scale, rotation, width };
}
