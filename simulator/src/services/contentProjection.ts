import { attachmentKinds, messageKinds } from '../generated';
import type { StoredAttachment, StoredCompanion, Transfer } from '../store/attachments';
import type { StoredMessage, StoredMiniApp } from '../store/message';
import { joinParts } from '../store/parts';

const { CompanionKind, TransferState } = attachmentKinds;

const transferStates: Readonly<Record<Transfer, attachmentKinds.TransferState>> = {
	pending: TransferState.TRANSFER_STATE_PENDING,
	unavailable: TransferState.TRANSFER_STATE_UNAVAILABLE,
	transferring: TransferState.TRANSFER_STATE_TRANSFERRING,
	failed: TransferState.TRANSFER_STATE_FAILED,
	finished: TransferState.TRANSFER_STATE_FINISHED,
};

/** What a message says and carries, as it reads now. */
export function toContent(stored: StoredMessage): messageKinds.MessageContent {
	const { text, formatting, mentions } = joinParts(stored.parts);
	const content = new messageKinds.MessageContent({
		attachments: stored.parts.flatMap(({ attachment, attachmentName }) =>
			attachment === undefined ? [] : [toAttachmentInfo(attachment, attachmentName)],
		),
		formatting: formatting.map(({ type, start, length, effectName }) => {
			const format = new messageKinds.TextFormat({ type, start, length });
			if (effectName !== undefined) format.effect_name = effectName;
			return format;
		}),
		mentions: mentions.map((mention) => new messageKinds.MessageMention(mention)),
	});
	if (text !== undefined) content.text = text;
	if (stored.effectId !== undefined) content.expressive_send_style_id = stored.effectId;
	if (stored.balloonBundleId !== undefined) content.balloon_bundle_id = stored.balloonBundleId;
	if (stored.miniApp !== undefined && stored.retractedAt === undefined) content.mini_app = toMiniApp(stored.miniApp);
	return content;
}

export function toAttachmentInfo(file: StoredAttachment, fileName = file.fileName): attachmentKinds.AttachmentInfo {
	const info = new attachmentKinds.AttachmentInfo({
		guid: file.guid,
		file_name: fileName,
		mime_type: file.mimeType,
		uti: file.uti,
		total_bytes: file.totalBytes,
		is_outgoing: file.isOutgoing,
		transfer_state: transferStates[file.transfer],
		is_sticker: file.isSticker,
	});
	if (file.companion !== undefined) info.companion_kind = CompanionKind.COMPANION_KIND_LIVE_PHOTO_VIDEO;
	return info;
}

export function toCompanionInfo({ fileName, mimeType, data }: StoredCompanion): attachmentKinds.CompanionInfo {
	return new attachmentKinds.CompanionInfo({
		file_name: fileName,
		mime_type: mimeType,
		total_bytes: data.length,
		kind: CompanionKind.COMPANION_KIND_LIVE_PHOTO_VIDEO,
	});
}

function toMiniApp(card: StoredMiniApp): messageKinds.MiniAppContent {
	const content = new messageKinds.MiniAppContent({
		team_id: card.teamId,
		extension_bundle_id: card.extensionBundleId,
		app_name: card.appName,
		url: card.url,
		session_id: card.sessionId,
		live: card.live,
		// The picture of the card is not repeated here.
		layout: new messageKinds.MiniAppLayoutInfo({
			caption: card.layout.caption,
			subcaption: card.layout.subcaption,
			trailing_caption: card.layout.trailingCaption,
			trailing_subcaption: card.layout.trailingSubcaption,
			image_title: card.layout.imageTitle,
			image_subtitle: card.layout.imageSubtitle,
			summary: card.layout.summary,
		}),
	});
	if (card.appStoreId !== undefined) content.app_store_id = card.appStoreId;
	return content;
}
