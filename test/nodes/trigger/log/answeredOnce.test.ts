import { Imessage } from '../../../../nodes/Imessage/Imessage.node';
import { ImessageTrigger } from '../../../../nodes/ImessageTrigger/ImessageTrigger.node';
import { sharedPool } from '../../../../nodes/shared/spectrum/gateway/pool/pool';
import { logWorkflow, nextEvents, nextTexts, useLogStage, type LogStage } from '../../../support/logHost';
import { sendType } from '../../../support/sendHost';
import { publicAddress, triggerType } from '../../../support/triggerHost';

const alice = '+15551230001';

const startStage = useLogStage();
let stage: LogStage;
const nodes = () => ({ [triggerType]: new ImessageTrigger({ random: () => 0 }), [sendType]: new Imessage() });
beforeEach(async () => {
	stage = await startStage({ host: { nodes: nodes() } });
});
/** Answers every message, and then does what the last node does. */
function answering(parameters: object = {}, lastNode = 'n8n-nodes-base.noOp') {
	const { nodes: before, ...rest } = logWorkflow(parameters);
	const send = {
		id: 'send',
		name: 'Send',
		type: sendType,
		typeVersion: 1,
		parameters: { text: 'Thanks' },
		credentials: before[0]?.credentials,
	};
	const to = (node: string) => ({ main: [[{ node, type: 'main' as const, index: 0 }]] });
	return {
		...rest,
		nodes: [...before.map((node) => (node.name === 'Next' ? { ...node, type: lastNode } : node)), send],
		connections: { 'iMessage Trigger': to('Send'), Send: to('Next') },
	};
}

test('an event that n8n runs again after a restart is answered once', async () => {
	const { spectrum, host } = stage;
	await host.activate(answering());
	spectrum.receive({ from: alice, text: 'Hi' });
	await nextEvents(host, 1);
	// Without the host's deduplication key nothing has stored that this run has ended.
	await host.restart({ nodes: nodes() });
	const [again] = await nextEvents(host, 1);
	expect(host.executions).toHaveLength(2);
	expect(again).toMatchObject({ messageId: spectrum.phone(alice).messages[0]?.id });
	expect(spectrum.phone(alice).messages).toMatchObject([{ text: 'Thanks' }]);
	spectrum.receive({ from: alice, text: 'Hello?' });
	await nextEvents(host, 1);
	expect(spectrum.phone(alice).messages).toHaveLength(2);
	sharedPool.close();
});

describe('after a restart of an n8n with deduplication keys', () => {
	beforeEach(async () => {
		stage = await startStage({ host: { nodes: nodes(), deduplicates: true } });
	});

	test.each([
		['received', ['Hello?']],
		// n8n tells that it has had a run, and not how it ended.
		['finished', ['Hi', 'Hello?']],
		['succeeded', ['Hi', 'Hello?']],
	])('the last event, when %s: what runs is %j', async (acknowledge, texts) => {
		const { spectrum, host } = stage;
		await host.activate(logWorkflow({ options: { acknowledge } }));
		spectrum.receive({ from: alice, text: 'Hi' });
		expect(await nextTexts(host, 1)).toEqual(['Hi']);
		await host.restart({ nodes: nodes() });
		spectrum.receive({ from: alice, text: 'Hello?' });
		expect(await nextTexts(host, texts.length)).toEqual(texts);
	});
});

test('a message that was answered is not answered again with one that came late', async () => {
	const { spectrum, host } = stage;
	const echo = answering({ options: { gatherSeconds: 1 } });
	const nodesOf = echo.nodes.map((node) =>
		node.id === 'send' ? { ...node, parameters: { text: '=You said: {{ $json.message.text }}' } } : node,
	);
	const at = Date.now();
	await host.activate({ ...echo, nodes: nodesOf });
	spectrum.receive({ from: alice, text: 'One', at });
	await nextEvents(host, 1);
	// Within the second of the first, but the phone had no network: n8n stops before it is handed on.
	spectrum.receive({ from: alice, text: 'Two', at: at + 900 });
	await host.restart({ nodes: nodes() });
	await nextEvents(host, 2);
	expect(spectrum.phone(alice).messages.map(({ text }) => text)).toEqual(['You said: One', 'You said: Two']);
	sharedPool.close();
});

test('in the editor the same event is answered each time', async () => {
	const { spectrum, host } = stage;
	spectrum.receive({ from: alice, text: 'Hi' });
	const event = { json: { event: 'message.received', id: 'm1', space: { id: `any;-;${alice}`, type: 'dm', phone: '+15550000001' } } };
	for (let count = 1; count <= 2; count++) {
		await host.execute(answering({ receiveBy: 'webhook', publicAddress: publicAddress() }), { mode: 'manual', triggerItems: [event] });
		expect(spectrum.phone(alice).messages).toHaveLength(count);
	}
});
