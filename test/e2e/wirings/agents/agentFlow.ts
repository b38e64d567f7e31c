import type { Flow, FlowNode } from '../flow';
import { other, ours, set } from '../nodes';
import type { Making } from '../wiring';
import type { Call } from './standIn';

export interface AgentOptions {
	readonly version: AgentVersion;
	/** Nodes between the Trigger and the agent; default one that keeps nothing of the event. */
	readonly before?: readonly FlowNode[];
	readonly tools: readonly FlowNode[];
	readonly calls: readonly Call[];
	/** Behind the agent. */
	readonly after?: readonly FlowNode[];
	/** Added to the prompt, such as a field of the item. */
	readonly more?: string;
}

/** Version 3 has the engine run its tools as nodes; version 2 calls them itself. */
export type AgentVersion = 2.2 | 3.1;

export const langchain = (
	which: string,
	typeVersion: number,
	name: string,
	parameters: FlowNode['parameters'],
	more: Partial<FlowNode> = {},
) => other(`@n8n/n8n-nodes-langchain.${which}`, typeVersion, name, parameters, more);

/** What the model is to fill in. */
export const fromAi = (name: string) => `={{ $fromAI('${name}', '', 'string') }}`;

/** One of our nodes as a tool. */
export const tool = (which: string, name: string, parameters: FlowNode['parameters']) => ours(`${which}Tool`, name, parameters);

export const model = ({ model: { credential } }: Making, name = 'Model') =>
	langchain(
		'lmChatOpenAi',
		1.2,
		name,
		{ model: { __rl: true, mode: 'id', value: 'stand-in' } },
		{ credentials: { openAiApi: { id: credential.id, name: credential.name } } },
	);

/** An agent behind the Trigger, asked with the words of the wiring. */
export function agentFlow(making: Making, { version, before = [set({})], tools, calls, after = [], more }: AgentOptions): Flow {
	const { words } = making;
	making.model.plan(words.wiring, calls);
	const agent = langchain('agent', version, 'Agent', { promptType: 'define', text: `=${words.plain(more)}`, options: {} });
	return {
		nodes: [...before, agent, model(making), ...tools, ...after],
		links: [
			['Trigger', ...before.map(({ name }) => name), 'Agent', ...after.map(({ name }) => name)].join(' > '),
			'Model -ai_languageModel> Agent',
			...tools.map(({ name }) => `${name} -ai_tool> Agent`),
		],
	};
}

/** The call of Send's tool. */
export const sayIt: Call = { args: (prompt) => ({ Text: prompt }) };
