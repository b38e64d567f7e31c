import type { IDataObject } from 'n8n-workflow';
import { SpectrumCloudApi } from '../../../credentials/SpectrumCloudApi.credentials';
import { SpectrumSelfHostedApi } from '../../../credentials/SpectrumSelfHostedApi.credentials';
import { Imessage } from '../../../nodes/Imessage/Imessage.node';
import { ImessageTrigger } from '../../../nodes/ImessageTrigger/ImessageTrigger.node';
import type { Simulator } from '../../../simulator/src';
import { Action } from '../../support/action';
import { AGENT, TestHost, toolWorkflow, type ToolRun, type WorkflowJson } from '../../support/host';
import { items, sendType, triggerType } from '../../support/sendHost';
import { useSpectrum } from '../../support/useSpectrum';

const person = '+15551234567';
const thinkerType = 'test.thinker';
const credentials = { spectrumCloudApi: { id: 'cloud', name: 'Cloud' } };

/** What an AI agent does to an item: everything is replaced by its answer. */
const thinker = giving((item) => ({ output: `Answer ${item}` }));

const namerType = 'test.namer';

/** A node that names a conversation of its own, with a short code that nobody can write to. */
const namer = giving(() => ({ spaceId: 'any;-;22000' }));

const createrType = 'test.creater';

/** A node that names another conversation, as iMessage Create Space does. */
const creater = giving(() => ({ spaceId: 'any;-;+15557654321', spaceType: 'dm', line: 'shared' }));

/** A node that keeps nothing of an item. */
function giving(json: (item: number) => IDataObject): Action {
	return new Action((context) => context.getInputData().map((_, item) => ({ json: json(item), pairedItem: { item } })));
}

const startSetting = useSpectrum((simulator) =>
	TestHost.start({
		nodes: {
			[sendType]: new Imessage(),
			[triggerType]: new ImessageTrigger(),
			[thinkerType]: thinker,
			[namerType]: namer,
			[createrType]: creater,
		},
		credentials: [new SpectrumCloudApi(), new SpectrumSelfHostedApi()],
		credentialData: { cloud: { type: 'spectrumCloudApi', name: 'Cloud', data: { ...simulator.cloudCredential() } } },
	}),
);
let spectrum: Simulator;
let host: TestHost;

beforeEach(async () => {
	({ spectrum, host } = await startSetting());
});

test('behind an agent that keeps nothing of the item, it still answers the conversation of the Trigger', async () => {
	const group = spectrum.createGroup({ members: [person, '+15557654321'] });
	const run = await host.execute(
		{
			id: 'agent',
			nodes: [
				{ id: 't', name: 'When it\'s "iMessage"', type: triggerType, typeVersion: 1, position: [0, 0], parameters: {}, credentials },
				{ id: 'a', name: 'Agent', type: thinkerType, typeVersion: 1, position: [1, 0], parameters: {} },
				{
					id: 's',
					name: 'Send',
					type: sendType,
					typeVersion: 1,
					position: [2, 0],
					parameters: { text: '={{ $json.output }}' },
					credentials,
				},
			],
			connections: {
				'When it\'s "iMessage"': { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
				Agent: { main: [[{ node: 'Send', type: 'main', index: 0 }]] },
			},
		},
		{
			triggerItems: items(
				{ space: { id: `any;-;${person}`, type: 'dm', phone: 'shared' } },
				{ space: { id: group, type: 'group', phone: 'shared' } },
			),
		},
	);
	expect(run.status).toBe('success');
	expect(run.json('Send')).toMatchObject([{ spaceId: `any;-;${person}` }, { spaceId: group }]);
	expect(spectrum.phone('+15557654321').messages.map((message) => message.text)).toEqual(['Answer 1']);
});

test('a conversation that the item names is never replaced by the one of the Trigger', async () => {
	const toSend = { node: 'Send', type: 'main' as const, index: 0 };
	const run = await host.execute(
		{
			id: 'named',
			nodes: [
				{ id: 't', name: 'Trigger', type: triggerType, typeVersion: 1, position: [0, 0], parameters: {}, credentials },
				{ id: 'a', name: 'Agent', type: namerType, typeVersion: 1, position: [1, 0], parameters: {} },
				{ id: 's', name: 'Send', type: sendType, typeVersion: 1, position: [2, 0], parameters: { text: 'Hi' }, credentials },
			],
			connections: { Trigger: { main: [[{ ...toSend, node: 'Agent' }]] }, Agent: { main: [[toSend]] } },
		},
		{ triggerItems: items({ space: { id: `any;-;${person}`, type: 'dm', phone: 'shared' } }) },
	);
	expect(run.errorOf('Send')?.message).toContain('any;-;22000');
	expect(spectrum.calls).toHaveLength(0);
});

/** What is said of a failure: to the agent, or, where n8n runs the tool as a node of the workflow, of the run. */
const saidOf = ({ answers, execution }: ToolRun) => JSON.stringify(answers[0]?.error ?? answers[0]?.response ?? execution.error?.message);

describe('as a tool of an AI agent', () => {
	const node = {
		id: 'tool',
		name: 'Send',
		type: sendType,
		typeVersion: 1,
		parameters: {
			to: { __rl: true, mode: 'address', value: "={{ $fromAI('to', 'Who receives', 'string') }}" },
			text: "={{ $fromAI('text', 'What to say', 'string') }}",
			reach: 'anyone',
			newConversationsPerRun: 1,
		},
		credentials,
	};

	test('two calls with different arguments are two messages, even of one run', async () => {
		const calls = [
			{ to: person, text: 'One' },
			{ to: person, text: 'Two' },
		];
		await host.executeAsTool(node, calls);
		// An agent may call a tool several times at once: their order is not given.
		expect(
			spectrum
				.phone(person)
				.messages.map((message) => message.text)
				.sort(),
		).toEqual(['One', 'Two']);
		const sends = spectrum.calls.filter(({ method }) => method === 'SendTextMessage');
		expect(new Set(sends.map((call) => call.metadata['x-idempotency-key'])).size).toBe(2);
	});

	test.each(['engineRequest', 'inputConnection'] as const)(
		'a retry of n8n after a lost answer is not a second message (%s)',
		async (route) => {
			const retried = { ...node, retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
			const failure = { type: 'error', code: 'internalError', afterWrite: true } as const;
			spectrum.faults.add('SendTextMessage', failure, { times: 2 });
			await host.executeAsTool(retried, { to: person, text: 'Once' }, { route });
			expect(spectrum.calls.length).toBeGreaterThan(1);
			expect(spectrum.phone(person).messages).toHaveLength(1);
		},
	);

	test.each(['engineRequest', 'inputConnection'] as const)(
		'what an AI writes is checked like everything else, and it is told what was wrong and what to do (%s)',
		async (route) => {
			const said = saidOf(await host.executeAsTool(node, { to: 'Alice', text: 'Hi' }, { route }));
			expect(said).toMatch(/"To\\" .*; found \\"Alice\\".*\+15551234567 or alice@example\.com/);
			expect(said.match(/alice@example/g)).toHaveLength(1);
			expect(spectrum.calls).toHaveLength(0);
		},
	);

	describe.each(['engineRequest', 'inputConnection'] as const)('without a recipient (%s)', (route) => {
		/** Trigger, a node that keeps nothing of the item, and the agent with its tool. */
		const behindTrigger = (text: string, between = thinkerType): WorkflowJson => {
			const tool = { ...node, parameters: { text: node.parameters.text } };
			const { nodes, connections = {}, ...rest } = toolWorkflow(tool, [{ text }], { route });
			const [start, ...others] = nodes;
			const { [start?.name ?? '']: _start, ...toTools } = connections;
			return {
				...rest,
				nodes: [
					{ id: 't', name: 'Trigger', type: triggerType, typeVersion: 1, parameters: {}, credentials },
					{ id: 'n', name: 'Think', type: between, typeVersion: 1, parameters: {} },
					...others,
				],
				connections: {
					...toTools,
					Trigger: { main: [[{ node: 'Think', type: 'main', index: 0 }]] },
					Think: { main: [[{ node: AGENT, type: 'main', index: 0 }]] },
				},
			};
		};
		const event = { event: 'message.received', id: 'm1', space: { id: `any;-;${person}`, type: 'dm', phone: 'shared' } };
		const texts = () => spectrum.phone(person).messages.map((message) => message.text);

		test('it answers the conversation that the Trigger was started by', async () => {
			expect((await host.execute(behindTrigger('Hi'), { triggerItems: items(event) })).status).toBe('success');
			expect(texts()).toEqual(['Hi']);
		});

		test('what n8n runs again for an event is said once, in whatever words the AI says it then', async () => {
			for (const text of ['Hi', 'Hi', 'Hello']) await host.execute(behindTrigger(text), { triggerItems: items(event) });
			await host.execute(behindTrigger('Hi'), { triggerItems: items({ ...event, id: 'm2' }) });
			expect(texts()).toEqual(['Hi', 'Hi']);
		});

		test('where the agent works on another conversation than the one of the Trigger, it writes to neither and says why', async () => {
			const run = await host.execute(behindTrigger('Hi', createrType), { triggerItems: items(event) });
			expect(JSON.stringify([run.json(AGENT), run.error?.message])).toMatch(
				/(?:not only|not all of them are) about the conversation that started the run/,
			);
			expect(spectrum.calls).toEqual([]);
		});

		test('with several conversations to choose from it writes to nobody', async () => {
			const other = { ...event, id: 'm2', space: { ...event.space, id: 'any;-;+15557654321' } };
			const run = await host.execute(behindTrigger('Hi'), { triggerItems: items(event, other) });
			expect(JSON.stringify([run.json(AGENT), run.error?.message])).toMatch(/[Tt]he field .*To.* is empty/);
			expect(spectrum.calls).toEqual([]);
		});
	});

	test.each(['engineRequest', 'inputConnection'] as const)('an AI is told what to do about a limit (%s)', async (route) => {
		spectrum.faults.add('SendTextMessage', { type: 'error', code: 'newContactThrottled', context: { limit: '50' } });
		const said = saidOf(await host.executeAsTool(node, { to: person, text: 'Hi' }, { route }));
		expect(said).toMatch(/new conversations.*next day/);
	});
});
