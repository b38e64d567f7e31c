import { Imessage } from '../../../nodes/Imessage/Imessage.node';
import type { Simulator } from '../../../simulator/src';
import { Action } from '../../support/action';
import { AGENT, type TestHost, type ToolRoute, type WorkflowJson } from '../../support/host';
import { TOOL_CALLER } from '../../support/host/toolCaller';
import { credentials, startHostFor } from '../../support/oneNode';
import { items, sendType, triggerType } from '../../support/sendHost';
import { useSpectrum } from '../../support/useSpectrum';

/** Agents that work on another conversation than the one that started the run. */

const writer = '+15551234567';
const stranger = '+15557654321';
const spaceOf = (address: string) => ({ id: `any;-;${address}`, type: 'dm', phone: 'shared' });

const thinkerType = 'test.thinker';
/** Gives one item for each conversation in its first item. */
const thinker = new Action((context) => {
	const { about } = context.getInputData()[0]?.json as { readonly about: readonly string[] };
	return about.map((address) => ({ json: { space: spaceOf(address) } }));
});

const startSetting = useSpectrum((simulator) => startHostFor(simulator, { [sendType]: new Imessage(), [thinkerType]: thinker }));
let spectrum: Simulator;
let host: TestHost;

beforeEach(async () => {
	({ spectrum, host } = await startSetting());
	for (const from of [writer, stranger]) spectrum.receive({ from, text: 'Hello' });
});

/** Trigger, a node that names other conversations, the agent, the agent that is its tool, and the tool of that one. */
function nested(route: ToolRoute): WorkflowJson {
	const inner = { route, tool: 'Tool', calls: JSON.stringify([{ text: 'Hi' }]) };
	return {
		id: 'nested',
		name: 'Nested',
		settings: { executionOrder: 'v1' },
		nodes: [
			{ id: 't', name: 'Trigger', type: triggerType, typeVersion: 1, parameters: {}, credentials },
			{ id: 'n', name: 'Think', type: thinkerType, typeVersion: 1, parameters: {} },
			{ id: 'a', name: AGENT, type: TOOL_CALLER, typeVersion: 1, parameters: { tool: 'Inner', calls: '[{}]' } },
			{ id: 'i', name: 'Inner', type: TOOL_CALLER, typeVersion: 1, parameters: inner },
			{
				id: 'tool',
				name: 'Tool',
				type: `${sendType}Tool`,
				typeVersion: 1,
				parameters: { text: "={{ $fromAI('text', '', 'string') }}" },
				credentials,
			},
		],
		connections: {
			Trigger: { main: [[{ node: 'Think', type: 'main', index: 0 }]] },
			Think: { main: [[{ node: AGENT, type: 'main', index: 0 }]] },
			Inner: { ai_tool: [[{ node: AGENT, type: 'ai_tool', index: 0 }]] },
			Tool: { ai_tool: [[{ node: 'Inner', type: 'ai_tool', index: 0 }]] },
		},
	};
}

const texts = (person: string) => spectrum.phone(person).messages.map(({ text }) => text);
const notAbout = /(?:not only|not all of them are) about the conversation that started the run/;

/** Runs the workflow for a message of the writer. The agent works on these people. */
async function run(workflow: WorkflowJson, about: readonly string[]): Promise<string> {
	const event = { event: 'message.received', id: 'm1', space: spaceOf(writer), about };
	const execution = await host.execute(workflow, { startNode: 'Trigger', triggerItems: items(event) });
	return JSON.stringify([...['Inner', 'Tool', AGENT].map((name) => execution.tasks(name)), execution.error?.message]);
}

const routes = ['engineRequest', 'inputConnection'] as const;

describe.each(routes)('the tool of an agent that is a tool itself (%s)', (route) => {
	test('answers the conversation that started the run', async () => {
		await run(nested(route), [writer]);
		expect([texts(writer), texts(stranger)]).toEqual([['Hi'], []]);
	});

	test.each([[[stranger]], [[writer, stranger]]])('writes to nobody where the outer agent works on %j', async (about) => {
		const said = await run(nested(route), about);
		expect([texts(writer), texts(stranger)]).toEqual([[], []]);
		expect(said).toMatch(notAbout);
	});
});

test.each(routes)('another way to the agent, which this run did not take, hides nothing (%s)', async (route) => {
	const { nodes, connections, ...rest } = nested(route);
	const agent = { id: 'a', name: AGENT, type: TOOL_CALLER, typeVersion: 1, parameters: { route, tool: 'Tool', calls: '[{"text":"Hi"}]' } };
	const workflow = {
		...rest,
		nodes: [
			...nodes.filter(({ name }) => name !== AGENT && name !== 'Inner'),
			agent,
			{ id: 'm', name: 'By hand', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
		],
		connections: {
			...connections,
			'By hand': { main: [[{ node: AGENT, type: 'main', index: 0 }]] },
			Tool: { ai_tool: [[{ node: AGENT, type: 'ai_tool', index: 0 }]] },
		},
	} as WorkflowJson;
	const said = await run(workflow, [stranger]);
	expect([texts(writer), texts(stranger)]).toEqual([[], []]);
	expect(said).toMatch(notAbout);
});
