import type { IDataObject } from 'n8n-workflow';
import type { SentMiniApp } from '../shared/spectrum/gateway/messages';
import { readRecipient } from '../shared/n8n/fields/recipient';
import type { ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { readLineChoice } from '../shared/n8n/fields/lineChoice';
import { checkSentInRun } from '../shared/n8n/fields/messageChecks';
import { sentOutput } from '../shared/n8n/loop/outputs';
import { readCard } from './miniAppCard';
import { readSession, targetOfSession } from './miniAppSession';
import { sendKey } from './sendKey';

/** Sends a card of the user's own iMessage extension; the output has what its updates need. */
export async function sendMiniApp({ context, itemIndex, gateway }: ItemRun): Promise<ItemOutput> {
	const { target, lineChoice } = readRecipient(context, itemIndex);
	const card = await readCard(context, itemIndex);
	const key = sendKey(context, itemIndex, {
		operation: 'sendMiniApp',
		target,
		content: { ...card, layout: { ...card.layout, image: undefined } },
	});
	const space = await gateway.spaces.open(target, lineChoice, key);
	const sent = await gateway.messages.sendMiniApp(space, card, key);
	return { json: { ...sentOutput(space, sent), ...sessionOutput(sent) } };
}

/** Replaces the content of a card that was sent before. */
export async function updateMiniApp(run: ItemRun): Promise<ItemOutput> {
	const { context, itemIndex, gateway } = run;
	const session = readSession(context, itemIndex);
	checkSentInRun(run, session.messageId);
	const card = await readCard(context, itemIndex);
	const target = targetOfSession(itemIndex, session);
	const key = sendKey(context, itemIndex, {
		operation: 'updateMiniApp',
		target,
		ref: { id: session.messageId },
		content: { ...card, layout: { ...card.layout, image: undefined } },
	});
	const space = await gateway.spaces.locate(target, readLineChoice(context, itemIndex), key);
	const sent = await gateway.messages.updateMiniApp(space.line.id, session, card, key);
	return { json: { ...sentOutput(space, sent), ...sessionOutput(sent) } };
}

/** What the next update of the card needs. */
export function sessionOutput({ session }: SentMiniApp): IDataObject {
	return session === undefined ? {} : { miniAppSession: { ...session } };
}
