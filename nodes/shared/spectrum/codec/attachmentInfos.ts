import type { Attachment, CompanionInfo } from '../model/attachment';
import { arrivedName, arrivedType } from '../files/fileTypes';
import { companionKind, transferState } from './enums';
import { required } from './answers';
import { present, nonEmpty } from '../values/present';
import type { photon } from './generated/photon/imessage/v1/attachment_types';

/** Converts an attachment of the wire. `isVoiceNote`: true when its message is marked as a voice memo. */
export function toAttachment(wire: photon.imessage.v1.AttachmentInfo | undefined, isVoiceNote = false): Attachment {
	const info = required(wire, 'attachment');
	const isVoiceMemo = isCoreAudio(info);
	return {
		id: info.guid,
		...present({ originalId: info.has_original_guid ? info.original_guid : undefined }),
		fileName: arrivedName(info.file_name),
		mimeType: arrivedType(info.file_name, info.mime_type, nonEmpty(info.uti)),
		size: info.total_bytes,
		...present({ uti: nonEmpty(info.uti) }),
		isOutgoing: info.is_outgoing,
		transferState: transferState(info.transfer_state),
		isHidden: info.is_hidden,
		isSticker: info.is_sticker,
		...present({
			isVoiceNote: isVoiceNote || isVoiceMemo ? true : undefined,
			companionKind: info.has_companion_kind ? companionKind(info.companion_kind) : undefined,
		}),
	};
}

export function toCompanionInfo(info: photon.imessage.v1.CompanionInfo): CompanionInfo {
	return {
		fileName: arrivedName(info.file_name),
		mimeType: arrivedType(info.file_name, info.mime_type),
		size: info.total_bytes,
		kind: companionKind(info.kind),
	};
}

/** Apple's format of voice memos. It arrives without a MIME type. */
function isCoreAudio(info: photon.imessage.v1.AttachmentInfo): boolean {
	return info.uti === 'com.apple.coreaudio-format' || /\.caf$/i.test(info.file_name);
}
