import type { Simulator } from '../../simulator/src';
import { TcpProxy, type Direction, type Link } from '../../simulator/src/net/tcpProxy';
import type { Draw } from './draw';
import type { Routes } from './network';

/** The network before each line's server. */
export class Weather {
	/** By the line's address. */
	private readonly proxies = new Map<string, TcpProxy>();
	private isClosed = false;
	private isMute = false;

	constructor(private readonly draw: Draw) {}

	/** Puts a stretch of network before every line that has none. */
	async cover({ lines }: Simulator): Promise<void> {
		for (const { address } of lines) {
			if (this.proxies.has(address)) continue;
			const port = Number(address.slice(address.lastIndexOf(':') + 1));
			this.proxies.set(address, await TcpProxy.start(port, { mayConnect: () => !this.isClosed, isMute: () => this.isMute }));
		}
	}

	get routes(): Routes {
		return Object.fromEntries([...this.proxies].map(([address, { port }]) => [address, `localhost:${port}`]));
	}

	get opened(): number {
		return [...this.proxies.values()].reduce((sum, { opened }) => sum + opened, 0);
	}

	get open(): number {
		return [...this.proxies.values()].reduce((sum, { links }) => sum + links.length, 0);
	}

	/** Ends every connection of one line. */
	cutLine(): void {
		this.draw.one([...this.proxies.values()]).cut();
	}

	cutAll(): void {
		for (const proxy of this.proxies.values()) proxy.cut();
	}

	/** Ends a connection in the middle of what it carries. */
	cutInFrame(): void {
		this.link()?.cutAfter(this.draw.between(1, 4_000), this.direction());
	}

	/** One direction of one connection is silent from now on. The answer lets it go on. */
	stall(direction: Direction): () => void {
		return this.link()?.stall(direction) ?? (() => undefined);
	}

	/** Everything takes so many real milliseconds longer. The answer ends it. */
	slowDown(): () => void {
		const milliseconds = this.draw.between(1, 30);
		for (const proxy of this.proxies.values()) proxy.delay(milliseconds);
		return () => {
			for (const proxy of this.proxies.values()) proxy.delay(0);
		};
	}

	/** Nobody gets through, and nobody stays. The answer ends it. */
	outage(): () => void {
		this.isClosed = true;
		this.cutAll();
		return () => {
			this.isClosed = false;
		};
	}

	/** Whoever connects is let in and hears nothing, for ever; one line has to connect. The answer ends it for those to come. */
	mute(): () => void {
		this.isMute = true;
		this.cutLine();
		return () => {
			this.isMute = false;
		};
	}

	async whenEmpty(): Promise<void> {
		await Promise.all([...this.proxies.values()].map((proxy) => proxy.whenEmpty()));
	}

	async stop(): Promise<void> {
		await Promise.all([...this.proxies.values()].map((proxy) => proxy.stop()));
	}

	private link(): Link | undefined {
		return this.draw.maybe([...this.proxies.values()].flatMap(({ links }) => links));
	}

	private direction(): Direction {
		return this.draw.one(['toServer', 'toClient']);
	}
}
