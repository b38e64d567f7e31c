import { ImessageCampaign } from '../../../nodes/ImessageCampaign/ImessageCampaign.node';
import type { Simulator } from '../../../simulator/src';
import { campaignType } from '../../support/campaignHost';
import { AGENT, toolWorkflow, type Execution, type NodeJson, type TestHost, type ToolRoute } from '../../support/host';
import { credentials, startHostFor } from '../../support/oneNode';
import { useSpectrum } from '../../support/useSpectrum';

const writer = '+15551234567';
const stranger = '+15557654321';
const startSetting = useSpectrum((simulator) => startHostFor(simulator, { [campaignType]: new ImessageCampaign() }));
let spectrum: Simulator;
let host: TestHost;

beforeEach(async () => {
	({ spectrum, host } = await startSetting());
	for (const from of [writer, stranger]) spectrum.receive({ from, text: 'STOP' });
});

const tool = (parameters: object): NodeJson => ({
	id: 'tool',
	name: 'Tool',
	type: campaignType,
	typeVersion: 1,
	parameters: { ...parameters },
	credentials,
});

/** An agent that answers the writer, and calls its tool once. */
async function answerOf(parameters: object, route: ToolRoute): Promise<string> {
	const { nodes, connections = {}, ...rest } = toolWorkflow(tool(parameters), [{ address: stranger }], { route });
	const [start, ...others] = nodes;
	const { [start?.name ?? '']: toAgent, ...toTools } = connections;
	const trigger = { id: 't', name: 'Trigger', type: 'n8n-nodes-spectrum-imessage.imessageTrigger', typeVersion: 1, credentials };
	const event = {
		event: 'message.received',
		id: 'event-1',
		space: { id: `any;-;${writer}`, type: 'dm', phone: 'shared' },
		sender: { address: writer },
		message: { id: 'm', text: 'Hi' },
	};
	const run: Execution = await host.execute(
		{ ...rest, nodes: [trigger, ...others], connections: { ...toTools, Trigger: toAgent ?? {} } },
		{ triggerItems: [{ json: event }] },
	);
	return JSON.stringify([run.tasks(AGENT).map((_, index) => run.json(AGENT, 0, index)), run.error?.message]);
}

const address = `={{ $fromAI('address', '', 'string') }}`;

describe.each(['engineRequest', 'inputConnection'] as const)('%s', (route) => {
	test('an agent learns whether the person who started the run has opted out', async () => {
		expect(await answerOf({ operation: 'checkOptOut' }, route)).toMatch(/optedOut\W+true/);
	});

	test('and nothing about anyone else, whatever its model asks for', async () => {
		const answer = await answerOf({ operation: 'checkOptOut', address }, route);
		expect(answer).not.toContain('optedOut');
		expect(answer).toContain('may not reach');
	});

	test.each(['sendToList', 'preview', 'report'])('no agent may use %s', async (operation) => {
		const answer = await answerOf({ operation, campaign: 'spring menu', recipient: address, text: 'Buy!' }, route);
		expect(answer).toContain('not for AI agents');
		expect(spectrum.phone(stranger).messages).toEqual([]);
	});
});
