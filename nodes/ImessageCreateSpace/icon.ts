import { parseIcon } from '../shared/spectrum/files/pictures';
import { readImage } from '../shared/n8n/files/imageInput';
import type { ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { spaceOutput } from '../shared/n8n/loop/outputs';
import { groupKey, openGroup, readGroup } from './group';

/** Gives a group a picture. */
export async function setIcon(run: ItemRun): Promise<ItemOutput> {
	const { context, itemIndex, gateway } = run;
	const group = readGroup(context, itemIndex);
	const icon = await readImage(run, parseIcon, 'a JPEG or PNG image');
	const key = groupKey(context, itemIndex, 'setGroupIcon', group, undefined);
	const space = await openGroup(gateway, group, key);
	await gateway.groups.setIcon(space, icon.data, key);
	return { json: { ...spaceOutput(space), hasIcon: true, format: icon.format, size: icon.data.byteLength } };
}

/** Removes the picture of a group. */
export async function clearIcon({ context, itemIndex, gateway }: ItemRun): Promise<ItemOutput> {
	const group = readGroup(context, itemIndex);
	const key = groupKey(context, itemIndex, 'clearGroupIcon', group, undefined);
	const space = await openGroup(gateway, group, key);
	await gateway.groups.clearIcon(space, key);
	return { json: { ...spaceOutput(space), hasIcon: false } };
}
