import { readConversation } from '../shared/n8n/fields/recipient';
import type { ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { spaceOutput } from '../shared/n8n/loop/outputs';

/** Checks whether the conversation has a background. The picture itself cannot be read. */
export async function get({ context, itemIndex, gateway }: ItemRun): Promise<ItemOutput> {
	const { target, lineChoice } = readConversation(context, itemIndex);
	const space = await gateway.spaces.locate(target, lineChoice);
	return { json: { ...spaceOutput(space), hasBackground: await gateway.backgrounds.isSet(space) } };
}
