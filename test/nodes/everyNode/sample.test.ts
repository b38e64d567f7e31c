import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import type { Simulator } from '../../../simulator/src';
import { allNodes } from '../../support/allNodes';
import type { TestHost, WorkflowJson } from '../../support/host';
import { inbound, oneNode, startHostFor, underTest } from '../../support/oneNode';
import { operationsOf } from '../../support/operations';
import { useSpectrum } from '../../support/useSpectrum';

const alice = '+15551230001';
const space = `any;-;${alice}`;
const pack = 'n8n-nodes-spectrum-imessage';
const sendType = `${pack}.imessage`;

/** Operations that send, change and delete nothing. */
const reading: Readonly<Record<string, readonly string[]>> = {
	imessageBackground: ['get'],
	imessagePoll: ['get'],
	imessageConversation: [
		'conversation.history',
		'conversation.getAnswer',
		'conversation.getDetails',
		'conversation.getMany',
		'message.get',
		'message.getEmbeddedMedia',
		'message.waitUntilDelivered',
		'attachment.download',
		'address.check',
		'location.getLocation',
		'location.getLocations',
	],
	imessageCreateSpace: ['group.listMembers', 'group.getIcon'],
	imessageCampaign: ['preview', 'report', 'checkOptOut'],
};

const { [`${pack}.imessageTrigger`]: _trigger, ...nodes } = allNodes();
const operations = Object.entries(nodes).flatMap(([type, node]) => operationsOf(node).map((operation) => ({ type, ...operation })));
type Named = (typeof operations)[number];
const nameOf = ({ resource, operation }: Named) => (resource === undefined ? operation : `${resource}.${operation}`);
const isReading = (each: Named) => reading[each.type.slice(pack.length + 1)]?.includes(nameOf(each)) === true;

/** Stands for a node between, such as Code: gives what the test says, with the pairing that the test says. */
let givenBetween: (item: INodeExecutionData) => INodeExecutionData[] = (item) => [item];
const betweenType = 'test.between';
const betweenNode: INodeType = {
	description: {
		displayName: 'Between',
		name: 'between',
		group: ['transform'],
		version: 1,
		description: 'Gives what the test says',
		defaults: { name: 'Between' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	},
	async execute(this: IExecuteFunctions) {
		const [item] = this.getInputData();
		return await Promise.resolve([item === undefined ? [] : givenBetween(item)]);
	},
};

// The Trigger fetches its sample by gRPC: HTTP has no replay.
const startSetting = useSpectrum((simulator) => startHostFor(simulator, { ...nodes, [betweenType]: betweenNode }, 'grpc'), afterAll);
let spectrum: Simulator;
let host: TestHost;

beforeAll(async () => {
	({ spectrum, host } = await startSetting({ rateLimit: Number.POSITIVE_INFINITY }));
});

const event = (marks: IDataObject = { sample: true }) => ({ json: { ...(inbound(space).json as IDataObject), ...marks } });
const send = (settings: object = {}): WorkflowJson => oneNode(sendType, { text: 'Answer' }, settings);
const sent = () => spectrum.phone(alice).messages.map(({ text }) => text);
const refusal = /run was started with a sample/;

/** A run by hand in which the Trigger gives these items: n8n pins them in the editor. */
const byHand = async (workflow: WorkflowJson, items: INodeExecutionData[], options: object = {}) =>
	await host.execute({ ...workflow, pinData: { Start: items } }, { mode: 'manual', ...options });

/** The node under test, with something in every field that n8n requires. */
function filled({ type, resource, operation }: Named): WorkflowJson {
	const required = (nodes[type]?.description.properties ?? []).filter((property) => property.required === true);
	const values = required.map(({ name, type: kind }) => [
		name,
		kind === 'resourceLocator' ? { __rl: true, mode: 'address', value: alice } : 'x',
	]);
	return oneNode(type, { ...(Object.fromEntries(values) as IDataObject), ...(resource === undefined ? {} : { resource }), operation });
}

/** A node between the Trigger and the node under test. */
function between(workflow: WorkflowJson, given: typeof givenBetween): WorkflowJson {
	givenBetween = given;
	return {
		...workflow,
		nodes: [...workflow.nodes, { id: 'between', name: 'Between', type: betweenType, typeVersion: 1, position: [100, 0], parameters: {} }],
		connections: {
			...workflow.connections,
			Start: { main: [[{ node: 'Between', type: 'main', index: 0 }]] },
			Between: { main: [[{ node: underTest, type: 'main', index: 0 }]] },
		},
	};
}

/** Without a Trigger: as n8n runs it from a node whose data is pinned, and as a sub-workflow. */
function startedByHand(workflow: WorkflowJson): WorkflowJson {
	const [, ...others] = workflow.nodes;
	const start = {
		id: 'start',
		name: 'Start',
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: {},
	};
	return { ...workflow, nodes: [start, ...others] };
}

test.each(operations.filter((each) => !isReading(each)))('$type $resource $operation does not act on a sample', async (each) => {
	const before = spectrum.calls.length;
	const { error } = await byHand(filled(each), [event()]);
	expect(error?.message).toMatch(refusal);
	expect(error?.description).toMatch(/"Next Message".*"Test Event".*"Newest Message, May Be Answered"/);
	expect(spectrum.calls.slice(before)).toEqual([]);
});

test.each(operations.filter(isReading))('$type $resource $operation reads of a sample as of any event', async (each) => {
	const { error } = await byHand(filled(each), [event()]);
	expect(error?.message ?? '').not.toMatch(/sample|has issues/);
});

test('every reading operation named here is one', () => {
	const known = operations.map((each) => `${each.type}.${nameOf(each)}`);
	expect(
		Object.entries(reading)
			.flatMap(([node, names]) => names.map((name) => `${pack}.${node}.${name}`))
			.filter((name) => !known.includes(name)),
	).toEqual([]);
});

describe('a sending node', () => {
	beforeEach(() => spectrum.receive({ from: alice, text: 'Hi', webhooks: false }));

	test('acts on a sample that may be answered, and on a new event', async () => {
		const before = sent().length;
		for (const marks of [{ sample: true, sampleMayBeAnswered: true }, {}]) {
			expect((await byHand(send(), [event(marks)])).status).toBe('success');
		}
		expect(sent().slice(before)).toEqual(['Answer', 'Answer']);
	});

	test('refuses a retry of a failed test, which has another mode', async () => {
		const { error } = await host.execute(send(), { mode: 'retry', triggerItems: [event()] });
		expect(error?.message).toMatch(refusal);
	});

	test('refuses where a node in between takes the mark off the item, or claims that it may be answered', async () => {
		const changes: Array<typeof givenBetween> = [
			() => [{ json: { text: 'only this' }, pairedItem: 0 }],
			() => [{ json: { text: 'unpaired' } }, { json: { text: 'two' } }],
			({ json }) => [{ json: { ...json, sampleMayBeAnswered: true }, pairedItem: 0 }],
		];
		for (const change of changes) {
			const before = sent().length;
			const { error } = await byHand(between(send(), change), [event()]);
			expect(error?.message).toMatch(refusal);
			expect(sent()).toHaveLength(before);
		}
	});

	test('refuses where several events are pinned, one of them a sample, and the pairing was lost', async () => {
		const before = sent().length;
		const { error } = await byHand(
			between(send(), () => [{ json: {} }, { json: {} }, { json: {} }]),
			[event({}), event()],
		);
		expect(error?.message).toMatch(/run was started with a sample/);
		expect(sent()).toHaveLength(before);
	});

	test('is not stopped by an item that claims to be a sample, in a run of a new event', async () => {
		const claiming = between(send(), ({ json }) => [{ json: { ...json, sample: true }, pairedItem: 0 }]);
		const { status } = await host.execute(claiming, { mode: 'trigger', triggerItems: [event({})] });
		expect(status).toBe('success');
	});

	test('refuses what the Trigger has fetched, until the Trigger says that it may be answered', async () => {
		const before = sent().length;
		const fetched = await host.execute(send(), { mode: 'manual' });
		expect(fetched.json('Start')).toMatchObject([{ sample: true, message: { text: 'Hi' } }]);
		expect(fetched.error?.message).toMatch(refusal);
		expect(sent()).toHaveLength(before);
		const [start, ...others] = send().nodes;
		const answerable = {
			...send(),
			nodes: [{ ...start, parameters: { options: { testEvent: 'newestAnswerable' } } }, ...others],
		} as WorkflowJson;
		expect((await host.execute(answerable, { mode: 'manual' })).status).toBe('success');
		expect(sent()).toHaveLength(before + 1);
	});

	test('refuses a sample that is pinned behind the Trigger, which does not run then', async () => {
		expect((await host.execute(startedByHand(send()), { mode: 'manual', triggerItems: [event()] })).error?.message).toMatch(refusal);
	});

	test('passes the refusal on where the node continues on an error', async () => {
		const execution = await byHand(send({ onError: 'continueErrorOutput' }), [event()]);
		expect(execution.status).toBe('success');
		expect(execution.json('Failed')).toHaveLength(1);
		expect(JSON.stringify(execution.json('Failed'))).toMatch(refusal);
	});

	test('takes a row of a sheet with a column of that name for what it is', async () => {
		const workflow = startedByHand(oneNode(sendType, { text: 'Answer', to: '={{ $json.phone }}' }));
		const { status } = await host.execute(workflow, { mode: 'manual', triggerItems: [{ json: { sample: true, phone: alice } }] });
		expect(status).toBe('success');
	});
});
