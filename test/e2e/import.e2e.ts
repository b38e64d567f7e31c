import path from 'node:path';
import { proposedName } from '../support/examples';
import { noteType } from '../support/canvas/boxes';
import { Session } from './editor/browser';
import { Editor } from './editor/editor';
import { exampleNames, exampleFile, readExample } from './examples/read';
import type { Credential, WorkflowFile, WorkflowNode } from '../../scripts/n8n/types';
import { until } from '../../scripts/n8n/until';
import { World, type Connected } from './support/world';

/**
 * What becomes of the credentials when a person imports an example: n8n looks for the name, in its editor and once more
 * when it saves the workflow.
 */

const cloudType = 'spectrumCloudApi';
const modelType = 'openAiApi';

let world: World;
let connected: Connected;
let name: string;

beforeAll(async () => {
	world = await World.start();
	connected = await world.connect();
	// It has the proposed name, and each test makes the credentials that it needs.
	await world.client.deleteCredential(connected.cloud);
	const types = await world.client.credentialTypes();
	name = proposedName(types.get(cloudType) ?? '');
}, 1_200_000);

afterAll(async () => await world?.stop());

const kept: Credential[] = [];

afterEach(async () => {
	for (const credential of kept.splice(0)) await world.client.deleteCredential(credential);
});

async function cloud(called: string): Promise<Credential> {
	const made = await world.client.createCredential(cloudType, called, connected.spectrum.cloudCredential());
	kept.push(made);
	return made;
}

async function model(called: string): Promise<Credential> {
	const made = await world.client.createCredential(modelType, called, { apiKey: 'none', url: 'http://127.0.0.1:9/v1' });
	kept.push(made);
	return made;
}

/** IDs of a type's credential that the nodes of a stored workflow have, each once. */
async function linked(workflowId: string, type = cloudType): Promise<Array<string | null>> {
	const { nodes } = await world.client.workflow(workflowId);
	return [...new Set(nodes.flatMap(({ credentials }) => (credentials?.[type] === undefined ? [] : [credentials[type].id])))];
}

/** Imports every example; the answer is the IDs in each that are not the expected ones. */
async function importAll(expected: string | null): Promise<Map<string, string>> {
	const ids = new Map<string, string>();
	const different: Array<[string, Array<string | null>]> = [];
	for (const example of exampleNames) {
		const id = await world.client.importWorkflow(readExample(example));
		ids.set(example, id);
		const found = await linked(id);
		if (found.length !== 1 || found[0] !== expected) different.push([example, found]);
	}
	expect(different).toEqual([]);
	return ids;
}

const startsByItself = ({ type }: WorkflowNode) => /\.(imessageTrigger|scheduleTrigger)$/.test(type);

test('the examples name the credentials as n8n proposes them', async () => {
	const types = await world.client.credentialTypes();
	const named = exampleNames.flatMap((example) =>
		readExample(example).nodes.flatMap(({ credentials }) => Object.entries(credentials ?? {})),
	);
	expect(named.length).toBeGreaterThan(exampleNames.length);
	for (const [type, link] of named) expect([type, link]).toEqual([type, { id: null, name: proposedName(types.get(type) ?? '') }]);
	expect(await world.client.proposedCredentialName(name)).toBe(name);
	await cloud(name);
	expect(await world.client.proposedCredentialName(name)).toBe(`${name} 2`);
});

test('with a credential of that name every example is complete, and can be published once a webhook has its address', async () => {
	const credential = await cloud(name);
	const openAi = await model(proposedName((await world.client.credentialTypes()).get(modelType) ?? ''));
	const ids = await importAll(credential.id);
	expect(await linked(ids.get('flow-ai-agent') ?? '', modelType)).toEqual([openAi.id]);
	const published = exampleNames.filter((example) => readExample(example).nodes.some(startsByItself));
	expect(published.length).toBeGreaterThan(20);
	for (const example of published) {
		const id = ids.get(example) ?? '';
		// Only its person knows the public address of an n8n, so n8n asks for it before it publishes.
		if (readExample(example).nodes.some(({ parameters }) => parameters.receiveBy === 'webhook')) {
			await expect(world.client.activate(id)).rejects.toThrow(/publicAddress/);
			continue;
		}
		await expect(world.client.activate(id)).resolves.toBeUndefined();
		expect([example, (await world.client.workflow(id)).active]).toEqual([example, true]);
		await world.client.deactivate(id);
	}
});

test('with a credential of another name none is chosen, publishing is refused, and choosing it is enough', async () => {
	const credential = await cloud('My iMessage line');
	const ids = await importAll(null);
	const id = ids.get('answer-a-message') ?? '';
	await expect(world.client.activate(id)).rejects.toThrow(/credential/i);
	await world.client.deactivate(id);
	await world.client.save(id, chosen(readExample('answer-a-message'), credential));
	expect(await linked(id)).toEqual([credential.id]);
	await expect(world.client.activate(id)).resolves.toBeUndefined();
	await world.client.deactivate(id);
});

test('with a second credential, which n8n proposes another name for, the first one is chosen', async () => {
	const first = await cloud(name);
	await cloud(`${name} 2`);
	await importAll(first.id);
});

test('with two credentials of that name none is chosen', async () => {
	await cloud(name);
	await cloud(name);
	await importAll(null);
});

test('with no credential at all, one that is made afterwards is chosen when the workflow is saved', async () => {
	const ids = await importAll(null);
	const credential = await cloud(name);
	for (const example of ['answer-a-message', 'flow-auto-reply']) {
		const id = ids.get(example) ?? '';
		await world.client.save(id, readExample(example));
		expect(await linked(id)).toEqual([credential.id]);
		await expect(world.client.activate(id)).resolves.toBeUndefined();
		await world.client.deactivate(id);
	}
});

describe('in the editor', () => {
	let session: Session;

	beforeAll(async () => {
		session = await Session.open({ url: world.n8n.url, owner: world.client.owner }, 'light', { width: 1600, height: 1000 });
	});

	afterAll(async () => await session?.close());

	afterEach(() => expect(session.complaints.splice(0)).toEqual([]));

	test.each(['answer-a-message', 'flow-appointment-reminder', 'flow-auto-reply'])(
		'Import from File chooses the credential in %s',
		async (example) => {
			const credential = await cloud(name);
			const id = await importFile(example);
			expect(await linked(id)).toEqual([credential.id]);
			await expect(world.client.activate(id)).resolves.toBeUndefined();
			await world.client.deactivate(id);
		},
	);

	test('Import from File leaves a credential of another name to the person', async () => {
		await cloud('My iMessage line');
		expect(await linked(await importFile('answer-a-message'))).toEqual([null]);
	});

	test('every note shows its whole text', async () => {
		const all = exampleNames.flatMap((example) =>
			readExample(example)
				.nodes.filter(({ type }) => type === noteType)
				.map((note) => ({ example, note })),
		);
		const columns = 8;
		const nodes = all.map(({ example, note }, index) => ({
			...note,
			name: `${example}: ${note.name}`,
			position: [(index % columns) * 2_600, Math.floor(index / columns) * 900] as const,
		}));
		await new Editor(session).openCanvas(await world.client.importWorkflow({ name: 'All notes', nodes, connections: {} }));
		const notes = session.by('sticky');
		await until('all notes are drawn', async () => (await notes.count()) === all.length);
		const cut = await notes.evaluateAll(
			(
				drawn: Array<{
					readonly innerText: string;
					readonly querySelectorAll: (selector: string) => Iterable<{ readonly scrollHeight: number; readonly clientHeight: number }>;
				}>,
			) =>
				drawn
					.filter((note) =>
						[...note.querySelectorAll('*')].some(({ scrollHeight, clientHeight }) => clientHeight > 40 && scrollHeight > clientHeight + 1),
					)
					.map(({ innerText }) => innerText.slice(0, 40)),
		);
		expect(cut).toEqual([]);
	});

	/** A new workflow, Import from File, and its ID once n8n has saved it. */
	async function importFile(example: string): Promise<string> {
		const { page } = session;
		await page.goto('/workflow/new');
		await session.by('workflow-import-input').setInputFiles(exampleFile(example));
		await session.by('canvas-node').first().waitFor();
		await session.settled();
		await page.keyboard.press('Control+s');
		const id = await until('n8n has saved the workflow', async () => {
			const found = path.basename(new URL(page.url()).pathname);
			return found !== 'new' && found !== '' && found;
		});
		await until('the nodes are saved', async () => (await world.client.workflow(id)).nodes.length > 0);
		return id;
	}
});

/** As a person leaves it who has chosen their credential in every node of ours. */
function chosen(example: WorkflowFile, { id, name: shown }: Credential): WorkflowFile {
	const nodes = example.nodes.map((node) =>
		node.credentials === undefined ? node : { ...node, credentials: { [cloudType]: { id, name: shown } } },
	);
	return { ...example, nodes };
}
