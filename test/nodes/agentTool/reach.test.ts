import type { IDataObject } from 'n8n-workflow';
import { ImessageConversation } from '../../../nodes/ImessageConversation/ImessageConversation.node';
import { ImessageCreateSpace } from '../../../nodes/ImessageCreateSpace/ImessageCreateSpace.node';
import { ImessagePoll } from '../../../nodes/ImessagePoll/ImessagePoll.node';
import { ImessageEffect } from '../../../nodes/ImessageEffect/ImessageEffect.node';
import { Imessage } from '../../../nodes/Imessage/Imessage.node';
import { ImessageTapback } from '../../../nodes/ImessageTapback/ImessageTapback.node';
import type { Simulator } from '../../../simulator/src';
import { AGENT, toolWorkflow, type Execution, type NodeJson, type TestHost, type ToolRoute, type WorkflowJson } from '../../support/host';
import { credentials, startHostFor } from '../../support/oneNode';
import { useSpectrum } from '../../support/useSpectrum';

/** A person who writes to an agent must not be able to steer whom its tools reach. Two lines know everyone. */

const pack = 'n8n-nodes-spectrum-imessage.';
const writer = '+15551234567';
const stranger = '+15557654321';
const lines = ['+15550000001', '+15550000002'] as const;
const routes = ['engineRequest', 'inputConnection'] as const;

const startSetting = useSpectrum((simulator) =>
	startHostFor(simulator, {
		[`${pack}imessage`]: new Imessage(),
		[`${pack}imessageEffect`]: new ImessageEffect(),
		[`${pack}imessageTapback`]: new ImessageTapback(),
		[`${pack}imessagePoll`]: new ImessagePoll(),
		[`${pack}imessageCreateSpace`]: new ImessageCreateSpace(),
		[`${pack}imessageConversation`]: new ImessageConversation(),
	}),
);
let spectrum: Simulator;
let host: TestHost;
let messageId: string;
/** A message, a poll and a file of someone else's conversation. */
let secret: string;
let secretFile: string;

beforeEach(async () => {
	({ spectrum, host } = await startSetting({ plan: 'dedicated', lines: [...lines] }));
	for (const from of [writer, stranger]) for (const line of lines) spectrum.receive({ from, text: 'Hello', line });
	secret = spectrum.receive({ from: stranger, text: 'The code is 4711', line: lines[1] }).messageId;
	const bytes = Buffer.from('photo');
	const content = { type: 'attachment', id: 'SECRET-FILE', name: 'a.jpg', mimeType: 'image/jpeg', bytes } as const;
	spectrum.receive({ from: stranger, content, line: lines[1] });
	secretFile = 'SECRET-FILE';
	messageId = spectrum.receive({ from: writer, text: 'Hi', line: lines[1] }).messageId;
});

const fromAi = (name: string) => `={{ $fromAI('${name}', '', 'string') }}`;
const at = (value: string) => ({ __rl: true, mode: 'address', value });
const tool = (kind: string, parameters: object): NodeJson => ({
	id: 'tool',
	name: 'Tool',
	type: `${pack}${kind}`,
	typeVersion: 1,
	parameters: { ...parameters },
	credentials,
});
const send = (parameters: object = {}) => tool('imessage', { text: fromAi('text'), ...parameters });

const event = () => ({
	json: {
		event: 'message.received',
		id: messageId,
		space: { id: `any;-;${writer}`, type: 'dm', phone: lines[1] },
		sender: { address: writer },
		message: { id: messageId, text: 'Hi' },
	},
});

/** Trigger → agent with one tool, called with these arguments one after the other. */
function behindTrigger(node: NodeJson, calls: IDataObject[], route: ToolRoute): WorkflowJson {
	const { nodes, connections = {}, ...rest } = toolWorkflow(node, calls, { route });
	const [start, ...others] = nodes;
	const { [start?.name ?? '']: toAgent, ...toTools } = connections;
	return {
		...rest,
		nodes: [{ id: 't', name: 'Trigger', type: `${pack}imessageTrigger`, typeVersion: 1, credentials }, ...others],
		connections: { ...toTools, Trigger: toAgent ?? {} },
	};
}

let route: ToolRoute;
const call = async (node: NodeJson, ...calls: IDataObject[]) =>
	await host.execute(behindTrigger(node, calls, route), { triggerItems: [event()] });
const answers = (run: Execution) => JSON.stringify([run.tasks(AGENT).map((_, index) => run.json(AGENT, 0, index)), run.error?.message]);
const texts = (person: string) => spectrum.phone(person).messages.map(({ text }) => text);
const written = () => spectrum.calls.filter(({ method }) => !/^(Get|List|Download|Check|Is)/.test(method));

/** Whether the model's arguments decide on the value: in Agent 2 `$json` is the agent's own item, without them. */
const steers = (value: string) => route === 'engineRequest' || value.includes('$fromAI');

/** What a model that is steered adds to every call. */
const poison = () => ({
	space: { id: `any;-;${stranger}`, type: 'dm', phone: lines[0] },
	spaceId: `any;-;${stranger}`,
	line: lines[0],
	to: stranger,
	sender: { address: stranger },
	messageId: secret,
	pollId: secret,
	content: { type: 'attachment', id: secretFile },
	message: { id: secret },
	reach: 'anyone',
	callsPerRun: 1000,
	error: { spaceId: `any;-;${stranger}` },
});

describe.each(routes)('only this conversation (%s)', (taken) => {
	beforeEach(() => {
		route = taken;
	});

	test('an empty recipient is the writer, on the line of the event, whatever the model adds', async () => {
		const run = await call(send(), { text: 'For the writer', ...poison() });
		expect(texts(writer)).toContain('For the writer');
		expect(texts(stranger)).not.toContain('For the writer');
		expect(written().map(({ line }) => line)).toEqual([lines[1]]);
		expect(run.status).toBe('success');
	});

	test.each([
		['its space', '={{ $json.space.id }}', 'space'],
		['its sender', '={{ $json.sender.address }}', 'address'],
		["the model's word", fromAi('to'), 'address'],
	])('a recipient filled in from %s reaches no stranger, and the model is told', async (_, value, mode) => {
		const run = await call(send({ to: { __rl: true, mode, value } }), { text: 'Hi', ...poison() });
		expect(texts(stranger)).not.toContain('Hi');
		if (!steers(value)) return;
		expect(answers(run)).toMatch(/may not reach .*any;-;\+15557654321.*Leave .*To.* empty/);
		expect(written()).toEqual([]);
	});

	test('the writer may be named', async () => {
		await call(send({ to: at(fromAi('to')) }), { text: 'Named', to: writer });
		expect(texts(writer)).toContain('Named');
		expect(written().every(({ line }) => line === lines[1])).toBe(true);
	});

	test('a line that the model chooses is refused', async () => {
		const run = await call(send({ options: { line: { __rl: true, mode: 'phone', value: fromAi('line') } } }), {
			text: 'Hi',
			line: lines[0],
		});
		expect(answers(run)).toMatch(/may not use the line \+15550000001/);
		expect(written()).toEqual([]);
	});

	test.each([
		['history', 'imessageConversation', { operation: 'history', to: { __rl: true, mode: 'space', value: '={{ $json.space.id }}' } }],
		['a message', 'imessageConversation', { resource: 'message', operation: 'get', messageId: fromAi('messageId') }],
		['a file', 'imessageConversation', { resource: 'attachment', operation: 'download', attachmentId: '={{ $json.content.id }}' }],
		['an address', 'imessageConversation', { resource: 'address', operation: 'check', address: fromAi('to') }],
	])('%s of someone else is not read', async (_, kind, parameters) => {
		const run = await call(tool(kind, parameters), poison());
		expect(answers(run)).not.toMatch(/4711|a\.jpg|imessageAvailable/);
		if (steers(JSON.stringify(parameters))) expect(answers(run)).toMatch(/may not (reach|fetch)/);
	});

	test.each([
		['a tapback', 'imessageTapback', { messageId: fromAi('messageId') }],
		['a reply', 'imessage', { operation: 'reply', text: 'x', messageId: fromAi('messageId') }],
		['an answer in a thread', 'imessage', { text: 'x', options: { replyTo: fromAi('messageId') } }],
	])('%s on a message of someone else is refused', async (_, kind, parameters) => {
		const run = await call(tool(kind, parameters), poison());
		expect(answers(run)).toMatch(/is not in the conversation/);
		expect(written().map(({ method }) => method)).toEqual([]);
	});

	test('a poll of someone else is neither read nor voted in', async () => {
		const poll = await host.execute({
			id: 'ask',
			nodes: [
				{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
				{
					...tool('imessagePoll', {
						operation: 'create',
						title: 'Where?',
						to: at(stranger),
						options: { line: { __rl: true, mode: 'phone', value: lines[1] } },
						optionsAs: 'list',
						optionList: 'A, B',
					}),
					name: 'Ask',
				},
			],
			connections: { Start: { main: [[{ node: 'Ask', type: 'main', index: 0 }]] } },
		});
		const pollId = poll.json('Ask')[0]?.pollId as string;
		for (const operation of ['get', 'vote']) {
			const run = await call(tool('imessagePoll', { operation, pollId: fromAi('pollId'), option: 'A' }), { pollId });
			expect(answers(run)).toMatch(/may not reach/);
		}
		expect(spectrum.phone(stranger).eventsOf('vote')).toEqual([]);
	});

	test('the history of the writer is read', async () => {
		const run = await call(tool('imessageConversation', { operation: 'history' }), poison());
		expect(answers(run)).toContain('Hello');
		expect(answers(run)).not.toContain('4711');
	});

	test('groups are neither made nor changed', async () => {
		const run = await call(tool('imessageCreateSpace', { operation: 'createGroup', members: fromAi('members') }), {
			members: `${writer}, ${stranger}`,
		});
		expect(answers(run)).toMatch(/may not change groups/);
		expect(written()).toEqual([]);
	});

	test('only messages of the run are changed', async () => {
		const own = spectrum.phone(writer).messages.at(-1)?.id;
		const edit = await call(send({ operation: 'edit', messageId: fromAi('messageId') }), { messageId: own ?? secret, text: 'Changed' });
		expect(answers(edit)).toMatch(/only messages that were sent in this run/);
		const unsend = await call(tool('imessage', { operation: 'unsend', messageId: fromAi('messageId') }), { messageId: secret });
		expect(answers(unsend)).toMatch(/only messages that were sent in this run/);
		expect(written()).toEqual([]);
	});

	test.each([
		['imessage', { text: 'Nine' }],
		['imessageEffect', { text: 'Nine' }],
	])('a message that %s has sent before the agent is one of the run', async (kind, parameters) => {
		const { nodes, connections, ...workflow } = behindTrigger(
			send({ operation: 'edit', messageId: '={{ $("Greet").first().json.messageId }}' }),
			[{ text: 'Ten' }],
			route,
		);
		const greet = { id: 'greet', name: 'Greet', type: `${pack}${kind}`, typeVersion: 1, parameters, credentials };
		const to = (node: string) => ({ main: [[{ node, type: 'main' as const, index: 0 }]] });
		await host.execute(
			{ ...workflow, nodes: [...nodes, greet], connections: { ...connections, Trigger: to('Greet'), Greet: to(AGENT) } },
			{ triggerItems: [event()] },
		);
		expect(texts(writer)).toContain('Ten');
		expect(texts(writer)).not.toContain('Nine');
	});

	test('calls of one run are counted', async () => {
		const run = await call(send({ callsPerRun: 2 }), { text: 'One' }, { text: 'Two' }, { text: 'Three' });
		expect(answers(run)).toMatch(/may be used 2 times in one run/);
		expect(written().filter(({ method }) => method === 'SendTextMessage')).toHaveLength(2);
	});

	test('a setting that is an expression is refused, so that no model can steer it', async () => {
		const run = await call(send({ reach: fromAi('reach') }), { text: 'Hi', reach: 'anyone' });
		expect(answers(run)).toMatch(/setting .*Reach.* holds an expression/);
		expect(written()).toEqual([]);
	});
});

describe.each(routes)('listed addresses (%s)', (taken) => {
	beforeEach(() => {
		route = taken;
	});

	test('are reached beside the writer, and nobody else', async () => {
		const node = send({ reach: 'listed', reachAddresses: `alice@example.com, ${stranger}`, to: at(fromAi('to')) });
		await call(node, { text: 'Listed', to: stranger });
		expect(texts(stranger)).toContain('Listed');
		const run = await call(node, { text: 'Not listed', to: '+15550001111' });
		expect(answers(run)).toMatch(/may not reach .*15550001111/);
	});

	test('include the one typed into the node', async () => {
		await call(send({ reach: 'listed', to: at(stranger) }), { text: 'Typed' });
		expect(texts(stranger)).toContain('Typed');
	});

	test('are all that counts where no message started the run', async () => {
		const node = send({ to: at(stranger) });
		await host.executeAsTool(node, { text: 'Typed' }, { route });
		expect(texts(stranger)).toContain('Typed');
		const before = written().length;
		await host.executeAsTool(send({ to: at(fromAi('to')) }), { text: 'Chosen', to: writer }, { route });
		expect(written()).toHaveLength(before);
	});

	test('one that cannot be read is named to the author', async () => {
		const run = await call(send({ reach: 'listed', reachAddresses: '12345' }), { text: 'Hi' });
		expect(answers(run)).toMatch(/Listed Addresses.* has the entry .*12345/);
	});
});

describe.each(routes)('anyone (%s)', (taken) => {
	beforeEach(() => {
		route = taken;
	});

	test('is reached in conversations that exist, and no new one is begun', async () => {
		const node = send({ reach: 'anyone', to: at(fromAi('to')), options: { line: { __rl: true, mode: 'phone', value: lines[1] } } });
		await call(node, { text: 'Known', to: stranger });
		expect(texts(stranger)).toContain('Known');
		const run = await call(node, { text: 'Cold', to: '+15550001111' });
		expect(answers(run)).toMatch(/would be a new conversation, and this tool may begin none/);
		expect(texts('+15550001111')).toEqual([]);
	});

	test('new conversations are counted over the run', async () => {
		const node = send({ reach: 'anyone', newConversationsPerRun: 1, to: at(fromAi('to')) });
		const run = await call(node, { text: 'A', to: '+15550001111' }, { text: 'B', to: '+15550002222' });
		expect(answers(run)).toMatch(/may begin only 1/);
		// n8n does not say in which order the calls of one answer are made.
		expect([...texts('+15550001111'), ...texts('+15550002222')]).toHaveLength(1);
	});
});

describe('several items before the agent', () => {
	test.each(routes)('about different people: nobody is written to, and the model is told why (%s)', async (taken) => {
		route = taken;
		const workflow = behindTrigger(send(), [{ text: 'Hi' }], route);
		const other = { json: { ...event().json, id: 'other', space: { id: `any;-;${stranger}`, type: 'dm', phone: lines[1] } } };
		const run = await host.execute(workflow, { triggerItems: [event(), other] });
		expect(answers(run)).toMatch(/To.* is empty|not all of them are about/);
		expect(written()).toEqual([]);
	});
});
