import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { asOption, booleanParameter } from '../shared/n8n/parameters/parameters';
import { throwIfCancelled } from '../shared/spectrum/errors/from';
import { CampaignPreview } from '../shared/spectrum/gateway/recipes/campaign/preview';
import { present } from '../shared/spectrum/values/present';
import { campaignOutput, isoOf, type ItemOutcome } from './campaignOutput';
import { eachPersonOption, mostReadsOption } from './campaignOptions';
import { openGateway, openLines, type Surroundings } from './openRun';
import { ItemFields } from './itemFields';
import { PeopleList, type ListEntry } from './peopleList';
import { inOptions, readRunSettings } from './settings';
import { Tally } from './summary';

/** What would happen to the list now, and when everyone would have the message. Nothing is sent. */
export async function preview(context: IExecuteFunctions, { clock, pool }: Surroundings): Promise<INodeExecutionData[][]> {
	const settings = readRunSettings(context);
	const mostReads = inOptions(context, mostReadsOption);
	const withPeople = booleanParameter(context, asOption(eachPersonOption), 0, false);
	const gateway = await openGateway(context, pool);
	const lines = await openLines(context, gateway, { ...settings, clock });
	const signal = context.getExecutionCancelSignal();
	const { logger } = context;
	const view = new CampaignPreview({ gateway, lines, now: clock.now() }, settings);
	const list = new PeopleList({ context, gateway, settings, fields: new ItemFields(context) });
	const entries: ListEntry[] = [];
	for (const itemIndex of context.getInputData().keys()) entries.push(await list.read(itemIndex));
	const people = entries.flatMap((entry) => ('person' in entry ? entry.person : []));
	lines.announce(() => people.map(({ address }) => address));
	await view.lookUp(people, mostReads, (reads) => {
		throwIfCancelled(signal);
		if (reads % 500 === 0) logger.info(`Node "${context.getNode().name}" has looked up ${reads} people`);
	});
	const tally = new Tally();
	const outcomes: ItemOutcome[] = [];
	for (const entry of entries) {
		const outcome = 'person' in entry ? await view.outcomeOf(entry.person) : entry.outcome;
		tally.add(outcome);
		outcomes.push(outcome);
	}
	const done = view.doneAt();
	const end = done === undefined ? 'never done without new conversations' : `done on ${dayOf(done, context.getTimezone())}`;
	const summary = { ...tally.toOutput(settings.campaign, 'Today', end), ...present({ doneAt: isoOf(done) }) };
	context.addExecutionHints({
		message: `${tally.sentence('Today', end)}. Nothing was sent.`,
		location: 'outputPane',
		type: 'info',
	});
	const first: INodeExecutionData = { json: { campaign: summary }, pairedItem: context.getInputData().map((_, item) => ({ item })) };
	if (!withPeople) return [[first]];
	return [
		[
			first,
			...outcomes.map((outcome, item) => ({
				json: { ...context.getInputData()[item]?.json, campaign: campaignOutput(settings.campaign, outcome) },
				pairedItem: { item },
			})),
		],
	];
}

function dayOf(at: number, timeZone: string): string {
	return new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', timeZone });
}
