import { ImessagePoll } from '../../../nodes/ImessagePoll/ImessagePoll.node';
import type { Simulator } from '../../../simulator/src';
import type { TestHost } from '../../support/host';
import { credentials, oneNode, startHostFor, underTest } from '../../support/oneNode';
import { useSpectrum } from '../../support/useSpectrum';

/** What a vote means to the workflow: where the values of a poll are known, and where they are not. */

const person = '+15551234567';
const type = 'n8n-nodes-spectrum-imessage.imessagePoll';
const to = { __rl: true, mode: 'address', value: person };
const pizza = { text: 'Pizza', value: 'restaurant-12' };
const pasta = { text: 'Pasta', value: 'restaurant-7' };
const create = { operation: 'create', title: 'Where to?', pollOptions: { option: [pizza, pasta] }, to };

const startSetting = useSpectrum((simulator) => startHostFor(simulator, { [type]: new ImessagePoll() }));
let spectrum: Simulator;
let host: TestHost;
let workflows = 0;

beforeEach(async () => {
	({ spectrum, host } = await startSetting());
});

/** A workflow of its own, about which this process knows nothing yet. */
const workflow = (parameters: object, more: object = {}) => ({ ...oneNode(type, parameters), id: `votes-${++workflows}`, ...more });

/** Run by hand, the iMessage Trigger would wait for a message. */
const startedByHand = (json: ReturnType<typeof workflow>) => ({
	...json,
	nodes: json.nodes.map((node) => (node.name === 'Start' ? { ...node, type: 'n8n-nodes-base.manualTrigger' } : node)),
});

async function pollOf(source = workflow(create)): Promise<string> {
	const run = await host.execute(source);
	return run.json(underTest)[0]?.pollId as string;
}

async function values(parameters: object, more?: object): Promise<unknown> {
	const run = await host.execute(workflow({ operation: 'get', ...parameters }, more));
	const [json] = run.json(underTest) as Array<{ options: Array<{ value?: string }> } | undefined>;
	return json?.options.map(({ value }) => value);
}

test('the workflow that created the poll knows its values, in every later execution', async () => {
	const source = workflow(create);
	const pollId = await pollOf(source);
	expect(await values({ pollId }, { id: source.id })).toEqual(['restaurant-12', 'restaurant-7']);
});

test('n8n stores them with the workflow: another process knows them too', async () => {
	const source = workflow(create);
	const pollId = await pollOf(source);
	const staticData = host.staticData(source.id);
	const { imessagePolls } = staticData.global as { imessagePolls: string };
	expect(JSON.parse(imessagePolls)).toMatchObject([{ id: pollId, title: 'Where to?', values: [pizza, pasta] }]);
	expect(await values({ pollId }, { staticData })).toEqual(['restaurant-12', 'restaurant-7']);
});

test('runs by hand, of which n8n stores nothing, share them within the process', async () => {
	const source = startedByHand(workflow(create));
	const byHand = () => ({ mode: 'manual' as const, triggerItems: [{ json: {} }] });
	const pollId = (await host.execute(source, byHand())).json(underTest)[0]?.pollId as string;
	expect(host.staticData(source.id)).toEqual({});
	const run = await host.execute(
		startedByHand(workflow({ operation: 'vote', option: 'restaurant-7', pollId }, { id: source.id })),
		byHand(),
	);
	expect(run.json(underTest)).toMatchObject([{ votedFor: pasta }]);
});

test('the output of creating it carries them to the next node, in any workflow', async () => {
	const json = (await host.execute(workflow(create))).json(underTest)[0] ?? {};
	const run = await host.execute(workflow({ operation: 'vote', option: 'restaurant-12' }), { triggerItems: [{ json }] });
	expect(run.json(underTest)).toMatchObject([{ votedFor: pizza }]);
});

test('another workflow does not know them, unless it is told', async () => {
	const pollId = await pollOf();
	expect(await values({ pollId })).toEqual([undefined, undefined]);
	const told = { Pizza: 'a', pasta: 'b' };
	expect(await values({ pollId, options: { values: JSON.stringify(told) } })).toEqual(['a', 'b']);
	expect(await values({ pollId, options: { values: '={{ [{ text: "Pasta", value: 5 }] }}' } })).toEqual([undefined, '5']);
	const vote = workflow({ operation: 'vote', option: 'b', pollId, options: { values: JSON.stringify(told) } });
	expect((await host.execute(vote)).json(underTest)).toMatchObject([{ votedFor: { text: 'Pasta', value: 'b' } }]);
});

test('what is told counts more than what is stored', async () => {
	const source = workflow(create);
	const pollId = await pollOf(source);
	const options = { values: '{"Pizza": "told"}' };
	expect(await values({ pollId, options }, { id: source.id })).toEqual(['told', 'restaurant-7']);
});

test.each(['engineRequest', 'inputConnection'] as const)('an AI agent asks and votes with it (%s)', async (route) => {
	const fromAi = (name: string) => `={{ $fromAI('${name}', '${name}', 'string') }}`;
	const tool = (parameters: object) => ({ id: 'tool', name: 'Poll', type, typeVersion: 1, parameters: { to, ...parameters }, credentials });
	const asked = await host.executeAsTool(
		tool({ operation: 'create', title: fromAi('title'), optionsAs: 'list', optionList: fromAi('options') }),
		{ title: 'Lunch?', options: 'Pizza, Pasta' },
		{ route },
	);
	const [arrived] = spectrum.phone(person).messages;
	expect(arrived?.poll).toEqual({ title: 'Lunch?', options: ['Pizza', 'Pasta'] });
	expect(JSON.stringify(asked.answers)).toContain(arrived?.id);
	const voted = await host.executeAsTool(
		tool({ operation: 'vote', reachAddresses: person, pollId: fromAi('poll'), option: fromAi('option') }),
		{ poll: arrived?.id ?? '', option: 'pasta' },
		{ route },
	);
	expect(JSON.stringify(voted.answers)).toContain('"votedFor"');
	expect(spectrum.phone(person).eventsOf('vote')).toHaveLength(1);
});
