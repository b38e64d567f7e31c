import { readOutgoingFiles } from '../shared/n8n/files/attachmentRead';
import { attachmentsOutput, sendOutgoingFiles } from '../shared/n8n/files/attachmentSend';
import { readRecipient } from '../shared/n8n/fields/recipient';
import type { ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { checkMessageInSpace } from '../shared/n8n/fields/messageChecks';
import { sentOutput } from '../shared/n8n/loop/outputs';
import { readOwnCard } from './ownCard';
import { sendKey } from './sendKey';

/** Sends files as one message, with or without a text. */
export async function sendAttachment(run: ItemRun): Promise<ItemOutput> {
	const { context, itemIndex, gateway } = run;
	const { target, lineChoice } = readRecipient(context, itemIndex);
	const shareCard = readOwnCard(run);
	const outgoing = await readOutgoingFiles(run);
	// Without the bytes, which are read only when they are uploaded.
	const { files: _files, companion: _companion, ...content } = outgoing;
	const key = sendKey(context, itemIndex, { operation: 'sendAttachment', target, content });
	const space = await gateway.spaces.open(target, lineChoice, key);
	await checkMessageInSpace(run, space, outgoing.replyTo);
	const sent = await sendOutgoingFiles({ ...run, space, outgoing, key });
	return { json: { ...sentOutput(space, sent), ...attachmentsOutput(sent), ...(await shareCard(space)) } };
}
