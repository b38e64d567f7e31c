import type { IConnections, INodeExecutionData, INodeParameters, INodeType } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { Imessage } from '../../../nodes/Imessage/Imessage.node';
import { ImessageTrigger } from '../../../nodes/ImessageTrigger/ImessageTrigger.node';
import type { Simulator } from '../../../simulator/src';
import { Action, description } from '../../support/action';
import type { TestHost, WorkflowJson } from '../../support/host';
import { credentials, startHostFor } from '../../support/oneNode';
import { items, sendType, triggerType } from '../../support/sendHost';
import { useSpectrum } from '../../support/useSpectrum';

const anna = '+15551230001';
const bob = '+15551230002';

/** What the nodes of a test give this time, by their names; a node that is not listed hands on what it gets. */
let given: Record<string, (input: INodeExecutionData[], run: number) => INodeExecutionData[][]> = {};
const runs = new Map<string, number>();

const work = (context: { getNode(): { name: string }; getInputData(): INodeExecutionData[] }) => {
	const { name } = context.getNode();
	const run = runs.get(name) ?? 0;
	runs.set(name, run + 1);
	return (given[name] ?? ((input: INodeExecutionData[]) => [input]))(context.getInputData(), run);
};

const step = new Action((context) => work(context)[0] ?? []);
/** Two outputs, as an If has. */
const decider: INodeType = {
	description: description('decider', {
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		properties: [{ displayName: 'Options', name: 'options', type: 'json', default: {} }],
	}),
	async execute() {
		return await Promise.resolve(work(this));
	},
};
/** Two inputs, one after the other, as n8n's Merge appends them. */
const merger: INodeType = {
	description: description('merger', { inputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main] }),
	async execute() {
		const all = [0, 1].flatMap((input) => this.getInputData(input).map((one, item) => ({ ...one, pairedItem: { item, input } })));
		return await Promise.resolve([all]);
	},
};
const types = { 'test.step': step, 'test.if': decider, 'test.merge': merger };

const startSetting = useSpectrum((simulator) =>
	startHostFor(simulator, { [sendType]: new Imessage(), [triggerType]: new ImessageTrigger(), ...types }),
);
let spectrum: Simulator;
let host: TestHost;

beforeEach(async () => {
	({ spectrum, host } = await startSetting());
});

afterEach(async () => {
	given = {};
	runs.clear();
});

const event = { event: 'message.received', id: 'm1', sequence: '7', space: { id: `any;-;${anna}`, type: 'dm', phone: 'shared' } };
const texts = (phone = anna) => spectrum.phone(phone).messages.map(({ text }) => text);
const says = (text: string, pairedItem = { item: 0 }) => [{ json: { text, phone: anna }, pairedItem }];

type Wire = [from: string, to: string, output?: number, input?: number];

/** A workflow in n8n's present order, drawn as wires; a node that is no Trigger, Send, If or Merge by name hands things on. */
function wired(wires: Wire[], send: INodeParameters = {}): WorkflowJson {
	const names = [...new Set(wires.flatMap(([from, to]) => [from, to]))];
	const connections: IConnections = {};
	for (const [from, to, output = 0, input = 0] of wires) {
		const main = ((connections[from] ??= { main: [] }).main ??= []);
		while (main.length <= output) main.push([]);
		main[output]?.push({ node: to, type: NodeConnectionTypes.Main, index: input });
	}
	const typeOf = (name: string) =>
		name === 'Trigger'
			? triggerType
			: name === 'Send'
				? sendType
				: name.startsWith('If')
					? 'test.if'
					: name.startsWith('Merge')
						? 'test.merge'
						: 'test.step';
	const parameters = { to: { __rl: true, mode: 'address', value: '={{ $json.phone }}' }, text: '={{ $json.text }}', ...send };
	return {
		id: 'branches',
		settings: { executionOrder: 'v1' },
		nodes: names.map((name, index) => ({
			id: name,
			name,
			type: typeOf(name),
			typeVersion: 1,
			// n8n runs the branch that stands higher first.
			position: [0, index],
			parameters: name === 'Send' ? parameters : {},
			...(name === 'Send' || name === 'Trigger' ? { credentials } : {}),
		})),
		connections,
	};
}

const run = async (workflow: WorkflowJson, ...json: object[]) =>
	await host.execute(workflow, { startNode: 'Trigger', triggerItems: items(...(json.length === 0 ? [event] : json)) });

describe('two branches that meet in one Send', () => {
	test.each<[string, Wire[]]>([
		[
			'directly',
			[
				['Trigger', 'A'],
				['Trigger', 'B'],
				['A', 'Send'],
				['B', 'Send'],
			],
		],
		[
			'in a node before it',
			[
				['Trigger', 'A'],
				['Trigger', 'B'],
				['A', 'X'],
				['B', 'X'],
				['X', 'Y'],
				['Y', 'Send'],
			],
		],
		[
			'in a Merge',
			[
				['Trigger', 'A'],
				['Trigger', 'B'],
				['A', 'Merge'],
				['B', 'Merge', 0, 1],
				['Merge', 'Send'],
			],
		],
	])('%s: a repeat that also runs the first one sends its text once, and the other no second time', async (_where, wires) => {
		given = { A: () => [[]], B: () => [says('B')] };
		await run(wired(wires));
		expect(texts()).toEqual(['B']);
		given = { A: () => [says('A')], B: () => [says('B')] };
		const repeat = await run(wired(wires));
		expect(repeat.status).toBe('success');
		expect(texts().sort()).toEqual(['A', 'B']);
		await run(wired(wires));
		expect(texts().sort()).toEqual(['A', 'B']);
	});

	test('a Switch that gives one item to several outputs has such branches, too', async () => {
		const wires: Wire[] = [
			['Trigger', 'If'],
			['If', 'A'],
			['If', 'B', 1],
			['A', 'Send'],
			['B', 'Send'],
		];
		const workflow = wired(wires);
		const toAll = {
			...workflow,
			nodes: workflow.nodes.map((node) => (node.name === 'If' ? { ...node, parameters: { options: { allMatchingOutputs: true } } } : node)),
		};
		given = { A: () => [says('A')], B: () => [says('B')], If: () => [[], says('')] };
		await run(toAll);
		given.If = () => [says(''), says('')];
		await run(toAll);
		expect(texts()).toEqual(['B', 'A']);
	});

	test('under a key of the user, another way out of an If is another message, which is refused', async () => {
		const wires: Wire[] = [
			['Trigger', 'If'],
			['If', 'A'],
			['If', 'B', 1],
			['A', 'Send'],
			['B', 'Send'],
		];
		const keyed = wired(wires, { options: { idempotencyKey: 'order-1' } });
		given = { A: () => [says('Shipped')], B: () => [says('Cancelled')], If: (input) => [input, []] };
		await run(keyed);
		given.If = (input) => [[], input];
		const refused = await run(keyed, { ...event, id: 'm2' });
		expect(refused.errorOf('Send')?.message).toContain('another item or branch');
		expect(texts()).toEqual(['Shipped']);
	});

	test('a repeat in which an If decides otherwise does not send a second time', async () => {
		const wires: Wire[] = [
			['Trigger', 'If'],
			['If', 'Create'],
			['If', 'X', 1],
			['Create', 'X'],
			['X', 'Send'],
		];
		given = { If: (input) => [input, []], X: () => [says('Welcome')] };
		await run(wired(wires));
		given.If = (input) => [[], input];
		const repeat = await run(wired(wires));
		expect(repeat.status).toBe('success');
		expect(texts()).toEqual(['Welcome']);
	});
});

describe('a loop', () => {
	// Loop gives one of the list after the other, and then nothing.
	const loop: Wire[] = [
		['Trigger', 'List'],
		['List', 'Loop'],
		['Loop', 'Send'],
		['Send', 'Loop'],
	];
	const over = (...people: Array<[string, string]>) => {
		runs.clear();
		given = {
			List: () => [people.map(([phone, text]) => ({ json: { phone, text }, pairedItem: { item: 0 } }))],
			Loop: (_input, round) => [
				people.slice(round, round + 1).map(([phone, text]) => ({ json: { phone, text }, pairedItem: { item: 0 } })),
			],
		};
	};

	test('sends every text of the same person, and none of them again in a repeat', async () => {
		over([anna, 'One'], [anna, 'Two'], [bob, 'Three']);
		for (let time = 1; time <= 2; time++) {
			runs.clear();
			expect((await run(wired(loop))).status).toBe('success');
		}
		expect([texts(), texts(bob)]).toEqual([['One', 'Two'], ['Three']]);
	});

	test('over a list in another order reaches everybody once', async () => {
		over([anna, 'Hello Anna'], [bob, 'Hello Bob']);
		await run(wired(loop));
		over(['+15551230003', 'Hello Carl'], [bob, 'Hello Bob'], [anna, 'Hello Anna']);
		expect((await run(wired(loop))).status).toBe('success');
		expect([texts(), texts(bob), texts('+15551230003')]).toEqual([['Hello Anna'], ['Hello Bob'], ['Hello Carl']]);
	});

	test('over keys of the user in another order, and with other words, writes nothing again', async () => {
		const keyed = wired(loop, { options: { idempotencyKey: '={{ $json.phone }}' } });
		over([anna, 'Hello Anna'], [bob, 'Hello Bob']);
		await run(keyed);
		over([bob, 'Hi Bob'], [anna, 'Hi Anna']);
		expect((await run(keyed, { ...event, id: 'm2' })).status).toBe('success');
		expect([texts(), texts(bob)]).toEqual([['Hello Anna'], ['Hello Bob']]);
	});

	test('keeps the key of a round that n8n tries again', async () => {
		over([anna, 'One'], [anna, 'Two']);
		spectrum.faults.add('SendTextMessage', { type: 'error', code: 'internalError', afterWrite: true }, { times: 2 });
		const workflow = wired(loop);
		const retrying = {
			...workflow,
			nodes: workflow.nodes.map((node) => (node.name === 'Send' ? { ...node, retryOnFail: true, maxTries: 5, waitBetweenTries: 1 } : node)),
		};
		expect((await run(retrying)).status).toBe('success');
		expect(texts()).toEqual(['One', 'Two']);
	});
});

test('two events of one run from the same person are answered each, also when one of them comes alone', async () => {
	const chain: Wire[] = [['Trigger', 'Send']];
	const said = (id: string) => ({ ...event, id, phone: anna, text: `Answer to ${id}` });
	await run(wired(chain), said('m1'), said('m2'));
	await run(wired(chain), said('m2'));
	expect(texts()).toEqual(['Answer to m1', 'Answer to m2']);
});

test('what a node before the loop would make of the record stays small: a node that runs once keeps nothing', async () => {
	const execution = await run(
		wired([
			['Trigger', 'A'],
			['A', 'Send'],
		]),
		{ ...event, phone: anna, text: 'Hi' },
	);
	expect(execution.run.data.executionData?.contextData).toEqual({});
});
