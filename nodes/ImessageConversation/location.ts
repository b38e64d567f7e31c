import type { IDataObject } from 'n8n-workflow';
import { findLine } from '../shared/spectrum/gateway/recipes/findLine';
import type { Line } from '../shared/spectrum/model/line';
import type { SharedLocation } from '../shared/spectrum/model/location';
import { spaceOfTarget } from '../shared/spectrum/model/namedSpace';
import { present } from '../shared/spectrum/values/present';
import { readLineChoice } from '../shared/n8n/fields/lineChoice';
import { readConversation, targetsOf } from '../shared/n8n/fields/recipient';
import { writeKeyFor } from '../shared/n8n/keys/writeKeys';
import type { ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { spaceOutput } from '../shared/n8n/loop/outputs';
import { textParameter } from '../shared/n8n/parameters/parameters';
import { noPerson, readNamedPerson, readPerson, senderOfItem } from './person';
import { readLimit } from './limit';
import { askedPersonField, locatedPersonField } from './locationFields';

/** Gets where a person is. A person who shares with no line of the credential is `notFound`. */
export async function getLocation({ context, itemIndex, gateway }: ItemRun): Promise<ItemOutput> {
	const address = readPerson(context, itemIndex, locatedPersonField);
	const choice = readLineChoice(context, itemIndex);
	const { line, value } = await findLine(gateway, choice, async ({ id }) => await gateway.locations.get(id, address));
	return { json: locationOutput(value, line) };
}

/** Gets everyone who shares a location, line by line. */
export async function getLocations({ context, itemIndex, gateway }: ItemRun): Promise<ItemOutput[]> {
	const { limit = Number.POSITIVE_INFINITY } = readLimit(context, itemIndex);
	const { pinned } = readLineChoice(context, itemIndex);
	const lines = pinned === undefined ? await gateway.lines() : [await gateway.anyLine({ pinned })];
	const outputs: ItemOutput[] = [];
	for (const line of lines) {
		if (outputs.length >= limit) break;
		for (const location of await gateway.locations.list(line.id)) outputs.push({ json: locationOutput(location, line) });
	}
	return outputs.slice(0, limit);
}

/** Asks a person with a card in the conversation. What comes of it is their decision. */
export async function askLocation(run: ItemRun): Promise<ItemOutput> {
	const { context, itemIndex, gateway } = run;
	const { target, lineChoice } = readConversation(context, itemIndex);
	const address =
		readNamedPerson(context, itemIndex, askedPersonField) ?? spaceOfTarget(target).address ?? senderOfItem(context, itemIndex);
	if (address === undefined) throw noPerson(itemIndex, askedPersonField);
	const key = writeKeyFor(context, {
		itemIndex,
		operation: 'askLocation',
		target,
		userKey: textParameter(context, 'options.idempotencyKey', itemIndex),
		toolArguments: { target, address },
		targetAt: targetsOf(context, readConversation),
	});
	const space = await gateway.spaces.open(target, lineChoice, key);
	const { status, reason, messageId, alreadySent } = await gateway.locations.ask(space, address, key);
	return {
		json: {
			address,
			...present({ status, reason, messageId }),
			...spaceOutput(space),
			...(alreadySent ? { alreadySent } : {}),
		},
	};
}

function locationOutput(location: SharedLocation, line: Line): IDataObject {
	return { ...location, line: line.phone };
}
