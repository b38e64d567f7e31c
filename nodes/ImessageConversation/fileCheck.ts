import { parseSpaceId } from '../shared/spectrum/model/space';
import { isNotFound } from '../shared/spectrum/gateway/calls';
import type { ReachedSpace } from '../shared/spectrum/gateway/reach';
import { ItemError } from '../shared/n8n/errors/itemError';
import type { ItemRun } from '../shared/n8n/loop/itemLoop';
import { readLineChoice } from '../shared/n8n/fields/lineChoice';
import { eventOfRun } from '../shared/n8n/run/startingEvent';
import { attachmentIdsOf } from './attachmentIds';

/** How many of the newest messages of each conversation are searched for a file. */
const messagesPerSpace = 200;
/** How many conversations are searched for a file. */
const mostSpaces = 10;

/**
 * Refuses a file from a conversation that is out of reach. The wire does not say which conversation a file belongs to, so
 * the conversations within reach are searched for it. Without a limit on the reach this makes no call.
 */
export async function checkFileInReach(run: ItemRun, attachmentId: string): Promise<void> {
	const { context, itemIndex, gateway } = run;
	const { spaces } = gateway.reach;
	if (spaces === 'everything') return;
	const event = eventOfRun(context, itemIndex);
	if (event !== undefined && attachmentIdsOf(event.json)?.includes(attachmentId) === true) return;
	for (const space of spaces.slice(0, mostSpaces)) {
		if (await hasFile(run, space, attachmentId)) return;
	}
	throw new ItemError(itemIndex, {
		kind: 'permission',
		message: `This tool may not fetch the file ${attachmentId}: it is not among the newest ${messagesPerSpace} messages of the conversations that it may reach`,
		advice: 'Leave "Attachment ID" empty for the files of the incoming message.',
	});
}

async function hasFile({ context, itemIndex, gateway }: ItemRun, { id }: ReachedSpace, attachmentId: string): Promise<boolean> {
	const parsed = parseSpaceId(id);
	if (!parsed.ok) return false;
	const lineChoice = readLineChoice(context, itemIndex);
	const space = await ifFound(gateway.spaces.locate({ by: 'space', space: parsed.value }, lineChoice));
	if (space === undefined) return false;
	for await (const { attachments } of gateway.messages.listInSpace(space, { limit: messagesPerSpace })) {
		if (attachments?.some((attachment) => attachment.id === attachmentId) === true) return true;
	}
	return false;
}

/** The result, or undefined when there is none: a person in reach may not have written yet. */
async function ifFound<Value>(found: Promise<Value>): Promise<Value | undefined> {
	return await found.catch((error: unknown) => {
		if (isNotFound(error)) return undefined;
		throw error;
	});
}
