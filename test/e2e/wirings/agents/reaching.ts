import type { FlowNode } from '../flow';
import { code, other, ours, send } from '../nodes';
import { foreignSecret, greetingOf, lines, manager, people, stranger } from '../people';
import { nobody, type Making, type Wiring } from '../wiring';
import { agentFlow, fromAi, tool, type AgentOptions, type AgentVersion } from './agentFlow';
import { refusal } from './refusal';

const foreignMessage = greetingOf(stranger, lines[0]);
const toModel = { to: { __rl: true, mode: 'address', value: fromAi('To') } };

type Options = Omit<AgentOptions, 'version'>;

const both = (
	name: string,
	options: Options | ((making: Making, version: AgentVersion) => Options | Promise<Options>),
	more: Partial<Wiring> = {},
): Wiring[] =>
	([2.2, 3.1] as const).map((version) => ({
		name: `agent ${version}, ${name}`,
		make: async (making) => agentFlow(making, { version, ...(typeof options === 'function' ? await options(making, version) : options) }),
		...more,
	}));

/** One tool, called once with these arguments, which must not do it. */
const refused = (name: string, node: FlowNode, args: object, reason?: RegExp) =>
	both(name, { tools: [node], calls: [{ args: () => args }] }, { reaches: nobody, ...refusal(reason) });

const conversation = (resource: string, operation: string, parameters: object) =>
	tool('Conversation', 'Conversation', { resource, operation, ...parameters });
const sendTool = (parameters: object) => tool('Send', 'Send', { text: fromAi('Text'), ...parameters });
const text = { Text: 'Hello', To: stranger, Message: foreignMessage };

/** Further ways that a model has to reach somebody else, or more than it may. */
export const reaching: readonly Wiring[] = [
	...refused('Reach is an expression', sendTool({ ...toModel, reach: '={{ $json.reach }}' }), text, /setting/),
	...refused(
		'Listed Addresses is an expression',
		sendTool({ ...toModel, reach: 'listed', reachAddresses: '={{ $json.reachAddresses }}' }),
		text,
		/setting/,
	),
	...refused('Calls per Run is an expression', sendTool({ callsPerRun: '={{ $json.callsPerRun }}' }), text, /setting/),
	...refused('Reply To is left to the model', sendTool({ options: { replyTo: fromAi('Message') } }), text),
	...refused(
		'Send Rich Link, To is left to the model',
		tool('Send', 'Send', { operation: 'sendRichLink', url: 'https://example.com/', ...toModel }),
		text,
	),
	...refused(
		'Share Own Card, To is left to the model',
		tool('Send', 'Send', { resource: 'card', operation: 'shareOwnCard', ...toModel }),
		text,
	),
	...refused(
		'Send with SMS Fallback, To is left to the model',
		conversation('message', 'sendWithFallback', { text: fromAi('Text'), ...toModel }),
		text,
	),
	...refused('Get Details, To is left to the model', conversation('conversation', 'getDetails', toModel), text),
	...refused('Mark as Read, To is left to the model', conversation('conversation', 'markRead', toModel), text),
	...refused(
		'Get Embedded Media, the ID is left to the model',
		conversation('message', 'getEmbeddedMedia', { messageId: fromAi('Message') }),
		text,
	),
	...refused('Address → Check, the address is left to the model', conversation('address', 'check', { address: fromAi('To') }), text),
	...refused(
		'Remove Tapback, the ID is left to the model',
		tool('Tapback', 'Tapback', { operation: 'remove', reaction: 'love', messageId: fromAi('Message') }),
		text,
	),
	...refused(
		'Poll → Create, To is left to the model',
		tool('Poll', 'Poll', { operation: 'create', title: foreignSecret, optionsAs: 'list', optionList: 'Yes, No', ...toModel }),
		text,
	),
	...refused('Rename a group', tool('CreateSpace', 'Group', { resource: 'group', operation: 'rename', name: 'Ours' }), text),
	...both(
		'the agent’s item is about the manager',
		{
			before: [ours('CreateSpace', 'Create', { resource: 'space', operation: 'createDirect', address: manager })],
			tools: [sendTool({})],
			calls: [{ args: (prompt) => ({ Text: prompt }) }],
		},
		refusal(),
	),
	...both(
		'Send, then Edit of what it sent',
		{
			tools: [sendTool({}), tool('Send', 'Change', { operation: 'edit', messageId: fromAi('Message'), text: fromAi('New_Text') })],
			calls: [
				{ tool: /Send/, args: (prompt) => ({ Text: prompt }) },
				{
					tool: /Change/,
					args: (prompt, _foreign, answers) => ({
						New_Text: `${prompt} changed`,
						Message: /spc-msg-[\w-]+/.exec(answers.at(-1) ?? '')?.[0],
					}),
				},
			],
		},
		{ reaches: (words, writer) => [words.at(writer.address, writer, 'changed')] },
	),
	...both(
		'three items with two calls each, of which five may write',
		{
			before: [code('return [1, 2, 3].map((part) => ({ json: { part } }));', 'Items')],
			tools: [sendTool({})],
			calls: [{ args: (prompt) => ({ Text: prompt }) }, { args: (prompt) => ({ Text: prompt }) }],
		},
		{ ...refusal(), reaches: (words, writer) => Array.from({ length: 5 }, () => words.at(writer.address, writer)) },
	),
	...both(
		'a sub-workflow as a tool, whose Send has no To',
		async ({ publish, words }) => {
			const start = other('n8n-nodes-base.executeWorkflowTrigger', 1.1, 'When Called', { inputSource: 'passthrough' });
			const id = await publish(`${words.wiring}, sub`, { nodes: [start, send('This reaches nobody')], links: ['When Called > Send'] });
			const call = other('@n8n/n8n-nodes-langchain.toolWorkflow', 2.2, 'Writer', {
				description: 'Writes to a person',
				source: 'database',
				workflowId: { __rl: true, mode: 'id', value: id },
				workflowInputs: { mappingMode: 'defineBelow', value: {} },
			});
			return { tools: [call], calls: [{ args: () => ({ query: 'Write' }) }] };
		},
		{ reaches: nobody },
	),
	...both('To is the writer’s address, typed differently', {
		tools: [sendTool(toModel)],
		calls: [{ args: (prompt) => ({ Text: prompt, To: spelled(prompt) }) }],
	}),
];

/** As a person would write the address. */
function spelled(prompt: string): string {
	const address = /for (\S+)/.exec(prompt)?.[1] ?? '';
	const person = people.find((one) => one.address === address);
	return person === undefined
		? ''
		: address.startsWith('+1')
			? address.replace(/^\+1(\d{3})(\d{3})/, '+1 ($1) $2-')
			: address.toUpperCase();
}
