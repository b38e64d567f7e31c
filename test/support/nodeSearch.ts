import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sublimeSearch } from '@n8n/utils/search/sublime-search';
import { allNodes, builtFiles, root } from './allNodes';

interface Found {
	readonly key: string;
	readonly properties: { readonly displayName: string; readonly codex: { readonly alias: readonly string[] } };
}

/** Words that n8n also finds a node by. */
export function aliasesOf(builtFile: string): readonly string[] {
	const file = path.join(root, builtFile.replace(/^dist\//, '').replace(/\.js$/, '.json'));
	return (JSON.parse(readFileSync(file, 'utf8')) as { alias: string[] }).alias;
}

/**
 * Our entries in n8n's nodes panel. A trigger `xTrigger` joins the node `x`, whose name and aliases alone are searched.
 * Source: `generateMergedNodesAndActions` of n8n's editor, 2.8 and 2.40.
 */
function entries(): Found[] {
	const described = Object.values(allNodes()).map(({ description: { name, displayName } }, index) => ({
		key: name,
		properties: { displayName, codex: { alias: aliasesOf(builtFiles[index] ?? '') } },
	}));
	const joined = new Set(described.map(({ key }) => `${key}Trigger`));
	return described.filter(({ key }) => !joined.has(key));
}

/** A node of another pack, by its name. */
const other = (displayName: string): Found => ({ key: displayName, properties: { displayName, codex: { alias: [] } } });

export interface Result {
	readonly name: string;
	readonly score: number;
}

/**
 * What n8n's nodes panel finds among our entries, the best first.
 * Source: `searchNodes` of n8n's editor; the search itself is n8n's own.
 *
 * @param names Of further nodes to search.
 */
export function searchNodes(phrase: string, names: readonly string[] = []): Result[] {
	const filter = phrase.toLowerCase().replace('trigger', '').trimEnd();
	return sublimeSearch(filter, [...entries(), ...names.map(other)]).map(({ item, score }) => ({
		name: item.properties.displayName,
		score,
	}));
}
