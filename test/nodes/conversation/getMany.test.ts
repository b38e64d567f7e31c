import { ImessageConversation } from '../../../nodes/ImessageConversation/ImessageConversation.node';
import type { Simulator, SimulatorOptions } from '../../../simulator/src';
import { AGENT, type TestHost, toolWorkflow } from '../../support/host';
import { credentials, inbound, oneNode, startHostFor, underTest } from '../../support/oneNode';
import { useSpectrum } from '../../support/useSpectrum';

const type = 'n8n-nodes-spectrum-imessage.imessageConversation';
const anna = '+15551230001';
const ben = '+15551230002';
const cleo = 'cleo@example.com';
const lines = ['+15550000001', '+15550000002'];
const noon = Date.UTC(2026, 10, 20, 12);
const minute = 60_000;
const direct = (address: string) => `any;-;${address}`;

const startSetting = useSpectrum((simulator) => startHostFor(simulator, { [type]: new ImessageConversation() }));
let spectrum: Simulator;
let host: TestHost;

async function start(options?: SimulatorOptions): Promise<void> {
	({ spectrum, host } = await startSetting(options));
}

const getMany = (parameters: object = {}) => oneNode(type, { resource: 'conversation', operation: 'getMany', ...parameters });
const listed = async (parameters: object = {}) => (await host.execute(getMany(parameters))).json(underTest);
const idsOf = async (parameters: object = {}) => (await listed(parameters)).map(({ spaceId }) => spaceId);
const callsOf = (method: string) => spectrum.calls.filter((call) => call.method === method).length;

/** A group of both, and a conversation with each on a line of their own: newest last. */
async function startWithThree(): Promise<string> {
	await start({ plan: 'dedicated', lines });
	const group = spectrum.createGroup({ line: lines[1], members: [anna, ben] });
	spectrum.receive({ from: anna, text: 'Hello', line: lines[0], at: noon });
	spectrum.receive({ from: ben, text: 'To both', line: lines[1], space: group, at: noon + minute });
	spectrum.receive({ from: cleo, text: 'A table for two?', line: lines[0], at: noon + 2 * minute });
	return group;
}

test('gives the conversations of all lines, newest first, each with its last message, members and what is unread', async () => {
	const group = await startWithThree();
	spectrum.receive({ from: cleo, text: 'At eight', line: lines[0], at: noon + 3 * minute });
	const run = await host.execute(getMany());
	expect(run.items(underTest).map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 0 }, { item: 0 }]);
	const common = {
		service: 'iMessage',
		isArchived: false,
		isFiltered: false,
		lastMessageId: expect.any(String),
		lastMessageIsFromMe: false,
	};
	expect(run.json(underTest)).toEqual([
		{
			...common,
			spaceId: direct(cleo),
			spaceType: 'dm',
			line: lines[0],
			members: [cleo],
			unreadCount: 2,
			lastMessageAt: '2026-11-20T12:03:00.000Z',
			lastMessageText: 'At eight',
			lastMessageFrom: cleo,
		},
		{
			...common,
			spaceId: group,
			spaceType: 'group',
			line: lines[1],
			members: [anna, ben],
			unreadCount: 1,
			lastMessageAt: '2026-11-20T12:01:00.000Z',
			lastMessageText: 'To both',
			lastMessageFrom: ben,
		},
		{
			...common,
			spaceId: direct(anna),
			spaceType: 'dm',
			line: lines[0],
			members: [anna],
			unreadCount: 1,
			lastMessageAt: '2026-11-20T12:00:00.000Z',
			lastMessageText: 'Hello',
			lastMessageFrom: anna,
		},
	]);
	const [whole] = await listed({ simplify: false, limit: 1 });
	expect(whole).toMatchObject({ spaceId: direct(cleo), space: { id: direct(cleo), isGroup: false, lastMessage: { text: 'At eight' } } });
});

test('the same person on two lines is two conversations', async () => {
	await start({ plan: 'dedicated', lines });
	for (const [index, line] of lines.entries()) spectrum.receive({ from: anna, text: `On ${line}`, line, at: noon + index * minute });
	expect((await listed()).map(({ spaceId, line }) => [spaceId, line])).toEqual([
		[direct(anna), lines[1]],
		[direct(anna), lines[0]],
	]);
});

describe('filters', () => {
	test('by line, by type and by time, alone and together', async () => {
		const group = await startWithThree();
		const line = (value: string) => ({ line: { __rl: true, mode: 'phone', value } });
		expect(await idsOf({ filters: line('+1 555 000 0002') })).toEqual([group]);
		expect(await idsOf({ filters: { spaceType: 'group' } })).toEqual([group]);
		expect(await idsOf({ filters: { spaceType: 'dm' } })).toEqual([direct(cleo), direct(anna)]);
		expect(await idsOf({ filters: { since: '2026-11-20T12:01:00Z' } })).toEqual([direct(cleo), group]);
		expect(await idsOf({ filters: { since: '2026-11-20T12:01:00Z', spaceType: 'dm', ...line(lines[0] as string) } })).toEqual([
			direct(cleo),
		]);
		expect(await idsOf({ filters: { since: '2026-11-20T13:00:00Z' } })).toEqual([]);
	});

	test('unread only reads nothing but unread messages, and shows what came last', async () => {
		await start({ plan: 'dedicated', lines });
		for (let index = 0; index < 150; index++) spectrum.receive({ from: anna, text: `m${index}`, line: lines[0], at: noon + index });
		await host.execute(
			oneNode(type, { resource: 'conversation', operation: 'markRead', to: { __rl: true, mode: 'address', value: anna } }),
		);
		spectrum.receive({ from: ben, text: 'Still there?', line: lines[1], at: noon - minute });
		const store = spectrum.store(lines[1]);
		store.send(store.directChat(ben), { parts: [{ bubble: 0, text: 'One moment' }] }, {});
		const before = spectrum.calls.length;
		expect(await listed({ filters: { unreadOnly: true } })).toMatchObject([
			{ spaceId: direct(ben), unreadCount: 1, lastMessageText: 'One moment', lastMessageIsFromMe: true },
		]);
		expect(
			spectrum.calls
				.slice(before)
				.map(({ method }) => method)
				.sort(),
		).toEqual(['GetChat', 'ListRecentMessages', 'ListRecentMessages']);
	});

	test.each([
		[{ filters: { spaceType: '={{ "some" }}' } }, /"Type" is not one of its choices/],
		[{ filters: { since: 'yesterday' } }, /"Since" is not a date and time; found "yesterday"/],
		[{ limit: 0 }, /"Limit" is not a whole number/],
	])('refuses %j before any call', async (parameters, message) => {
		await start();
		const run = await host.execute(getMany(parameters));
		expect(run.errorOf(underTest)?.message).toMatch(message);
		expect(spectrum.calls).toHaveLength(0);
	});

	test('a line that the credential does not have is named', async () => {
		await start({ plan: 'dedicated', lines });
		const run = await host.execute(getMany({ filters: { line: { __rl: true, mode: 'phone', value: '+15559990000' } } }));
		expect(run.errorOf(underTest)?.message).toContain('There is no line "+15559990000"');
	});
});

describe('pages', () => {
	const people = Array.from({ length: 120 }, (_, index) => `+1555200${String(index).padStart(4, '0')}`);

	test('Limit reads no more than it needs, and Return All everything', async () => {
		await start();
		for (const [index, from] of people.entries()) spectrum.receive({ from, text: 'Hi', at: noon + index * minute });
		const newest = people.map(direct).reverse();
		expect(await idsOf()).toEqual(newest.slice(0, 50));
		expect([callsOf('ListRecentMessages'), callsOf('GetChat')]).toEqual([1, 50]);
		expect(await idsOf({ limit: 2 })).toEqual(newest.slice(0, 2));
		expect([callsOf('ListRecentMessages'), callsOf('GetChat')]).toEqual([2, 52]);
		expect(await idsOf({ returnAll: true })).toEqual(newest);
		expect([callsOf('ListRecentMessages'), callsOf('GetChat')]).toEqual([4, 172]);
	});

	test('a busy line does not hide the others, and is read only as far as necessary', async () => {
		await start({ plan: 'dedicated', lines });
		spectrum.receive({ from: ben, text: 'Early', line: lines[1], at: noon });
		for (let index = 0; index < 230; index++)
			spectrum.receive({ from: anna, text: `m${index}`, line: lines[0], at: noon + (index + 1) * 10 });
		expect(await idsOf({ limit: 1 })).toEqual([direct(anna)]);
		expect(callsOf('ListRecentMessages')).toBe(2);
		expect(await idsOf({ limit: 2 })).toEqual([direct(anna), direct(ben)]);
		expect(callsOf('ListRecentMessages')).toBe(2 + 4);
	});

	test('a search that ends at its bound says that older conversations may be missing', async () => {
		await start();
		spectrum.receive({ from: ben, text: 'Long ago', at: noon - minute });
		for (let index = 0; index < 5_000; index++) spectrum.receive({ from: anna, text: 'm', at: noon + index, webhooks: false });
		const run = await host.execute(getMany());
		expect(run.json(underTest).map(({ spaceId }) => spaceId)).toEqual([direct(anna)]);
		expect(callsOf('ListRecentMessages')).toBe(51);
		expect(run.tasks(underTest)[0]?.hints).toMatchObject([
			{ message: expect.stringContaining('Only the newest 5,000 messages of each line were searched'), type: 'warning' },
		]);
		const whole = await host.execute(getMany({ limit: 1 }));
		expect(whole.tasks(underTest)[0]?.hints).toEqual([]);
	});
});

test('a group that the line has left is listed with what is still known of it', async () => {
	const group = await startWithThree();
	spectrum.faults.add('GetChat', { type: 'error', code: 'chatNotFound' }, { line: lines[1] });
	const found = (await listed()).find(({ spaceId }) => spaceId === group);
	expect(found).toMatchObject({ spaceType: 'group', line: lines[1], members: [], lastMessageText: 'To both' });
	expect(found).not.toHaveProperty('unreadCount');
});

test('two credentials do not share what they list', async () => {
	await start({ plan: 'dedicated', lines });
	const other = await startSetting({ plan: 'dedicated', lines });
	spectrum.receive({ from: anna, text: 'Here', line: lines[0] });
	other.spectrum.receive({ from: ben, text: 'There', line: lines[0] });
	expect(await idsOf()).toEqual([direct(anna)]);
	expect((await other.host.execute(getMany())).json(underTest).map(({ spaceId }) => spaceId)).toEqual([direct(ben)]);
});

test('behind it, each conversation is acted on by itself', async () => {
	await startWithThree();
	const [first] = await listed({ filters: { spaceType: 'dm' } });
	const list = getMany({ filters: { spaceType: 'dm' } });
	const [, node] = list.nodes;
	const details = {
		...node,
		id: 'details',
		name: 'Details',
		parameters: { resource: 'conversation', operation: 'getDetails' },
		credentials,
	};
	const workflow = {
		...list,
		nodes: [...list.nodes, details],
		connections: { ...list.connections, [underTest]: { main: [[{ node: 'Details', type: 'main' as const, index: 0 }]] } },
	};
	const run = await host.execute(workflow as typeof list, { triggerItems: [inbound(direct(ben))] });
	expect(run.json('Details').map(({ spaceId }) => spaceId)).toEqual([direct(cleo), direct(anna)]);
	expect(first).toMatchObject({ spaceId: direct(cleo) });
});

test.each(['engineRequest', 'inputConnection'] as const)('is nothing for an agent, whatever the author sets (%s)', async (route) => {
	await start();
	spectrum.receive({ from: anna, text: 'Secret' });
	const tool = {
		id: 'tool',
		name: 'List',
		type,
		typeVersion: 1,
		parameters: { resource: 'conversation', operation: 'getMany', reach: 'anyone' },
		credentials,
	};
	const execution = await host.execute(toolWorkflow(tool, [{}], { route }));
	const answers = JSON.stringify([execution.tasks(AGENT).map((_, index) => execution.json(AGENT, 0, index)), execution.error?.message]);
	expect(answers).toContain('This operation is not for AI agents');
	expect(answers).not.toContain('Secret');
	expect(spectrum.calls).toHaveLength(0);
});
