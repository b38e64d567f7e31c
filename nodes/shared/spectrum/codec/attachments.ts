import type { Attachment, CompanionInfo, FileToUpload, UploadedAttachment } from '../model/attachment';
import type { WireMethod } from '../transport/Transport';
import { toAttachment, toCompanionInfo } from './attachmentInfos';
import { wellFormed } from './encodable';
import { messageInPlace } from './inPlace';
import { wire } from './wire';

/** One frame of a download: first the header, then the pieces of the file, then the pieces of its companion. */
export type DownloadFrame =
	| { readonly type: 'header'; readonly attachment: Attachment; readonly companion?: CompanionInfo }
	| { readonly type: 'primary'; readonly bytes: Uint8Array }
	| { readonly type: 'companion'; readonly bytes: Uint8Array }
	/** A frame that this version does not know. */
	| { readonly type: 'unknown' };

export const getAttachmentInfo: WireMethod<string, Attachment> = {
	path: '/photon.imessage.v1.AttachmentService/GetAttachmentInfo',
	encode: (attachmentId) => new wire.attachments.GetAttachmentInfoRequest({ attachment_guid: wellFormed(attachmentId) }).serialize(),
	decode: (bytes) => toAttachment(wire.attachments.GetAttachmentInfoResponse.deserialize(bytes).attachment),
};

/** Number of `data` in `UploadAttachmentRequest`. */
const dataField = 2;

export const uploadAttachment: WireMethod<FileToUpload, UploadedAttachment> = {
	path: '/photon.imessage.v1.AttachmentService/UploadAttachment',
	encode: ({ fileName, data, headRoom = 0, companion }) => {
		const { UploadAttachmentRequest } = wire.attachments;
		const { Companion, CompanionKind } = wire.attachmentParts;
		const file_name = wellFormed(fileName);
		if (companion === undefined) {
			const others = new UploadAttachmentRequest({ file_name }).serialize();
			return (
				messageInPlace(others, { fieldNumber: dataField, data, headRoom }) ?? new UploadAttachmentRequest({ file_name, data }).serialize()
			);
		}
		const film = new Companion({ data: companion.data, kind: CompanionKind.COMPANION_KIND_LIVE_PHOTO_VIDEO });
		return new UploadAttachmentRequest({ file_name, data, companion: film }).serialize();
	},
	decode: (bytes) => {
		const response = wire.attachments.UploadAttachmentResponse.deserialize(bytes);
		return {
			...toAttachment(response.attachment),
			...(response.has_companion ? { companion: toCompanionInfo(response.companion) } : {}),
		};
	},
};

export const downloadAttachment: WireMethod<string, DownloadFrame> = {
	path: '/photon.imessage.v1.AttachmentService/DownloadAttachment',
	encode: (attachmentId) => new wire.attachments.DownloadAttachmentRequest({ attachment_guid: wellFormed(attachmentId) }).serialize(),
	decode: (bytes) => {
		const frame = wire.attachments.DownloadAttachmentResponse.deserialize(bytes);
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
