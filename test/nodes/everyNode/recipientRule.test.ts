import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { ImessageConversation } from '../../../nodes/ImessageConversation/ImessageConversation.node';
import { ImessageCreateSpace } from '../../../nodes/ImessageCreateSpace/ImessageCreateSpace.node';
import { Imessage } from '../../../nodes/Imessage/Imessage.node';
import { ImessageTyping } from '../../../nodes/ImessageTyping/ImessageTyping.node';
import { ImessageTapback } from '../../../nodes/ImessageTapback/ImessageTapback.node';
import type { Simulator } from '../../../simulator/src';
import { Action } from '../../support/action';
import type { NodeJson, TestHost, WorkflowJson } from '../../support/host';
import { credentials, startHostFor } from '../../support/oneNode';
import { useSpectrum } from '../../support/useSpectrum';

/** Whom an empty field means, wherever the item between Trigger and node comes from. Two lines know everyone. */

const pack = 'n8n-nodes-spectrum-imessage.';
const writer = '+15551234567';
const manager = '+15557654321';
const lines = ['+15550000001', '+15550000002'] as const;
const changing = 'test.changing';

const startSetting = useSpectrum((simulator) =>
	startHostFor(simulator, {
		[`${pack}imessage`]: new Imessage(),
		[`${pack}imessageTapback`]: new ImessageTapback(),
		[`${pack}imessageTyping`]: new ImessageTyping(),
		[`${pack}imessageCreateSpace`]: new ImessageCreateSpace(),
		[`${pack}imessageConversation`]: new ImessageConversation(),
		[changing]: new Action((context) => context.getInputData().map((item, index) => ({ json: change(item), pairedItem: { item: index } }))),
	}),
);
let spectrum: Simulator;
let host: TestHost;
/** What the node in between makes of an item. */
let change: (item: INodeExecutionData) => IDataObject;
let messageId: string;

beforeEach(async () => {
	({ spectrum, host } = await startSetting({ plan: 'dedicated', lines: [...lines] }));
	for (const from of [writer, manager]) for (const line of lines) spectrum.receive({ from, text: 'Hello', line });
	messageId = spectrum.receive({ from: writer, text: 'Hi', line: lines[1] }).messageId;
	change = ({ json }) => json;
});

const event = (more: object = {}) => ({
	json: {
		event: 'message.received',
		id: messageId,
		space: { id: `any;-;${writer}`, type: 'dm', phone: lines[1] },
		message: { id: messageId, text: 'Hi' },
		...more,
	},
});
const at = (value: string) => ({ __rl: true, mode: 'address', value });
const send = (parameters: object = {}, settings: object = {}): NodeJson => ({
	name: 'Send',
	type: `${pack}imessage`,
	parameters: { text: 'Answer', ...parameters },
	...settings,
});
const between: NodeJson = { name: 'Change', type: changing };

/** The nodes behind a Trigger, one after the other. */
function chain(trigger: string, ...nodes: NodeJson[]): WorkflowJson {
	const all = [{ name: trigger, type: `${pack}imessageTrigger` }, ...nodes];
	return {
		id: 'rule',
		nodes: all.map((node, index) => ({ id: `n${index}`, typeVersion: 1, credentials, ...node })),
		connections: Object.fromEntries(
			all
				.slice(0, -1)
				.map(({ name }, index) => [name, { main: [[{ node: all[index + 1]?.name ?? '', type: 'main' as const, index: 0 }]] }]),
		),
	};
}

const execute = async (...nodes: NodeJson[]) => await host.execute(chain('Trigger', ...nodes), { triggerItems: [event()] });
const sent = (line: string, person: string) =>
	spectrum.calls.filter((call) => call.method === 'SendTextMessage' && call.line === line && JSON.stringify(call.request).includes(person))
		.length;
const sentAtAll = () => spectrum.calls.filter(({ method }) => method === 'SendTextMessage').length;

describe('the writer is answered, from the line the message came to', () => {
	test.each<[string, (json: IDataObject) => IDataObject]>([
		['a node that changes nothing', (json) => json],
		['one that keeps nothing', () => ({ output: 'x' })],
		['one that keeps the space ID only', () => ({ space: { id: `any;-;${writer}` } })],
		['one that gives the space ID as an action does', () => ({ spaceId: `any;-;${writer}` })],
		['one that writes the service differently', () => ({ spaceId: `iMessage;-;${writer}` })],
	])('behind %s', async (_, make) => {
		change = ({ json }) => make(json);
		const run = await execute(between, send());
		expect([run.error?.message, run.status]).toEqual([undefined, 'success']);
		expect([sent(lines[1], writer), sentAtAll()]).toEqual([1, 1]);
	});

	test('with a Trigger whose name an expression could not hold', async () => {
		change = () => ({});
		const run = await host.execute(chain('a }} b {{ "c"', between, send()), { triggerItems: [event()] });
		expect(run.error?.message).toBeUndefined();
		expect(sent(lines[1], writer)).toBe(1);
	});

	test('and a tapback goes onto the message, on its own line', async () => {
		change = () => ({ spaceId: `any;-;${writer}` });
		const run = await execute(between, { name: 'Tapback', type: `${pack}imessageTapback`, parameters: { reaction: 'love' } });
		expect(run.error?.message).toBeUndefined();
		expect(run.json('Tapback')).toMatchObject([{ messageId, line: lines[1] }]);
	});
});

describe('nobody is written to when it is not clear who is meant', () => {
	test.each<[string, (json: IDataObject) => IDataObject, RegExp]>([
		[
			'an item names someone else',
			() => ({ spaceId: `any;-;${manager}` }),
			/names the conversation "any;-;\+15557654321", but "any;-;\+15551234567" started/,
		],
		['JSON that a customer typed does', ({ message }) => ({ space: { id: `any;-;${manager}` }, message }), /not clear who is meant/],
		['a space ID is null', () => ({ spaceId: null }), /"spaceId" names no conversation.*found "null"/],
		['a nested space ID is null', () => ({ space: { id: null } }), /"space\.id" names no conversation/],
		['a space ID is a number', () => ({ spaceId: 5 }), /found "5"/],
		['a space ID is a list', () => ({ spaceId: [`any;-;${manager}`] }), /"spaceId" names no conversation/],
		['two fields name two conversations', (json) => ({ ...json, spaceId: `any;-;${manager}` }), /names two conversations/],
		[
			'the item names another line of the same conversation',
			() => ({ spaceId: `any;-;${writer}`, line: lines[0] }),
			/names the line \+15550000001, but the message came in on the line \+15550000002/,
		],
		['a failed item was about someone else', () => ({ error: { message: 'no', spaceId: `any;-;${manager}` } }), /not clear who is meant/],
		[
			'a failed item was about nobody who can be read',
			() => ({ error: { message: 'no', to: 'n/a' } }),
			/"error\.to" names no conversation/,
		],
	])('%s', async (_, make, message) => {
		change = ({ json }) => make(json);
		const run = await execute(between, send());
		expect(run.errorOf('Send')?.message).toMatch(message);
		expect(run.errorOf('Send')?.description).toMatch(/Say whom|Choose one/);
		expect(sentAtAll()).toBe(0);
	});

	test('a send to someone else stands before: the next one has to say whom', async () => {
		const run = await execute({ ...send({ to: at(manager), text: 'New order' }), name: 'Tell' }, send());
		expect(run.errorOf('Send')?.message).toMatch(/not clear who is meant/);
		expect(sentAtAll()).toBe(1);
	});

	test.each([
		['continueRegularOutput', at(manager)],
		['continueRegularOutput', at('n/a')],
		['continueRegularOutput', at('={{ $json.phone }}')],
		['continueRegularOutput', at('={{ $json.no.such.field }}')],
	])('behind a send that failed under %s', async (onError, to) => {
		spectrum.faults.add('SendTextMessage', { type: 'error', code: 'recipientLocked' });
		const run = await execute({ ...send({ to, text: 'New order' }, { onError }), name: 'Tell' }, send());
		expect(run.json('Tell')).toMatchObject([{ error: { to: expect.any(String) as unknown } }]);
		expect(run.errorOf('Send')?.message).toMatch(/not clear who is meant|names no conversation/);
		expect(spectrum.phone(writer).messages.filter(({ text }) => text === 'Answer')).toEqual([]);
	});

	test.each([
		['switched off', { disabled: true }],
		['failing, on its error output', { onError: 'continueErrorOutput' as const }],
	])('a node of the pack passes on what it got: %s', async (_, settings) => {
		change = () => ({ spaceId: `any;-;${manager}`, messageId });
		const reader: NodeJson = { name: 'Read', type: `${pack}imessageConversation`, parameters: { operation: 'history' }, ...settings };
		const workflow = chain('Trigger', between, reader, send());
		const toSend = [{ node: 'Send', type: 'main' as const, index: 0 }];
		const run = await host.execute(
			{ ...workflow, connections: { ...workflow.connections, Read: { main: [toSend, toSend] } } },
			{ triggerItems: [event()] },
		);
		expect(run.errorOf('Send')?.message).toMatch(/not clear who is meant|names two conversations/);
		expect(sentAtAll()).toBe(0);
	});

	test('the typing indicator passes its item on, which it has not made', async () => {
		change = () => ({ spaceId: `any;-;${manager}`, messageId });
		const typing: NodeJson = { name: 'Type', type: `${pack}imessageTyping`, parameters: { operation: 'start', to: at(writer) } };
		const run = await execute(between, typing, send({ operation: 'reply' }));
		expect(run.errorOf('Send')?.message).toMatch(/not clear who is meant/);
		expect(sentAtAll()).toBe(0);
	});

	test("a send refused an item for whom it names: the next one does not take it for the writer's", async () => {
		change = () => ({ spaceId: `any;-;${manager}` });
		const run = await execute(between, { ...send({}, { onError: 'continueRegularOutput' }), name: 'First' }, send());
		expect(run.json('First')).toMatchObject([{ error: { spaceId: `any;-;${manager}` } }]);
		expect(run.errorOf('Send')?.message).toMatch(/not clear who is meant/);
		expect(sentAtAll()).toBe(0);
	});

	test('nothing from Spectrum started the run', async () => {
		const workflow = chain('Trigger', between, send());
		change = () => ({ spaceId: `any;-;${writer}` });
		const nodes = workflow.nodes.map((node) => (node.name === 'Trigger' ? { ...node, type: 'n8n-nodes-base.manualTrigger' } : node));
		const run = await host.execute({ ...workflow, nodes }, { triggerItems: [event()] });
		expect(run.errorOf('Send')?.message).toMatch(/names the conversation .*, which did not start the run/);
		expect(sentAtAll()).toBe(0);
	});
});

describe('what a node of the pack created or listed is meant directly behind it', () => {
	test('a new conversation', async () => {
		const create: NodeJson = {
			name: 'Create',
			type: `${pack}imessageCreateSpace`,
			parameters: { operation: 'createDirect', address: manager },
		};
		const run = await execute(create, send());
		expect(run.error?.message).toBeUndefined();
		expect(spectrum.phone(manager).messages.map(({ text }) => text)).toContain('Answer');
		expect(spectrum.phone(writer).messages.map(({ text }) => text)).not.toContain('Answer');
	});

	test('but not behind a node in between', async () => {
		const create: NodeJson = {
			name: 'Create',
			type: `${pack}imessageCreateSpace`,
			parameters: { operation: 'createDirect', address: manager },
		};
		const run = await execute(create, between, send());
		expect(run.errorOf('Send')?.message).toMatch(/not clear who is meant/);
	});

	test('a message that was just sent can be changed where it was sent', async () => {
		const run = await execute({ ...send({ to: at(manager), text: 'Nine' }), name: 'Tell' }, send({ operation: 'edit', text: 'Ten' }));
		expect(run.error?.message).toBeUndefined();
		expect(run.json('Send')).toMatchObject([{ spaceId: `any;-;${manager}`, edited: true }]);
	});
});

describe('an account', () => {
	test('does not answer what came in on another', async () => {
		const run = await host.execute(chain('Trigger', send()), { triggerItems: [event({ account: '0123456789abcdef' })] });
		expect(run.errorOf('Send')?.message).toMatch(/came in on another Spectrum account/);
		expect(sentAtAll()).toBe(0);
	});

	test('may still write to the same person when it is told to', async () => {
		const run = await host.execute(chain('Trigger', send({ to: at(writer) })), { triggerItems: [event({ account: '0123456789abcdef' })] });
		expect(run.error?.message).toBeUndefined();
		expect(sentAtAll()).toBe(1);
	});
});

describe('a message and its conversation', () => {
	test('that do not belong together are refused before the server decides', async () => {
		const other = spectrum.receive({ from: manager, text: 'Secret', line: lines[1] }).messageId;
		const run = await execute({ name: 'Tapback', type: `${pack}imessageTapback`, parameters: { messageId: other } });
		expect(run.errorOf('Tapback')?.message).toMatch(/is not in the conversation "any;-;\+15551234567"/);
		expect(spectrum.calls.filter(({ method }) => method === 'SetReaction')).toEqual([]);
	});

	test("are not looked up when both are the event's", async () => {
		await execute({ name: 'Tapback', type: `${pack}imessageTapback`, parameters: {} });
		expect(spectrum.calls.map(({ method }) => method)).toEqual(['SetReaction']);
	});
});
