import { createTokenSource } from '../../auth/createTokenSource';
import { systemClock, type Clock } from '../../timing/clock';
import { isByHttp, type Connection } from '../../model/connection';
import type { LineAccess } from '../../model/line';
import { hashOfParts } from '../../keys/hash';
import { openTransport as openUsualTransport } from '../../transport/openTransport';
import { defaultRetryPolicy, type RetryPolicy } from '../../transport/retry';
import type { TransportFactory, TransportTarget } from '../../transport/Transport';
import { KeptCampaigns } from './keptCampaigns';
import { PoolEntry } from './poolEntry';
import { PooledLink, type Link } from './poolLink';
import { CampaignMemory } from '../../campaign/memory';
import { WriteMemory } from './writeMemory';

export type { LineConnection, Link, LinkStreamOptions, LinkUnaryOptions } from './poolLink';

/** The times of the pool, in milliseconds. */
export const poolTimes = {
	/** A connection is closed this long after its last call ended. */
	idle: 60_000,
	/** Tokens and everything else of a credential, except `KeptCampaigns`, are dropped this long after its last use. */
	forget: 30 * 60_000,
	/** How long one attempt of a call may take by default. */
	deadline: 30_000,
} as const;

/** The parts and settings of a pool. */
export interface PoolOptions {
	readonly openTransport: TransportFactory;
	readonly clock: Clock;
	/** Gives a number from 0 up to, not including, 1. Default `Math.random`. */
	readonly random?: () => number;
	/** Default of {@link LinkUnaryOptions.deadlineMilliseconds}: 30 s. */
	readonly deadlineMilliseconds?: number;
	/** Deviations from the usual retries. Its total is the default of {@link LinkUnaryOptions.totalMilliseconds}. */
	readonly retry?: Partial<RetryPolicy>;
	/** People of a line whom campaigns remember; default as in `LineBook`. */
	readonly mostPeople?: number;
}

/**
 * Tokens and connections of every credential in use, shared by all items, nodes and executions. Keyed by the hash of
 * the whole connection: only identical credentials share anything.
 */
export class ConnectionPool {
	private readonly entries = new Map<string, PoolEntry>();
	private readonly campaigns: KeptCampaigns;

	constructor(private readonly options: PoolOptions) {
		this.campaigns = new KeptCampaigns(options.clock);
	}

	link(connection: Connection): Link {
		const key = credentialIdentity(connection);
		const { clock, random = Math.random, deadlineMilliseconds, retry } = this.options;
		return new PooledLink({
			entry: () => this.entry(key, connection),
			clock,
			random,
			deadlineMilliseconds: deadlineMilliseconds ?? poolTimes.deadline,
			retry: { ...defaultRetryPolicy, ...retry },
		});
	}

	/** Closes everything now and forgets every token. Running calls end as cancelled. */
	close(): void {
		for (const entry of this.entries.values()) entry.close();
		this.entries.clear();
		this.campaigns.clear();
	}

	private entry(key: string, connection: Connection): PoolEntry {
		const existing = this.entries.get(key);
		if (existing !== undefined) return existing;
		const { clock, openTransport, mostPeople } = this.options;
		const entry = new PoolEntry({
			source: createTokenSource(connection, clock),
			openTransport: (line) => openTransport(targetOf(connection, line)),
			clock,
			idleMilliseconds: poolTimes.idle,
			forgetMilliseconds: poolTimes.forget,
			memory: new WriteMemory(this.campaigns.take(key) ?? new CampaignMemory(mostPeople)),
			onForgotten: () => {
				if (this.entries.get(key) !== entry) return;
				this.entries.delete(key);
				this.campaigns.keep(key, entry.memory.campaigns);
			},
		});
		this.entries.set(key, entry);
		return entry;
	}
}

/**
 * Names a connection within this process, as 64 hex digits. Every field counts, also those that only other parts of the
 * pack use, because two credentials that differ in any field must share nothing. The order of the fields does not count.
 */
export function credentialIdentity(connection: Connection): string {
	const known = identities.get(connection);
	if (known !== undefined) return known;
	const identity = hashOfParts([JSON.stringify(connection, sortedFields)]);
	identities.set(connection, identity);
	return identity;
}

/** A connection is read once and used for many items or events. */
const identities = new WeakMap<Connection, string>();

function sortedFields(_name: string, value: unknown): unknown {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
	return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** Where the calls of a line go. */
function targetOf(connection: Connection, { address, instanceId }: LineAccess): TransportTarget {
	const { ca } = connection;
	if (isByHttp(connection)) return { baseUrl: address, ca, instanceId };
	return { address, tls: connection.kind === 'cloud' || connection.tls, ca };
}

/** A pool over the network and the system clock. Close it after use: otherwise its connections stay open until they are idle. */
export function createPool(options: Partial<PoolOptions> = {}): ConnectionPool {
	const { openTransport = openUsualTransport, clock = systemClock } = options;
	return new ConnectionPool({ ...options, openTransport, clock });
}

/** The pool that all nodes of the process share. */
export const sharedPool = createPool();
