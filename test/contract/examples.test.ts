import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { NodeHelpers, type IConnections, type INode, type INodeProperties } from 'n8n-workflow';
import { allNodes, builtFiles, root } from '../support/allNodes';
import { operationsOf } from '../support/operations';

interface Example {
	readonly file: string;
	readonly name: string;
	readonly nodes: INode[];
	readonly active: boolean;
	readonly connections: IConnections;
}

const folder = path.join(root, 'examples');
const examples: Example[] = readdirSync(folder)
	.filter((file) => file.endsWith('.json'))
	.map((file) => ({ file, ...(JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Omit<Example, 'file'>) }));

const nodes = allNodes();

test('the nodes looked at here are those that n8n is told of', () => {
	const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { n8n: { nodes: string[] } };
	expect(manifest.n8n.nodes).toEqual(builtFiles);
});

function defaultOf(properties: readonly INodeProperties[], name: string, resource?: string): string {
	const property = properties.find(
		(candidate) =>
			candidate.name === name &&
			(resource === undefined || (candidate.displayOptions?.show?.resource ?? [resource]).includes(resource)),
	);
	const value = property?.default;
	return typeof value === 'string' ? value : '';
}

test('every operation of every node has an example', () => {
	const shown = new Set(
		examples.flatMap((example) =>
			example.nodes.flatMap((node) => {
				const description = nodes[node.type]?.description;
				if (description === undefined) return [];
				const resource = (node.parameters.resource as string | undefined) ?? defaultOf(description.properties, 'resource');
				const operation =
					(node.parameters.operation as string | undefined) ?? defaultOf(description.properties, 'operation', resource);
				return [`${node.type}:${resource}.${operation}`];
			}),
		),
	);
	const all = Object.entries(nodes).flatMap(([type, node]) =>
		operationsOf(node).map(({ resource = '', operation }) => `${type}:${resource}.${operation}`),
	);
	expect(all.length).toBeGreaterThan(0);
	expect(all.filter((operation) => !shown.has(operation))).toEqual([]);
});

test.each(examples.map((example) => [example.file, example] as const))('%s can be imported', (_, example) => {
	expect(example.name).not.toBe('');
	expect(example.active).toBe(false);
	for (const node of example.nodes) {
		expect(node.id).toMatch(/^[0-9a-f-]{36}$/);
		const type = nodes[node.type];
		if (type === undefined) {
			expect(node.type).toMatch(/^(n8n-nodes-base|@n8n\/n8n-nodes-langchain)\./);
			continue;
		}
		const { description } = type;
		const complete = NodeHelpers.getNodeParameters(description.properties, node.parameters, true, false, node, description);
		const issues = NodeHelpers.getNodeParametersIssues(description.properties, { ...node, parameters: complete ?? {} }, description);
		// Nobody but the person who imports it knows the address; n8n marks the field and publishes only when it is filled in.
		const left = node.parameters.receiveBy === 'webhook' ? ['publicAddress'] : [];
		expect(Object.keys(issues?.parameters ?? {})).toEqual(left);
		// A parameter that no field of the node has would be read by nobody.
		const known = new Set(description.properties.map(({ name }) => name));
		expect(Object.keys(node.parameters).filter((name) => !known.has(name))).toEqual([]);
	}
});

const noteType = 'n8n-nodes-base.stickyNote';

// People read an example's parameters to learn from them.
test.each(examples.map((example) => [example.file, example] as const))('%s names the events that start it', (_, { nodes: all }) => {
	const triggers = all.filter(({ type }) => type.endsWith('.imessageTrigger'));
	expect(triggers.filter(({ parameters }) => !Array.isArray(parameters.events)).map(({ name }) => name)).toEqual([]);
});

test('the notes speak of publishing, as n8n does', () => {
	const notes = examples.flatMap((example) => example.nodes.filter(({ type }) => type === noteType));
	expect(notes.filter(({ parameters }) => /activat/i.test(JSON.stringify(parameters)))).toEqual([]);
});

test('ids are unique over all examples, so that several can be imported into one n8n', () => {
	const hooks = examples.flatMap((example) => example.nodes.map((node) => node.webhookId).filter((id) => id !== undefined));
	expect(new Set(hooks).size).toBe(hooks.length);
	expect(new Set(examples.map((example) => example.name)).size).toBe(examples.length);
});

test.each(examples.map((example) => [example.file, example] as const))('%s explains itself on the canvas', (_, { nodes: all, connections }) => {
	const notes = all.filter(({ type }) => type === noteType);
	expect(notes.map(({ name }) => name)).toContain('How it works');
	const others = all.filter(({ type }) => type !== noteType);
	const at = new Map(others.map(({ name, position }) => [name, position]));
	// A node is 96 wide and high, and its name stands below it.
	const close = others.flatMap((one, index) =>
		others.slice(index + 1).filter((other) => Math.abs(one.position[0] - other.position[0]) < 160 && Math.abs(one.position[1] - other.position[1]) < 180),
	);
	expect(close.map(({ name }) => name)).toEqual([]);
	// From left to right; only the way back into a loop may go to the left.
	const loops = new Set(others.filter(({ type }) => type === 'n8n-nodes-base.splitInBatches').map(({ name }) => name));
	const backwards = Object.entries(connections).flatMap(([from, { main = [] }]) =>
		main.flatMap((output) => (output ?? []).filter(({ node }) => !loops.has(node) && (at.get(node)?.[0] ?? 0) <= (at.get(from)?.[0] ?? 0))),
	);
	expect(backwards).toEqual([]);
});

test('no example brings a credential along: each names the one to choose', () => {
	const links = examples.flatMap((example) => example.nodes.flatMap(({ credentials }) => Object.entries(credentials ?? {})));
	const named = new Set(links.map(([type, link]) => `${type}: ${JSON.stringify(link)}`));
	expect([...named].sort()).toEqual(['openAiApi: {"id":"openai","name":"OpenAI"}', 'spectrumCloudApi: {"id":"spectrum-cloud","name":"Spectrum Cloud"}']);
});

test('the README, or that of the examples, links every example', () => {
	const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
	const own = readFileSync(path.join(folder, 'README.md'), 'utf8');
	const isLinked = (file: string) => readme.includes(`(examples/${file})`) || own.includes(`(${file})`);
	expect(examples.filter(({ file }) => !isLinked(file)).map(({ file }) => file)).toEqual([]);
});
