import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Answer {
	readonly status: number;
	readonly body: object;
}

/** What HTTP Request nodes call: answers with the JSON that a wiring wrote for its path, and keeps what it is told. */
export class LocalServer {
	/** By path; a function is asked for each call. */
	readonly answers = new Map<string, object | (() => Answer)>();
	private readonly prefixes = new Map<string, (rest: string) => object>();
	private readonly told: Array<{ readonly path: string; readonly body: unknown }> = [];

	private constructor(private readonly server: Server) {}

	static async start(): Promise<LocalServer> {
		const server = createServer((request, response) => {
			void read(request).then((body) => {
				const path = request.url ?? '';
				local.told.push({ path, body });
				const answer = local.answers.get(path);
				const { status, body: said }: Answer =
					typeof answer === 'function' ? (answer as () => Answer)() : { status: 200, body: answer ?? local.ofPrefix(path) };
				response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said));
			});
		});
		const local = new LocalServer(server);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return local;
	}

	/** Answers every path below this one; it is given what comes behind it. */
	answerAll(path: string, answer: (rest: string) => object): void {
		this.prefixes.set(path, answer);
	}

	url(path: string): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${path}`;
	}

	/** Bodies that were sent to a path, oldest first. */
	bodies(path: string): unknown[] {
		return this.told.filter((call) => call.path === path).map(({ body }) => body);
	}

	private ofPrefix(path: string): object {
		const prefix = [...this.prefixes.keys()].find((known) => path.startsWith(`${known}/`));
		return prefix === undefined ? {} : (this.prefixes.get(prefix)?.(path.slice(prefix.length + 1)) ?? {});
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}
}

async function read(request: IncomingMessage): Promise<unknown> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const text = Buffer.concat(chunks).toString('utf8');
	return text === '' ? undefined : (JSON.parse(text) as unknown);
}
