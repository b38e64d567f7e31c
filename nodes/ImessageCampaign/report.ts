import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { throwIfCancelled } from '../shared/spectrum/errors/from';
import { messageReport, type MessageReport } from '../shared/spectrum/gateway/recipes/campaign/report';
import { sideBySide } from '../shared/spectrum/timing/sideBySide';
import { present } from '../shared/spectrum/values/present';
import { isoOf } from './campaignOutput';
import { openGateway, openLines, type Surroundings } from './openRun';
import { readOwnWords } from './settings';

/** Items that are looked up side by side. */
const together = 4;

/** What became of messages that were sent, item by item, and a summary after them. */
export async function report(context: IExecuteFunctions, { clock, pool }: Surroundings): Promise<INodeExecutionData[][]> {
	const ownWords = readOwnWords(context);
	const gateway = await openGateway(context, pool);
	const lines = await openLines(context, gateway, { ownWords, clock });
	const signal = context.getExecutionCancelSignal();
	const items = context.getInputData();
	const reports = new Array<MessageReport | undefined>(items.length);
	await sideBySide(items.entries(), together, async ([index, { json }]) => {
		throwIfCancelled(signal);
		const sent = sentMessage(json);
		if (sent !== undefined) reports[index] = await messageReport(gateway, lines, sent);
	});
	const rows = items.map(({ json, binary }, item): INodeExecutionData => {
		const found = reports[item];
		const campaign = {
			...(campaignOf(json) ?? present({ name: json.campaign })),
			report: found === undefined ? { found: false } : reportOutput(found),
		};
		return { json: { ...json, campaign }, ...present({ binary }), pairedItem: { item } };
	});
	const summary = summaryOf(items.length, reports);
	context.addExecutionHints({ message: `${summary.text}.`, location: 'outputPane', type: 'info' });
	return [[...rows, { json: { campaign: summary }, pairedItem: items.map((_, item) => ({ item })) }]];
}

interface SentMessage {
	readonly messageId: string;
	readonly line?: string;
}

/** What Send to List has said of an item. Absent when the field is a column of the user's own, such as the campaign's name. */
function campaignOf({ campaign }: IDataObject): IDataObject | undefined {
	return typeof campaign === 'object' && campaign !== null && !Array.isArray(campaign) ? (campaign as IDataObject) : undefined;
}

/** The message of an item of Send to List, or of a row of a table that keeps what it said. */
function sentMessage(json: IDataObject): SentMessage | undefined {
	const { line, message_id: column, messageId = column } = campaignOf(json) ?? json;
	if (typeof messageId !== 'string' || messageId.trim() === '' || messageId.length > 1_000) return undefined;
	return { messageId: messageId.trim(), ...(typeof line === 'string' && line !== '' ? { line } : {}) };
}

function reportOutput({ sentAt, deliveredAt, readAt, answeredAt, answer, optedOutAt }: MessageReport): IDataObject {
	return {
		found: true,
		delivered: deliveredAt !== undefined || readAt !== undefined,
		read: readAt !== undefined,
		answered: answeredAt !== undefined,
		optedOut: optedOutAt !== undefined,
		...present({ sentAt, deliveredAt, readAt, answeredAt, answer, optedOutAt: isoOf(optedOutAt) }),
	};
}

function summaryOf(items: number, reports: ReadonlyArray<MessageReport | undefined>) {
	const found = reports.filter((each) => each !== undefined);
	const count = (test: (each: MessageReport) => boolean): number => found.filter(test).length;
	const delivered = count(({ deliveredAt, readAt }) => deliveredAt !== undefined || readAt !== undefined);
	const read = count(({ readAt }) => readAt !== undefined);
	const answered = count(({ answeredAt }) => answeredAt !== undefined);
	const optedOut = count(({ optedOutAt }) => optedOutAt !== undefined);
	const missing = items - found.length;
	return {
		status: 'summary',
		text: `Of ${found.length} sent: ${delivered} delivered, ${read} read, ${answered} answered, ${optedOut} opted out${missing === 0 ? '' : `; ${missing} not found`}`,
		sent: found.length,
		delivered,
		read,
		answered,
		optedOut,
		notFound: missing,
	};
}
