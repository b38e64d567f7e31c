import { formatMessageId } from '../shared/spectrum/model/messageRef';
import { readOutputProperty } from '../shared/n8n/fields/outputFile';
import { storeFile } from '../shared/n8n/files/binaryOutput';
import { readMessage } from '../shared/n8n/fields/message';
import { readConversation } from '../shared/n8n/fields/recipient';
import type { ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { checkMessageInSpace } from '../shared/n8n/fields/messageChecks';
import { spaceOutput } from '../shared/n8n/loop/outputs';

/** Fetches media that is part of a message but not an attachment, such as a drawing. */
export async function getEmbeddedMedia(run: ItemRun): Promise<ItemOutput> {
	const { context, itemIndex, gateway } = run;
	const { target, lineChoice } = readConversation(context, itemIndex, { withMessage: true });
	const ref = readMessage(context, itemIndex);
	const property = readOutputProperty(context, itemIndex);
	const space = await gateway.spaces.locate(target, lineChoice);
	await checkMessageInSpace(run, space, ref);
	// The wire takes the id of the whole message, also when the user named a part.
	const { data, mimeType } = await gateway.messages.embeddedMedia(space, ref.id);
	return {
		json: { messageId: formatMessageId(ref), ...spaceOutput(space), mimeType, size: data.byteLength },
		binary: { [property]: await storeFile(context, { mimeType, data }) },
	};
}
