import { createServer, request as overHttp, type IncomingMessage, type RequestOptions, type Server, type ServerResponse } from 'node:http';
import { request as overHttps } from 'node:https';
import type { AddressInfo } from 'node:net';

/** What stands behind the door. */
export interface Behind {
	readonly port: number;
	/** Default 127.0.0.1. */
	readonly host?: string;
	/** PEM of its authority, for one that speaks HTTPS by itself. */
	readonly caPem?: string;
}

/**
 * The address that the world knows: a reverse proxy before n8n, over HTTP. Without anything behind it, it answers 502, as a
 * proxy does.
 */
export class FrontDoor {
	/** What came in, without the query, which may hold a token. */
	readonly seen: string[] = [];
	private behind: Behind | undefined;

	private constructor(
		private readonly server: Server,
		private readonly prefix: string,
	) {}

	/** @param prefix of all its paths, as `/automation`. What does not begin with it is not found. */
	static async start(prefix = ''): Promise<FrontDoor> {
		const server = createServer((incoming, answer) => door.pass(incoming, answer));
		const door = new FrontDoor(server, prefix);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return door;
	}

	/** Without a slash at its end. */
	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${this.prefix}`;
	}

	leadTo(behind: Behind): void {
		this.behind = behind;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private pass(incoming: IncomingMessage, answer: ServerResponse): void {
		const { method, url = '/', headers } = incoming;
		const [path = ''] = url.split('?');
		this.seen.push(`${method} ${path}`);
		const { behind, prefix } = this;
		if (behind === undefined) return refuse(answer, 502);
		if (!url.startsWith(`${prefix}/`)) return refuse(answer, 404);
		const { port, host = '127.0.0.1', caPem } = behind;
		const options: RequestOptions = { method, path: url.slice(prefix.length), headers, port, host };
		const heard = (from: IncomingMessage): void => {
			answer.writeHead(from.statusCode ?? 502, from.headers);
			from.pipe(answer);
		};
		const onward = caPem === undefined ? overHttp(options, heard) : overHttps({ ...options, ca: caPem, agent: false }, heard);
		onward.once('error', () => refuse(answer, 502));
		incoming.pipe(onward);
	}
}

function refuse(answer: ServerResponse, status: number): void {
	if (!answer.headersSent) answer.writeHead(status, { 'content-type': 'text/html' });
	answer.end('<html>The door is closed</html>');
}
