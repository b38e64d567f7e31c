import { readFileSync } from 'node:fs';
import path from 'node:path';
import { NodeHelpers, type INodeProperties, type INodeType } from 'n8n-workflow';
import { SpectrumCloudApi } from '../../credentials/SpectrumCloudApi.credentials';
import { Imessage } from '../../nodes/Imessage/Imessage.node';
import { allNodes, builtFiles, root } from '../support/allNodes';
import { noteType } from '../support/canvas/boxes';
import { contentOf } from '../support/canvas/note';
import { examples, examplesFolder, proposedName } from '../support/examples';
import { convertNodeToAiTool } from '../support/host/aiTool';
import { humanReview } from '../support/humanReview';
import { operationsOf } from '../support/operations';
import { sendType } from '../support/sendHost';

const each = examples.map((example) => [example.file, example] as const);
const nodes = allNodes();
/** Our nodes, and the forms that n8n makes of them for agents. */
const ours: Readonly<Record<string, INodeType>> = {
	...nodes,
	...Object.fromEntries(Object.entries(nodes).map(([type, node]) => [`${type}Tool`, convertNodeToAiTool(node)])),
	[`${sendType}HitlTool`]: humanReview(new Imessage()),
};

test('the nodes looked at here are those that n8n is told of', () => {
	const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { n8n: { nodes: string[] } };
	expect(manifest.n8n.nodes).toEqual(builtFiles);
});

function defaultOf(properties: readonly INodeProperties[], name: string, resource?: string): string {
	const property = properties.find(
		(candidate) =>
			candidate.name === name && (resource === undefined || (candidate.displayOptions?.show?.resource ?? [resource]).includes(resource)),
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
				const operation = (node.parameters.operation as string | undefined) ?? defaultOf(description.properties, 'operation', resource);
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

test.each(each)('%s can be imported', (_, example) => {
	expect(example.name).not.toBe('');
	expect(example.active).toBe(false);
	for (const node of example.nodes) {
		expect(node.id).toMatch(/^[0-9a-f-]{36}$/);
		const type = ours[node.type];
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

// People read an example's parameters to learn from them.
test.each(each)('%s names the events that start it', (_, { nodes: all }) => {
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

const proposed = proposedName(new SpectrumCloudApi().displayName);

// n8n looks a credential without an ID up by its name. An ID that it does not know would be dropped by its editor.
test('each node of ours names the credential as n8n proposes it, without an ID', () => {
	const all = examples.flatMap((example) => example.nodes.filter(({ type }) => type in ours));
	expect(all.length).toBeGreaterThan(examples.length);
	const expected = { spectrumCloudApi: { id: null, name: proposed } };
	expect(all.filter(({ credentials }) => JSON.stringify(credentials) !== JSON.stringify(expected)).map(({ name }) => name)).toEqual([]);
});

test('the only other credential is that of the language model, named as n8n proposes it', () => {
	const others = examples.flatMap((example) =>
		example.nodes.filter(({ type, credentials }) => !(type in ours) && credentials !== undefined),
	);
	const named = new Set(others.map(({ credentials }) => JSON.stringify(credentials)));
	expect([...named]).toEqual([JSON.stringify({ openAiApi: { id: null, name: 'OpenAI account' } })]);
});

test.each(each)('the note of %s says what to do with a credential of another name', (_, { nodes: all }) => {
	const note = all
		.filter(({ name }) => name === 'How it works')
		.map(contentOf)
		.join('');
	const named = new Set(all.flatMap(({ credentials }) => Object.values(credentials ?? {}).map(({ name }) => name)));
	for (const name of named) expect(note).toContain(`n8n fills in the credential *${name}*. If yours has another name, choose`);
});

test('the README, or that of the examples, links every example', () => {
	const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
	const own = readFileSync(path.join(examplesFolder, 'README.md'), 'utf8');
	const isLinked = (file: string) => readme.includes(`(examples/${file})`) || own.includes(`(${file})`);
	expect(examples.filter(({ file }) => !isLinked(file)).map(({ file }) => file)).toEqual([]);
});
