import type { IDataObject } from 'n8n-workflow';
import type { Sent } from '../gateway/messages';
import type { OpenSpace } from '../gateway/openSpace';

/** Where something happened, in the fields that every action gives and the next node reads. */
export function spaceOutput(space: OpenSpace): IDataObject {
	return { spaceId: space.id, spaceType: space.type, line: space.line.phone };
}

/** What became of a send: which message, where, through which line, and when. */
export function sentOutput(space: OpenSpace, { message, alreadySent }: Sent): IDataObject {
	return {
		...(message === undefined ? {} : { messageId: message.id }),
		...spaceOutput(space),
		...(message?.createdAt === undefined ? {} : { sentAt: message.createdAt }),
		...(alreadySent ? { alreadySent } : {}),
	};
}
