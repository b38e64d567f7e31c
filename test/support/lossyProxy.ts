import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A reverse proxy that loses the first answer: the server behind it has done its work, the client never hears of it. */
export class LossyProxy {
	private lost = false;

	private constructor(
		private readonly server: Server,
		private readonly target: number,
	) {
		server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => this.forward(incoming, outgoing));
	}

	static async start(targetPort: number): Promise<LossyProxy> {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return new LossyProxy(server, targetPort);
	}

	get port(): number {
		return (this.server.address() as AddressInfo).port;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private forward(incoming: IncomingMessage, outgoing: ServerResponse): void {
		const { method, url: path, headers } = incoming;
		const onward = request({ host: '127.0.0.1', port: this.target, method, path, headers, agent: false }, (answer) => {
			if (!this.lost) {
				this.lost = true;
				answer.resume();
				incoming.socket.destroy();
				return;
			}
			outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(outgoing);
		});
		onward.on('error', () => incoming.socket.destroy());
		incoming.pipe(onward);
	}
}
