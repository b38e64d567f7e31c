import type { IDataObject } from 'n8n-workflow';
import type { Attachment } from '../../spectrum/model/attachment';
import type { Line } from '../../spectrum/model/line';
import type { Message } from '../../spectrum/model/message';
import { formatMessageId } from '../../spectrum/model/messageRef';
import { spaceTypeOf } from '../../spectrum/model/space';
import { present } from '../../spectrum/values/present';

/** Where a message was read. */
export interface MessagePlace {
	readonly line: Line;
	/** The conversation asked for; default the first one that the message itself names. */
	readonly spaceId?: string;
}

/** Stands for a file in the text of a message. */
const filePlace = /\uFFFC/g;

/** A stored message as a node gives it: small and flat, or everything that the server said. */
export function messageOutput(message: Message, place: MessagePlace, isSimple: boolean): IDataObject {
	return isSimple ? simpleMessage(message, place) : { ...wherever(message, place), message: plain(message) };
}

/** A file as a node names it. What the server does not know is absent. */
export function attachmentOutput(attachment: Attachment): IDataObject {
	return {
		attachmentId: attachment.id,
		...said('name', attachment.fileName),
		...said('mimeType', attachment.mimeType),
		size: attachment.size,
		...(attachment.isVoiceNote === true ? { isVoiceNote: true } : {}),
		...(attachment.isSticker ? { isSticker: true } : {}),
	};
}

/** Any domain value as plain data that n8n may keep. */
export function plain(value: object): IDataObject {
	return JSON.parse(JSON.stringify(value)) as IDataObject;
}

function simpleMessage(message: Message, place: MessagePlace): IDataObject {
	const { sender, reaction } = message;
	return {
		...wherever(message, place),
		...said('text', message.text?.replace(filePlace, '').trim()),
		...said('subject', message.subject),
		isFromMe: message.isFromMe,
		...(sender === undefined ? {} : { senderAddress: sender.address, service: sender.service }),
		...said('sentAt', message.createdAt),
		...said('readAt', message.readAt),
		...said('editedAt', message.editedAt),
		...said('unsentAt', message.unsentAt),
		...said('replyTo', message.replyTo),
		...said('effectId', message.effectId),
		...(message.attachments === undefined ? {} : { attachments: message.attachments.map(attachmentOutput) }),
		...(message.reactions === undefined ? {} : { reactions: message.reactions.map(simpleReaction) }),
		...(reaction === undefined
			? {}
			: {
					reaction: {
						kind: reaction.kind,
						...said('emoji', reaction.emoji),
						target: formatMessageId(reaction.target),
						...present({ isSet: reaction.isSet }),
					},
				}),
		...(message.type === 'normal' ? {} : { notice: message.type }),
		...said('groupTitle', message.groupTitle),
		...present({ sendErrorCode: message.sendErrorCode }),
	};
}

function simpleReaction(reaction: NonNullable<Message['reactions']>[number]): IDataObject {
	return {
		kind: reaction.kind,
		...said('emoji', reaction.emoji),
		...present({ part: reaction.part }),
		...said('from', reaction.sender?.address),
		isFromMe: reaction.isFromMe,
	};
}

// The names that Send gives too, so that the next node finds conversation, line and message in either.
function wherever(message: Message, { line, spaceId = message.spaceIds[0] }: MessagePlace): IDataObject {
	return {
		messageId: message.id,
		...(spaceId === undefined ? {} : { spaceId, spaceType: spaceTypeOf(spaceId) }),
		line: line.phone,
	};
}

function said(name: string, value: string | undefined): IDataObject {
	return value === undefined || value === '' ? {} : { [name]: value };
}
