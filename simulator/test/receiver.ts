import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Mailbox } from '../src/mailbox';

/** What the receiver does with one delivery: a status, or a refusal to answer. */
export type Reaction = number | 'hang' | 'drop' | { readonly redirect: string };

export interface ReceivedPost {
	readonly path: string;
	readonly headers: IncomingHttpHeaders;
	readonly raw: Buffer;
}

/** A local port that stands where n8n would. */
export class Receiver {
	private readonly mailbox = new Mailbox<ReceivedPost>();
	/** Taken from the front, one for each delivery; 200 when empty. */
	reactions: Reaction[] = [];

	private constructor(private readonly server: Server) {}

	static async start(): Promise<Receiver> {
		const server = createServer();
		const receiver = new Receiver(server);
		server.on('request', (request, response) => {
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('error', () => undefined);
			request.on('end', () => {
				const reaction = receiver.reactions.shift() ?? 200;
				receiver.mailbox.push({ path: request.url ?? '', headers: request.headers, raw: Buffer.concat(chunks) });
				if (reaction === 'hang') return;
				if (reaction === 'drop') request.socket.destroy();
				else if (typeof reaction === 'number') response.writeHead(reaction).end('noted');
				else response.writeHead(302, { location: reaction.redirect }).end();
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return receiver;
	}

	get posts(): readonly ReceivedPost[] {
		return this.mailbox.items;
	}

	/** The first delivery not yet given out by this method, as soon as it is here. */
	next(): Promise<ReceivedPost> {
		return this.mailbox.next();
	}

	get port(): number {
		return (this.server.address() as AddressInfo).port;
	}

	async stop(): Promise<void> {
		const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
		this.server.closeAllConnections();
		await closed;
	}
}
