import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { refuseSample } from '../shared/n8n/run/sample';
import { asOption, booleanParameter } from '../shared/n8n/parameters/parameters';
import { StopNotice } from '../shared/n8n/loop/stopNotice';
import { throwIfCancelled } from '../shared/spectrum/errors/from';
import { SpectrumError } from '../shared/spectrum/errors/SpectrumError';
import { CampaignRun } from '../shared/spectrum/gateway/recipes/campaign/campaignRun';
import { confirmOptOut } from '../shared/spectrum/gateway/recipes/campaign/confirmation';
import { campaignOutput } from './campaignOutput';
import { summaryOption } from './campaignOptions';
import { dedupStore } from './dedupStore';
import { openGateway, openLines, type Surroundings } from './openRun';
import { ItemFields } from './itemFields';
import { PeopleList } from './peopleList';
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
	const lines = await openLines(context, gateway, { ...settings, clock });
	const signal = context.getExecutionCancelSignal();
	const parts = { gateway, lines, plan, once: dedupStore(context), clock, random, ...(signal === undefined ? {} : { signal }) };
	const limits = { ...settings, endsAt };
	const run = new CampaignRun(parts, limits);
	const results: INodeExecutionData[][] = [[], [], []];
	const tally = new Tally();
	const list = new PeopleList({ context, gateway, settings, fields: new ItemFields(context) });
	lines.announce(() => list.addresses());
	const stop = new StopNotice(context);
	try {
		for (const [itemIndex, item] of items.entries()) {
			stop.at(itemIndex);
			throwIfCancelled(signal);
			const entry = await list.read(itemIndex);
			const outcome = 'outcome' in entry ? entry.outcome : await run.send(entry.person);
			const isOptOut = outcome.status === 'skipped' && outcome.reason === 'optedOut';
			if ('person' in entry && isOptOut && settings.confirmation !== '') {
				await confirmOptOut(parts, limits, entry.person, settings.confirmation);
			}
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

function noSms(): SpectrumError {
	return new SpectrumError({
		kind: 'unsupported',
		message: 'A shared plan cannot send SMS',
		advice: 'Set the option "Without iMessage" to Skip, or use a dedicated plan or a server of your own.',
	});
}
