import type { Place } from './listen';
import { TcpProxy, type Direction, type Link } from './tcpProxy';

/**
 * The port that clients see. It passes bytes on to a server behind it, so that one client's connection can be counted,
 * cut and stalled without touching the others.
 */
export class TcpFront {
	private constructor(private readonly proxy: TcpProxy) {}

	/** @param mayConnect Asked for each new connection; false cuts it at once. */
	static async listen(target: number, mayConnect: () => boolean, place?: Place, purpose = 'The server of a line'): Promise<TcpFront> {
		return new TcpFront(await TcpProxy.start(target, { mayConnect, place, purpose }));
	}

	get port(): number {
		return this.proxy.port;
	}

	/** Connections accepted so far, those cut at once included. */
	get opened(): number {
		return this.proxy.opened;
	}

	/** Connections open now. */
	get open(): number {
		return this.proxy.links.length;
	}

	/** Cuts the connection that the server behind knows by this peer name (`address:port`). */
	cut(peer: string): void {
		this.linkOf(peer)?.cut();
	}

	/** As `cut`, with RST. */
	reset(peer: string): void {
		this.linkOf(peer)?.reset();
	}

	/** Keeps back what goes in one direction of that connection; the answer lets it go. */
	stall(peer: string, direction: Direction): () => void {
		return this.linkOf(peer)?.stall(direction) ?? (() => undefined);
	}

	cutAll(): void {
		this.proxy.cut();
	}

	/** Resolves when no connection is open. */
	async whenEmpty(): Promise<void> {
		await this.proxy.whenEmpty();
	}

	/** Cuts what is open and gives the port back. */
	async close(): Promise<void> {
		await this.proxy.stop();
	}

	private linkOf(peer: string): Link | undefined {
		const port = Number(peer.slice(peer.lastIndexOf(':') + 1));
		return this.proxy.links.find(({ serverPeerPort }) => serverPeerPort === port);
	}
}
