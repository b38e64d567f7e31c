import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';
import { sharedPhone } from '../domain/line';
import { Gateway } from '../gateway/Gateway';
import { recentSpaces, type RecentSpace } from '../gateway/recentSpaces';
import { readConnection } from './credentials';
import { toNodeApiError } from './errors';
import { httpPort } from './http';

/** What the lists of the resource locators are filled with. Every action node offers them. */
export const listSearch = {
	async searchLines(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
		return await search(this, filter, async (gateway) =>
			(await gateway.lines()).map(({ phone }) => ({
				name: phone === sharedPhone ? 'Shared (Spectrum picks the number)' : phone,
				value: phone,
			})),
		);
	},
	async searchSpaces(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
		return await search(this, filter, async (gateway) => (await recentSpaces(gateway)).map(toItem));
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

function toItem(space: RecentSpace): INodeListSearchItems {
	const lastSaid = space.lastText?.replace(/\s+/g, ' ').trim() ?? '';
	const line = space.line.phone === sharedPhone ? '' : ` via ${space.line.phone}`;
	const excerpt = lastSaid === '' ? '' : ` · ${lastSaid.length > 40 ? `${lastSaid.slice(0, 40)}…` : lastSaid}`;
	return { name: `${space.name}${line}${excerpt}`, value: space.id };
}

function shown(item: INodeListSearchItems): string {
	return `${item.name} ${item.value}`.toLowerCase();
}
