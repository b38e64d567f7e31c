import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { addressAdviceFor, type Parsed } from '../shared/spectrum/model/address/address';
import type { Target } from '../shared/spectrum/model/target';
import { addressListExample, parseDirectAddress, parseMembers } from '../shared/spectrum/model/address/recipients';
import type { CreatedSpace } from '../shared/spectrum/gateway/spaces';
import { readDefaultCountry } from '../shared/n8n/fields/defaultCountry';
import { isSimple } from '../shared/n8n/fields/simplify';
import type { ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { readLineChoice } from '../shared/n8n/fields/lineChoice';
import { plain } from '../shared/n8n/loop/messageOutput';
import { sentOutput } from '../shared/n8n/loop/outputs';
import { foundIn, invalid, textParameter } from '../shared/n8n/parameters/parameters';
import { shownValue } from '../shared/n8n/parameters/plainValue';
import { writeKeyFor } from '../shared/n8n/keys/writeKeys';
import { readOpening } from './opening';
import { addressField, newMembersField } from './spaceFields';

/** Opens a conversation with one person. Several addresses are refused: they never become a group by accident. */
export async function createDirect(run: ItemRun): Promise<ItemOutput> {
	return await create(run, 'createDirect', (itemIndex) => [readAddress(run.context, itemIndex)]);
}

/** Opens a group. A shared plan has no groups, and refuses this before any call. */
export async function createGroup(run: ItemRun): Promise<ItemOutput> {
	return await create(run, 'createGroup', (itemIndex) => readNewMembers(run.context, itemIndex));
}

function readAddress(context: IExecuteFunctions, itemIndex: number): string {
	const found: unknown = context.getNodeParameter(addressField.name, itemIndex, '');
	return valueOrRefusal(
		context,
		itemIndex,
		addressField,
		parseDirectAddress(found, readDefaultCountry(context, itemIndex)),
		addressAdviceFor(shownValue(found)),
	);
}

function readNewMembers(context: IExecuteFunctions, itemIndex: number): readonly string[] {
	const found: unknown = context.getNodeParameter(newMembersField.name, itemIndex, '');
	return valueOrRefusal(
		context,
		itemIndex,
		newMembersField,
		parseMembers(found, readDefaultCountry(context, itemIndex)),
		addressListExample,
	);
}

async function create(
	{ context, itemIndex, gateway }: ItemRun,
	operation: string,
	addressesAt: (itemIndex: number) => readonly string[],
): Promise<ItemOutput> {
	const addresses = addressesAt(itemIndex);
	const opening = readOpening(context, itemIndex);
	const lineChoice = readLineChoice(context, itemIndex);
	const key = writeKeyFor(context, {
		itemIndex,
		operation,
		target: targetOf(addresses),
		userKey: textParameter(context, 'options.idempotencyKey', itemIndex),
		toolArguments: { addresses, opening },
		targetAt: (index) => targetOf(addressesAt(index)),
	});
	const created = await gateway.spaces.create({ addresses, lineChoice, opening }, key);
	return { json: createdOutput(created, addresses, isSimple(context, itemIndex)) };
}

/** The key's target: the set of people, whatever their order. */
function targetOf(addresses: readonly string[]): Target {
	return { by: 'address', address: [...addresses].sort().join(' ') };
}

/** The new conversation, its members, and its first message if there was one. */
function createdOutput(created: CreatedSpace, members: readonly string[], isSimpleWanted: boolean): IDataObject {
	const { space, details, opening, alreadyDone } = created;
	const json = sentOutput(space, { message: opening, alreadySent: alreadyDone });
	if (isSimpleWanted) return { ...json, members: [...members] };
	return { ...json, space: plain(details), ...(opening === undefined ? {} : { message: plain(opening) }) };
}

function valueOrRefusal<Value>(
	context: IExecuteFunctions,
	itemIndex: number,
	field: { readonly name: string; readonly displayName: string },
	parsed: Parsed<Value>,
	example: string,
): Value {
	if (parsed.ok) return parsed.value;
	throw invalid(itemIndex, field.displayName, parsed.problem, foundIn(context, field.name, itemIndex), example);
}
