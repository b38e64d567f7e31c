import { addressKinds, messageKinds, pollKinds, Timestamp } from '../generated';
import type { ChatService } from '../store/chat';
import type { LineStore } from '../store/line';
import type { AppliedReaction, PlacedSticker, ReactionKind, StoredMessage, StoredReaction } from '../store/message';
import { bubbleCount } from '../store/parts';
import type { StoredPollOption } from '../store/polls';
import { toAttachmentInfo, toContent } from './contentProjection';

const { ChatServiceType, SingleServiceAddressInfo } = addressKinds;
const { MessageItemType, MessageReactionKind } = messageKinds;

const kinds: Readonly<Record<ReactionKind, messageKinds.MessageReactionKind>> = {
	love: MessageReactionKind.MESSAGE_REACTION_KIND_LOVE,
	like: MessageReactionKind.MESSAGE_REACTION_KIND_LIKE,
	dislike: MessageReactionKind.MESSAGE_REACTION_KIND_DISLIKE,
	laugh: MessageReactionKind.MESSAGE_REACTION_KIND_LAUGH,
	emphasize: MessageReactionKind.MESSAGE_REACTION_KIND_EMPHASIZE,
	question: MessageReactionKind.MESSAGE_REACTION_KIND_QUESTION,
	emoji: MessageReactionKind.MESSAGE_REACTION_KIND_EMOJI,
	sticker: MessageReactionKind.MESSAGE_REACTION_KIND_STICKER,
};

/** A moment in milliseconds since the epoch, as the wire carries it. */
export function toTimestamp(milliseconds: number): Timestamp {
	const seconds = Math.floor(milliseconds / 1000);
	return new Timestamp({ seconds, nanos: (milliseconds - seconds * 1000) * 1_000_000 });
}

/** A full snapshot of a row of the history, as it stands now. */
export function toMessage(line: LineStore, stored: StoredMessage): messageKinds.Message {
	const arrived = stored.isFromMe && (stored.sendErrorCode ?? 0) === 0 && stored.notice === undefined;
	const isDelivered = arrived && stored.isOnItsWay !== true;
	const message = new messageKinds.Message({
		guid: stored.guid,
		content: toContent(stored),
		date_created: toTimestamp(stored.createdAt),
		is_from_me: stored.isFromMe,
		is_sent: arrived,
		is_delivered: isDelivered,
		is_delivered_quietly: stored.deliveredQuietly ?? false,
		did_notify_recipient: isDelivered && (stored.deliveredQuietly !== true || stored.notifiedAnyway === true),
		send_error_code: stored.sendErrorCode ?? 0,
		is_audio_message: stored.isVoiceNote ?? false,
		is_system_message: stored.notice !== undefined,
		applied_reactions: stored.reactions.map((applied) => toAppliedReaction(stored, applied)),
		placed_stickers: stored.stickers.map((placed) => toPlacedSticker(stored, placed)),
		chat_guids: [stored.chatGuid],
		destination_caller_id: callerId(line.ownAddress),
	});
	if (isDelivered) message.date_delivered = toTimestamp(stored.deliveredAt ?? stored.createdAt);
	if (stored.readAt !== undefined) message.date_read = toTimestamp(stored.readAt);
	if (stored.playedAt !== undefined) message.date_played = toTimestamp(stored.playedAt);
	if (stored.editedAt !== undefined) message.date_edited = toTimestamp(stored.editedAt);
	if (stored.retractedAt !== undefined) message.date_retracted = toTimestamp(stored.retractedAt);
	const sender = stored.isFromMe && line.behaviour.ownSender === 'line' ? line.ownAddress : stored.sender;
	if (sender !== undefined) message.sender = toAddress(sender, stored.service);
	if (stored.subject !== undefined) message.subject = stored.subject;
	if (stored.previousGuid !== undefined) message.reply_to_guid = stored.previousGuid;
	if (stored.parts.length > 0) message.part_count = bubbleCount(stored.parts);
	addReply(line, stored, message);
	addReaction(stored, message);
	addNotice(stored, message);
	return message;
}

/** Apple says before an address of the account whether it is a phone number or an email address. */
function callerId(address: string): string {
	return `${address.includes('@') ? 'e' : 'p'}:${address}`;
}

export function toReaction({ kind, emoji }: StoredReaction): messageKinds.MessageReaction {
	const reaction = new messageKinds.MessageReaction({ kind: kinds[kind] });
	if (emoji !== undefined) reaction.emoji = emoji;
	return reaction;
}

export function toAddress(address: string, service: ChatService, country?: string): addressKinds.SingleServiceAddressInfo {
	const info = new SingleServiceAddressInfo({ address, service: toServiceType(service) });
	if (country !== undefined) info.country = country;
	return info;
}

export function toPollOption({ text, id, creator }: StoredPollOption): pollKinds.PollOption {
	return new pollKinds.PollOption({ text, option_identifier: id, creator_handle: creator });
}

export function toServiceType(service: ChatService): addressKinds.ChatServiceType {
	if (service === 'SMS') return ChatServiceType.CHAT_SERVICE_TYPE_SMS;
	if (service === 'RCS') return ChatServiceType.CHAT_SERVICE_TYPE_RCS;
	return ChatServiceType.CHAT_SERVICE_TYPE_IMESSAGE;
}

function addReply(line: LineStore, { replyTo }: StoredMessage, message: messageKinds.Message): void {
	if (replyTo === undefined) return;
	message.reply_target_guid = replyTo.guid;
	message.thread_originator_guid = threadStart(line, replyTo.guid);
	if (replyTo.part !== undefined) message.thread_originator_part = `${replyTo.part}:0/0`;
}

/** The first message of the thread that a message belongs to. */
function threadStart(line: LineStore, guid: string): string {
	let first = guid;
	for (let above = line.messages.get(first)?.replyTo; above !== undefined; above = line.messages.get(first)?.replyTo) {
		first = above.guid;
	}
	return first;
}

function addReaction({ reacts }: StoredMessage, message: messageKinds.Message): void {
	if (reacts === undefined) return;
	message.reaction_target_guid = reacts.target.guid;
	if (reacts.target.part !== undefined) message.reaction_target_part_index = reacts.target.part;
	message.reaction = toReaction(reacts.reaction);
	message.reaction_selected = reacts.isSet;
}

function addNotice({ notice }: StoredMessage, message: messageKinds.Message): void {
	if (notice === undefined) return;
	message.item_type =
		notice.type === 'groupNameChange'
			? MessageItemType.MESSAGE_ITEM_TYPE_GROUP_NAME_CHANGE
			: MessageItemType.MESSAGE_ITEM_TYPE_PARTICIPANT_CHANGE;
	if (notice.groupTitle !== undefined) message.group_title = notice.groupTitle;
}

function toAppliedReaction(
	{ service }: StoredMessage,
	{ guid, part, reaction, sender, at }: AppliedReaction,
): messageKinds.MessageAppliedReaction {
	const applied = new messageKinds.MessageAppliedReaction({
		message_guid: guid,
		reaction: toReaction(reaction),
		is_from_me: sender === undefined,
		date_created: toTimestamp(at),
	});
	if (part !== undefined) applied.target_part_index = part;
	if (sender !== undefined) applied.sender = toAddress(sender, service);
	return applied;
}

function toPlacedSticker(
	{ service }: StoredMessage,
	{ guid, part, sender, at, attachment, placement }: PlacedSticker,
): messageKinds.MessagePlacedSticker {
	const placed = new messageKinds.MessagePlacedSticker({
		message_guid: guid,
		is_from_me: sender === undefined,
		date_created: toTimestamp(at),
		sticker: toAttachmentInfo(attachment),
		placement: new messageKinds.StickerPlacement(placement),
	});
	if (part !== undefined) placed.target_part_index = part;
	if (sender !== undefined) placed.sender = toAddress(sender, service);
	return placed;
}
