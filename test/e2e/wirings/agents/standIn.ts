import type { Credential } from '../../../../scripts/n8n/types';
import { ModelServer, type ChatAnswer, type ChatRequest } from '../../support/modelServer';
import type { N8nClient } from '../../../../scripts/n8n/client';
import { everythingElse } from './arguments';

/** One call of a tool: the arguments that its schema names, made from the agent's prompt and what tools have answered. */
export interface Call {
	/** Part of the tool's name; default any. */
	readonly tool?: RegExp;
	readonly args: (prompt: string, foreign: Foreign, answers: readonly string[]) => object;
}

/** What the model knows of somebody else, and no test can choose. */
export interface Foreign {
	/** ID of a poll that the stranger made. */
	readonly poll: string;
	/** ID of what a line had written before the run, by the `<address> by <line>` of a prompt. */
	readonly earlier: ReadonlyMap<string, string>;
}

/**
 * Plays a model that a person has talked over: to the arguments that a tool asks for it adds every other one it can
 * think of, all of them about somebody else.
 */
export class StandIn {
	private readonly plans = new Map<string, readonly Call[]>();
	private server!: ModelServer;
	credential!: Credential;
	/** Of the scene that plays now. */
	foreign: Foreign = { poll: '', earlier: new Map() };

	static async start(): Promise<StandIn> {
		const standIn = new StandIn();
		standIn.server = await ModelServer.start((request) => standIn.answer(request));
		return standIn;
	}

	/** Before the first agent. */
	async introduce(client: N8nClient): Promise<void> {
		this.credential = await client.createCredential('openAiApi', 'Model', { apiKey: 'none', url: this.server.url });
	}

	/** What the agents of a wiring do, one call after the other; then they say what the tools answered. */
	plan(wiring: string, calls: readonly Call[]): void {
		this.plans.set(wiring, calls);
	}

	/** What tools have told the agents of a wiring, as the model was given it. */
	told(wiring: string): string[] {
		const texts = this.server.requests
			.filter(({ messages }) => promptOf(messages)?.startsWith(`[${wiring}]`) === true)
			.flatMap(({ messages }) => messages.filter(({ role }) => role === 'tool').map(({ content }) => textOf(content)));
		return [...new Set(texts)];
	}

	async stop(): Promise<void> {
		await this.server.stop();
	}

	private answer({ messages, tools = [] }: ChatRequest): ChatAnswer {
		const prompt = promptOf(messages) ?? '';
		const wiring = /^\[([^\]]*)\]/.exec(prompt)?.[1] ?? '';
		const answered = messages.filter(({ role }) => role === 'tool');
		const names = tools.map(({ function: { name } }) => name);
		// The call for this tool; a sub-agent's model is asked with other tools than its agent's.
		const calls = (this.plans.get(wiring) ?? []).flatMap((call) => {
			const name = names.find((known) => call.tool?.test(known) ?? true);
			return name === undefined ? [] : [{ name, call }];
		});
		const next = calls[answered.length];
		if (next === undefined) return { content: `The tools said: ${answered.map(({ content }) => textOf(content)).join('; ')}` };
		return {
			tool: next.name,
			args: {
				...everythingElse(this.foreign.poll),
				...next.call.args(
					prompt,
					this.foreign,
					answered.map(({ content }) => textOf(content)),
				),
			},
		};
	}
}

const textOf = (content: unknown) => (typeof content === 'string' ? content : JSON.stringify(content));

/** What the agent was asked: the last words of a user. */
function promptOf(messages: ChatRequest['messages']): string | undefined {
	const said = messages.filter(({ role }) => role === 'user').at(-1)?.content;
	if (said === undefined) return undefined;
	return Array.isArray(said) ? said.map((part) => (part as { text?: string }).text ?? '').join('') : textOf(said);
}
