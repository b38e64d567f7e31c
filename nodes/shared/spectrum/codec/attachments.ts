import type { Attachment, CompanionInfo, FileToUpload, UploadedAttachment } from '../model/attachment';
import type { WireMethod } from '../transport/Transport';
import { toAttachment, toCompanionInfo } from './attachmentInfos';
import { wellFormed } from './encodable';
import { photon } from './generated/photon/imessage/v1/attachment_service';
import { photon as types } from './generated/photon/imessage/v1/attachment_types';

const wire = photon.imessage.v1;
const service = wire.UnimplementedAttachmentServiceService.definition;
const { Companion, CompanionKind } = types.imessage.v1;

/** One frame of a download: first the header, then the pieces of the file, then the pieces of its companion. */
export type DownloadFrame =
	| { readonly type: 'header'; readonly attachment: Attachment; readonly companion?: CompanionInfo }
	| { readonly type: 'primary'; readonly bytes: Uint8Array }
	| { readonly type: 'companion'; readonly bytes: Uint8Array }
	/** A frame that this version does not know. */
	| { readonly type: 'unknown' };

export const getAttachmentInfo: WireMethod<string, Attachment> = {
	path: service.GetAttachmentInfo.path,
	encode: (attachmentId) => new wire.GetAttachmentInfoRequest({ attachment_guid: wellFormed(attachmentId) }).serialize(),
	decode: (bytes) => toAttachment(wire.GetAttachmentInfoResponse.deserialize(bytes).attachment),
};

export const uploadAttachment: WireMethod<FileToUpload, UploadedAttachment> = {
	path: service.UploadAttachment.path,
	encode: ({ fileName, data, companion }) =>
		new wire.UploadAttachmentRequest({
			file_name: wellFormed(fileName),
			data,
			companion:
				companion === undefined ? undefined : new Companion({ data: companion.data, kind: CompanionKind.COMPANION_KIND_LIVE_PHOTO_VIDEO }),
		}).serialize(),
	decode: (bytes) => {
		const response = wire.UploadAttachmentResponse.deserialize(bytes);
		return {
			...toAttachment(response.attachment),
			...(response.has_companion ? { companion: toCompanionInfo(response.companion) } : {}),
		};
	},
};

export const downloadAttachment: WireMethod<string, DownloadFrame> = {
	path: service.DownloadAttachment.path,
	encode: (attachmentId) => new wire.DownloadAttachmentRequest({ attachment_guid: wellFormed(attachmentId) }).serialize(),
	decode: (bytes) => {
		const frame = wire.DownloadAttachmentResponse.deserialize(bytes);
		switch (frame.payload) {
			case 'header':
				return {
					type: 'header',
					attachment: toAttachment(frame.header.attachment),
					...(frame.header.has_companion ? { companion: toCompanionInfo(frame.header.companion) } : {}),
				};
			case 'primary_chunk':
				return { type: 'primary', bytes: frame.primary_chunk };
			case 'companion_chunk':
				return { type: 'companion', bytes: frame.companion_chunk };
			default:
				return { type: 'unknown' };
		}
	},
};
