import type { IDataObject } from 'n8n-workflow';
import type { Sent } from '../../spectrum/gateway/sendOnce';
import type { OpenSpace } from '../../spectrum/gateway/openSpace';
import { present } from '../../spectrum/values/present';

/** Where something happened, in the fields that every action gives and the next node reads. */
export function spaceOutput(space: OpenSpace): IDataObject {
	return { spaceId: space.id, spaceType: space.type, line: space.line.phone };
}

/** The outcome of a send: which message, where, through which line, and when. */
export function sentOutput(space: OpenSpace, { message, alreadySent }: Sent): IDataObject {
	return {
		...(message === undefined ? {} : { messageId: message.id }),
		...spaceOutput(space),
		...(message?.createdAt === undefined ? {} : { sentAt: message.createdAt }),
		...unsentOutput(message),
		...alreadySentOutput({ message, alreadySent }),
	};
}

/** The fields of a message that may not have gone out: it is not marked as sent, or Apple gave an error. */
function unsentOutput(message: Sent['message']): IDataObject {
	// The answer may be a message of another person, such as the one that was reacted to.
	if (message?.isFromMe !== true) return {};
	return {
		...(message.flags?.isSent === false ? { sent: false } : {}),
		...present({ sendErrorCode: message.sendErrorCode }),
	};
}

/** The fields of a message that was sent before, with its text, which may differ from the text of this run. */
export function alreadySentOutput({ message, alreadySent }: Sent): IDataObject {
	if (!alreadySent) return {};
	return { alreadySent, ...(message?.text === undefined ? {} : { text: message.text }) };
}
