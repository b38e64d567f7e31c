import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { Imessage } from '../../../nodes/Imessage/Imessage.node';
import { ImessageTrigger } from '../../../nodes/ImessageTrigger/ImessageTrigger.node';
import type { Simulator, SimulatorOptions } from '../../../simulator/src';
import { Action } from '../../support/action';
import type { TestHost, WorkflowJson } from '../../support/host';
import { credentials, startHostFor } from '../../support/oneNode';
import { items, sendType, triggerType } from '../../support/sendHost';
import { useSpectrum } from '../../support/useSpectrum';

const person = '+15551234567';
const anna = '+15551230001';
const bob = '+15551230002';

/** A database, an HTTP request, or code: what it gives this time. */
let listed: (input: INodeExecutionData[]) => INodeExecutionData[] = (input) => input;
const listType = 'test.list';
const list = new Action((context) => listed(context.getInputData()));

const startSetting = useSpectrum((simulator) =>
	startHostFor(simulator, { [sendType]: new Imessage(), [triggerType]: new ImessageTrigger(), [listType]: list }),
);
let spectrum: Simulator;
let host: TestHost;

async function start(options: SimulatorOptions = {}): Promise<void> {
	({ spectrum, host } = await startSetting(options));
}

afterEach(() => {
	listed = (input) => input;
});

const event = { event: 'message.received', id: 'm1', sequence: '7', space: { id: `any;-;${person}`, type: 'dm', phone: 'shared' } };
const node = (name: string, type: string, parameters: INodeParameters = {}) => ({
	id: name,
	name,
	type,
	typeVersion: 1,
	parameters,
	credentials,
});
const to = (name: string) => ({ main: [[{ node: name, type: 'main' as const, index: 0 }]] });
const address = (value: string) => ({ __rl: true, mode: 'address', value });
const texts = (phone: string) => spectrum.phone(phone).messages.map(({ text }) => text);

/** An event, a list that is read because of it, and a send to everybody on the list. */
function sending(send: INodeParameters): WorkflowJson {
	return {
		id: 'w',
		nodes: [node('Trigger', triggerType), node('List', listType), node('Send', sendType, send)],
		connections: { Trigger: to('List'), List: to('Send') },
	};
}

const run = async (workflow: WorkflowJson, json: object = event) => await host.execute(workflow, { triggerItems: items(json) });

/** Who is on the list this time, each paired with the event as a database pairs them. */
const lists = (...people: string[]) => {
	listed = () => people.map((phone) => ({ json: { phone }, pairedItem: { item: 0 } }));
};

describe('a run that is repeated and reads another list', () => {
	const hello = { to: address('={{ $json.phone }}'), text: '=Hello {{ $json.phone }}' };

	test('reaches everybody once, whoever was reached before', async () => {
		await start();
		lists(anna);
		await run(sending(hello));
		lists(bob, anna);
		await run(sending(hello));
		expect([texts(anna), texts(bob)]).toEqual([[`Hello ${anna}`], [`Hello ${bob}`]]);
	});

	test('never writes the words for one person into the conversation of another', async () => {
		await start({ plan: 'dedicated' });
		// Anna's conversation is opened, and nothing is sent into it.
		spectrum.faults.add('SendTextMessage', { type: 'error', code: 'burstRateExceeded' }, { times: 1 });
		lists(anna, bob);
		expect((await run(sending(hello))).status).toBe('error');
		lists(bob, anna);
		expect((await run(sending(hello))).status).toBe('success');
		expect([texts(anna), texts(bob)]).toEqual([[`Hello ${anna}`], [`Hello ${bob}`]]);
	});

	test('never sends one person the file of another', async () => {
		await start();
		const invoices = (...people: string[]) => {
			listed = () =>
				people.map((phone) => ({
					json: { phone },
					binary: { data: { data: Buffer.from(phone).toString('base64'), mimeType: 'text/plain', fileName: `invoice of ${phone}.txt` } },
					pairedItem: { item: 0 },
				}));
		};
		const invoice = sending({ operation: 'sendAttachment', to: address('={{ $json.phone }}') });
		// Anna's file is uploaded, and not sent.
		spectrum.faults.add('SendAttachmentMessage', { type: 'error', code: 'newContactThrottled' }, { times: 1 });
		invoices(anna, bob);
		expect((await run(invoice)).status).toBe('error');
		invoices(bob, anna);
		expect((await run(invoice)).status).toBe('success');
		const files = (phone: string) =>
			spectrum.phone(phone).messages.flatMap(({ attachments }) => attachments.map(({ bytes }) => bytes.toString()));
		expect([files(anna), files(bob)]).toEqual([[anna], [bob]]);
	});

	test('an item that failed keeps its place for the next time', async () => {
		await start();
		const { nodes, ...rest } = sending({ to: address(anna), text: '={{ $json.text }}' });
		const goingOn = {
			...rest,
			nodes: nodes.map((one) => (one.name === 'Send' ? { ...one, onError: 'continueRegularOutput' as const } : one)),
		};
		for (const first of ['', 'first']) {
			listed = () => [first, 'second'].map((text) => ({ json: { text }, pairedItem: { item: 0 } }));
			await run(goingOn);
		}
		expect(texts(anna)).toEqual(['second', 'first']);
	});

	test('two messages for one person stay two', async () => {
		await start();
		lists(anna, anna);
		await run(sending(hello));
		await run(sending(hello));
		expect(texts(anna)).toEqual([`Hello ${anna}`, `Hello ${anna}`]);
	});
});

test('a Retry with a corrected recipient reaches that one', async () => {
	await start();
	spectrum.faults.add('SendTextMessage', { type: 'error', code: 'internalError', afterWrite: true }, { times: 30 });
	expect((await run(sending({ to: address(anna), text: 'Your code' }))).status).toBe('error');
	spectrum.faults.clear();
	await run(sending({ to: address(bob), text: 'Your code' }));
	expect(texts(bob)).toEqual(['Your code']);
});

test('behind a node that keeps no pairing, a repeated event is answered once, and in its conversation', async () => {
	await start();
	listed = () => ['a', 'b'].map((text) => ({ json: { text } }));
	const workflow = sending({ text: '={{ $json.text }}' });
	// n8n pairs one item with everything that comes of it by itself; of several it knows nothing.
	const several: WorkflowJson = {
		...workflow,
		nodes: [...workflow.nodes, node('Split', 'test.split')],
		connections: { Trigger: to('Split'), Split: to('List'), List: to('Send') },
	};
	await host.restart({
		nodes: { [sendType]: new Imessage(), [triggerType]: new ImessageTrigger(), [listType]: list, 'test.split': splitting },
	});
	for (let time = 1; time <= 2; time++) expect((await run(several)).status).toBe('success');
	expect(texts(person)).toEqual(['a', 'b']);
});

const splitting = new Action(() => [1, 2, 3].map((part) => ({ json: { part }, pairedItem: { item: 0 } })));

test('in the editor, data pinned to a Trigger that did not start the run says nothing of the conversation', async () => {
	await start();
	listed = (input) => input.map((_, item) => ({ json: { output: 'A draft' }, pairedItem: { item } }));
	const { nodes, connections, ...rest } = sending({ text: '={{ $json.output }}' });
	const withChat: WorkflowJson = {
		...rest,
		nodes: [...nodes, { id: 'chat', name: 'Chat', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} }],
		connections: { ...connections, Chat: to('List') },
		pinData: { Trigger: [{ json: event }] },
	};
	const tried = await host.execute(withChat, { startNode: 'Chat', mode: 'manual', triggerItems: items({ chatInput: 'Hi' }) });
	expect(tried.errorOf('Send')?.message).toContain('"To" is empty');
	expect(texts(person)).toEqual([]);
});

test('two Triggers that wait for the same event both have their say', async () => {
	await start();
	const workflow: WorkflowJson = {
		id: 'w',
		nodes: [node('Prices', triggerType), node('Hours', triggerType), node('Send', sendType, { text: '={{ $json.answer }}' })],
		connections: { Prices: to('Send'), Hours: to('Send') },
	};
	for (const [startNode, answer] of [
		['Prices', 'It costs 5'],
		['Hours', 'We open at 9'],
		['Hours', 'We open at 9'],
	] as const) {
		await host.execute(workflow, { startNode, triggerItems: items({ ...event, answer }) });
	}
	expect(texts(person)).toEqual(['It costs 5', 'We open at 9']);
});

test('what is written because of a gap is written once', async () => {
	await start();
	const gap = (after: string) => ({
		event: 'line.gap',
		id: `shared:gap:0:${after}`,
		line: 'shared',
		gap: { reason: 'eventsMissing', after },
	});
	for (const after of ['12', '12', '99']) await run(sending({ to: address(anna), text: 'Look into it' }), gap(after));
	expect(texts(anna)).toEqual(['Look into it', 'Look into it']);
});

test('an execution that got its id from a restored database is another one', async () => {
	await start();
	listed = (input) => input;
	const workflow = sending({ to: address(anna), text: '={{ $json.text }}' });
	const withoutEvent = async (text: string) => await host.execute(workflow, { triggerItems: items({ text }), executionId: '77' });
	expect((await withoutEvent('Before')).status).toBe('success');
	expect((await withoutEvent('After')).json('Send')[0]).not.toHaveProperty('alreadySent');
	expect(texts(anna)).toEqual(['Before', 'After']);
});

describe('two nodes of one id', () => {
	const twins = (first: INodeParameters, second: INodeParameters): WorkflowJson => ({
		id: 'w',
		nodes: [
			node('Trigger', triggerType),
			{ ...node('First', sendType, first), id: 'twin' },
			{ ...node('Second', sendType, second), id: 'twin' },
		],
		connections: { Trigger: to('First'), First: to('Second') },
	});

	test('send a message each, and neither of them again in a repeat', async () => {
		await start();
		for (let time = 1; time <= 2; time++) await run(twins({ to: address(anna), text: 'One' }, { to: address(anna), text: 'Two' }));
		expect(texts(anna)).toEqual(['One', 'Two']);
	});

	test('also under one idempotency key', async () => {
		await start();
		const options = { idempotencyKey: 'order-1' };
		for (let time = 1; time <= 2; time++)
			await run(twins({ to: address(anna), text: 'One', options }, { to: address(anna), text: 'Two', options }), {
				...event,
				id: `m${time}`,
			});
		expect(texts(anna)).toEqual(['One', 'Two']);
	});

	test('a node that is renamed is the same one, as long as its id is its own', async () => {
		await start();
		const named = (name: string): WorkflowJson => ({
			id: 'w',
			nodes: [node('Trigger', triggerType), { ...node(name, sendType, { to: address(anna), text: `Written by ${name}` }), id: 'only' }],
			connections: { Trigger: to(name) },
		});
		for (const name of ['Send', 'Send order']) expect((await run(named(name))).status).toBe('success');
		expect(texts(anna)).toEqual(['Written by Send']);
	});
});
