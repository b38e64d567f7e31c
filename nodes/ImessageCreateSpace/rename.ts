import { trimWords } from '../shared/spectrum/values/invisible';
import type { ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { invalid, textParameter } from '../shared/n8n/parameters/parameters';
import { groupKey, groupOutput, openGroup, readGroup } from './group';
import { nameField } from './groupFields';

/** Gives a group another name. */
export async function rename({ context, itemIndex, gateway }: ItemRun): Promise<ItemOutput> {
	const group = readGroup(context, itemIndex);
	const name = trimWords(textParameter(context, nameField.name, itemIndex));
	if (name === '') throw invalid(itemIndex, nameField.displayName, 'is empty', '', 'Summer party');
	const key = groupKey(context, itemIndex, 'renameGroup', group, name);
	const space = await openGroup(gateway, group, key);
	return { json: groupOutput(context, itemIndex, space, await gateway.groups.rename(space, name, key)) };
}
