import { formatMessageId } from '../shared/domain/messageRef';
import { readMessage } from '../shared/n8n/fields/message';
import { readRecipient } from '../shared/n8n/fields/recipient';
import { readWords } from '../shared/n8n/fields/textRead';
import type { ItemOutput, ItemRun } from '../shared/n8n/itemLoop';
import { spaceOutput } from '../shared/n8n/outputs';
import { invalid, textParameter } from '../shared/n8n/parameters';
import { sendKey } from './sendKey';

/** Replaces the text of a message that this line sent. */
export async function edit({ context, itemIndex, gateway }: ItemRun): Promise<ItemOutput> {
	const { target, wish } = readRecipient(context, itemIndex);
	const ref = readMessage(context, itemIndex);
	const { text } = readWords(context, itemIndex, 'New Text');
	if (text.trim() === '') throw invalid(itemIndex, 'New Text', 'is empty', '', 'See you at nine, not at eight; to take the message back use Unsend');
	const backwardCompatText = textParameter(context, { name: 'options.backwardCompatText', displayName: 'Text for Older Devices' }, itemIndex);
	const options = backwardCompatText.trim() === '' ? {} : { backwardCompatText };
	const key = sendKey(context, itemIndex, { operation: 'edit', target, ref, said: { text, ...options } });
	const space = await gateway.spaces.locate(target, wish, key);
	const { message } = await gateway.messages.edit(space, ref, text, key, options);
	const editedAt = message?.editedAt;
	return {
		json: {
			messageId: formatMessageId(ref),
			...spaceOutput(space),
			edited: true,
			...(editedAt === undefined ? {} : { editedAt }),
		},
	};
}

/** Takes back a message that this line sent. */
export async function unsend({ context, itemIndex, gateway }: ItemRun): Promise<ItemOutput> {
	const { target, wish } = readRecipient(context, itemIndex);
	const ref = readMessage(context, itemIndex);
	const key = sendKey(context, itemIndex, { operation: 'unsend', target, ref, said: {} });
	const space = await gateway.spaces.locate(target, wish, key);
	await gateway.messages.unsend(space, ref, key);
	return { json: { messageId: formatMessageId(ref), ...spaceOutput(space), unsent: true } };
}

/** Alerts the recipient although a Focus kept the message quiet. A message is alerted about as a whole. */
export async function notifyAnyway({ context, itemIndex, gateway }: ItemRun): Promise<ItemOutput> {
	const { target, wish } = readRecipient(context, itemIndex);
	const { id } = readMessage(context, itemIndex);
	const key = sendKey(context, itemIndex, { operation: 'notifyAnyway', target, ref: { id }, said: {} });
	const space = await gateway.spaces.locate(target, wish, key);
	await gateway.messages.notifyAnyway(space, id, key);
	return { json: { messageId: id, ...spaceOutput(space), notified: true } };
}
