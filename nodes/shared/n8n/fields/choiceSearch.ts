import type { INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';
import { messageEffects, textEffects } from '../../spectrum/text/effects';
import { tapbackChoices } from './tapback';

type Search = (filter?: string) => Promise<INodeListSearchResult>;

/** Lists of resource locators that need no data from Spectrum, so opening one makes no call. */
export const choiceSearch = {
	searchEffects: searchIn(
		messageEffects.map(({ title, name, shownOn, looks }) => ({
			name: title,
			value: name,
			description: `${shownOn === 'bubble' ? 'Bubble' : 'Screen'}: ${looks}`,
		})),
	),
	searchTextEffects: searchIn(textEffects.map(({ title, name, looks }) => ({ name: title, value: name, description: looks }))),
	searchTapbacks: searchIn(tapbackChoices),
} satisfies Record<string, Search>;

function searchIn(choices: readonly INodeListSearchItems[]): Search {
	let sorted: readonly INodeListSearchItems[] | undefined;
	return async (filter) => {
		// For the first list that is opened: comparing names loads tables, and n8n loads every node when it starts.
		sorted ??= [...choices].sort((left, right) => left.name.localeCompare(right.name, 'en'));
		const wanted = filter?.trim().toLowerCase() ?? '';
		const results = sorted.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted));
		return await Promise.resolve({ results });
	};
}
