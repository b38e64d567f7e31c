import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { refuseSample } from '../shared/n8n/run/sample';
import { toNodeApiError } from '../shared/n8n/errors/errors';
import { asOption, booleanParameter } from '../shared/n8n/parameters/parameters';
import { StopNotice } from '../shared/n8n/loop/stopNotice';
import { throwIfCancelled, toSpectrumError } from '../shared/spectrum/errors/from';
import { SpectrumError } from '../shared/spectrum/errors/SpectrumError';
import { CampaignRun } from '../shared/spectrum/gateway/recipes/campaign/campaignRun';
import { confirmationFor, confirmOptOut } from '../shared/spectrum/gateway/recipes/campaign/confirmation';
import type { CampaignLines } from '../shared/spectrum/gateway/recipes/campaign/lines';
import type { CampaignMessage } from '../shared/spectrum/gateway/recipes/campaign/settings';
import { campaignOutput, invalidItem, type ItemOutcome } from './campaignOutput';
import { summaryOption } from './campaignOptions';
import { dedupStore } from './dedupStore';
import { openGateway, openLines, type Surroundings } from './openRun';
import { ItemFields } from './itemFields';
import { readPerson, type PeopleReader } from './people';
import { readRunSettings } from './settings';
import { Tally } from './summary';

/** The outputs of the node, by the status of their items. */
const outputs = { sent: 0, later: 1, skipped: 2 } as const;

/** Writes to each person of the list, and sorts the items by what became of them. */
export async function sendToList(context: IExecuteFunctions, { clock, random, pool }: Surroundings): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	for (const [itemIndex] of items.entries()) refuseSample(context, itemIndex);
	const settings = readRunSettings(context);
	const withSummary = booleanParameter(context, asOption(summaryOption), 0, false);
	// The time for reading what the lines know counts as well.
	const endsAt = clock.now() + settings.longestMilliseconds;
	const gateway = await openGateway(context, pool);
	const plan = await gateway.plan();
	if (plan === 'shared' && settings.withoutImessage === 'sms') throw noSms();
	const lines = await openLines(context, gateway, settings.lines);
	const signal = context.getExecutionCancelSignal();
	const run = new CampaignRun(
		{ gateway, lines, plan, once: dedupStore(context), clock, random, ...(signal === undefined ? {} : { signal }) },
		{ ...settings, endsAt },
	);
	const results: INodeExecutionData[][] = [[], [], []];
	const tally = new Tally();
	const seen = new Set<string>();
	const reader = { context, gateway, settings, fields: new ItemFields(context) };
	const stop = new StopNotice(context);
	try {
		for (const [itemIndex, item] of items.entries()) {
			stop.at(itemIndex);
			throwIfCancelled(signal);
			const outcome = await outcomeOf({ reader, itemIndex, lines, run, seen, now: () => clock.now() });
			tally.add(outcome);
			results[outputs[outcome.status]]?.push({
				json: { ...item.json, campaign: campaignOutput(settings.campaign, outcome) },
				...(item.binary === undefined ? {} : { binary: item.binary }),
				pairedItem: { item: itemIndex },
			});
		}
	} finally {
		stop.end();
	}
	if (withSummary) results[outputs.sent]?.push({ json: { campaign: tally.toOutput(settings.campaign, 'Sent') }, pairedItem: { item: 0 } });
	context.addExecutionHints({
		message: `${tally.sentence('Sent')}.`,
		location: 'outputPane',
		type: 'info',
	});
	return results;
}

interface OneItem {
	readonly reader: PeopleReader;
	readonly itemIndex: number;
	readonly lines: CampaignLines;
	readonly run: CampaignRun;
	readonly now: () => number;
	/** The people above on the list. */
	readonly seen: Set<string>;
}

async function outcomeOf({ reader, itemIndex, lines, run, seen, now }: OneItem): Promise<ItemOutcome> {
	const { context, gateway, settings } = reader;
	let message: CampaignMessage;
	try {
		message = await readPerson(reader, itemIndex);
	} catch (caught) {
		if (toSpectrumError(caught).kind === 'cancelled') throw toNodeApiError(context.getNode(), caught, itemIndex);
		return invalidItem(caught);
	}
	if (seen.has(message.address)) return { status: 'skipped', reason: 'duplicate' };
	seen.add(message.address);
	const outcome = await run.send(message);
	if (outcome.status !== 'skipped' || outcome.reason !== 'optedOut' || settings.confirmation === '') return outcome;
	const place = confirmationFor(lines, message, now());
	if (place !== undefined) await confirmOptOut(gateway, place, settings.confirmation);
	return outcome;
}

function noSms(): SpectrumError {
	return new SpectrumError({
		kind: 'unsupported',
		message: 'A shared plan cannot send SMS',
		advice: 'Set the option "Without iMessage" to Skip, or use a dedicated plan or a server of your own.',
	});
}
