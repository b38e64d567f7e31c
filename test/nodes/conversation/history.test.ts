import { ImessageConversation } from '../../../nodes/ImessageConversation/ImessageConversation.node';
import type { Simulator, SimulatorOptions } from '../../../simulator/src';
import type { TestHost } from '../../support/host';
import { inbound, oneNode, startHostFor, underTest } from '../../support/oneNode';
import { useSpectrum } from '../../support/useSpectrum';

const type = 'n8n-nodes-spectrum-imessage.imessageConversation';
const person = '+15551234567';
const space = `any;-;${person}`;
const lines = ['+15550000001', '+15550000002'];
const bySpace = (value: string) => ({ to: { __rl: true, mode: 'space', value } });
const noon = Date.UTC(2026, 10, 20, 12);
const minute = 60_000;

const startSetting = useSpectrum((simulator) => startHostFor(simulator, { [type]: new ImessageConversation() }));
let spectrum: Simulator;
let host: TestHost;

async function start(options?: SimulatorOptions): Promise<void> {
	({ spectrum, host } = await startSetting(options));
}

/** Messages of the person, one a minute from noon on, named m0, m1, … */
function receive(count: number, line?: string): string[] {
	return Array.from(
		{ length: count },
		(_, index) => spectrum.receive({ from: person, text: `m${index}`, at: noon + index * minute, line }).messageId,
	);
}

const onConversation = (operation: string, parameters: object = {}, settings?: object) =>
	oneNode(type, { resource: 'conversation', operation, ...parameters }, settings);
const history = (parameters: object = {}, settings?: object) => onConversation('history', parameters, settings);
const texts = (run: { json(node: string): Array<Record<string, unknown>> }) => run.json(underTest).map(({ text }) => text);

describe('history', () => {
	test('gives the conversation of the item, newest first, one small item a message, all paired', async () => {
		await start();
		const ids = receive(2);
		spectrum.phone(person).react(ids[0] as string, 'love');
		const run = await host.execute(history(), { triggerItems: [inbound(space)] });
		expect(run.status).toBe('success');
		expect(run.items(underTest).slice(1)).toEqual([
			{
				json: {
					messageId: ids[1],
					spaceId: space,
					spaceType: 'dm',
					line: 'shared',
					text: 'm1',
					isFromMe: false,
					senderAddress: person,
					service: 'iMessage',
					sentAt: '2026-11-20T12:01:00.000Z',
				},
				pairedItem: { item: 0 },
			},
			{
				json: {
					messageId: ids[0],
					spaceId: space,
					spaceType: 'dm',
					line: 'shared',
					text: 'm0',
					isFromMe: false,
					senderAddress: person,
					service: 'iMessage',
					sentAt: '2026-11-20T12:00:00.000Z',
					reactions: [{ kind: 'love', from: person, isFromMe: false }],
				},
				pairedItem: { item: 0 },
			},
		]);
		// The newest row is the reaction itself.
		expect(run.json(underTest)[0]).toMatchObject({ reaction: { kind: 'love', target: ids[0] } });
	});

	test('each item has its own conversation, and its messages pair with it', async () => {
		await start({ plan: 'dedicated', lines });
		receive(2, lines[0]);
		const group = spectrum.createGroup({ line: lines[1], members: [person, '+15557654321'] });
		spectrum.receive({ from: person, text: 'to all', line: lines[1], space: group });
		const run = await host.execute(history({ to: { __rl: true, mode: 'space', value: '={{ $json.where }}' } }), {
			triggerItems: [{ json: { where: space } }, { json: { where: group } }],
		});
		expect(run.items(underTest).map(({ json, pairedItem }) => [json.text, json.line, json.spaceType, pairedItem])).toEqual([
			['m1', lines[0], 'dm', { item: 0 }],
			['m0', lines[0], 'dm', { item: 0 }],
			['to all', lines[1], 'group', { item: 1 }],
		]);
	});

	test('Limit and Return All go through the pages', async () => {
		await start();
		receive(230);
		expect(texts(await host.execute(history(bySpace(space))))).toHaveLength(50);
		expect(texts(await host.execute(history({ ...bySpace(space), limit: 3 })))).toEqual(['m229', 'm228', 'm227']);
		expect(texts(await host.execute(history({ ...bySpace(space), limit: 105 })))).toHaveLength(105);
		spectrum.faults.clear();
		const before = spectrum.calls.length;
		const all = texts(await host.execute(history({ ...bySpace(space), returnAll: true })));
		expect(all).toEqual(Array.from({ length: 230 }, (_, index) => `m${229 - index}`));
		expect(spectrum.calls.slice(before).map(({ request }) => request.page_size)).toEqual([100, 100, 100]);
	});

	test.each([
		[{ after: '2026-11-20T12:03:00Z' }, ['m4', 'm3']],
		[{ before: '2026-11-20T12:02:00Z' }, ['m1', 'm0']],
		[{ after: '2026-11-20T12:01:00.000Z', before: '2026-11-20T12:03:00.000+00:00' }, ['m2', 'm1']],
		[{ after: `={{ DateTime.fromMillis(${noon + 4 * minute}) }}` }, ['m4']],
		[{ after: '={{ DateTime.fromISO("2026-11-20T12:04:00Z") }}' }, ['m4']],
		[{ after: '={{ new Date("2026-11-20T12:04:00Z") }}' }, ['m4']],
		[{ after: '' }, ['m4', 'm3', 'm2', 'm1', 'm0']],
		// As the picker gives it: in the time zone of the workflow, which is five hours behind.
		[{ after: '2026-11-20T07:03:00' }, ['m4', 'm3']],
	])('filters by time: %j', async (filters, expected) => {
		await start();
		receive(5);
		const workflow = { ...history({ ...bySpace(space), filters }), settings: { timezone: 'America/New_York' } };
		expect(texts(await host.execute(workflow))).toEqual(expected);
	});

	test('filters by who sent it and whether it was read', async () => {
		await start();
		receive(2);
		const opening = oneNode(type, { resource: 'conversation', operation: 'markRead' });
		await host.execute(opening, { triggerItems: [inbound(space)] });
		spectrum.receive({ from: person, text: 'new' });
		const store = spectrum.store();
		store.send(store.directChat(person), { parts: [{ bubble: 0, text: 'ours' }] }, {});
		const found = async (filters: object) => texts(await host.execute(history({ ...bySpace(space), filters })));
		expect(await found({})).toEqual(['ours', 'new', 'm1', 'm0']);
		expect(await found({ sentBy: 'anyone' })).toEqual(['ours', 'new', 'm1', 'm0']);
		expect(await found({ sentBy: 'me' })).toEqual(['ours']);
		expect(await found({ sentBy: 'others' })).toEqual(['new', 'm1', 'm0']);
		// Unread here: our own message, of which no receipt has come, is not meant.
		expect(await found({ unreadOnly: true })).toEqual(['new']);
		expect(await found({ unreadOnly: true, sentBy: 'anyone' })).toEqual(['new']);
		expect(await found({ unreadOnly: true, sentBy: 'me' })).toEqual(['ours']);
		expect(await found({ unreadOnly: false })).toHaveLength(4);
	});

	test('nothing found is no item, and the whole message is there on request', async () => {
		await start();
		const [id] = receive(1);
		expect((await host.execute(history({ ...bySpace(space), filters: { sentBy: 'me' } }))).items(underTest)).toEqual([]);
		const run = await host.execute(history({ ...bySpace(space), simplify: false }));
		expect(run.json(underTest)).toMatchObject([
			{
				messageId: id,
				spaceId: space,
				line: 'shared',
				message: { id, text: 'm0', type: 'normal', flags: { isSystemMessage: false }, sender: { address: person } },
			},
		]);
	});

	test('a message in it can be answered by the next node: id, conversation and line stand where Send looks for them', async () => {
		await start();
		receive(1);
		const [json] = (await host.execute(history(bySpace(space)))).json(underTest);
		const again = await host.execute(history({}), { triggerItems: [{ json: json ?? {} }] });
		expect(texts(again)).toEqual(['m0']);
	});
});

describe('details and reading', () => {
	test('details tell who is in it, what is unread, and what came last', async () => {
		await start({ plan: 'dedicated', lines });
		const group = spectrum.createGroup({ line: lines[1], members: [person, '+15557654321'] });
		const { messageId } = spectrum.receive({ from: person, text: 'to all', line: lines[1], space: group, at: noon });
		const run = await host.execute(onConversation('getDetails', bySpace(group)));
		expect(run.json(underTest)).toEqual([
			{
				spaceId: group,
				spaceType: 'group',
				line: lines[1],
				service: 'iMessage',
				members: [person, '+15557654321'],
				unreadCount: 1,
				isArchived: false,
				isFiltered: false,
				lastMessageId: messageId,
				lastMessageAt: '2026-11-20T12:00:00.000Z',
				lastMessageText: 'to all',
				lastMessageFrom: person,
				lastMessageIsFromMe: false,
			},
		]);
		const whole = await host.execute(onConversation('getDetails', { ...bySpace(group), simplify: false }));
		expect(whole.json(underTest)).toMatchObject([{ spaceId: group, space: { id: group, isGroup: true, lastMessage: { text: 'to all' } } }]);
	});

	test('marking as read is seen by the person, once', async () => {
		await start();
		const [id] = receive(1);
		spectrum.faults.add('MarkChatRead', { type: 'error', code: 'internalError', afterWrite: true });
		const run = await host.execute(onConversation('markRead', {}, { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 }), {
			triggerItems: [inbound(space)],
		});
		expect(run.json(underTest)).toEqual([{ spaceId: space, spaceType: 'dm', line: 'shared', markedRead: true }]);
		expect(spectrum.phone(person).eventsOf('read')).toMatchObject([{ messageId: id }]);
	});
});

describe('what is refused before any call', () => {
	test.each([
		['history', { ...bySpace(space), limit: 0 }, /"Limit" is not a whole number/],
		['history', { ...bySpace(space), limit: '={{ 1.5 }}' }, /"Limit" is not a whole number.*found "1.5"/],
		['history', { ...bySpace(space), filters: { after: 'yesterday' } }, /"After" is not a date and time; found "yesterday"/],
		[
			'history',
			{ ...bySpace(space), filters: { after: '2026-11-20', before: '2026-11-19' } },
			/"Before" is not later than the filter "After"/,
		],
		['history', { ...bySpace(space), filters: { sentBy: '={{ "bob" }}' } }, /"Sent By" is not one of its choices/],
		['history', { ...bySpace('chat1') }, /"Conversation" is not a space ID/],
		['getDetails', {}, /"Conversation" is empty/],
		['markRead', {}, /"Conversation" is empty/],
	])('%s %j', async (operation, parameters, message) => {
		await start();
		const run = await host.execute(onConversation(operation, parameters), { triggerItems: [{ json: { unrelated: true } }] });
		expect(run.errorOf(underTest)?.message).toMatch(message);
		expect(run.errorOf(underTest)?.description).toBeTruthy();
		expect(spectrum.calls).toHaveLength(0);
	});
});

test('a conversation that no line has is said so; the other items go on', async () => {
	await start({ plan: 'dedicated', lines });
	receive(1, lines[1]);
	const workflow = history({ to: { __rl: true, mode: 'space', value: '={{ $json.where }}' } }, { onError: 'continueErrorOutput' });
	const run = await host.execute(workflow, { triggerItems: [{ json: { where: 'any;+;none' } }, { json: { where: space } }] });
	expect(run.json('Failed')).toMatchObject([{ error: { kind: 'notFound' } }]);
	for (const line of lines) expect(JSON.stringify(run.json('Failed'))).toContain(line);
	expect(run.json('Fine')).toMatchObject([{ text: 'm0' }]);
});
