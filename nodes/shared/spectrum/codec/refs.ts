import type { MessageRef } from '../model/messageRef';
import { wellFormed, whole } from './encodable';
import type { photon as service } from './generated/photon/imessage/v1/message_service';
import type { photon as types } from './generated/photon/imessage/v1/message_types';
import { wire } from './wire';

/** A write to a space that the line knows. */
export interface SpaceWrite {
	readonly spaceId: string;
	readonly clientMessageId: string;
}

/** The message that a call acts on. The wire never carries the form `p:<n>/`. */
export function toTarget(spaceId: string, ref: MessageRef): service.imessage.v1.MessageTarget {
	return new wire.messages.MessageTarget({
		chat_guid: wellFormed(spaceId),
		message_guid: wellFormed(ref.id),
		target_part_index: whole(ref.part),
	});
}

/** The message that is answered. */
export function toReplyTarget(ref: MessageRef | undefined): types.imessage.v1.ReplyTarget | undefined {
	if (ref === undefined) return undefined;
	return new wire.messageParts.ReplyTarget({
		message_guid: wellFormed(ref.id),
		target_part_index: whole(ref.part),
	});
}

/** An uploaded file. A path on the server's disk is never sent. */
export function toAttachmentRef(attachmentId: string, name: string | undefined): types.imessage.v1.AttachmentRef {
	// The generated constructor type does not accept both fields together.
	const ref = new wire.messageParts.AttachmentRef({ attachment_guid: wellFormed(attachmentId) });
	if (name !== undefined) ref.attachment_name = wellFormed(name);
	return ref;
}
