import type { ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { spaceOutput } from '../shared/n8n/loop/outputs';
import { groupKey, openGroup, readGroup } from './group';

/** Leaves a group permanently. */
export async function leave({ context, itemIndex, gateway }: ItemRun): Promise<ItemOutput> {
	const group = readGroup(context, itemIndex);
	const key = groupKey(context, itemIndex, 'leaveGroup', group, undefined);
	const space = await openGroup(gateway, group, key);
	await gateway.groups.leave(space, key);
	return { json: { ...spaceOutput(space), hasLeft: true } };
}
