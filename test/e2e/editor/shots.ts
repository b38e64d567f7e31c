import type { Locator } from 'playwright-core';
import { until } from '../../../scripts/n8n/until';
import { campaignShots } from './campaignShots';
import { actions, firstExample, flowNames, people, toolName, triggerName, type Scene } from './scene';
import { open, type Set, type Shot } from './shot';

const panels: Shot[] = Object.keys(actions).map((name) => ({
	name: `panel ${name}`,
	pose: async (set) => await open(set, name),
}));

/** Other operations of the same nodes: what they ask for differs. */
const operations: ReadonlyArray<readonly [node: string, ...choices: Array<readonly [parameter: string, option: string]>]> = [
	['iMessage', ['operation', 'Send Attachment']],
	['iMessage', ['operation', 'Edit']],
	['iMessage', ['operation', 'Reply']],
	['iMessage', ['resource', 'Card']],
	['iMessage', ['resource', 'Card'], ['operation', 'Send Mini-App Card']],
	['iMessage Effect', ['operation', 'Send Attachment']],
	['iMessage Tapback', ['reaction', 'Other Emoji'], ['findBy', 'By Its Text']],
	['iMessage Tapback', ['operation', 'Place Sticker']],
	['iMessage Typing', ['operation', 'Start']],
	['iMessage Typing', ['howLong', 'As Long as a Text Takes']],
	['iMessage Background', ['operation', 'Get State']],
	['iMessage Poll', ['operation', 'Vote']],
	['iMessage Poll', ['operation', 'Withdraw Votes']],
	['iMessage Create Space', ['operation', 'Create Group']],
	['iMessage Create Space', ['resource', 'Group']],
	['iMessage Create Space', ['resource', 'Group'], ['operation', 'Set Icon']],
	['iMessage Conversation', ['resource', 'Message'], ['operation', 'Send with SMS Fallback']],
	['iMessage Conversation', ['resource', 'Attachment']],
	['iMessage Conversation', ['resource', 'Address']],
];

const chosen: Shot[] = operations.map(([node, ...choices]) => ({
	name: `choose ${node} ${choices.map(([, option]) => option).join(' ')}`,
	pose: async (set) => {
		await open(set, node);
		for (const [parameter, option] of choices) await set.editor.choose(parameter, option);
	},
}));

const opened: Shot[] = [
	...['iMessage', 'iMessage Tapback', 'iMessage Poll', 'iMessage Create Space', 'iMessage Conversation'].map((name) => ({
		name: `operations ${name}`,
		pose: async (set: Set) => {
			await open(set, name);
			await set.editor.openChoices('operation');
		},
	})),
	{
		name: 'effects iMessage Effect',
		pose: async (set) => {
			await open(set, 'iMessage Effect');
			await set.editor.openChoices('effect');
		},
	},
	{
		name: 'options iMessage',
		pose: async (set) => {
			await open(set, 'iMessage');
			await set.editor.openOffered();
		},
	},
	{
		name: 'options added iMessage',
		pose: async (set) => {
			await open(set, 'iMessage');
			for (const option of ['Idempotency Key', 'Link Preview', 'Mentions']) await set.editor.add(option);
			await set.session.by('parameter-input-idempotencyKey').scrollIntoViewIfNeeded();
		},
	},
	{
		name: 'list of conversations',
		pose: async (set) => {
			await open(set, 'iMessage');
			await set.editor.openList('to');
			return set.editor.panel;
		},
	},
	{
		name: 'list of lines',
		pose: async (set) => {
			await open(set, 'iMessage');
			await set.editor.add('Line');
			await set.editor.openList('line');
		},
	},
];

const receiving: Shot[] = ['Webhook', 'Stream', 'Polling'].map((mode) => ({
	name: `trigger ${mode}`,
	...(mode === 'Stream' ? { docs: 'trigger.png' } : {}),
	pose: async (set) => {
		await open(set, 'iMessage', triggerName);
		if (mode !== 'Stream') await set.editor.choose('receiveBy', mode);
		return set.editor.panel;
	},
}));

const trigger: Shot[] = [
	...receiving,
	{
		name: 'trigger ways to receive',
		pose: async (set) => {
			await open(set, 'iMessage', triggerName);
			await set.editor.openChoices('receiveBy');
		},
	},
	{
		name: 'trigger events',
		pose: async (set) => {
			await open(set, 'iMessage', triggerName);
			await set.editor.choose('receiveBy', 'Stream');
			await set.editor.openChoices('events');
		},
	},
	...['filters', 'options'].map((name, index) => ({
		name: `trigger ${name}`,
		pose: async (set: Set) => {
			await open(set, 'iMessage', triggerName);
			await set.editor.choose('receiveBy', 'Stream');
			await set.editor.openOffered(index);
		},
	})),
	{
		name: 'trigger help',
		pose: async (set) => {
			await open(set, 'iMessage', triggerName);
			await set.editor.panel.getByText('When will this node trigger my flow?').click();
			await set.session.settled();
		},
	},
];

/** ID of the next poll that a person gets. */
async function nextPoll(spectrum: Scene['spectrum'], address: string): Promise<string> {
	const phone = spectrum.phone(address);
	const before = phone.messages.length;
	return await until('the poll has arrived', () => phone.messages.slice(before).find(({ poll }) => poll !== undefined)?.id);
}

const runs: Shot[] = [
	{
		name: 'run that succeeded',
		docs: 'answer.png',
		pose: async (set) => {
			await open(set, 'iMessage');
			await set.session.by('node-execute-button').click();
			await set.session.by('node-run-status-success').first().waitFor();
			await set.session.quiet();
			return set.editor.panel;
		},
	},
	{
		name: 'question that was answered',
		docs: 'ask.png',
		pose: async (set) => {
			const { spectrum } = set.scene;
			await open(set, 'flow-poll-approval', 'Ask for Approval');
			const polled = nextPoll(spectrum, people[0]);
			await set.session.by('node-execute-button').click();
			spectrum.phone(people[0]).vote(await polled, 'Approve');
			await set.session.by('node-run-status-success').first().waitFor();
			await set.session.quiet();
			return set.editor.panel;
		},
	},
	{
		name: 'run that failed',
		docs: 'error.png',
		pose: async (set) => {
			set.scene.spectrum.faults.add('SendTextMessage', { type: 'error', code: 'newContactThrottled' });
			await open(set, 'iMessage');
			await set.session.by('node-execute-button').click();
			await set.session.by('output-panel').getByText('Error details').waitFor();
			await set.session.quiet();
			return set.editor.panel;
		},
	},
	{
		name: 'run with a wrong number',
		pose: async (set) => {
			await open(set, 'iMessage');
			await set.session.by('resource-locator-to').locator('input').last().fill('12345');
			await set.session.by('node-execute-button').click();
			await set.session.by('output-panel').getByText('Error details').waitFor();
			await set.session.quiet();
		},
	},
];

const searches: Shot[] = ['imessage', 'text message', 'group chat', 'reaction', 'poll', 'confetti', 'blue bubble'].map((term) => ({
	name: `search ${term}`,
	...(term === 'imessage' ? { docs: 'nodes.png' } : {}),
	pose: async ({ editor, scene, session }) => {
		await editor.openWorkflow(await scene.workflow('iMessage'));
		await editor.openCreator();
		await editor.search(term);
		return session.by('node-creator');
	},
}));

const offered: Shot = {
	name: 'actions of a node in the nodes panel',
	pose: async ({ editor, scene, session }) => {
		await editor.openWorkflow(await scene.workflow('iMessage'));
		await editor.openCreator();
		await editor.search('imessage');
		await editor.entry('iMessage').click();
		await session.settled();
	},
};

const canvasesInDocs: Readonly<Record<string, string>> = { [firstExample]: 'first-workflow.png', 'flow-ai-agent': 'ai-agent.png' };

const canvases: Shot[] = [firstExample, ...flowNames].map((name) => ({
	name: `canvas ${name}`,
	...(canvasesInDocs[name] === undefined ? {} : { docs: canvasesInDocs[name] }),
	pose: async ({ editor, scene, session }) => {
		await editor.openWorkflow(await scene.workflow(name));
		await session.by('zoom-to-fit').click();
		await session.settled();
	},
}));

async function openCredential({ session, scene }: Set, kind: 'cloud' | 'own'): Promise<Locator> {
	await session.page.goto(`/home/credentials/${scene[kind].id}`);
	const panel = session.by('editCredential-modal');
	await panel.getByText('Connection tested successfully').waitFor();
	await session.settled();
	return panel;
}

const credentials: Shot[] = [
	...(['cloud', 'own'] as const).map((kind) => ({
		name: `credential ${kind}`,
		pose: async (set: Set) => await openCredential(set, kind),
	})),
	{
		name: 'credential to fill in',
		docs: 'credential.png',
		pose: async (set) => {
			const whole = await (await openCredential(set, 'cloud')).boundingBox();
			// What follows is for private deployments, such as the one of these pictures.
			const last = await set.session.by('parameter-input-webhookSigningSecret').boundingBox();
			if (whole === null || last === null) throw new Error('The panel is not there');
			return { ...whole, height: last.y + last.height + 24 - whole.y };
		},
	},
	{
		name: 'credential wrong secret',
		pose: async ({ session, scene }) => {
			await session.page.goto(`/home/credentials/${scene.wrong.id}`);
			const panel = session.by('editCredential-modal');
			await panel.getByText('More details').click();
			await session.settled();
			return panel;
		},
	},
];

const install: Shot = {
	name: 'install',
	docs: 'install.png',
	pose: async ({ session }) => {
		await session.page.goto('/settings/community-nodes');
		await session.page.getByRole('button', { name: 'Install a community node' }).click();
		const dialog = session.page.getByRole('dialog').filter({ visible: true });
		await dialog.locator('input').first().fill('n8n-nodes-spectrum-imessage');
		await dialog.getByText('I understand the risks').click();
		await session.settled();
	},
};

const tools: Shot[] = [undefined, 'Anyone'].map((reach) => ({
	name: `tool ${reach ?? 'as it begins'}`,
	pose: async (set) => {
		await open(set, toolName);
		if (reach !== undefined) await set.editor.choose('reach', reach);
		return set.editor.panel;
	},
}));

export const shots: readonly Shot[] = [
	...panels,
	...tools,
	...chosen,
	...opened,
	...trigger,
	...runs,
	...searches,
	offered,
	...canvases,
	...campaignShots,
	...credentials,
	install,
];
