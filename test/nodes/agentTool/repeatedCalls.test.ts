import { type INodeType, NodeConnectionTypes } from 'n8n-workflow';
import { Imessage } from '../../../nodes/Imessage/Imessage.node';
import { ImessageTapback } from '../../../nodes/ImessageTapback/ImessageTapback.node';
import { ImessageTrigger } from '../../../nodes/ImessageTrigger/ImessageTrigger.node';
import type { Simulator } from '../../../simulator/src';
import { Action } from '../../support/action';
import { AGENT, type NodeJson, type TestHost, toolWorkflow, type WorkflowJson } from '../../support/host';
import { credentials, startHostFor } from '../../support/oneNode';
import { type ToolAnswer, toolCaller } from '../../support/host/toolCaller';
import { items, sendType, triggerType } from '../../support/sendHost';
import { useSpectrum } from '../../support/useSpectrum';

const anna = '+15551234567';
const bob = '+15551230002';
const tapbackType = 'n8n-nodes-spectrum-imessage.imessageTapback';
const routes = ['engineRequest', 'inputConnection'] as const;

const startSetting = useSpectrum((simulator) =>
	startHostFor(simulator, { [sendType]: new Imessage(), [tapbackType]: new ImessageTapback(), [triggerType]: new ImessageTrigger() }),
);
let spectrum: Simulator;
let host: TestHost;

beforeEach(async () => {
	({ spectrum, host } = await startSetting());
});

const event = { event: 'message.received', id: 'm1', sequence: '7', space: { id: `any;-;${anna}`, type: 'dm', phone: 'shared' } };
const texts = (phone = anna) => spectrum.phone(phone).messages.map(({ text }) => text);
const fromAi = (name: string) => `={{ $fromAI('${name}', '${name}', 'string') }}`;
const sending = (settings: object = {}): NodeJson => ({
	id: 'tool',
	name: 'Send',
	type: sendType,
	typeVersion: 1,
	parameters: {
		reach: 'anyone',
		callsPerRun: 20,
		newConversationsPerRun: 20,
		to: { __rl: true, mode: 'address', value: fromAi('to') },
		text: fromAi('text'),
	},
	credentials,
	...settings,
});

/** Why a call failed, in whichever way the model is told. */
const whyOf = ({ error, response = [] }: ToolAnswer): unknown => error ?? response[0]?.error;

/** The workflow of `toolWorkflow`, begun by an event. */
function begunByEvent(workflow: WorkflowJson): WorkflowJson {
	const { Start, ...others } = workflow.connections ?? {};
	const trigger = { id: 't', name: 'Trigger', type: triggerType, typeVersion: 1, parameters: {}, credentials };
	return {
		...workflow,
		nodes: [trigger, ...workflow.nodes.filter(({ name }) => name !== 'Start')],
		connections: { ...others, Trigger: Start ?? {} },
	};
}

describe.each(routes)('a tool of an agent that an event has started (%s)', (route) => {
	const run = async (calls: Array<Record<string, string>>, node = sending(), json: object = event) =>
		await host.execute(begunByEvent(toolWorkflow(node, calls, { route })), { startNode: 'Trigger', triggerItems: items(json) });

	test('says once what it says in other words in a repeated run', async () => {
		await run([{ to: anna, text: 'Your parcel is on its way' }]);
		const repeat = await run([{ to: anna, text: 'The parcel has left us' }]);
		expect(repeat.status).toBe('success');
		expect(texts()).toEqual(['Your parcel is on its way']);
		await run([{ to: anna, text: 'The parcel has left us' }], sending(), { ...event, id: 'm2' });
		expect(texts()).toEqual(['Your parcel is on its way', 'The parcel has left us']);
	});

	test('keeps several messages apart by their order, for each recipient', async () => {
		await run([
			{ to: anna, text: 'One' },
			{ to: anna, text: 'Two' },
		]);
		await run([
			{ to: bob, text: 'For Bob' },
			{ to: anna, text: 'Eins' },
			{ to: anna, text: 'Zwei' },
			{ to: anna, text: 'Drei' },
		]);
		// Agent 3 runs the calls of one answer last one first.
		expect([...texts()].sort()).toHaveLength(3);
		expect(texts().slice(0, 2).sort()).toEqual(['One', 'Two']);
		expect(texts(bob)).toEqual(['For Bob']);
	});

	test('goes on where n8n tries the call again', async () => {
		spectrum.faults.add('SendTextMessage', { type: 'error', code: 'internalError', afterWrite: true }, { times: 2 });
		await run([{ to: anna, text: 'Once' }], sending({ retryOnFail: true, maxTries: 3, waitBetweenTries: 1 }));
		expect(texts()).toEqual(['Once']);
	});
});

test('a model that chooses other words after an answer that was lost does not write twice', async () => {
	spectrum.faults.add('SendTextMessage', { type: 'error', code: 'internalError', afterWrite: true }, { times: 1 });
	const run = await host.executeAsTool(
		sending(),
		[
			{ to: anna, text: 'One' },
			{ to: anna, text: 'One, as I said' },
			{ to: anna, text: 'Two' },
		],
		{ route: 'inputConnection' },
	);
	expect(run.answers.map((answer) => whyOf(answer) !== undefined)).toEqual([true, false, false]);
	expect(texts()).toEqual(['One', 'Two']);
});

test('what may be done twice is done as often as an agent asks for it', async () => {
	const { messageId } = spectrum.receive({ from: anna, text: 'Hi' });
	const node: NodeJson = {
		id: 'tool',
		name: 'Tapback',
		type: tapbackType,
		typeVersion: 1,
		parameters: {
			operation: 'add',
			reach: 'anyone',
			to: { __rl: true, mode: 'address', value: anna },
			messageId,
			reaction: fromAi('reaction'),
		},
		credentials,
	};
	const run = await host.executeAsTool(
		node,
		['love', 'laugh', 'love'].map((reaction) => ({ reaction })),
		{ route: 'inputConnection' },
	);
	expect(run.answers.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
	const keys = spectrum.calls.filter(({ method }) => method === 'SetReaction').map(({ metadata }) => metadata['x-idempotency-key']);
	expect([keys.length, new Set(keys).size]).toEqual([3, 3]);
});

test('calls that an agent makes at once are messages of their own, and one that fails leaves its place', async () => {
	const agents: INodeType = {
		...toolCaller,
		async execute() {
			const [tool] = (await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0)) as Array<{
				invoke(input: object): Promise<string>;
			}>;
			const said = async (text: string) => (await tool?.invoke({ to: anna, text })) ?? '';
			const answers = await Promise.allSettled([said('One'), said(''), said('Two')]);
			const failed = answers.map((answer) => answer.status === 'rejected' || answer.value.includes('"error"'));
			return [[...failed.map((isFailed) => ({ json: { isFailed } })), { json: { last: await said('Three') } }]];
		},
	};
	await host.restart({ nodes: { [sendType]: new Imessage(), [triggerType]: new ImessageTrigger(), 'test.agents': agents } });
	const workflow = toolWorkflow(sending(), []);
	const atOnce = { ...workflow, nodes: workflow.nodes.map((node) => (node.name === AGENT ? { ...node, type: 'test.agents' } : node)) };
	for (let time = 1; time <= 2; time++) {
		const run = await host.execute(begunByEvent(atOnce), { startNode: 'Trigger', triggerItems: items(event) });
		expect(run.json(AGENT).slice(0, 3)).toEqual([{ isFailed: false }, { isFailed: true }, { isFailed: false }]);
	}
	expect([...texts()].sort()).toEqual(['One', 'Three', 'Two']);
});

describe('an agent that n8n runs once more', () => {
	interface Tool {
		invoke(input: object): Promise<string>;
	}

	/** Calls its tool, and fails as often as it is told to. */
	const failing = (times: number, calls: (attempt: number) => string[]): INodeType => {
		let attempt = 0;
		return {
			...toolCaller,
			async execute() {
				const [tool] = (await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0)) as Tool[];
				attempt += 1;
				for (const text of calls(attempt)) await tool?.invoke({ to: anna, text });
				if (attempt <= times) throw new Error('The model is busy');
				return [[{ json: { attempt } }]];
			},
		};
	};

	async function run(
		agent: INodeType,
		change: (workflow: WorkflowJson) => WorkflowJson = (workflow) => workflow,
		others: Record<string, INodeType> = {},
	) {
		await host.restart({ nodes: { [sendType]: new Imessage(), [triggerType]: new ImessageTrigger(), 'test.agent': agent, ...others } });
		const workflow = toolWorkflow(sending(), []);
		const settings = { type: 'test.agent', retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
		const changed = change({ ...workflow, nodes: workflow.nodes.map((node) => (node.name === AGENT ? { ...node, ...settings } : node)) });
		return await host.execute(begunByEvent(changed), { startNode: 'Trigger', triggerItems: items(event) });
	}

	test('because it failed says nothing twice, in whatever words', async () => {
		const done = await run(failing(2, (attempt) => [`One, try ${attempt}`, `Two, try ${attempt}`]));
		expect(done.status).toBe('success');
		expect(texts()).toEqual(['One, try 1', 'Two, try 1']);
	});

	test('in the next round of a loop goes on behind the calls of the round before', async () => {
		let round = 0;
		const rounds = new Action(() => (round++ < 2 ? [{ json: { round } }] : []));
		const done = await run(
			failing(1, (attempt) => [`Attempt ${attempt}`]),
			(workflow) => ({
				...workflow,
				nodes: [...workflow.nodes, { id: 'loop', name: 'Loop', type: 'test.rounds', typeVersion: 1, parameters: {} }],
				connections: {
					...workflow.connections,
					Start: { main: [[{ node: 'Loop', type: NodeConnectionTypes.Main, index: 0 }]] },
					Loop: { main: [[{ node: AGENT, type: NodeConnectionTypes.Main, index: 0 }]] },
					[AGENT]: { main: [[{ node: 'Loop', type: NodeConnectionTypes.Main, index: 0 }]] },
				},
			}),
			{ 'test.rounds': rounds },
		);
		expect(done.status).toBe('success');
		expect(texts()).toEqual(['Attempt 1', 'Attempt 3']);
	});
});
