import { randomUUID } from 'node:crypto';
import { awake } from '../support/awake';
import { exampleNames, ownExample, readExample } from '../examples/read';
import type { Credential, WorkflowFile, WorkflowNode } from '../../../scripts/n8n/types';
import type { Connected, World } from '../support/world';

export const people = ['+15551234567', 'ada@example.com'] as const;
export const lines = ['+15550000001', '+15550000002'] as const;
const words = 'Do you have a table for two tonight?';

/** The action nodes, as the editor names them, with the end of their types. */
export const actions: Readonly<Record<string, string>> = {
	iMessage: 'imessage',
	'iMessage Effect': 'imessageEffect',
	'iMessage Tapback': 'imessageTapback',
	'iMessage Typing': 'imessageTyping',
	'iMessage Background': 'imessageBackground',
	'iMessage Poll': 'imessagePoll',
	'iMessage Create Space': 'imessageCreateSpace',
	'iMessage Conversation': 'imessageConversation',
	'iMessage Campaign': 'imessageCampaign',
};

export const triggerName = 'iMessage Trigger';

/** iMessage as a tool of an agent. */
export const toolName = 'iMessage Tool';

export const flowNames = exampleNames.filter((name) => name.startsWith('flow-'));

/** The example that the README begins with. */
export const firstExample = 'answer-a-message';

/** The upper part of the campaign's flow, without what answers people, and with a list of people who are awake. */
export const campaignScene = 'campaign';

/** The same as it is imported, without the list. */
export const campaignCanvas = 'campaign canvas';

/** An n8n with something to look at: conversations, credentials, and workflows. */
export interface Scene extends Connected {
	/** A credential whose secret is wrong. */
	readonly wrong: Credential;
	/**
	 * The id of a new workflow with one node behind the Trigger, by the node's name, or of an example, by that of its file.
	 * Always a new one: the editor saves what somebody tries in it.
	 */
	readonly workflow: (name: string) => Promise<string>;
}

export async function makeScene(world: World): Promise<Scene> {
	const connected = await world.connect({ plan: 'dedicated', lines });
	const { spectrum, cloud } = connected;
	spectrum.receive({ from: people[0], text: words, webhooks: false });
	spectrum.receive({ from: people[1], text: 'Thanks, see you on Friday!', line: lines[1], webhooks: false });
	let campaigns = 0;
	const campaign = async () => {
		// Always other people: a person gets one message a day.
		const people = campaignPeople(campaigns++);
		spectrum.receive({ from: people.find(({ name }) => name === 'Edith')?.phone ?? '', text: 'STOP', line: lines[1], webhooks: false });
		return await world.client.importWorkflow(campaignOf(example('flow-campaign', [cloud]), people));
	};
	const model = await world.client.createCredential('openAiApi', 'OpenAI', { apiKey: 'none', url: 'http://127.0.0.1:9/v1' });
	const wrong = await world.client.createCredential(
		'spectrumCloudApi',
		'Wrong Secret',
		spectrum.cloudCredential({ projectSecret: 'not-the-secret' }),
	);
	const workflow = async (name: string) => {
		if (name === toolName) return await world.client.importWorkflow(asTool(cloud));
		if (name === campaignScene) return await campaign();
		if (name === campaignCanvas) return await world.client.importWorkflow(campaignOf(example('flow-campaign', [cloud]), []));
		const type = actions[name];
		const made = type === undefined ? example(name, [cloud, model]) : behindTrigger(cloud, name, type);
		return await world.client.importWorkflow(made);
	};
	return { ...connected, wrong, workflow };
}

/** As it is published, with credentials: what tests cut short is for no picture. */
function example(name: string, credentials: readonly Credential[]): WorkflowFile {
	const published = readExample(name).nodes;
	const own = ownExample(name, credentials, 'http://127.0.0.1:9');
	return { ...own, nodes: own.nodes.map((node, index) => ({ ...node, parameters: published[index]?.parameters ?? {} })) };
}

/** People as a table gives them: one has opted out, one stands on the list twice, and one number is not whole. */
function campaignPeople(round: number) {
	const [ada = '', grace = '', joan = '', edith = ''] = awake(4 * round + 4).slice(-4);
	const people = [
		['Ada', ada],
		['Grace', `${grace.slice(0, 3)} ${grace.slice(3)}`],
		['Joan', joan],
		['Edith', edith],
		['Hedy', '555 0142'],
		['Ada', ada],
	];
	return people.map(([name = '', phone = ''], index) => ({ id: index + 1, name, phone }));
}

function campaignOf({ nodes, connections, ...rest }: WorkflowFile, people: ReturnType<typeof campaignPeople>): WorkflowFile {
	// The notes of the parts are taller than the nodes in them.
	const upper = nodes.filter(({ position: [, y] }) => y > -150 && y < 700);
	const names = new Set(upper.map(({ name }) => name));
	return {
		...rest,
		name: 'Campaign',
		nodes: upper,
		connections: Object.fromEntries(Object.entries(connections).filter(([name]) => names.has(name))),
		pinData:
			people.length === 0
				? {}
				: Object.fromEntries(['Read Those Left', 'Read Those Left Now'].map((name) => [name, people.map((json) => ({ json }))])),
	};
}

/** The Trigger with a message that has come in, and one action behind it. */
function behindTrigger(cloud: Credential, name: string, type: string): WorkflowFile {
	const message = 'spc-msg-0b6c1a7e-5d0f-4a53-9f43-2f1f4c8f7a10';
	const event = {
		event: 'message.received',
		id: message,
		timestamp: '2026-11-21T18:30:00.000Z',
		space: { id: `any;-;${people[0]}`, type: 'dm', phone: lines[0] },
		sender: { id: people[0], address: people[0], service: 'iMessage' },
		message: { id: message, text: words },
		content: { type: 'text', text: words },
	};
	return {
		name: `Look at ${name}`,
		nodes: [
			{ ...node(cloud, triggerName, 'imessageTrigger', [0, 0]), webhookId: randomUUID() },
			node(cloud, name, type, [260, 0], type === 'imessage' ? { text: '=Thanks! You wrote: “{{ $json.message.text }}”' } : {}),
		],
		connections: { [triggerName]: { main: [[{ node: name, type: 'main', index: 0 }]] } },
		pinData: { [triggerName]: [{ json: event }] },
	};
}

/** The Trigger, an agent behind it, and its tool. */
function asTool(cloud: Credential): WorkflowFile {
	const { nodes, connections: _connections, ...rest } = behindTrigger(cloud, toolName, 'imessageTool');
	const [trigger, tool] = nodes;
	if (trigger === undefined || tool === undefined) throw new Error('There is nothing to look at');
	const agent: WorkflowNode = {
		id: randomUUID(),
		name: 'AI Agent',
		type: '@n8n/n8n-nodes-langchain.agent',
		typeVersion: 3.1,
		position: [260, 0],
		parameters: { promptType: 'define', text: '={{ $json.message.text }}' },
	};
	return {
		...rest,
		nodes: [trigger, agent, { ...tool, position: [320, 220] }],
		connections: {
			[triggerName]: { main: [[{ node: 'AI Agent', type: 'main', index: 0 }]] },
			[toolName]: { ai_tool: [[{ node: 'AI Agent', type: 'ai_tool', index: 0 }]] },
		},
	};
}

function node(
	{ id, name: shown }: Credential,
	name: string,
	type: string,
	position: [number, number],
	parameters: WorkflowNode['parameters'] = {},
): WorkflowNode {
	return {
		id: randomUUID(),
		name,
		type: `n8n-nodes-spectrum-imessage.${type}`,
		typeVersion: 1,
		position,
		parameters,
		credentials: { spectrumCloudApi: { id, name: shown } },
	};
}
