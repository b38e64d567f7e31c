import type { IExecuteFunctions } from 'n8n-workflow';
import type { MessageFilter } from '../shared/spectrum/model/message';
import { dateParameter } from '../shared/n8n/parameters/dateParameter';
import { readConversation } from '../shared/n8n/fields/recipient';
import { isSimple } from '../shared/n8n/fields/simplify';
import type { ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { messageOutput } from '../shared/n8n/loop/messageOutput';
import { choiceParameter } from '../shared/n8n/parameters/choice';
import { booleanParameter, invalid } from '../shared/n8n/parameters/parameters';
import { readLimit } from './limit';
import { present } from '../shared/spectrum/values/present';

/** Gives the messages of a conversation, newest first, one item for each. */
export async function history({ context, itemIndex, gateway }: ItemRun): Promise<ItemOutput[]> {
	const { target, lineChoice } = readConversation(context, itemIndex);
	const filter = readFilter(context, itemIndex);
	const isSimpleWanted = isSimple(context, itemIndex);
	const space = await gateway.spaces.locate(target, lineChoice);
	const outputs: ItemOutput[] = [];
	for await (const message of gateway.messages.listInSpace(space, filter)) {
		outputs.push({ json: messageOutput(message, { line: space.line, spaceId: space.id }, isSimpleWanted) });
	}
	return outputs;
}

function readFilter(context: IExecuteFunctions, itemIndex: number): MessageFilter {
	const after = dateParameter(context, 'filters.after', 'After', itemIndex);
	const before = dateParameter(context, 'filters.before', 'Before', itemIndex);
	if (after !== undefined && before !== undefined && after >= before) {
		const example = 'a time later than "After", or remove one of the two filters';
		throw invalid(itemIndex, 'Before', 'is not later than the filter "After", so no message can match both', before.toISOString(), example);
	}
	return {
		...present({ after, before }),
		...whose(context, itemIndex),
		...readLimit(context, itemIndex),
	};
}

/** Unread means unread on this line, so it selects messages from others. For own messages it means that no read receipt has come. */
function whose(context: IExecuteFunctions, itemIndex: number): Pick<MessageFilter, 'isFromMe' | 'isRead'> {
	const unread = booleanParameter(context, { name: 'filters.unreadOnly', displayName: 'Unread Only' }, itemIndex, false)
		? { isRead: false }
		: {};
	switch (
		choiceParameter(context, { name: 'filters.sentBy', displayName: 'Sent By' }, itemIndex, ['anyone', 'me', 'others'] as const, 'anyone')
	) {
		case 'anyone':
			return { ...unread, ...('isRead' in unread ? { isFromMe: false } : {}) };
		case 'me':
			return { ...unread, isFromMe: true };
		case 'others':
			return { ...unread, isFromMe: false };
	}
}
