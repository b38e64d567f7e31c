import { parseIcon } from '../shared/spectrum/files/pictures';
import { readOutputProperty } from '../shared/n8n/fields/outputFile';
import { storeFile } from '../shared/n8n/files/binaryOutput';
import { readImage } from '../shared/n8n/files/imageInput';
import type { ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { spaceOutput } from '../shared/n8n/loop/outputs';
import { groupKey, openGroup, readGroup } from './group';

/** Fetches the picture of a group. A group without one is no error: the item then has no file. */
export async function getIcon({ context, itemIndex, gateway }: ItemRun): Promise<ItemOutput> {
	const group = readGroup(context, itemIndex);
	const property = readOutputProperty(context, itemIndex);
	const space = await openGroup(gateway, group);
	const icon = await gateway.groups.icon(space);
	if (icon === undefined) return { json: { ...spaceOutput(space), hasIcon: false } };
	const { data, mimeType } = icon;
	const file = await storeFile(context, { mimeType, data });
	return {
		json: { ...spaceOutput(space), hasIcon: true, mimeType: file.mimeType, size: data.byteLength },
		binary: { [property]: file },
	};
}

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
