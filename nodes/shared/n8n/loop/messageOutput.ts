import type { IDataObject } from 'n8n-workflow';
import type { Attachment } from '../../spectrum/model/attachment';
import type { Line } from '../../spectrum/model/line';
import { deliveryOf } from '../../spectrum/model/delivery';
import { fileMark, type Message } from '../../spectrum/model/message';
import { formatMessageId } from '../../spectrum/model/messageRef';
import { spaceTypeOf } from '../../spectrum/model/space';
import { present } from '../../spectrum/values/present';

/** Where a message was read. */
export interface MessageOrigin {
	readonly line: Line;
	/** The requested conversation. Default: the first one that the message names. */
	readonly spaceId?: string;
}

/** A stored message as a node gives it: small and flat, or with everything that the server sent. */
export function messageOutput(message: Message, origin: MessageOrigin, isSimple: boolean): IDataObject {
	return isSimple ? simpleMessage(message, origin) : { ...originFields(message, origin), message: plain(message) };
}

/** A file in a node's output. Fields that the server does not know are absent. */
export function attachmentOutput(attachment: Attachment): IDataObject {
	return {
		attachmentId: attachment.id,
		...filled('name', attachment.fileName),
		...filled('mimeType', attachment.mimeType),
		size: attachment.size,
		...(attachment.isVoiceNote === true ? { isVoiceNote: true } : {}),
		...(attachment.isSticker ? { isSticker: true } : {}),
	};
}

/** Any domain value as plain data that n8n can store. */
export function plain(value: object): IDataObject {
	return JSON.parse(JSON.stringify(value)) as IDataObject;
}

function simpleMessage(message: Message, origin: MessageOrigin): IDataObject {
	const { sender, reaction } = message;
	return {
		...originFields(message, origin),
		...filled('text', message.text?.replaceAll(fileMark, '').trim()),
		...filled('subject', message.subject),
		isFromMe: message.isFromMe,
		...(sender === undefined ? {} : { senderAddress: sender.address, service: sender.service }),
		...deliveryOutput(message),
		...filled('replyTo', message.replyTo),
		...filled('effectId', message.effectId),
		...(message.attachments === undefined ? {} : { attachments: message.attachments.map(attachmentOutput) }),
		...(message.reactions === undefined ? {} : { reactions: message.reactions.map(simpleReaction) }),
		...(reaction === undefined
			? {}
			: {
					reaction: {
						kind: reaction.kind,
						...filled('emoji', reaction.emoji),
						target: formatMessageId(reaction.target),
						...present({ isSet: reaction.isSet }),
					},
				}),
		...(message.type === 'normal' ? {} : { notice: message.type }),
		...filled('groupTitle', message.groupTitle),
	};
}

/** What became of a message, with the times of each step. Only a message of the line itself has a status. */
export function deliveryOutput(message: Message): IDataObject {
	return {
		...present({ status: deliveryOf(message) }),
		...filled('sentAt', message.createdAt),
		// The time at which the line received someone else's message is of no use.
		...(message.isFromMe ? filled('deliveredAt', message.deliveredAt) : {}),
		...filled('readAt', message.readAt),
		...filled('playedAt', message.playedAt),
		...filled('editedAt', message.editedAt),
		...filled('unsentAt', message.unsentAt),
		...present({ sendErrorCode: message.sendErrorCode }),
	};
}

function simpleReaction(reaction: NonNullable<Message['reactions']>[number]): IDataObject {
	return {
		kind: reaction.kind,
		...filled('emoji', reaction.emoji),
		...present({ part: reaction.part }),
		...filled('from', reaction.sender?.address),
		isFromMe: reaction.isFromMe,
	};
}

/** The message and where it is. The same names as in Send's output, so that the next node finds them in both. */
export function originFields(message: Message, { line, spaceId = message.spaceIds[0] }: MessageOrigin): IDataObject {
	return {
		messageId: message.id,
		...(spaceId === undefined ? {} : { spaceId, spaceType: spaceTypeOf(spaceId) }),
		line: line.phone,
	};
}

/** The field, unless its value is absent or empty. */
function filled(name: string, value: string | undefined): IDataObject {
	return value === undefined || value === '' ? {} : { [name]: value };
}
