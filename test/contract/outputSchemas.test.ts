import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { webhookRun } from '../../nodes/ImessageTrigger/description';
import { allNodes, root } from '../support/allNodes';
import { underTest, oneNode } from '../support/oneNode';
import { TestHost } from '../support/host';
import { differences, schemaFile, takeUnlikeSchemas, type OutputSchema } from '../support/host/outputSchemas';
import { operationsOf } from '../support/operations';

/** Gives the item on as it came: nothing is known of it before. */
const passingOn = 'ImessageTyping';
/** It has two: one for the log, without an operation, and one for its hidden operation, as which n8n takes it by webhook. */
const trigger = 'ImessageTrigger';

const nodesFolder = path.join(root, 'nodes');
const promised = Object.values(allNodes())
	.filter(({ constructor }) => constructor.name !== trigger && constructor.name !== passingOn)
	.flatMap((node) =>
		operationsOf(node).map(({ resource, operation }) => schemaFile(path.join(nodesFolder, node.constructor.name), 1, resource, operation)),
	)
	.concat(
		schemaFile(path.join(nodesFolder, trigger), 1),
		schemaFile(path.join(nodesFolder, trigger), 1, webhookRun.resource, webhookRun.operation),
	);
const written = readdirSync(nodesFolder, { recursive: true, encoding: 'utf8' })
	.filter((file) => file.includes('__schema__') && file.endsWith('.json'))
	.map((file) => path.join(nodesFolder, file));

test('the editor knows the fields of every operation before it has run, and of nothing else', () => {
	expect(written.length).toBeGreaterThan(0);
	expect([...written].sort()).toEqual([...promised].sort());
});

test.each(written.map((file) => [path.relative(nodesFolder, file), file]))('%s says what n8n can read', (_, file) => {
	const read = (schema: OutputSchema): void => {
		const { type, properties, items, ...others } = schema;
		expect(others).toEqual({});
		expect(['object', 'array', 'string', 'integer', 'number', 'boolean']).toContain(type);
		expect([properties !== undefined, items !== undefined]).toEqual([type === 'object', type === 'array']);
		for (const inner of [...Object.values(properties ?? {}), ...(items === undefined ? [] : [items])]) read(inner);
	};
	read(JSON.parse(readFileSync(file, 'utf8')) as OutputSchema);
});

test('the build brings them along', () => {
	const built = written.map((file) => path.join(root, 'dist', path.relative(root, file)));
	expect(built.filter((file) => !existsSync(file))).toEqual([]);
});

/** Every test that runs a node compares what it gave: here is seen that the comparison can fail. */
test('what a node gave and its schema does not know is found', async () => {
	const name = 'n8n-nodes-spectrum-imessage.imessageBackground';
	const trigger = 'n8n-nodes-spectrum-imessage.imessageTrigger';
	const { [name]: node, [trigger]: start } = allNodes();
	if (node === undefined || start === undefined) throw new Error(`There is no ${name}, or no ${trigger}`);
	node.execute = async () => await Promise.resolve([[{ json: { spaceId: 'any;-;+15551234567', hasBackground: 'yes', colour: 'blue' } }]]);
	const host = await TestHost.start({ nodes: { [name]: node, [trigger]: start } });
	await host.execute({ ...oneNode(name, { operation: 'get' }, { credentials: undefined }) });
	await host.stop();
	expect(takeUnlikeSchemas()).toEqual([
		`${underTest}.hasBackground is string, its schema says boolean`,
		`${underTest}.colour is not in its schema`,
	]);
});

test('lists and what is in them are compared too', () => {
	const schema: OutputSchema = {
		type: 'object',
		properties: { votes: { type: 'array', items: { type: 'object', properties: { id: { type: 'string' } } } } },
	};
	expect(differences(schema, { votes: [{ id: 'a' }] }, 'Node')).toEqual([]);
	expect(differences(schema, { votes: [{ id: 1, by: null }] }, 'Node')).toEqual([
		'Node.votes[].id is integer, its schema says string',
		'Node.votes[].by is not in its schema',
	]);
	expect(differences(schema, { votes: 2 }, 'Node')).toEqual(['Node.votes is integer, its schema says array']);
});
