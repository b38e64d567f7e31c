import type { Mention, Message, MessageContent, MessageFlags, MessageReactionRow, ReceivedFormat } from '../model/message';
import type { MiniAppTexts, ReceivedMiniApp } from '../model/miniApp';
import type { AppliedReaction, ReceivedReaction } from '../model/reaction';
import type { PlacedSticker, StickerPlacement } from '../model/sticker';
import { toAttachment } from './attachmentInfos';
import { messageType, reactionKind } from './enums';
import { filled, required } from './answers';
import { asLabel } from '../values/label';
import { present } from '../values/present';
import type { photon } from './generated/photon/imessage/v1/message_types';
import { toSender } from './senders';
import { isoTime } from './times';

type Wire = typeof photon.imessage.v1;
type WireMessage = InstanceType<Wire['Message']>;

/** Converts a message of the wire. Values that are absent on the wire are absent here. */
export function toMessage(wire: WireMessage | undefined): Message {
	const message = required(wire, 'message');
	return {
		id: message.guid,
		isFromMe: message.is_from_me,
		spaceIds: message.chat_guids,
		type: messageType(message.item_type),
		flags: toFlags(message),
		...present({
			subject: message.has_subject ? message.subject : undefined,
			createdAt: isoTime(message.date_created),
			deliveredAt: isoTime(message.date_delivered),
			readAt: isoTime(message.date_read),
			editedAt: isoTime(message.date_edited),
			unsentAt: isoTime(message.date_retracted),
			playedAt: isoTime(message.date_played),
			effectPlayedAt: isoTime(message.date_expressive_send_played),
			sender: message.has_sender ? toSender(message.sender) : undefined,
			replyTo: message.has_reply_target_guid ? message.reply_target_guid : originator(message),
			threadId: originator(message),
		}),
		...(message.has_content ? toContent(message.content, message.is_audio_message) : {}),
		...present({
			reactions: filled(message.applied_reactions.map(toAppliedReaction)),
			stickers: filled(message.placed_stickers.map(toPlacedSticker)),
			reaction: message.has_reaction ? toReactionRow(message) : undefined,
			partCount: message.has_part_count ? message.part_count : undefined,
			sendErrorCode: message.send_error_code === 0 ? undefined : message.send_error_code,
			groupTitle: message.has_group_title ? asLabel(message.group_title) : undefined,
			chatActionType: message.has_chat_action_type ? message.chat_action_type : undefined,
			ownAddress: message.has_destination_caller_id ? message.destination_caller_id : undefined,
		}),
	};
}

/** Converts the content of a message. `isVoiceNote`: true when the message is marked as a voice memo. */
export function toContent(content: InstanceType<Wire['MessageContent']>, isVoiceNote = false): MessageContent {
	return {
		...present({
			text: content.has_text ? content.text : undefined,
			attachments: filled(content.attachments.map((info) => toAttachment(info, isVoiceNote))),
			formatting: filled(content.formatting.map(toFormat)),
			mentions: filled(content.mentions.map(toMention)),
			effectId: content.has_expressive_send_style_id ? content.expressive_send_style_id : undefined,
			balloonBundleId: content.has_balloon_bundle_id ? content.balloon_bundle_id : undefined,
			miniApp: content.has_mini_app ? toMiniApp(content.mini_app) : undefined,
		}),
	};
}

function toFlags(message: WireMessage): MessageFlags {
	return {
		isSent: message.is_sent,
		isDelivered: message.is_delivered,
		isDeliveredQuietly: message.is_delivered_quietly,
		didNotifyRecipient: message.did_notify_recipient,
		isAudioMessage: message.is_audio_message,
		isAutoReply: message.is_auto_reply,
		isSystemMessage: message.is_system_message,
		isForward: message.is_forward,
		isDelayed: message.is_delayed,
		isSpam: message.is_spam,
		hasDataDetectorResults: message.data_detector_results_present,
		isArchived: message.is_archived,
		isServiceMessage: message.is_service_message,
		isCorrupt: message.is_corrupt,
		isExpirable: message.is_expirable,
	};
}

function toFormat(format: InstanceType<Wire['TextFormat']>): ReceivedFormat {
	const { type, start, length } = format;
	return { type, start, length, ...present({ effectName: format.has_effect_name ? format.effect_name : undefined }) };
}

function toMention({ address, start, length }: InstanceType<Wire['MessageMention']>): Mention {
	return { address, start, length };
}

export function toReaction(reaction: InstanceType<Wire['MessageReaction']> | undefined): ReceivedReaction {
	const given = required(reaction, 'reaction');
	return { kind: reactionKind(given.kind), ...present({ emoji: given.has_emoji ? given.emoji : undefined }) };
}

function toAppliedReaction(applied: InstanceType<Wire['MessageAppliedReaction']>): AppliedReaction {
	return {
		...toReaction(applied.reaction),
		id: applied.message_guid,
		isFromMe: applied.is_from_me,
		...present({
			part: applied.has_target_part_index ? applied.target_part_index : undefined,
			sender: applied.has_sender ? toSender(applied.sender) : undefined,
			createdAt: isoTime(applied.date_created),
		}),
	};
}

function toReactionRow(message: WireMessage): MessageReactionRow {
	const part = message.has_reaction_target_part_index ? message.reaction_target_part_index : undefined;
	return {
		...toReaction(message.reaction),
		target: { id: message.reaction_target_guid, ...present({ part }) },
		...present({ isSet: message.has_reaction_selected ? message.reaction_selected : undefined }),
	};
}

function toPlacedSticker(placed: InstanceType<Wire['MessagePlacedSticker']>): PlacedSticker {
	return {
		id: placed.message_guid,
		isFromMe: placed.is_from_me,
		...present({
			part: placed.has_target_part_index ? placed.target_part_index : undefined,
			sender: placed.has_sender ? toSender(placed.sender) : undefined,
			createdAt: isoTime(placed.date_created),
			attachment: placed.has_sticker ? toAttachment(placed.sticker) : undefined,
			placement: placed.has_placement ? toPlacement(placed.placement) : undefined,
		}),
	};
}

export function toPlacement(placement: InstanceType<Wire['StickerPlacement']>): StickerPlacement {
	return {
		x: placement.x,
		y: placement.y,
		...present({
			scale: placement.has_scale ? placement.scale : undefined,
			rotation: placement.has_rotation ? placement.rotation : undefined,
			width: placement.has_width ? placement.width : undefined,
		}),
	};
}

function toMiniApp(app: InstanceType<Wire['MiniAppContent']>): ReceivedMiniApp {
	return {
		teamId: app.team_id,
		extensionBundleId: app.extension_bundle_id,
		live: app.live,
		...present({
			appName: app.has_app_name ? asLabel(app.app_name) : undefined,
			url: app.has_url ? app.url : undefined,
			sessionId: app.has_session_id ? app.session_id : undefined,
			appStoreId: app.has_app_store_id ? app.app_store_id : undefined,
			layout: app.has_layout ? toTexts(app.layout) : undefined,
		}),
	};
}

/** The texts of a card are labels on it, which the sender chose. */
function toTexts(layout: InstanceType<Wire['MiniAppLayoutInfo']>): MiniAppTexts {
	return {
		...present({
			caption: layout.has_caption ? asLabel(layout.caption) : undefined,
			subcaption: layout.has_subcaption ? asLabel(layout.subcaption) : undefined,
			trailingCaption: layout.has_trailing_caption ? asLabel(layout.trailing_caption) : undefined,
			trailingSubcaption: layout.has_trailing_subcaption ? asLabel(layout.trailing_subcaption) : undefined,
			imageTitle: layout.has_image_title ? asLabel(layout.image_title) : undefined,
			imageSubtitle: layout.has_image_subtitle ? asLabel(layout.image_subtitle) : undefined,
			summary: layout.has_summary ? asLabel(layout.summary) : undefined,
		}),
	};
}

function originator(message: WireMessage): string | undefined {
	return message.has_thread_originator_guid ? message.thread_originator_guid : undefined;
}
