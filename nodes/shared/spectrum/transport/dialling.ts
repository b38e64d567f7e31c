import type { Socket } from 'node:net';
import { ChannelCredentials, connectivityState, type Client, type ChannelInterface } from '@grpc/grpc-js';
import type { CancelTimer, Clock } from '../timing/clock';
import type { Obstacle } from '../errors/obstacles';
import { findObstacle, type Destination, type Reached } from './obstacle';
import { tunnel } from './tunnel';

type CreateConnector = ChannelCredentials['_createSecureConnector'];
type SecureConnector = ReturnType<CreateConnector>;
type Tail<List extends unknown[]> = List extends [unknown, ...infer Rest] ? Rest : never;
type SecureConnectResult = Awaited<ReturnType<SecureConnector['connect']>>;

/** Attempts that are no further apart are of one round over the addresses of a name, in milliseconds. */
const sameRound = 1_000;

/** How long what was said last may take to get through after a connection was closed, in milliseconds. */
const farewell = 1_000;

/**
 * The sockets of one channel: how long it takes until one can be used, and that none is left when the channel is closed.
 *
 * grpc-js gives up neither on a server that takes a connection and then says nothing, in TLS or before HTTP/2's settings,
 * nor does it let go of such a socket when the channel is closed; one that was in use it only ends, and waits for a peer
 * that may be gone (1.14.7: `Http2SubchannelConnector`). Such sockets would add up, and would keep a process alive.
 */
export class Dialling {
	private readonly open = new Set<Socket>();
	/** Those that cannot be used yet. */
	private readonly pending = new Map<Socket, Pending>();
	private channel: ChannelInterface | undefined;
	private isWatching = false;
	/** How far the last attempt to connect came, and when that was seen. */
	private reached: Reached = { until: 'nothing' };
	private reachedAt = 0;

	/** @param patience Milliseconds from a socket's TCP connection until the channel can be used. */
	constructor(
		private readonly destination: Destination,
		private readonly patience: number,
		private readonly clock: Clock,
	) {}

	/** What the channel must be made with for its sockets to be seen. */
	credentials(inner: ChannelCredentials): ChannelCredentials {
		return new WatchedCredentials(this.destination.address, inner, (connector) => this.watched(connector));
	}

	/** Names the channel, before its first call. */
	attach(client: Client): void {
		this.channel = client.getChannel();
	}

	/** What kept the channel from connecting, where that can be told. */
	async obstacle(): Promise<Obstacle | undefined> {
		return await findObstacle(this.destination, this.reached, this.clock);
	}

	/** Closes the channel; grpc-js then destroys its connectors, which leaves what is being dialled. What was in use is left soon. */
	close(client: Client): void {
		client.close();
		this.clock.after(farewell, () => {
			for (const socket of this.open) socket.destroy();
		});
	}

	private watched(inner: SecureConnector): SecureConnector {
		let isDestroyed = false;
		const refuseWhenClosed = (): void => {
			if (isDestroyed) throw new Error('The channel was closed');
		};
		return {
			connect: async (socket) => {
				refuseWhenClosed();
				return await this.dial(socket, inner);
			},
			// Asked before each attempt: grpc-js makes one more when it is closed in the pause between two.
			waitForReady: async () => {
				refuseWhenClosed();
				this.noteAttempt();
				await inner.waitForReady();
			},
			getCallCredentials: () => inner.getCallCredentials(),
			// The channel has no use for this server's address any more.
			destroy: () => {
				isDestroyed = true;
				for (const [socket, { dialledBy }] of this.pending) {
					if (dialledBy === inner) socket.destroy();
				}
				inner.destroy();
			},
		};
	}

	private async dial(socket: Socket, connector: SecureConnector): Promise<SecureConnectResult> {
		let fail = (_error: Error): void => {};
		const failed = new Promise<never>((_resolve, reject) => {
			fail = reject;
		});
		const cancelTimer = this.clock.after(this.patience, () => {
			pending.isSilent = true;
			this.note({ until: 'silence' });
			fail(new Error(`The server took the connection, and could not be used within ${this.patience / 1_000} s`));
			socket.destroy();
		});
		const pending: Pending = { dialledBy: connector, isConnected: false, isUsable: false, isSilent: false, cancelTimer };
		this.open.add(socket);
		this.pending.set(socket, pending);
		socket.once('close', () => {
			this.open.delete(socket);
			if (pending.isUsable) this.note({ until: 'nothing' });
			this.settle(socket);
			// Who knows why it ended comes first.
			setImmediate(() => fail(new Error('The connection ended before it could be used')));
		});
		const result = await Promise.race([this.lead(socket, pending), failed]);
		pending.isConnected = true;
		this.note({ until: 'connection' });
		this.watch();
		return result;
	}

	private note(reached: Reached): void {
		this.reached = reached;
		this.reachedAt = this.clock.now();
	}

	/** A name may have several addresses, tried one after the other: the last of them does not hide what one before it said. */
	private noteAttempt(): void {
		const age = this.clock.now() - this.reachedAt;
		if (this.reached.until === 'nothing' || age < 0 || age > sameRound) this.note({ until: 'address' });
	}

	/** Through the proxy, if there is one, and through TLS. */
	private async lead(socket: Socket, pending: Pending): Promise<SecureConnectResult> {
		const { proxy, address } = this.destination;
		try {
			const through = proxy === undefined || 'unusable' in proxy ? socket : await tunnel(socket, proxy, address);
			return await pending.dialledBy.connect(through);
		} catch (failure) {
			// One that was given up fails as well.
			if (!pending.isSilent) this.note({ until: 'server', failure });
			throw failure;
		}
	}

	/** Until the channel can be used: with one of those that have come so far. */
	private watch(): void {
		const { channel } = this;
		if (channel === undefined || this.isWatching || this.pending.size === 0) return;
		const state = channel.getConnectivityState(false);
		if (state === connectivityState.SHUTDOWN) return;
		if (state === connectivityState.READY) {
			for (const [socket, pending] of this.pending) {
				if (!pending.isConnected) continue;
				pending.isUsable = true;
				this.settle(socket);
			}
			return;
		}
		this.isWatching = true;
		channel.watchConnectivityState(state, Number.POSITIVE_INFINITY, () => {
			this.isWatching = false;
			this.watch();
		});
	}

	private settle(socket: Socket): void {
		this.pending.get(socket)?.cancelTimer();
		this.pending.delete(socket);
	}
}

/** A socket that has been dialled, and with which the channel cannot be used yet. */
interface Pending {
	readonly dialledBy: SecureConnector;
	/** Past TCP and TLS. */
	isConnected: boolean;
	/** Past HTTP/2's settings too. */
	isUsable: boolean;
	/** Given up, because nothing came. */
	isSilent: boolean;
	readonly cancelTimer: CancelTimer;
}

/** Credentials that show what is dialled with them, and are otherwise the ones they were made of. */
class WatchedCredentials extends ChannelCredentials {
	constructor(
		private readonly address: string,
		private readonly inner: ChannelCredentials,
		private readonly watched: (connector: SecureConnector) => SecureConnector,
	) {
		super();
	}

	_isSecure(): boolean {
		return this.inner._isSecure();
	}

	_equals(other: ChannelCredentials): boolean {
		return this === other;
	}

	/** For the server, also where a proxy is what the channel dials. */
	_createSecureConnector(_dialled: Parameters<CreateConnector>[0], ...rest: Tail<Parameters<CreateConnector>>): SecureConnector {
		return this.watched(this.inner._createSecureConnector({ scheme: 'dns', path: this.address }, ...rest));
	}
}
