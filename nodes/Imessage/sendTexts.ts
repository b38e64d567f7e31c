import { invalid, shownUrl, textParameter } from '../shared/n8n/parameters/parameters';
import { linkExample, parseLink } from '../shared/spectrum/model/richLink';
import { readMessage } from '../shared/n8n/fields/message';
import { readRecipient } from '../shared/n8n/fields/recipient';
import { readReplyTo, readText } from '../shared/n8n/fields/textRead';
import { sendOutgoingText } from '../shared/n8n/fields/textSend';
import type { ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { checkMessageInSpace } from '../shared/n8n/fields/messageChecks';
import { sentOutput } from '../shared/n8n/loop/outputs';
import { readOwnCard } from './ownCard';
import { sendKey } from './sendKey';
import { present } from '../shared/spectrum/values/present';

/** Sends the text. The output has the id of the message, its conversation and its line. */
export async function sendText(run: ItemRun): Promise<ItemOutput> {
	const { context, itemIndex, gateway } = run;
	const { target, lineChoice } = readRecipient(context, itemIndex);
	const outgoing = readText(context, itemIndex);
	const shareCard = readOwnCard(run);
	const key = sendKey(context, itemIndex, { operation: 'sendText', target, content: outgoing });
	const space = await gateway.spaces.open(target, lineChoice, key);
	await checkMessageInSpace(run, space, outgoing.replyTo);
	const sent = await sendOutgoingText(gateway, space, outgoing, key);
	return { json: { ...sentOutput(space, sent), ...(await shareCard(space)) } };
}

/** Answers one message in its thread with a text. */
export async function reply(run: ItemRun): Promise<ItemOutput> {
	const { context, itemIndex, gateway } = run;
	const { target, lineChoice } = readRecipient(context, itemIndex, { withMessage: true });
	const ref = readMessage(context, itemIndex);
	const outgoing = { ...readText(context, itemIndex), replyTo: ref };
	const shareCard = readOwnCard(run);
	const key = sendKey(context, itemIndex, { operation: 'reply', target, ref, content: outgoing });
	const space = await gateway.spaces.open(target, lineChoice, key);
	await checkMessageInSpace(run, space, ref);
	const sent = await sendOutgoingText(gateway, space, outgoing, key);
	return { json: { ...sentOutput(space, sent), ...(await shareCard(space)) } };
}

/** Sends one URL, shown with a preview of its page. */
export async function sendRichLink(run: ItemRun): Promise<ItemOutput> {
	const { context, itemIndex, gateway } = run;
	const { target, lineChoice } = readRecipient(context, itemIndex);
	const found = textParameter(context, { name: 'url', displayName: 'Link' }, itemIndex);
	const link = parseLink(found);
	if (!link.ok) throw invalid(itemIndex, 'Link', link.problem, shownUrl(found), linkExample);
	const replyTo = readReplyTo(context, itemIndex);
	const shareCard = readOwnCard(run);
	const message = { text: link.value, linkPreview: true, ...present({ replyTo }) };
	const key = sendKey(context, itemIndex, { operation: 'sendRichLink', target, content: message });
	const space = await gateway.spaces.open(target, lineChoice, key);
	await checkMessageInSpace(run, space, replyTo);
	const sent = await gateway.messages.sendText(space, message, key);
	return { json: { ...sentOutput(space, sent), ...(await shareCard(space)) } };
}
