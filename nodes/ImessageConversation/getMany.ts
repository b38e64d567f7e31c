import type { IExecuteFunctions } from 'n8n-workflow';
import { listConversations, mostMessagesPerLine, type ConversationFilter } from '../shared/spectrum/gateway/recipes/listConversations';
import { lineNamed } from '../shared/n8n/fields/defaultCountry';
import { lineOption } from '../shared/n8n/fields/recipient';
import { isSimple } from '../shared/n8n/fields/simplify';
import type { ItemOutput, ItemRun } from '../shared/n8n/loop/itemLoop';
import { plain } from '../shared/n8n/loop/messageOutput';
import { spaceOutput } from '../shared/n8n/loop/outputs';
import { choiceParameter } from '../shared/n8n/parameters/choice';
import { dateParameter } from '../shared/n8n/parameters/dateParameter';
import { readLocator } from '../shared/n8n/parameters/locator';
import { booleanParameter } from '../shared/n8n/parameters/parameters';
import { present } from '../shared/spectrum/values/present';
import { simpleDetails } from './conversation';
import { readLimit } from './limit';

/** Conversations that *Return All* returns at most. Each costs a call for its members and its unread messages. */
const mostConversations = 1_000;

/** Gives the conversations with the newest messages, one item for each. */
export async function getMany({ context, itemIndex, gateway }: ItemRun): Promise<ItemOutput[]> {
	const { limit } = readLimit(context, itemIndex);
	const isAll = limit === undefined;
	const filter = { limit: limit ?? mostConversations, ...readFilter(context, itemIndex) };
	const isSimpleWanted = isSimple(context, itemIndex);
	const pinned = readLine(context, itemIndex);
	const line = pinned === undefined ? undefined : await gateway.anyLine({ pinned });
	const { conversations, isCut } = await listConversations(gateway, { ...filter, ...present({ line }) });
	if (isCut) sayIncomplete(context, searchedPart(filter.unreadOnly));
	else if (isAll && conversations.length === mostConversations) sayIncomplete(context, returnedPart);
	return conversations.map(({ space, details }) => ({
		json: { ...spaceOutput(space), ...(isSimpleWanted ? simpleDetails(details) : { space: plain(details) }) },
	}));
}

function readLine(context: IExecuteFunctions, itemIndex: number): string | undefined {
	const { value } = readLocator(context, { name: `filters.${lineOption.name}`, displayName: lineOption.displayName }, itemIndex);
	// Also without a line, so that a wrong country is refused for each item.
	const line = lineNamed(context, itemIndex, value);
	return line === '' ? undefined : line;
}

function readFilter(
	context: IExecuteFunctions,
	itemIndex: number,
): Omit<ConversationFilter, 'limit' | 'line'> & { readonly unreadOnly: boolean } {
	const type = choiceParameter(
		context,
		{ name: 'filters.spaceType', displayName: 'Type' },
		itemIndex,
		['all', 'dm', 'group'] as const,
		'all',
	);
	return {
		unreadOnly: booleanParameter(context, { name: 'filters.unreadOnly', displayName: 'Unread Only' }, itemIndex, false),
		...(type === 'all' ? {} : { type }),
		...present({ since: dateParameter(context, 'filters.since', 'Since', itemIndex) }),
	};
}

function searchedPart(unreadOnly: boolean): string {
	const kind = unreadOnly ? 'unread messages' : 'messages';
	const further = unreadOnly ? '' : ' With "Unread Only", the search goes back further.';
	return `Only the newest ${mostMessagesPerLine.toLocaleString('en')} ${kind} of each line were searched, so older conversations may be missing.${further}`;
}

const returnedPart = `"Return All" returns at most ${mostConversations.toLocaleString('en')} conversations, and there may be more. Use the filters to choose among them.`;

/** A list that may be incomplete must not look complete. */
function sayIncomplete(context: IExecuteFunctions, message: string): void {
	context.addExecutionHints({ message, location: 'outputPane', type: 'warning' });
}
