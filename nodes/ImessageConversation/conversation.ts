import type { IDataObject } from 'n8n-workflow';
import { fileMark, type Message } from '../shared/spectrum/model/message';
import type { Space } from '../shared/spectrum/model/space';
import { readConversation } from '../shared/n8n/fields/recipient';
import { isSimple } from '../shared/n8n/fields/simplify';
import type { ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { plain } from '../shared/n8n/loop/messageOutput';
import { spaceOutput } from '../shared/n8n/loop/outputs';
import { writeKeyFor } from '../shared/n8n/keys/writeKeys';
import { nonEmpty, present } from '../shared/spectrum/values/present';

/** Describes a conversation: name, members, service, what is unread. */
export async function getDetails({ context, itemIndex, gateway }: ItemRun): Promise<ItemOutput> {
	const { target, lineChoice } = readConversation(context, itemIndex);
	const space = await gateway.spaces.locate(target, lineChoice);
	const details = await gateway.spaces.get(space);
	const json = isSimple(context, itemIndex) ? simpleDetails(details) : { space: plain(details) };
	return { json: { ...spaceOutput(space), ...json } };
}

/** Marks everything in a conversation as read. The others may see that. */
export async function markRead({ context, itemIndex, gateway }: ItemRun): Promise<ItemOutput> {
	const { target, lineChoice } = readConversation(context, itemIndex);
	const key = writeKeyFor(context, {
		itemIndex,
		operation: 'markRead',
		target,
		userKey: '',
		toolArguments: { target },
		isIdempotent: true,
	});
	const space = await gateway.spaces.locate(target, lineChoice, key);
	await gateway.spaces.markRead(space, key);
	return { json: { ...spaceOutput(space), markedRead: true } };
}

/** The short form of a conversation's details. */
export function simpleDetails(space: Space): IDataObject {
	const { name, unreadCount, lastMessage } = space;
	return {
		service: space.service,
		...present({ name }),
		members: space.participants.map(({ address }) => address),
		...present({ unreadCount }),
		isArchived: space.isArchived,
		isFiltered: space.isFiltered,
		// Not named messageId, because the next node would take it for the message of the item.
		...(lastMessage === undefined ? {} : lastMessageFields(lastMessage)),
	};
}

function lastMessageFields({ id, createdAt, text, isFromMe, sender }: Message): IDataObject {
	return {
		lastMessageId: id,
		...present({
			lastMessageAt: createdAt,
			lastMessageText: nonEmpty(text?.replaceAll(fileMark, '').trim() ?? ''),
			lastMessageFrom: isFromMe ? undefined : sender?.address,
		}),
		lastMessageIsFromMe: isFromMe,
	};
}
