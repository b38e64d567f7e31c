import { Imessage } from '../../../nodes/Imessage/Imessage.node';
import { ImessageConversation } from '../../../nodes/ImessageConversation/ImessageConversation.node';
import type { Simulator } from '../../../simulator/src';
import { AGENT, type NodeJson, type TestHost, toolWorkflow } from '../../support/host';
import { toolRun } from '../../support/host/toolRun';
import { credentials, startHostFor } from '../../support/oneNode';
import { sendType } from '../../support/sendHost';
import { useSpectrum } from '../../support/useSpectrum';

/** What an operation says of itself decides how an agent may use it as a tool. */

const conversationType = 'n8n-nodes-spectrum-imessage.imessageConversation';
const anna = '+15551234567';
const routes = ['engineRequest', 'inputConnection'] as const;

const startSetting = useSpectrum((simulator) =>
	startHostFor(simulator, { [sendType]: new Imessage(), [conversationType]: new ImessageConversation() }),
);
let spectrum: Simulator;
let host: TestHost;

beforeEach(async () => {
	({ spectrum, host } = await startSetting());
	spectrum.receive({ from: anna, text: 'Hello' });
});

const tool = (name: string, type: string, parameters: object): NodeJson => ({
	id: name,
	name,
	type,
	typeVersion: 1,
	parameters: { to: { __rl: true, mode: 'address', value: anna }, ...parameters },
	credentials,
});
const texts = () => spectrum.phone(anna).messages.map(({ text }) => text);

test.each(routes)('an agent may edit what the tool of an earlier agent has sent (%s)', async (route) => {
	const sending = toolWorkflow(tool('Send', sendType, { text: 'Nine' }), [{}], { route });
	const messageId = `={{ $("${AGENT}").first().json.response[0].messageId }}`;
	const editing = toolWorkflow(tool('Edit', sendType, { operation: 'edit', messageId, text: 'Ten' }), [{}], { route });
	const second = editing.nodes
		.filter(({ name }) => name !== 'Start')
		.map((node) => (node.name === AGENT ? { ...node, name: 'Second' } : node));
	await host.execute({
		...sending,
		nodes: [...sending.nodes, ...second],
		connections: {
			...sending.connections,
			[AGENT]: { main: [[{ node: 'Second', type: 'main', index: 0 }]] },
			Edit: { ai_tool: [[{ node: 'Second', type: 'ai_tool', index: 0 }]] },
		},
	});
	expect(texts()).toContain('Ten');
	expect(texts()).not.toContain('Nine');
});

test.each(routes)('calls that only read are not counted (%s)', async (route) => {
	const details = tool('Details', conversationType, { operation: 'getDetails', callsPerRun: 1 });
	const { answers } = toolRun(await host.execute(toolWorkflow(details, [{}, {}, {}], { route })));
	expect(answers.map(({ response }) => (response as { spaceId?: unknown }[])[0]?.spaceId)).toEqual(Array(3).fill(`any;-;${anna}`));
});
