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

/** Attempts within this time of each other belong to one round over the addresses of a name, in milliseconds. */
const sameRound = 1_000;

/** How long the last bytes may take to reach the server after the channel was closed, in milliseconds. */
const drainMilliseconds = 1_000;

/**
 * The sockets of one channel. It limits how long a new socket may take until it can be used, and leaves no socket open
 * after the channel was closed.
 *
 * grpc-js waits without a limit for a server that accepts a connection and then sends nothing, during TLS or before
 * HTTP/2's settings. It also keeps such a socket when the channel is closed. A socket in use is only ended, and then
 * waits for a peer that may be gone (1.14.7: `Http2SubchannelConnector`). Such sockets would pile up and keep the process
 * alive.
 */
export class Dialling {
	private readonly open = new Set<Socket>();
	/** The sockets that cannot be used yet. */
	private readonly pending = new Map<Socket, Pending>();
	private channel: ChannelInterface | undefined;
	private isWatching = false;
	/** How far the last attempt to connect got, and when that was noted. */
	private reached: Reached = { until: 'nothing' };
	private reachedAt = 0;

	/** @param patience Milliseconds from a socket's TCP connection until the channel can be used. */
	constructor(
		private readonly destination: Destination,
		private readonly patience: number,
		private readonly clock: Clock,
	) {}

	/** The credentials for the channel. Through them this class sees its sockets. */
	credentials(inner: ChannelCredentials): ChannelCredentials {
		return new WatchedCredentials(this.destination.address, inner, (connector) => this.watched(connector));
	}

	/** Sets the channel. Required before its first call. */
	attach(client: Client): void {
		this.channel = client.getChannel();
	}

	/** Why the channel could not connect, if known. */
	async obstacle(): Promise<Obstacle | undefined> {
		return await findObstacle(this.destination, this.reached, this.clock);
	}

	/**
	 * Closes the channel. grpc-js then destroys its connectors, and with them the sockets that cannot be used yet. Sockets
	 * in use are destroyed after {@link drainMilliseconds}.
	 */
	close(client: Client): void {
		client.close();
		this.clock.after(drainMilliseconds, () => {
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
			// Called before each attempt: grpc-js makes one more when it is closed in the pause between two.
			waitForReady: async () => {
				refuseWhenClosed();
				this.noteAttempt();
				await inner.waitForReady();
			},
			getCallCredentials: () => inner.getCallCredentials(),
			// The channel no longer uses this address of the server.
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
			fail(new Error(`The server accepted the connection, but could not be used within ${this.patience / 1_000} s`));
			socket.destroy();
		});
		const pending: Pending = { dialledBy: connector, isConnected: false, isUsable: false, isSilent: false, cancelTimer };
		this.open.add(socket);
		this.pending.set(socket, pending);
		socket.once('close', () => {
			this.open.delete(socket);
			if (pending.isUsable) this.note({ until: 'nothing' });
			this.endPending(socket);
			// On the next turn of the event loop, so that a failure that names the cause comes first.
			setImmediate(() => fail(new Error('The connection ended before it could be used')));
		});
		const result = await Promise.race([this.establish(socket, pending), failed]);
		pending.isConnected = true;
		this.note({ until: 'connection' });
		this.watch();
		return result;
	}

	private note(reached: Reached): void {
		this.reached = reached;
		this.reachedAt = this.clock.now();
	}

	/**
	 * Notes an attempt at one address. A name may have several, which are tried one after the other: an unreachable one
	 * must not hide how far an earlier one got.
	 */
	private noteAttempt(): void {
		const age = this.clock.now() - this.reachedAt;
		if (this.reached.until === 'nothing' || age < 0 || age > sameRound) this.note({ until: 'address' });
	}

	/** Connects through the proxy, if there is one, and through TLS. */
	private async establish(socket: Socket, pending: Pending): Promise<SecureConnectResult> {
		const { proxy, address } = this.destination;
		try {
			const through = proxy === undefined || 'unusable' in proxy ? socket : await tunnel(socket, proxy, address);
			return await pending.dialledBy.connect(through);
		} catch (failure) {
			// An abandoned socket fails as well, and its silence is already noted.
			if (!pending.isSilent) this.note({ until: 'server', failure });
			throw failure;
		}
	}

	/** Watches the channel until it can be used, over one of the sockets that are connected by then. */
	private watch(): void {
		const { channel } = this;
		if (channel === undefined || this.isWatching || this.pending.size === 0) return;
		const state = channel.getConnectivityState(false);
		if (state === connectivityState.SHUTDOWN) return;
		if (state === connectivityState.READY) {
			for (const [socket, pending] of this.pending) {
				if (!pending.isConnected) continue;
				pending.isUsable = true;
				this.endPending(socket);
			}
			return;
		}
		this.isWatching = true;
		channel.watchConnectivityState(state, Number.POSITIVE_INFINITY, () => {
			this.isWatching = false;
			this.watch();
		});
	}

	private endPending(socket: Socket): void {
		this.pending.get(socket)?.cancelTimer();
		this.pending.delete(socket);
	}
}

/** A dialled socket that the channel cannot use yet. */
interface Pending {
	readonly dialledBy: SecureConnector;
	/** TCP and TLS are done. */
	isConnected: boolean;
	/** HTTP/2's settings have arrived too. */
	isUsable: boolean;
	/** Abandoned, because the server sent nothing in time. */
	isSilent: boolean;
	readonly cancelTimer: CancelTimer;
}

/** Credentials that show what is dialled with them. Otherwise they act as `inner`. */
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

	/** TLS is for the server, even when the channel dials a proxy. */
	_createSecureConnector(_dialled: Parameters<CreateConnector>[0], ...rest: Tail<Parameters<CreateConnector>>): SecureConnector {
		return this.watched(this.inner._createSecureConnector({ scheme: 'dns', path: this.address }, ...rest));
	}
}
