import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * The port that clients see. It passes bytes on to a server behind it, so that one client's connection can be counted
 * and cut without touching the others. Ports are given by the system; it listens on 127.0.0.1 only.
 */
export class TcpFront {
	private readonly pairs = new Map<Socket, Socket>();
	private readonly whenEmptied = new Set<() => void>();
	/** Connections accepted so far, those cut at once included. */
	opened = 0;

	private constructor(
		private readonly server: Server,
		private readonly target: number,
		private readonly mayConnect: () => boolean,
	) {}

	/** @param mayConnect Asked for each new connection; false cuts it at once. */
	static async listen(target: number, mayConnect: () => boolean): Promise<TcpFront> {
		const server = createServer({ noDelay: true });
		const front = new TcpFront(server, target, mayConnect);
		server.on('connection', (client) => front.accept(client));
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject);
			server.listen(0, '127.0.0.1', resolve);
		});
		return front;
	}

	get port(): number {
		return (this.server.address() as AddressInfo).port;
	}

	/** Connections open now. */
	get open(): number {
		return this.pairs.size;
	}

	/** Cuts the connection that the server behind knows by this peer name (`address:port`). */
	cut(peer: string): void {
		const port = Number(peer.slice(peer.lastIndexOf(':') + 1));
		for (const [client, upstream] of this.pairs) if (upstream.localPort === port) client.destroy();
	}

	cutAll(): void {
		for (const client of this.pairs.keys()) client.destroy();
	}

	/** Resolves when no connection is open. */
	async whenEmpty(): Promise<void> {
		if (this.pairs.size === 0) return;
		await new Promise<void>((resolve) => this.whenEmptied.add(resolve));
	}

	/** Cuts what is open and gives the port back. */
	async close(): Promise<void> {
		const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
		this.cutAll();
		await closed;
		await this.whenEmpty();
	}

	private accept(client: Socket): void {
		this.opened++;
		if (!this.mayConnect()) {
			client.destroy();
			return;
		}
		const upstream = connect({ port: this.target, host: '127.0.0.1', noDelay: true });
		this.pairs.set(client, upstream);
		// A cut connection is what this class is for: its error is no news.
		client.on('error', () => undefined);
		upstream.on('error', () => undefined);
		client.once('close', () => {
			upstream.destroy();
			this.pairs.delete(client);
			if (this.pairs.size > 0) return;
			for (const resolve of this.whenEmptied) resolve();
			this.whenEmptied.clear();
		});
		upstream.once('close', () => client.destroy());
		client.pipe(upstream);
		upstream.pipe(client);
	}
}
