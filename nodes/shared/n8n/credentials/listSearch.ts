import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';
import { sharedPhone } from '../../spectrum/model/line';
import { Gateway } from '../../spectrum/gateway/Gateway';
import { recentSpaces, type RecentSpace } from '../../spectrum/gateway/recipes/recentSpaces';
import { choiceSearch } from '../fields/choiceSearch';
import { readConnection } from './credentials';
import { toNodeApiError } from '../errors/errors';
import { httpPort } from './http';

/** The searches that fill the lists of the resource locators. Every action node has them. */
export const listSearch = {
	...choiceSearch,
	async searchLines(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
		return await search(this, filter, async (gateway) =>
			(await gateway.lines()).map(({ phone }) => ({
				name: phone === sharedPhone ? 'Shared (Spectrum picks the number)' : phone,
				value: phone,
			})),
		);
	},
	async searchSpaces(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
		return await search(this, filter, async (gateway) => {
			const spaces = await recentSpaces(gateway);
			const hasSeveralLines = new Set(spaces.map(({ line }) => line.id)).size > 1;
			return spaces.map((space) => toItem(space, hasSeveralLines));
		});
	},
};

async function search(
	context: ILoadOptionsFunctions,
	filter: string | undefined,
	list: (gateway: Gateway) => Promise<INodeListSearchItems[]>,
): Promise<INodeListSearchResult> {
	try {
		const connection = await readConnection({
			getCredentials: async (type) => await context.getCredentials(type),
			getNodeParameter: (name) => context.getCurrentNodeParameter(name),
		});
		const items = await list(new Gateway(connection, { http: httpPort(context.helpers) }));
		const wanted = filter?.trim().toLowerCase() ?? '';
		return { results: items.filter((item) => wanted === '' || shown(item).includes(wanted)) };
	} catch (caught) {
		throw toNodeApiError(context.getNode(), caught);
	}
}

/**
 * The editor shows about fifty characters, so the name comes first. With several lines, the end of the line's number
 * follows.
 */
function toItem({ id, name, line, lastText }: RecentSpace, hasSeveralLines: boolean): INodeListSearchItems {
	const lastWords = lastText?.replace(/\s+/g, ' ').trim() ?? '';
	const via = hasSeveralLines ? ` via …${line.phone.slice(-4)}` : '';
	const excerpt = lastWords === '' ? '' : ` · ${lastWords.length > 40 ? `${lastWords.slice(0, 40)}…` : lastWords}`;
	return { name: `${name}${via}${excerpt}`, value: id };
}

function shown(item: INodeListSearchItems): string {
	return `${item.name} ${item.value}`.toLowerCase();
}
