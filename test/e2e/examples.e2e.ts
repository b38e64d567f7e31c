import { FileServer } from './examples/files';
import { exampleNames, readExample } from './examples/read';
import { cases, runExample } from './examples/runner';
import { World } from './support/world';

let world: World;
let files: FileServer;

beforeAll(async () => {
	files = await FileServer.start();
	world = await World.start();
}, 1_200_000);

afterAll(async () => {
	await world?.stop();
	await files.stop();
});

test('every example has a case, and every case an example', () => {
	expect(Object.keys(cases).sort()).toEqual([...exampleNames].sort());
});

test('every example can be imported as it is published, and n8n knows each of its nodes', async () => {
	const types = await world.client.nodeTypes();
	for (const name of exampleNames) {
		const example = readExample(name);
		await world.client.importWorkflow(example);
		expect(example.nodes.filter(({ type }) => !types.has(type)).map(({ type }) => type)).toEqual([]);
	}
});

test.each(exampleNames)('%s', async (name) => await runExample(world, files, name));
