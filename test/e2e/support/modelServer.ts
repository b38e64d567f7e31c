import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a model is asked, as far as the stand-in looks at it. */
export interface ChatRequest {
	readonly stream?: boolean;
	readonly messages: ReadonlyArray<{ readonly role: string; readonly content?: unknown }>;
	readonly tools?: ReadonlyArray<{
		readonly function: { readonly name: string; readonly description?: string; readonly parameters: unknown };
	}>;
}

/** What it answers: words, or one call of a tool. */
export type ChatAnswer = { readonly content: string } | { readonly tool: string; readonly args: object };

/** Speaks the chat completions API of a model, and says what a test wrote for it. */
export class ModelServer {
	readonly requests: ChatRequest[] = [];

	private constructor(private readonly server: Server) {}

	static async start(answer: (request: ChatRequest) => ChatAnswer): Promise<ModelServer> {
		const server = createServer((request, response) => {
			void read(request).then((text) => {
				if (request.url?.endsWith('/chat/completions') !== true) {
					response.writeHead(404).end('{}');
					return;
				}
				const asked = JSON.parse(text) as ChatRequest;
				model.requests.push(asked);
				reply(response, asked, answer(asked));
			});
		});
		const model = new ModelServer(server);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return model;
	}

	/** Goes into the base URL of n8n's OpenAI credential. */
	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}
}

async function read(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString('utf8');
}

function reply(response: ServerResponse, { stream = false }: ChatRequest, answer: ChatAnswer): void {
	const base = { id: 'chat-1', created: 0, model: 'stand-in' };
	const message = { role: 'assistant', ...messageOf(answer) };
	const finish_reason = 'tool' in answer ? 'tool_calls' : 'stop';
	if (!stream) {
		const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
		const body = { ...base, object: 'chat.completion', choices: [{ index: 0, message, finish_reason }], usage };
		response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
		return;
	}
	response.writeHead(200, { 'content-type': 'text/event-stream' });
	for (const choice of [
		{ index: 0, delta: message, finish_reason: null },
		{ index: 0, delta: {}, finish_reason },
	]) {
		response.write(`data: ${JSON.stringify({ ...base, object: 'chat.completion.chunk', choices: [choice] })}\n\n`);
	}
	response.end('data: [DONE]\n\n');
}

function messageOf(answer: ChatAnswer): object {
	if ('content' in answer) return { content: answer.content };
	// As of a real model, no two calls have one id: an agent that works on several items has several conversations.
	const call = {
		index: 0,
		id: `call-${randomUUID()}`,
		type: 'function',
		function: { name: answer.tool, arguments: JSON.stringify(answer.args) },
	};
	return { content: null, tool_calls: [call] };
}
