import { readConversation } from '../shared/n8n/fields/recipient';
import type { ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { spaceOutput } from '../shared/n8n/loop/outputs';
import { writeKeyFor } from '../shared/n8n/keys/writeKeys';

/** Removes the background. A conversation without one stays as it is. */
export async function clear({ context, itemIndex, gateway }: ItemRun): Promise<ItemOutput> {
	const { target, lineChoice } = readConversation(context, itemIndex);
	const key = writeKeyFor(context, {
		itemIndex,
		operation: 'clearBackground',
		target,
		userKey: '',
		toolArguments: { target },
		isIdempotent: true,
	});
	const space = await gateway.spaces.locate(target, lineChoice, key);
	await gateway.backgrounds.clear(space, key);
	return { json: { ...spaceOutput(space), hasBackground: false } };
}
