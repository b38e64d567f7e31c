import type { Credential, Execution, WorkflowFile } from '../../../scripts/n8n/types';
import { note } from '../../../scripts/n8n/progress';
import { until } from '../../../scripts/n8n/until';
import { ModelServer, type ChatAnswer, type ChatRequest } from '../support/modelServer';
import { World, type Connected } from '../support/world';
import { shownOf } from './records';
import { workflowNode } from '../support/workflowNode';

const boss = '+15551234567';
const customer = '+15557654321';

let world: World;
let model: ModelServer;
let openAi: Credential;

/** Calls the tool that is under review until it has an answer, then says what the answer was. */
function think({ messages, tools }: ChatRequest): ChatAnswer {
	const answered = messages.find(({ role }) => role === 'tool');
	if (answered !== undefined) return { content: `The tool said: ${JSON.stringify(answered.content)}` };
	const tool = tools?.[0]?.function.name ?? '';
	return { tool, args: { toolParameters: { Text: 'Your table is free.' }, hitlParameters: {} } };
}

beforeAll(async () => {
	world = await World.start();
	model = await ModelServer.start(think);
	openAi = await world.client.createCredential('openAiApi', 'Model', { apiKey: 'none', url: model.url });
}, 1_200_000);

afterAll(async () => {
	await world?.stop();
	await model?.stop();
});

/** An agent whose tool writes to the customer, after the boss has approved. */
function reviewed({ cloud }: Connected): WorkflowFile {
	const link = ({ id, name }: Credential) => ({ id, name });
	const credentials = { spectrumCloudApi: link(cloud) };
	const to = (value: string) => ({ __rl: true, mode: 'address', value });
	return {
		name: 'Reviewed agent',
		nodes: [
			workflowNode('Start', 'n8n-nodes-base.manualTrigger', 1),
			workflowNode('Agent', '@n8n/n8n-nodes-langchain.agent', 3.1, {
				parameters: { promptType: 'define', text: 'Tell them that the table is free.' },
			}),
			workflowNode('Model', '@n8n/n8n-nodes-langchain.lmChatOpenAi', 1.2, {
				parameters: { model: { __rl: true, mode: 'id', value: 'stand-in' } },
				credentials: { openAiApi: link(openAi) },
			}),
			workflowNode('Review', 'n8n-nodes-spectrum-imessage.imessageHitlTool', 1, {
				parameters: {
					message: '=May I use {{ $tool.name }}?',
					resource: 'message',
					operation: 'sendAndWait',
					to: to(boss),
					answeredBy: 'words',
					approvers: { person: [{ address: boss, allowSms: false }] },
				},
				credentials,
			}),
			workflowNode('Send', 'n8n-nodes-spectrum-imessage.imessageTool', 1, {
				parameters: { to: to(customer), text: "={{ $fromAI('Text', '', 'string') }}", reach: 'listed' },
				credentials,
			}),
		],
		connections: {
			Start: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
			Model: { ai_languageModel: [[{ node: 'Agent', type: 'ai_languageModel', index: 0 }]] },
			Review: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
			Send: { ai_tool: [[{ node: 'Review', type: 'ai_tool', index: 0 }]] },
		},
	};
}

async function decide(
	connected: Connected,
	answer: string,
): Promise<{ readonly output: string; readonly execution: Execution | undefined }> {
	const id = await world.client.importWorkflow(reviewed(connected));
	await world.client.run(id, 'Start');
	const question = await connected.spectrum.phone(boss).next();
	expect(question.text).toMatch(/^May I use /);
	// Whoever talks to the agent does not approve.
	connected.spectrum.receive({ from: customer, text: 'yes' });
	connected.spectrum.receive({ from: boss, text: answer });
	const [execution] = await world.client.ended(id, 1, { milliseconds: 180_000 });
	expect([execution?.status, execution?.error]).toEqual(['success', undefined]);
	return { output: JSON.stringify(execution?.json('Agent')), execution };
}

test('an agent acts after it was approved', async () => {
	const connected = await world.connect();
	const { output } = await decide(connected, 'yes');
	expect(connected.spectrum.phone(customer).messages.map(({ text }) => text)).toEqual(['Your table is free.']);
	expect(output).toContain('The tool said');
}, 300_000);

test('an agent does not act after it was refused, and its model hears why', async () => {
	const connected = await world.connect();
	const { output } = await decide(connected, 'No, call them first');
	expect(connected.spectrum.phone(customer).messages).toEqual([]);
	expect(output).toContain('call them first');
}, 300_000);

test('after a restart, no answer reaches an agent that waited for a review, and its tool does not act', async () => {
	const connected = await world.connect();
	const { client } = world;
	const id = await client.importWorkflow(reviewed(connected));
	const { executionId = '' } = await client.run(id, 'Start');
	await connected.spectrum.phone(boss).next();
	await until('the agent waits', async () => (await client.statusOf(executionId)) === 'waiting');
	await world.n8n.stop();
	connected.spectrum.receive({ from: boss, text: 'yes' });
	await world.startAgain();
	// n8n takes the agent for crashed, so it does not let the answer through. The clock gives up after two beats.
	const database = world.openDatabase();
	const clocks = async () => (await shownOf(database, id)).filter(({ mode }) => mode === 'integrated');
	await until('the clock has ended', async () => (await clocks()).length === 0, { milliseconds: 240_000 });
	expect(await client.statusOf(executionId)).toBe('waiting');
	// What n8n does at the limit, now and not a day later.
	await world.n8n.stop();
	await database.rows("UPDATE execution_entity SET waitTill = datetime('now') WHERE id = ?", executionId);
	await world.startAgain();
	await until('the run has ended', async () => await world.client.isQuiet(id));
	const [execution] = await world.client.executions(id);
	note(`an agent that waited for a review at a restart, at its limit: ${execution?.status}, ${execution?.error ?? 'no error'}`);
	expect(connected.spectrum.phone(customer).messages).toEqual([]);
}, 600_000);
