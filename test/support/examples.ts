import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { IConnections, INode } from 'n8n-workflow';

/** A file of `examples/` as it is published. */
export interface Example {
	readonly file: string;
	readonly name: string;
	readonly nodes: INode[];
	readonly active: boolean;
	readonly connections: IConnections;
}

export const examplesFolder = path.resolve(__dirname, '..', '..', 'examples');

export const examples: readonly Example[] = readdirSync(examplesFolder)
	.filter((file) => file.endsWith('.json'))
	.map((file) => ({ file, ...(JSON.parse(readFileSync(path.join(examplesFolder, file), 'utf8')) as Omit<Example, 'file'>) }));

/**
 * The name that n8n proposes for the first credential of a type: `getNewCredentialName` and `getAppNameFromCredType` of
 * its editor, 2.40.5. The second is proposed with a 2 behind it.
 */
export function proposedName(displayName: string): string {
	const kinds = ['API', 'OAuth1', 'OAuth2', 'MCP'];
	return `${displayName
		.split(' ')
		.filter((word) => !kinds.includes(word))
		.join(' ')} account`;
}
