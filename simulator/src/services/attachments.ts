import { attachmentKinds, attachments } from '../generated';
import { invalidArgument } from '../calls/errors';
import { cleanFileName, type StoredAttachment } from '../store/attachments';
import { toAttachmentInfo, toCompanionInfo } from './contentProjection';
import { read, stream, write, type CallContext, type ServiceModule } from './method';
import { existingAttachment, readyAttachment } from './targets';

const { CompanionKind } = attachmentKinds;

export const attachmentService: ServiceModule = {
	name: 'AttachmentService',
	definition: attachments.UnimplementedAttachmentServiceService.definition,
	methods: {
		GetAttachmentInfo: read(getInfo),
		UploadAttachment: write(upload),
		DownloadAttachment: stream(download),
	},
};

function getInfo({ line }: CallContext, request: attachments.GetAttachmentInfoRequest): attachments.GetAttachmentInfoResponse {
	const attachment = existingAttachment(line, request.attachment_guid);
	return new attachments.GetAttachmentInfoResponse({ attachment: toAttachmentInfo(attachment) });
}

/** Both files or neither. That they stay below 100 MiB together, the size of a message sees to. */
function upload({ line }: CallContext, request: attachments.UploadAttachmentRequest): attachments.UploadAttachmentResponse {
	if (request.data.length === 0) throw invalidArgument('data', 'the file is empty');
	const companion = request.has_companion ? checkCompanion(request.companion) : undefined;
	const kept = line.attachments.keep({
		fileName: cleanFileName(request.file_name),
		data: request.data,
		isOutgoing: true,
		companion,
	});
	const response = new attachments.UploadAttachmentResponse({ attachment: toAttachmentInfo(kept) });
	if (kept.companion !== undefined) response.companion = toCompanionInfo(kept.companion);
	return response;
}

function checkCompanion({ data, kind }: attachmentKinds.Companion): Uint8Array {
	if (kind !== CompanionKind.COMPANION_KIND_LIVE_PHOTO_VIDEO) {
		throw invalidArgument('companion.kind', 'not a known kind');
	}
	if (data.length === 0) throw invalidArgument('companion.data', 'the companion is empty');
	return data;
}

function download(
	{ line, behaviour }: CallContext,
	request: attachments.DownloadAttachmentRequest,
): Iterable<attachments.DownloadAttachmentResponse> {
	// Here and not in the generator, so that a refusal comes before any frame.
	return frames(readyAttachment(existingAttachment(line, request.attachment_guid)), behaviour.chunkBytes);
}

function* frames(file: StoredAttachment, size: number): Iterable<attachments.DownloadAttachmentResponse> {
	const header = new attachments.DownloadHeader({ attachment: toAttachmentInfo(file) });
	if (file.companion !== undefined) header.companion = toCompanionInfo(file.companion);
	yield new attachments.DownloadAttachmentResponse({ header });
	for (const primary_chunk of pieces(file.data, size)) {
		yield new attachments.DownloadAttachmentResponse({ primary_chunk });
	}
	for (const companion_chunk of pieces(file.companion?.data, size)) {
		yield new attachments.DownloadAttachmentResponse({ companion_chunk });
	}
}

function* pieces(data: Uint8Array | undefined, size: number): Iterable<Uint8Array> {
	for (let start = 0; start < (data?.length ?? 0); start += size) yield data!.subarray(start, start + size);
}
