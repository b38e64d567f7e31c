import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject, INode } from 'n8n-workflow';
import type { Execution } from './execution';

/** Where the package's nodes stand, each in a folder that is called like its class. */
const nodesFolder = path.resolve(__dirname, '..', '..', '..', 'nodes');

/** What n8n reads of a JSON schema: no references, no alternatives, nothing required. */
export interface OutputSchema {
	readonly type: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
	readonly properties?: Readonly<Record<string, OutputSchema>>;
	readonly items?: OutputSchema;
}

/** `resolveSchema` of packages/cli/src/load-nodes-and-credentials.ts: where n8n looks for the fields of an operation. */
export function schemaFile(nodeFolder: string, version: number, resource?: string, operation?: string): string {
	const parts = [`v${version}.0.0`, resource, operation].filter((part) => part !== undefined && part !== '');
	return `${path.join(nodeFolder, '__schema__', ...(parts as string[]))}.json`;
}

/** What all hosts of this process have found since it was last asked for. */
const found = new Set<string>();

/** Hands out what {@link compareOutputs} has found, once. */
export function takeUnlikeSchemas(): string[] {
	const lines = [...found];
	found.clear();
	return lines;
}

/**
 * Notes where an execution gave something else than the editor promises. The editor shows the fields of a node that has not
 * run yet out of its schema, and people map them; what only one of the two knows is a field that nobody finds, or an
 * expression that gives nothing.
 *
 * @param classOf the name of a node type's class
 */
export function compareOutputs(execution: Execution, classOf: (type: string) => string | undefined): void {
	for (const node of execution.nodes) {
		// What people and newer servers say passes through the Trigger as it comes: its schema has a test of its own.
		if (classOf(node.type) === 'ImessageTrigger') continue;
		const schema = schemaOf(node, classOf(node.type));
		// Raw data is what no schema speaks of, as in n8n's own nodes.
		if (schema === undefined || node.parameters.simplify === false) continue;
		const given = execution
			.tasks(node.name)
			.flatMap((_, run) => execution.json(node.name, 0, run))
			// It gives each item on as it came, with the answer added.
			.map((json) => (node.parameters.operation === 'sendAndWait' ? onlyData(json) : json));
		for (const json of given) {
			if ('error' in json) continue;
			for (const line of differences(schema, passesOn.has(classOf(node.type) ?? '') ? onlyKnown(schema, json) : json, node.name))
				found.add(line);
		}
	}
}

function onlyData({ data }: IDataObject): IDataObject {
	return data === undefined ? {} : { data };
}

/** Nodes whose items keep their fields, of which nothing is known before. */
const passesOn: ReadonlySet<string> = new Set(['ImessageCampaign']);

function onlyKnown({ properties = {} }: OutputSchema, json: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(json).filter(([name]) => name in properties));
}

/** By file. Looked at once: some tests run tens of thousands of executions. */
const schemas = new Map<string, OutputSchema | undefined>();

/** The schema of what a node does, if its package brings one. */
function schemaOf({ typeVersion, parameters }: INode, className = ''): OutputSchema | undefined {
	const { resource, operation } = parameters as { resource?: string; operation?: string };
	const file = schemaFile(path.join(nodesFolder, className), typeVersion, resource, operation);
	if (!schemas.has(file)) schemas.set(file, existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as OutputSchema) : undefined);
	return schemas.get(file);
}

/** What of a value the schema does not know, or knows as something else. */
export function differences(schema: OutputSchema, value: unknown, where: string): string[] {
	const found = kindOf(value);
	const isKnown = found === schema.type || (found === 'integer' && schema.type === 'number');
	if (!isKnown) return [`${where} is ${found}, its schema says ${schema.type}`];
	if (Array.isArray(value)) {
		const { items } = schema;
		return items === undefined ? [] : value.flatMap((entry) => differences(items, entry, `${where}[]`));
	}
	if (found !== 'object') return [];
	return Object.entries(value as IDataObject).flatMap(([name, inner]) => {
		const known = schema.properties?.[name];
		return known === undefined ? [`${where}.${name} is not in its schema`] : differences(known, inner, `${where}.${name}`);
	});
}

function kindOf(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
	return typeof value;
}
