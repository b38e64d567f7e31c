import { formatMessageId } from '../shared/spectrum/model/messageRef';
import { readMessage } from '../shared/n8n/fields/message';
import { readConversation } from '../shared/n8n/fields/recipient';
import { readFormattedText } from '../shared/n8n/fields/textRead';
import type { ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { checkMessageInSpace, checkSentInRun } from '../shared/n8n/fields/messageChecks';
import { alreadySentOutput, spaceOutput } from '../shared/n8n/loop/outputs';
import { invalid, textParameter } from '../shared/n8n/parameters/parameters';
import { isBlank } from '../shared/spectrum/values/invisible';
import { sendKey } from './sendKey';
import { present } from '../shared/spectrum/values/present';

/** Replaces the text of a message that this line sent. */
export async function edit(run: ItemRun): Promise<ItemOutput> {
	const { context, itemIndex, gateway } = run;
	const { target, lineChoice } = readConversation(context, itemIndex, { withMessage: true });
	const ref = readMessage(context, itemIndex);
	checkSentInRun(run, ref.id);
	const { text } = readFormattedText(context, itemIndex, 'New Text');
	if (isBlank(text))
		throw invalid(itemIndex, 'New Text', 'is empty', '', 'See you at nine, not at eight; to take the message back, use Unsend');
	const backwardCompatText = textParameter(
		context,
		{ name: 'options.backwardCompatText', displayName: 'Text for Older Devices' },
		itemIndex,
	);
	const options = backwardCompatText.trim() === '' ? {} : { backwardCompatText };
	const key = sendKey(context, itemIndex, { operation: 'edit', target, ref, content: { text, ...options } });
	const space = await gateway.spaces.locate(target, lineChoice, key);
	await checkMessageInSpace(run, space, ref);
	const sent = await gateway.messages.edit(space, ref, text, key, options);
	const editedAt = sent.message?.editedAt;
	return {
		json: {
			messageId: formatMessageId(ref),
			...spaceOutput(space),
			edited: true,
			...present({ editedAt }),
			...alreadySentOutput(sent),
		},
	};
}

/** Unsends a message that this line sent. */
export async function unsend(run: ItemRun): Promise<ItemOutput> {
	const { context, itemIndex, gateway } = run;
	const { target, lineChoice } = readConversation(context, itemIndex, { withMessage: true });
	const ref = readMessage(context, itemIndex);
	checkSentInRun(run, ref.id);
	const key = sendKey(context, itemIndex, { operation: 'unsend', target, ref, content: {} });
	const space = await gateway.spaces.locate(target, lineChoice, key);
	await checkMessageInSpace(run, space, ref);
	await gateway.messages.unsend(space, ref, key);
	return { json: { messageId: formatMessageId(ref), ...spaceOutput(space), unsent: true } };
}

/** Alerts the recipient although a Focus silenced the message. The alert is about the whole message, never about a part. */
export async function notifyAnyway(run: ItemRun): Promise<ItemOutput> {
	const { context, itemIndex, gateway } = run;
	const { target, lineChoice } = readConversation(context, itemIndex, { withMessage: true });
	const { id } = readMessage(context, itemIndex);
	checkSentInRun(run, id);
	const key = sendKey(context, itemIndex, { operation: 'notifyAnyway', target, ref: { id }, content: {} });
	const space = await gateway.spaces.locate(target, lineChoice, key);
	await checkMessageInSpace(run, space, { id });
	await gateway.messages.notifyAnyway(space, id, key);
	return { json: { messageId: id, ...spaceOutput(space), notified: true } };
}
