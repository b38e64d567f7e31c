import type { IExecuteFunctions } from 'n8n-workflow';
import { readDefaultCountry } from '../shared/n8n/fields/defaultCountry';
import type { ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { conversationOfRun } from '../shared/n8n/parameters/incoming';
import { invalid, optionalText } from '../shared/n8n/parameters/parameters';
import type { CampaignMemory } from '../shared/spectrum/campaign/memory';
import type { Gateway } from '../shared/spectrum/gateway/Gateway';
import { CampaignLines } from '../shared/spectrum/gateway/recipes/campaign/lines';
import { addressAdviceFor, addressExample, parseAddress } from '../shared/spectrum/model/address/address';
import { directSpaceId } from '../shared/spectrum/model/space';
import { present } from '../shared/spectrum/values/present';
import { addressField } from './campaignFields';
import { isoOf } from './campaignOutput';
import { readOwnWords } from './settings';

/** Says whether a person has asked for no more messages, on any line of the credential. */
export async function checkOptOut({ context, itemIndex, gateway }: ItemRun): Promise<ItemOutput> {
	const address = readAddress(context, itemIndex);
	const ownWords = readOwnWords(context);
	gateway.reach.check({ id: directSpaceId(address) });
	const lines = await CampaignLines.of(gateway, () => true, ownWords);
	await read(context, gateway, lines);
	await lines.ready(address);
	const { mark } = lines.history(address);
	const since = mark === undefined ? {} : { since: isoOf(mark.at) };
	return { json: { address, optedOut: mark?.isOut === true, ...since, ...present({ line: lines.heardOn(address)?.phone }) } };
}

/** For each run, the credentials whose lines were read. */
const runs = new WeakMap<IExecuteFunctions, Set<CampaignMemory>>();

/** A long list reads the messages of the last day once, and for each further item only what is new. */
async function read(context: IExecuteFunctions, { memory }: Gateway, lines: CampaignLines): Promise<void> {
	const known = runs.get(context) ?? new Set();
	if (known.has(memory.campaigns)) return await lines.refresh();
	await lines.begin();
	runs.set(context, known.add(memory.campaigns));
}

function readAddress(context: IExecuteFunctions, itemIndex: number): string {
	const found = optionalText(context, addressField, itemIndex).trim();
	const text = found === '' ? (conversationOfRun(context, itemIndex)?.space.address ?? '') : found;
	const parsed = parseAddress(text, readDefaultCountry(context, itemIndex));
	if (parsed.ok) return parsed.value.address;
	if (found !== '') throw invalid(itemIndex, addressField.displayName, parsed.problem, found.slice(0, 200), addressAdviceFor(found));
	throw invalid(itemIndex, addressField.displayName, 'is empty, and no person started the run', '', {
		advice: `Enter an address such as ${addressExample}, or place the node after an iMessage Trigger.`,
	});
}
