import type { INodeExecutionData } from 'n8n-workflow';
import type { TestHost } from '../support/host';
import { ImessageTrigger } from '../../nodes/ImessageTrigger/ImessageTrigger.node';
import { allNodes } from '../support/allNodes';
import { logWorkflow, nextEvents, useLogStage } from '../support/logHost';
import { inbound, oneNode, underTest } from '../support/oneNode';
import { triggerType } from '../support/triggerHost';
import type { Simulator, SimulatorOptions } from '../../simulator/src';

const person = '+15551234567';
const other = '+15557654321';
const space = `any;-;${person}`;
const line = '+15550000001';
/** The sending node has no other name than that of the pack. */
const node = (name: string) => `n8n-nodes-spectrum-imessage.imessage${name === 'Send' ? '' : name}`;
const atAddress = { to: { __rl: true, mode: 'address', value: person } };
const atSpace = (value: string) => ({ to: { __rl: true, mode: 'space', value } });

/** What no source decides is tried both ways: the pack must do the right thing whichever is true. */
describe('the pack, whatever the truth is about', () => {
	const startStage = useLogStage();
	let spectrum: Simulator;
	let host: TestHost;

	const start = async (simulator: SimulatorOptions = {}, settings: Partial<Simulator['settings']> = {}): Promise<void> => {
		const nodes = { ...allNodes(), [triggerType]: new ImessageTrigger({ random: () => 0 }) };
		({ spectrum, host } = await startStage({ simulator, host: { nodes } }));
		Object.assign(spectrum.settings, settings);
	};

	/** One execution of one node; its first item, or its failure. */
	const run = async (
		type: string,
		parameters: object,
		item?: INodeExecutionData,
	): Promise<{ json?: Record<string, unknown>; error?: Error }> => {
		const workflow = oneNode(node(type), parameters);
		for (const { credentials } of workflow.nodes) if (credentials !== undefined) delete credentials.spectrumSelfHostedApi;
		const execution = await host.execute(workflow, item === undefined ? {} : { triggerItems: [item] });
		return { json: execution.json(underTest)[0], error: execution.error ?? undefined };
	};

	const createPoll = async (): Promise<string> => {
		const option = [{ text: 'Pizza' }, { text: 'Soup' }];
		const { json, error } = await run('Poll', { operation: 'create', title: 'Lunch?', pollOptions: { option }, ...atAddress });
		if (json === undefined) throw error ?? new Error('No poll was created');
		return json.pollId as string;
	};

	describe.each(['chatNotFound', 'accepted'] as const)('a direct chat that nobody has opened: %s', (coldDirectChats) => {
		test('Send and Poll reach an address; what does not open a chat says that there is none', async () => {
			await start({ plan: 'dedicated' }, { coldDirectChats });
			const typing = await run('Typing', { operation: 'start', ...atAddress });
			if (coldDirectChats === 'accepted') expect(typing.error).toBeUndefined();
			else expect(typing.error?.message).toMatch(/conversation/);
			expect((await run('Send', { text: 'Hi', ...atAddress })).json).toMatchObject({ spaceId: space, line });
			expect((await run('Typing', { operation: 'start', ...atAddress })).error).toBeUndefined();
			expect(spectrum.phone(person).typing.at(-1)).toMatchObject({ isTyping: true });
			await createPoll();
			expect(spectrum.phone(person).messages).toMatchObject([{ text: 'Hi' }, { poll: { title: 'Lunch?' } }]);
		});
	});

	describe.each(['all', 'others', 'none'] as const)('polls that are messages too: %s', (pollsAsMessages) => {
		test('an own poll starts no run, and each vote on it one', async () => {
			await start({}, { pollsAsMessages });
			await host.activate(logWorkflow({ events: ['message.received', 'poll.voted'] }));
			const pollId = await createPoll();
			spectrum.phone(person).vote(pollId, 'Soup');
			spectrum.receive({ from: person, text: 'The end' });
			expect(await nextEvents(host, 2)).toMatchObject([
				{ event: 'poll.voted', poll: { id: pollId, title: 'Lunch?', option: { text: 'Soup' } } },
				{ event: 'message.received', message: { text: 'The end' } },
			]);
		});

		test('a poll of others is told once as a poll', async () => {
			await start({}, { pollsAsMessages });
			spectrum.receive({ from: person, text: 'Hi' });
			await host.activate(logWorkflow({ events: ['poll.created'] }));
			spectrum.phone(person).createPoll(space, 'Dinner?', ['A', 'B']);
			spectrum.phone(person).createPoll(space, 'Where?', ['A', 'B']);
			expect(await nextEvents(host, 2)).toMatchObject([
				{ event: 'poll.created', poll: { title: 'Dinner?' } },
				{ event: 'poll.created', poll: { title: 'Where?' } },
			]);
		});
	});

	describe.each(['absent', 'line'] as const)('the sender of own messages: %s', (ownSender) => {
		test('the history says that they are ours, and the Trigger does not answer them', async () => {
			await start({}, { ownSender });
			await host.activate(logWorkflow({ events: ['message.received'] }));
			spectrum.receive({ from: person, text: 'Hi' });
			await run('Send', { text: 'Hello', ...atAddress });
			spectrum.receive({ from: person, text: 'Bye' });
			expect((await nextEvents(host, 2)).map(({ message }) => message?.text)).toEqual(['Hi', 'Bye']);
			const workflow = oneNode(node('Conversation'), { resource: 'conversation', operation: 'history', ...atSpace(space) });
			const history = (await host.execute(workflow)).json(underTest);
			expect(history.map(({ text, isFromMe }) => [text, isFromMe])).toEqual([
				['Bye', false],
				['Hello', true],
				['Hi', false],
			]);
		});
	});

	describe.each(['accepted', 'refused'] as const)('a poll as a target: %s', (pollTargets) => {
		test('a reply, a tapback and an unsend are done, or fail with what was refused', async () => {
			await start({ plan: 'shared' }, { pollTargets });
			const pollId = await createPoll();
			const item = inbound(space, pollId);
			const outcomes = [
				await run('Send', { operation: 'reply', text: 'Mine', messageId: pollId }, item),
				await run('Tapback', { operation: 'add', reaction: 'love', messageId: pollId }, item),
				await run('Send', { operation: 'unsend', messageId: pollId }, item),
			];
			if (pollTargets === 'accepted') {
				expect(outcomes.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
				expect(spectrum.phone(person).messages).toMatchObject([
					{ id: pollId, unsentAt: expect.any(String) },
					{ text: 'Mine', replyTo: pollId },
				]);
			} else {
				for (const { error } of outcomes) expect(error?.message).toMatch(/not (supported|available)|does not/i);
				expect(spectrum.phone(person).messages).toHaveLength(1);
			}
		});
	});

	describe.each(['invalidArgument', 'notFound'] as const)('empty ids: %s', (emptyIds) => {
		test.each([
			['Tapback', { operation: 'add', reaction: 'love', messageId: '={{ "" }}' }],
			['Poll', { operation: 'get', pollId: '={{ "" }}' }],
			['Conversation', { resource: 'message', operation: 'get', messageId: '={{ "" }}' }],
		])('%s asks nothing of the server', async (type, parameters) => {
			await start({ plan: 'shared' }, { emptyIds });
			const { error } = await run(type, { ...parameters, ...atAddress }, { json: {} });
			expect(error?.message).toMatch(/has an expression that returns nothing/);
			expect(spectrum.calls).toEqual([]);
		});
	});

	describe.each(['listed', 'hidden'] as const)('rows of tapbacks in a history: %s', (tapbackRows) => {
		test('every message comes once, with what stands on it', async () => {
			await start({ plan: 'shared' }, { tapbackRows });
			const { messageId } = spectrum.receive({ from: person, text: 'Hi' });
			spectrum.phone(person).react(messageId, 'love');
			const workflow = oneNode(node('Conversation'), { resource: 'conversation', operation: 'history', ...atSpace(space) });
			const history = (await host.execute(workflow)).json(underTest);
			expect(history.filter((row) => row.reaction === undefined)).toMatchObject([{ messageId, text: 'Hi', reactions: [{ kind: 'love' }] }]);
		});
	});

	describe.each(['refused', 'accepted'] as const)('group calls on the shared plan: %s', (sharedGroupCalls) => {
		test('a group that exists is renamed, or the node says what was refused', async () => {
			await start({ plan: 'shared' }, { sharedGroupCalls });
			const group = spectrum.createGroup({ members: [person, other] });
			const { error, json } = await run('CreateSpace', { resource: 'group', operation: 'rename', name: 'Friends', ...atSpace(group) });
			if (sharedGroupCalls === 'accepted') expect(json).toMatchObject({ spaceId: group, name: 'Friends' });
			else expect(error?.message).toMatch(/shared|not supported|dedicated/i);
			expect(spectrum.phone(person).eventsOf('groupName')).toHaveLength(sharedGroupCalls === 'accepted' ? 1 : 0);
		});
	});

	describe.each([
		['preconditionFailed', undefined],
		['invalidArgument', undefined],
		['preconditionFailed', 11],
	] as const)('a refused cursor: %s with the status %s', (code, status) => {
		test('the Trigger says that something is missing, and goes on', async () => {
			await start({}, { retainedEvents: 1, cursorError: { code, ...(status === undefined ? {} : { status }) } });
			const workflow = logWorkflow({ events: ['message.received', 'line.gap'] });
			await host.activate(workflow);
			spectrum.receive({ from: person, text: '1' });
			expect(await nextEvents(host, 1)).toMatchObject([{ message: { text: '1' } }]);
			const down = host.restart({ nodes: { ...allNodes(), [triggerType]: new ImessageTrigger({ random: () => 0 }) } });
			spectrum.receiveMany(['2', '3', '4'].map((text) => ({ from: person, text })));
			await down;
			const events = await nextEvents(host, 2);
			expect(events.map(({ event, message }) => message?.text ?? event).sort()).toEqual(['4', 'line.gap']);
			expect(events.find(({ event }) => event === 'line.gap')).toMatchObject({ gap: { reason: 'cursorRejected' } });
		});
	});

	describe.each(['one', 'several'] as const)('votes of one person: %s', (pollChoices) => {
		test('the poll shows what stands', async () => {
			await start({ plan: 'shared' }, { pollChoices });
			const pollId = await createPoll();
			for (const option of ['Pizza', 'Soup']) spectrum.phone(person).vote(pollId, option);
			const { json } = await run('Poll', { operation: 'get', pollId });
			expect(json).toMatchObject({ totalVotes: pollChoices === 'one' ? 1 : 2 });
			expect((json?.options as Array<{ votes: number }>).map(({ votes }) => votes)).toEqual(pollChoices === 'one' ? [0, 1] : [1, 1]);
		});
	});

	test('a project that may write to its users alone says so about everybody else', async () => {
		await start({ plan: 'shared', audience: 'users' });
		const { error } = await run('Send', { text: 'Hi', ...atAddress });
		expect(JSON.stringify(error)).toContain('Target not allowed for this project');
		spectrum.dashboard.addUser(person);
		expect((await run('Send', { text: 'Hi', ...atAddress })).error).toBeUndefined();
	});
});
