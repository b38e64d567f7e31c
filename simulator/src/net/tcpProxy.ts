import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { systemClock, type CancelTimer, type Clock } from '../clock';
import { listen, type Place } from './listen';

/** Which bytes: those on their way to the server, or those on their way to the client. */
export type Direction = 'toServer' | 'toClient';

/** `undefined`: the end of what one side sends. */
type Piece = Buffer | undefined;

/** One direction of one connection. Bytes and the end pass in order, at once, late or not at all for now. */
class Flow {
	/** Milliseconds that each piece takes. */
	delay = 0;
	/** Bytes that may pass before the connection is cut in the middle of them; absent: no limit. */
	limit: number | undefined;
	private stalls = 0;
	private readonly pieces: Array<{ readonly piece: Piece; readonly due: number }> = [];
	private cancelTimer: CancelTimer | undefined;

	constructor(
		from: Socket,
		private readonly to: Socket,
		private readonly clock: Clock,
		private readonly cut: () => void,
	) {
		// Read even while stalled, so that a client that goes is seen to go; HTTP/2 bounds what piles up.
		from.on('data', (chunk: Buffer) => {
			this.add(chunk);
			if (this.pieces.length > 0 || !to.writableNeedDrain) return;
			from.pause();
			to.once('drain', () => from.resume());
		});
		from.once('close', () => this.add(undefined));
		to.once('close', () => this.stop());
	}

	stall(): () => void {
		this.stalls++;
		let isStalled = true;
		return () => {
			if (!isStalled) return;
			isStalled = false;
			this.stalls--;
			this.pass();
		};
	}

	private add(piece: Piece): void {
		this.pieces.push({ piece, due: this.clock.now() + this.delay });
		this.pass();
	}

	private pass(): void {
		if (this.stalls > 0 || this.cancelTimer !== undefined) return;
		for (let next = this.pieces[0]; next !== undefined; next = this.pieces[0]) {
			const wait = next.due - this.clock.now();
			if (wait > 0) {
				this.cancelTimer = this.clock.after(wait, () => {
					this.cancelTimer = undefined;
					this.pass();
				});
				return;
			}
			this.pieces.shift();
			this.write(next.piece);
		}
	}

	private write(piece: Piece): void {
		if (this.to.destroyed) return;
		if (piece === undefined) {
			this.to.destroySoon();
			return;
		}
		const isLast = this.limit !== undefined && piece.length >= this.limit;
		this.to.write(isLast ? piece.subarray(0, this.limit) : piece, isLast ? this.cut : undefined);
		if (this.limit !== undefined) this.limit = Math.max(0, this.limit - piece.length);
	}

	private stop(): void {
		this.cancelTimer?.();
		this.cancelTimer = undefined;
		this.pieces.length = 0;
		// Whatever comes now has nowhere to go.
		this.stalls = Number.POSITIVE_INFINITY;
	}
}

/** One connection through a proxy. */
export class Link {
	private readonly flows: Readonly<Record<Direction, Flow>>;

	constructor(
		private readonly client: Socket,
		private readonly server: Socket,
		clock: Clock,
	) {
		const cut = (): void => this.cut();
		this.flows = {
			toServer: new Flow(client, server, clock, cut),
			toClient: new Flow(server, client, clock, cut),
		};
	}

	/** The port that the server sees the connection come from. */
	get serverPeerPort(): number | undefined {
		return this.server.localPort;
	}

	/** Ends both sides at once. */
	cut(): void {
		this.client.destroy();
		this.server.destroy();
	}

	/** Ends both sides at once, the client's with RST. */
	reset(): void {
		this.client.resetAndDestroy();
		this.server.destroy();
	}

	/** Cuts after so many more bytes in one direction, even in the middle of a frame. */
	cutAfter(bytes: number, direction: Direction): void {
		this.flows[direction].limit = bytes;
	}

	/** Keeps one direction back, the end of the connection included, until the answer is called. Nothing is lost. */
	stall(direction: Direction): () => void {
		return this.flows[direction].stall();
	}

	/** Lets what comes from now on arrive so much later. */
	delay(milliseconds: number, direction: Direction): void {
		this.flows[direction].delay = milliseconds;
	}
}

export interface TcpProxyOptions {
	/** Asked for each new connection; false cuts it at once. Default: all are let in. */
	readonly mayConnect?: () => boolean;
	/** Asked for each that is let in; true: nothing ever passes over it, as behind a server that hangs. Default: none is. */
	readonly isMute?: () => boolean;
	/** For delays. Default the system's. */
	readonly clock?: Clock;
	/** Default 127.0.0.1, on a port given by the system. */
	readonly place?: Place;
	/** What the error calls it when the port is taken. */
	readonly purpose?: string;
}

/**
 * A stretch of network between a client and a server of this machine, which can be cut, stalled and slowed down. Who ends
 * one direction ends both, as gRPC does.
 */
export class TcpProxy {
	/** Connections accepted so far, those cut at once included. */
	opened = 0;
	private readonly open = new Set<Link>();
	private readonly sockets = new Set<Socket>();
	private readonly whenEmptied = new Set<() => void>();
	private readonly delays: Record<Direction, number> = { toServer: 0, toClient: 0 };

	private constructor(
		private readonly server: Server,
		private readonly target: number,
		private readonly options: TcpProxyOptions,
	) {}

	/** @param target Port of the server on 127.0.0.1. */
	static async start(target: number, options: TcpProxyOptions = {}): Promise<TcpProxy> {
		const server = createServer({ noDelay: true });
		const proxy = new TcpProxy(server, target, options);
		server.on('connection', (client) => proxy.accept(client));
		await listen(server, options.place ?? {}, options.purpose ?? 'A proxy');
		return proxy;
	}

	get port(): number {
		return (this.server.address() as AddressInfo).port;
	}

	/** Connections whose client is there, oldest first. */
	get links(): readonly Link[] {
		return [...this.open];
	}

	/** Ends every connection at once. */
	cut(): void {
		for (const link of this.open) link.cut();
	}

	/** As `Link.stall`, for every connection open now. */
	stall(direction: Direction): () => void {
		const releases = this.links.map((link) => link.stall(direction));
		return () => {
			for (const release of releases) release();
		};
	}

	/** Lets what comes from now on arrive so much later, on connections to come too; by default both ways. */
	delay(milliseconds: number, direction?: Direction): void {
		for (const each of direction === undefined ? (['toServer', 'toClient'] as const) : [direction]) {
			this.delays[each] = milliseconds;
			for (const link of this.open) link.delay(milliseconds, each);
		}
	}

	/** Resolves when no client is connected. */
	async whenEmpty(): Promise<void> {
		if (this.open.size === 0) return;
		await new Promise<void>((resolve) => this.whenEmptied.add(resolve));
	}

	/** Cuts what is open, stalled or not, and gives the port back. */
	async stop(): Promise<void> {
		const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
		for (const socket of this.sockets) socket.destroy();
		await closed;
		await this.whenEmpty();
	}

	private accept(client: Socket): void {
		this.opened++;
		// A cut connection is what this class is for: its error is no news.
		client.on('error', () => undefined);
		if (!(this.options.mayConnect?.() ?? true)) {
			client.destroy();
			return;
		}
		const server = connect({ port: this.target, host: '127.0.0.1', noDelay: true });
		server.on('error', () => undefined);
		const link = new Link(client, server, this.options.clock ?? systemClock);
		const isMute = this.options.isMute?.() ?? false;
		for (const direction of ['toServer', 'toClient'] as const) {
			link.delay(this.delays[direction], direction);
			if (isMute) link.stall(direction);
		}
		this.open.add(link);
		for (const socket of [client, server]) {
			this.sockets.add(socket);
			socket.once('close', () => this.sockets.delete(socket));
		}
		client.once('close', () => {
			this.open.delete(link);
			if (this.open.size > 0) return;
			for (const resolve of this.whenEmptied) resolve();
			this.whenEmptied.clear();
		});
	}
}
