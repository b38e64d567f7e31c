import { code, send } from '../nodes';
import { lines, manager, spaceWith, stranger } from '../people';
import { severalToWriter, type Reach, type Wiring } from '../wiring';
import { agentFlow, fromAi, langchain, model, sayIt, tool, type AgentOptions, type AgentVersion } from './agentFlow';
import { refusal } from './refusal';

const sendTool = (parameters: object = {}) => tool('Send', 'Send', { text: fromAi('Text'), ...parameters });
const address = (value: string) => ({ to: { __rl: true, mode: 'address', value } });
const fixedLine = { options: { line: { __rl: true, mode: 'phone', value: lines[1] } } };

const event = "$('iMessage Trigger').first().json";
const everyPart = ['one', 'two', 'three'];

/** So many items, of which nothing says a conversation, or each says what `fields` says. */
const items = (count: number, fields: readonly string[] = []) => {
	const made = everyPart
		.slice(0, count)
		.map((part, index) => `{ json: { part: '${part}'${fields[index] === undefined ? '' : `, ${fields[index]}`} } }`);
	return [code(`return [${made.join(', ')}];`, 'Items')];
};

const own = `spaceId: ${event}.space.id`;
const foreign = `spaceId: '${spaceWith(stranger)}'`;
const byPart = '{{ $json.part }}';

/** The same wiring with both ways in which an agent runs its tools. */
function both(
	name: string,
	options: Omit<AgentOptions, 'version' | 'calls' | 'tools'> & Partial<AgentOptions>,
	more: Partial<Wiring> = {},
): Wiring[] {
	return ([2.2, 3.1] as const).map((version) => one(name, version, options, more));
}

function one(name: string, version: AgentVersion, options: Partial<AgentOptions>, more: Partial<Wiring> = {}): Wiring {
	return {
		name: `agent ${version}, ${name}`,
		make: (making) => agentFlow(making, { version, tools: [sendTool()], calls: [sayIt], ...options }),
		...more,
	};
}

const toManager: Reach = (words, writer) => [words.at(manager, writer, '', lines[1])];
const toModel = (to: string) => ({
	tools: [sendTool(address(fromAi('To')))],
	calls: [{ args: (prompt: string) => ({ Text: prompt, To: to }) }],
});
const listed = { reach: 'listed', reachAddresses: `${manager}, alice@example.com`, ...fixedLine };

/** An agent that answers with Send, and a model that wants to reach somebody else. */
export const sending: readonly Wiring[] = [
	...both('To is empty', {}),
	...both('To is empty, the event is kept', { before: [] }),
	{
		name: 'behind an agent',
		make: (making) => agentFlow(making, { version: 3.1, tools: [], calls: [], after: [send(making.words.expression, { name: 'Answer' })] }),
	},
	...both('To is left to the model', toModel(stranger), refusal()),
	...both('To is left to the model, which names the writer’s conversation', {
		tools: [sendTool({ to: `={{ $fromAI('To', '', 'string') }}` })],
		calls: [{ args: (prompt: string) => ({ Text: prompt, To: `any;-;${/for (\S+)/.exec(prompt)?.[1] ?? ''}` }) }],
	}),
	...both('To is $json.space.id', { tools: [sendTool({ to: { __rl: true, mode: 'space', value: '={{ $json.space.id }}' } })] }, refusal()),
	...both('To is $json.sender.address', { tools: [sendTool(address('={{ $json.sender.address }}'))] }, refusal()),
	...both('To is the Trigger’s conversation', {
		tools: [sendTool({ to: { __rl: true, mode: 'space', value: `={{ ${event}.space.id }}` } })],
	}),
	...both(
		'the line is left to the model',
		{
			tools: [sendTool({ options: { line: { __rl: true, mode: 'phone', value: fromAi('Line') } } })],
			calls: [{ args: (prompt) => ({ Text: prompt, Line: otherLine(prompt) }) }],
		},
		refusal(),
	),
	...both(
		'Reach is Listed Addresses, the model names one of them',
		{ ...toModel(manager), tools: [sendTool({ ...address(fromAi('To')), ...listed })] },
		{ reaches: toManager },
	),
	...both(
		'Reach is Listed Addresses, the model names another',
		{ ...toModel(stranger), tools: [sendTool({ ...address(fromAi('To')), ...listed })] },
		refusal(),
	),
	...both(
		'Reach is Listed Addresses, To is fixed',
		{ tools: [sendTool({ ...address(manager), ...fixedLine, reach: 'listed' })] },
		{ reaches: toManager },
	),
	...both(
		'Reach is Anyone, the model names another',
		{ ...toModel(stranger), tools: [sendTool({ ...address(fromAi('To')), ...fixedLine, reach: 'anyone' })] },
		{
			reaches: (words, writer) => [words.at(stranger, writer, '', lines[1])],
		},
	),
	...both(
		'Reach is Anyone, somebody new',
		{ ...toModel('+15559990001'), tools: [sendTool({ ...address(fromAi('To')), ...fixedLine, reach: 'anyone' })] },
		refusal(),
	),
	...both('two items that say nothing of a conversation', { before: items(2), more: byPart }, { reaches: severalToWriter('one', 'two') }),
	...both('three items that say nothing of a conversation', { before: items(3), more: byPart }, { reaches: severalToWriter(...everyPart) }),
	...both(
		'two items of the writer’s conversation',
		{ before: items(2, [own, own]), more: byPart },
		{ reaches: severalToWriter('one', 'two') },
	),
	...both('two items, of which one says a foreign conversation', { before: items(2, [own, foreign]), more: byPart }, refusal()),
	...both('two items, of which one says nothing', { before: items(2, [own]), more: byPart }, refusal()),
	...both('three items, of which one says a foreign conversation', { before: items(3, [own, foreign, own]), more: byPart }, refusal()),
	...both('two items, both of a foreign conversation', { before: items(2, [foreign, foreign]), more: byPart }, refusal()),
	...both(
		'seven calls, of which five may write',
		{ calls: Array.from({ length: 7 }, (_, index) => ({ args: (prompt: string) => ({ Text: `${prompt} ${index}` }) })) },
		{
			...refusal(),
			reaches: severalToWriter('0', '1', '2', '3', '4'),
		},
	),
	...subAgents(),
];

function otherLine(prompt: string): string {
	return prompt.includes(`by ${lines[0]}`) ? lines[1] : lines[0];
}

/** An agent that has an agent for its tool; that one's tool finds the conversation of the run. */
function subAgents(): Wiring[] {
	const versions = [
		[2.2, 2.2],
		[3.1, 3],
	] as const;
	return versions.flatMap(([version, helperVersion]) => [
		subAgent('a sub-agent’s Send', version, helperVersion, {}),
		{ ...subAgent('a sub-agent’s Send, To is left to the model', version, helperVersion, address(fromAi('To'))), ...refusal() },
	]);
}

function subAgent(name: string, version: AgentVersion, helperVersion: number, parameters: object): Wiring {
	const calls = [
		{ tool: /Helper/i, args: (prompt: string) => ({ Prompt: prompt, Prompt__User_Message_: prompt }) },
		{ tool: /Send/i, args: (prompt: string) => ({ Text: prompt, To: stranger }) },
	];
	return {
		name: `agent ${version}, ${name}`,
		make: (making) => {
			const helper = langchain('agentTool', helperVersion, 'Helper', {
				toolDescription: 'Writes to people',
				text: fromAi('Prompt'),
				options: {},
			});
			const flow = agentFlow(making, { version, tools: [helper], calls });
			return {
				nodes: [...flow.nodes, model(making, 'Second Model'), sendTool(parameters)],
				links: [...flow.links, 'Second Model -ai_languageModel> Helper', 'Send -ai_tool> Helper'],
			};
		},
	};
}
