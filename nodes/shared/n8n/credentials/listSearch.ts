import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';
import { Gateway } from '../../spectrum/gateway/Gateway';
import { shortened } from '../../spectrum/values/cut';
import { asLabel } from '../../spectrum/values/label';
import { recentSpaces, type RecentSpace } from '../../spectrum/gateway/recipes/recentSpaces';
import { readConnection } from './credentials';
import { toNodeApiError } from '../errors/errors';
import { httpPort } from './http';
import { lineItems, sendingLineItems, type LineSource } from './lineList';

/** Fills the list of the lines of a credential. */
export async function searchLines(context: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	return await search(context, filter, lineItems);
}

/** The same, for an operation that may begin a conversation. */
export async function searchSendingLines(context: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	return await search(context, filter, sendingLineItems);
}

/** Fills the list of recent conversations. */
export async function searchSpaces(context: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	return await search(context, filter, async ({ gateway }) => {
		const spaces = await recentSpaces(gateway);
		const hasSeveralLines = new Set(spaces.map(({ line }) => line.id)).size > 1;
		return spaces.map((space) => toItem(space, hasSeveralLines));
	});
}

async function search(
	context: ILoadOptionsFunctions,
	filter: string | undefined,
	list: (source: LineSource) => Promise<INodeListSearchItems[]>,
): Promise<INodeListSearchResult> {
	try {
		const connection = await readConnection({
			getCredentials: async (type) => await context.getCredentials(type),
			getNodeParameter: (name) => context.getCurrentNodeParameter(name),
		});
		const http = httpPort(context.helpers);
		const items = await list({ connection, http, gateway: new Gateway(connection, { http }) });
		const wanted = filter?.trim().toLowerCase() ?? '';
		return { results: items.filter((item) => wanted === '' || shown(item).includes(wanted)) };
	} catch (caught) {
		throw toNodeApiError(context.getNode(), caught);
	}
}

/** UTF-16 code units of a last message. */
const longestExcerpt = 41;

/**
 * The editor shows about fifty characters, so the name comes first. With several lines, the end of the line's number
 * follows.
 */
function toItem({ id, name, line, lastText }: RecentSpace, hasSeveralLines: boolean): INodeListSearchItems {
	const lastWords = shortened(asLabel(lastText ?? ''), longestExcerpt);
	const via = hasSeveralLines ? ` via …${line.phone.slice(-4)}` : '';
	const excerpt = lastWords === '' ? '' : ` · ${lastWords}`;
	return { name: `${name}${via}${excerpt}`, value: id };
}

function shown(item: INodeListSearchItems): string {
	return `${item.name} ${item.value}`.toLowerCase();
}
