import type { Credential, WorkflowFile, WorkflowNode } from '../../scripts/n8n/types';
import { ModelServer, type ChatAnswer, type ChatRequest } from './support/modelServer';
import { triggerWorkflow } from './support/triggerWorkflow';
import { World, type Connected } from './support/world';
import { workflowNode } from './support/workflowNode';

const person = '+15551234567';

let world: World;
let model: ModelServer;
let openAi: Credential;
/** What the model does when it is asked; each test writes its own. */
let think: (request: ChatRequest) => ChatAnswer;

beforeAll(async () => {
	world = await World.start();
	model = await ModelServer.start((request) => think(request));
	openAi = await world.client.createCredential('openAiApi', 'Model', { apiKey: 'none', url: model.url });
}, 1_200_000);

afterAll(async () => {
	await world?.stop();
	await model?.stop();
});

/** An agent with iMessage as its tool. Version 2 of n8n's agent tells its model nothing of a tool that fails. */
function agent({ cloud }: Connected, parameters: WorkflowNode['parameters'], version = 3.1): WorkflowFile {
	const link = ({ id, name }: Credential) => ({ id, name });
	return {
		name: 'Agent',
		nodes: [
			workflowNode('Start', 'n8n-nodes-base.manualTrigger', 1),
			workflowNode('Agent', '@n8n/n8n-nodes-langchain.agent', version, {
				parameters: { promptType: 'define', text: 'Tell them that the table is free.' },
			}),
			workflowNode('Model', '@n8n/n8n-nodes-langchain.lmChatOpenAi', 1.2, {
				parameters: { model: { __rl: true, mode: 'id', value: 'stand-in' } },
				credentials: { openAiApi: link(openAi) },
			}),
			workflowNode('Send', 'n8n-nodes-spectrum-imessage.imessageTool', 1, { parameters, credentials: { spectrumCloudApi: link(cloud) } }),
		],
		connections: {
			Start: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
			Model: { ai_languageModel: [[{ node: 'Agent', type: 'ai_languageModel', index: 0 }]] },
			Send: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
		},
	};
}

/** The same behind our Trigger, with a node in between that keeps nothing of the item. */
function behindTrigger(connected: Connected, parameters: WorkflowNode['parameters'], version: number): WorkflowFile {
	const { nodes, connections } = triggerWorkflow(
		connected.cloud,
		{ receiveBy: 'stream' },
		{ type: 'n8n-nodes-base.set', typeVersion: 3.4, parameters: { mode: 'raw', jsonOutput: '{}' } },
	);
	const made = agent(connected, parameters, version);
	const { Start: toAgent, ...others } = made.connections as Record<string, object>;
	return {
		...made,
		nodes: [...nodes, ...made.nodes.filter(({ name }) => name !== 'Start')],
		connections: { ...connections, ...others, Next: toAgent },
	};
}

const fromAi = (name: string) => `={{ $fromAI('${name}', '', 'string') }}`;

/** Calls the tool once with these arguments, then says what the tool answered. */
function callOnce(args: object): (request: ChatRequest) => ChatAnswer {
	return ({ messages, tools }) => {
		const answered = messages.find(({ role }) => role === 'tool');
		if (answered !== undefined) return { content: `The tool said: ${JSON.stringify(answered.content)}` };
		return { tool: tools?.[0]?.function.name ?? '', args };
	};
}

async function run(workflow: WorkflowFile) {
	const id = await world.client.importWorkflow(workflow);
	await world.client.run(id, 'Start');
	const [execution] = await world.client.ended(id, 1);
	return execution;
}

test('an agent writes to somebody with the tool', async () => {
	const connected = await world.connect();
	think = callOnce({ Text: 'The table is free.' });
	const to = { __rl: true, mode: 'address', value: person };
	const execution = await run(agent(connected, { to, text: fromAi('Text') }));
	expect([execution?.status, execution?.error]).toEqual(['success', undefined]);
	expect(connected.spectrum.phone(person).messages.map(({ text }) => text)).toEqual(['The table is free.']);
	expect(execution?.json('Agent')).toMatchObject([{ output: expect.stringContaining('spc-msg-') as unknown }]);
});

// Version 3 has the engine run the tool; version 2 calls it itself.
test.each([3.1, 2.2])('without a recipient it writes to the person who wrote (agent %s)', async (version) => {
	const connected = await world.connect();
	think = callOnce({ Text: 'The table is free.' });
	const id = await world.client.importWorkflow(behindTrigger(connected, { text: fromAi('Text') }, version));
	await world.client.activate(id);
	connected.spectrum.receive({ from: person, text: 'Do you have a table?' });
	const [execution] = await world.client.ended(id, 1);
	expect([execution?.status, execution?.error]).toEqual(['success', undefined]);
	expect(connected.spectrum.phone(person).messages.map(({ text }) => text)).toEqual(['The table is free.']);
	await world.client.deactivate(id);
});

test('what the AI fills in wrongly is told to it, and reaches nobody', async () => {
	const connected = await world.connect();
	think = callOnce({ Text: 'Hi', To: '12345' });
	const to = { __rl: true, mode: 'address', value: fromAi('To') };
	const execution = await run(agent(connected, { to, text: fromAi('Text') }));
	expect(connected.spectrum.calls.filter(({ method }) => method === 'SendTextMessage')).toEqual([]);
	expect(JSON.stringify(execution?.json('Agent') ?? [execution?.error])).toMatch(/12345.*alice@example\.com/);
});
