import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { NodeTypeShown } from '../../scripts/n8n/types';
import { ourNodesIn, workFolder } from './support/workFolder';
import { World } from './support/world';

const prefix = 'n8n-nodes-spectrum-imessage.';
const actions = ['', 'Effect', 'Tapback', 'Typing', 'Background', 'Poll', 'CreateSpace', 'Conversation', 'Campaign'].map(
	(name) => `${prefix}imessage${name}`,
);

let world: World;
let types: Map<string, NodeTypeShown>;

beforeAll(async () => {
	world = await World.start();
	types = await world.client.nodeTypes();
}, 1_200_000);

afterAll(async () => await world?.stop());

test('installed as n8n installs it, the package brings what it needs and nothing of the development', () => {
	const folder = path.join(ourNodesIn(workFolder()), 'node_modules', 'n8n-nodes-spectrum-imessage');
	const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as object;
	for (const name of ['devDependencies', 'peerDependencies', 'optionalDependencies']) expect(manifest).not.toHaveProperty(name);
	const brought = readdirSync(path.join(folder, 'node_modules'));
	expect(brought).toEqual(expect.arrayContaining(['@grpc', '@noble', 'google-protobuf']));
	for (const name of ['n8n-workflow', 'n8n-core', 'typescript', 'jest']) expect(brought).not.toContain(name);
});

/** `imessageHitlTool` is *Send and Wait* as a human review. The clock of questions is hidden, and no tool. */
const others = ['imessageTrigger', 'imessageHitlTool', 'imessageAnswerClock'].map((name) => `${prefix}${name}`);

test('n8n offers the trigger and every action, each action as a tool too', () => {
	const ours = [...types.keys()].filter((name) => name.startsWith(prefix));
	expect(ours.sort()).toEqual([...others, ...actions, ...actions.map((name) => `${name}Tool`)].sort());
});

test('every node has a picture for both themes, and says where to find it', async () => {
	for (const [name, type] of types) {
		if (!name.startsWith(prefix)) continue;
		const { iconUrl } = type;
		expect(new Set([iconUrl?.light, iconUrl?.dark]).size).toBe(2);
		for (const url of [iconUrl?.light, iconUrl?.dark]) {
			const response = await fetch(`${world.n8n.url}/${url}`);
			expect(response.status).toBe(200);
			expect(response.headers.get('content-type')).toContain('image/svg+xml');
		}
		if (!name.endsWith('Tool')) expect([type.displayName, ...(type.codex?.alias ?? [])].join(', ')).toMatch(/imessage/i);
	}
});

test('n8n says nothing about our package while it starts', () => {
	expect(world.logged(/spectrum|imessage/i)).toEqual([]);
});
