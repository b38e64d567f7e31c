import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { addressListExample, parseAddressList } from '../shared/spectrum/model/address/recipients';
import { readDefaultCountry } from '../shared/n8n/fields/defaultCountry';
import { isSimple } from '../shared/n8n/fields/simplify';
import type { ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { plain } from '../shared/n8n/loop/messageOutput';
import { spaceOutput } from '../shared/n8n/loop/outputs';
import { foundIn, invalid } from '../shared/n8n/parameters/parameters';
import { groupKey, groupOutput, openGroup, readGroup } from './group';
import { memberListField } from './groupFields';
import { present } from '../shared/spectrum/values/present';

/** Adds people to a group. */
export async function addMembers({ context, itemIndex, gateway }: ItemRun): Promise<ItemOutput> {
	const group = readGroup(context, itemIndex);
	const members = readMembers(context, itemIndex);
	const key = groupKey(context, itemIndex, 'addMembers', group, members);
	const space = await openGroup(gateway, group, key);
	return { json: groupOutput(context, itemIndex, space, await gateway.groups.addMembers(space, members, key)) };
}

/** Removes people from a group. */
export async function removeMembers({ context, itemIndex, gateway }: ItemRun): Promise<ItemOutput> {
	const group = readGroup(context, itemIndex);
	const members = readMembers(context, itemIndex);
	const key = groupKey(context, itemIndex, 'removeMembers', group, members);
	const space = await openGroup(gateway, group, key);
	return { json: groupOutput(context, itemIndex, space, await gateway.groups.removeMembers(space, members, key)) };
}

/** Lists the people in a group, one item for each. Without Simplify, returns the group as the server describes it. */
export async function listMembers({ context, itemIndex, gateway }: ItemRun): Promise<ItemOutput | ItemOutput[]> {
	const space = await openGroup(gateway, readGroup(context, itemIndex));
	const details = await gateway.spaces.get(space);
	if (!isSimple(context, itemIndex)) return { json: { ...spaceOutput(space), space: plain(details) } };
	return details.participants.map(({ address, service, country }) => {
		const member: IDataObject = { address, service, ...present({ country }) };
		return { json: { ...member, ...spaceOutput(space) } };
	});
}

function readMembers(context: IExecuteFunctions, itemIndex: number): string[] {
	const parsed = parseAddressList(context.getNodeParameter(memberListField.name, itemIndex, ''), readDefaultCountry(context, itemIndex));
	if (parsed.ok) return parsed.value;
	const found = foundIn(context, memberListField.name, itemIndex);
	throw invalid(itemIndex, memberListField.displayName, parsed.problem, found, addressListExample);
}
