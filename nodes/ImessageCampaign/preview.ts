import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { toNodeApiError } from '../shared/n8n/errors/errors';
import { asOption, booleanParameter } from '../shared/n8n/parameters/parameters';
import { throwIfCancelled, toSpectrumError } from '../shared/spectrum/errors/from';
import { CampaignPreview, type PreviewedPerson } from '../shared/spectrum/gateway/recipes/campaign/preview';
import { campaignOutput, invalidItem, isoOf, type ItemOutcome } from './campaignOutput';
import { eachPersonOption, mostReadsOption } from './campaignOptions';
import { openGateway, openLines, type Surroundings } from './openRun';
import { ItemFields } from './itemFields';
import { readPerson } from './people';
import { inOptions, readRunSettings } from './settings';
import { Tally } from './summary';

/** What would happen to the list now, and when everyone would have the message. Nothing is sent. */
export async function preview(context: IExecuteFunctions, { clock, pool }: Surroundings): Promise<INodeExecutionData[][]> {
	const settings = readRunSettings(context);
	const mostReads = inOptions(context, mostReadsOption);
	const withPeople = booleanParameter(context, asOption(eachPersonOption), 0, false);
	const gateway = await openGateway(context, pool);
	const lines = await openLines(context, gateway, settings.lines);
	const signal = context.getExecutionCancelSignal();
	const { logger } = context;
	const view = new CampaignPreview({ gateway, lines, now: clock.now() }, settings);
	const reader = { context, gateway, settings, fields: new ItemFields(context) };
	const people = await readList(context, async (itemIndex) => await readPerson(reader, itemIndex));
	await view.lookUp(
		people.flatMap(({ person }) => person ?? []),
		mostReads,
		(reads) => {
			throwIfCancelled(signal);
			if (reads % 500 === 0) logger.info(`Node "${context.getNode().name}" has looked up ${reads} people`);
		},
	);
	const tally = new Tally();
	const outcomes = people.map(({ person, outcome }): ItemOutcome => {
		const found = outcome ?? (person === undefined ? { status: 'skipped' as const, reason: 'invalid' as const } : view.outcomeOf(person));
		tally.add(found);
		return found;
	});
	const done = view.doneAt();
	const day = new Date(done).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', timeZone: context.getTimezone() });
	const summary = { ...tally.toOutput(settings.campaign, 'Today', `done on ${day}`), doneAt: isoOf(done) };
	context.addExecutionHints({
		message: `${tally.sentence('Today', `done on ${day}`)}. Nothing was sent.`,
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

interface Entry {
	readonly person?: PreviewedPerson;
	/** Present when the item cannot be judged, or is judged already. */
	readonly outcome?: ItemOutcome;
}

async function readList(context: IExecuteFunctions, read: (itemIndex: number) => Promise<PreviewedPerson>): Promise<Entry[]> {
	const seen = new Set<string>();
	const entries: Entry[] = [];
	for (const [itemIndex] of context.getInputData().entries()) {
		try {
			const person = await read(itemIndex);
			entries.push(seen.has(person.address) ? { outcome: { status: 'skipped', reason: 'duplicate' } } : { person });
			seen.add(person.address);
		} catch (caught) {
			if (toSpectrumError(caught).kind === 'cancelled') throw toNodeApiError(context.getNode(), caught, itemIndex);
			entries.push({ outcome: invalidItem(caught) });
		}
	}
	return entries;
}
