import type { AuthContext } from '../../auth/TokenSource';
import type { Clock } from '../../timing/clock';
import type { LineAccess, LineInventory } from '../../model/line';
import { throwIfCancelled, toSpectrumError } from '../../errors/from';
import { callWithRetry, type RetryPolicy } from '../../transport/retry';
import type { Transport, WireMethod } from '../../transport/Transport';
import type { KnownSpaces } from './knownSpaces';
import { outageTimes } from './outages';
import type { PoolEntry } from './poolEntry';
import { isTokenRefused, PooledSession, withRenewal, type LineConnection, type LinkStreamOptions } from './poolSession';
import { RenewingCall } from './renewingCall';
import type { WriteMemory } from './writeMemory';

export type { LineConnection, LinkStreamOptions } from './poolSession';

/** Options of a call with one answer. */
export interface LinkUnaryOptions {
	readonly context: AuthContext;
	/** How long one attempt may take. Default: 30 s (see `poolTimes`). */
	readonly deadlineMilliseconds?: number;
	/** The stable key of one logical write; absent on reads. */
	readonly idempotencyKey?: string;
	/** How long all attempts together may take. Default: 60 s, or the deadline of one attempt if that is longer. */
	readonly totalMilliseconds?: number;
	/** True for a write that reaches no person, such as an upload. Default: false. */
	readonly reachesNoPerson?: boolean;
}

/** One credential's access to its lines. It is cheap to make: the connections belong to the pool. */
export interface Link {
	/** Which line has which space. All executions of the credential share it. */
	readonly knownSpaces: KnownSpaces;
	/** The recent writes. All executions of the credential share them. */
	readonly memory: WriteMemory;
	/**
	 * The lines of the credential. With `renewed` the control plane is asked, even if the known list is fresh. Passing
	 * failures of the control plane are retried, by default for up to a minute.
	 */
	inventory(context: AuthContext, renewed?: boolean, patienceMilliseconds?: number): Promise<LineInventory>;
	/**
	 * One logical call on a line, with a live token. A refused token is renewed once and the call is made again. Failures
	 * that are marked as retryable and connections that broke before an answer are retried with the same key. Rejects with
	 * `invalid` when there is no such line.
	 */
	unary<Request, Response>(
		lineId: string,
		method: WireMethod<Request, Response>,
		request: Request,
		options: LinkUnaryOptions,
	): Promise<Response>;
	/**
	 * One stream on a line. The first `next()` starts it. A token that is refused at the start is renewed once. Nothing else
	 * is retried, because only the reader knows where to go on.
	 */
	serverStream<Request, Response>(
		lineId: string,
		method: WireMethod<Request, Response>,
		request: Request,
		options: LinkStreamOptions,
	): AsyncIterable<Response>;
	/** A separate connection to one line. Its first stream dials it. The caller must close it. */
	connect(lineId: string): LineConnection;
}

/** What a link gets from its pool. */
export interface PooledLinkOptions {
	/** Called by each call, because an unused entry may have been dropped. */
	readonly entry: () => PoolEntry;
	readonly clock: Clock;
	readonly random: () => number;
	/** Defaults of `unary`. */
	readonly deadlineMilliseconds: number;
	readonly retry: RetryPolicy;
}

/** {@link Link} over an entry of the pool. */
export class PooledLink implements Link {
	constructor(private readonly defaults: PooledLinkOptions) {}

	get knownSpaces(): KnownSpaces {
		return this.defaults.entry().knownSpaces;
	}

	get memory(): WriteMemory {
		return this.defaults.entry().memory;
	}

	async inventory(
		context: AuthContext,
		renewed = false,
		patienceMilliseconds = this.defaults.retry.totalMilliseconds,
	): Promise<LineInventory> {
		return await this.using((entry) =>
			this.withRetries(entry, controlPlaneId, context, patienceMilliseconds, () => entry.inventory(context, renewed)),
		);
	}

	async unary<Request, Response>(
		lineId: string,
		method: WireMethod<Request, Response>,
		request: Request,
		options: LinkUnaryOptions,
	): Promise<Response> {
		const { clock, retry } = this.defaults;
		const { context, idempotencyKey, deadlineMilliseconds = this.defaults.deadlineMilliseconds } = options;
		const totalMilliseconds = options.totalMilliseconds ?? Math.max(retry.totalMilliseconds, options.deadlineMilliseconds ?? 0);
		const deadlineAt = clock.now() + totalMilliseconds;
		const isToPerson = idempotencyKey !== undefined && options.reachesNoPerson !== true;
		const call = async (transport: Transport, { token, audience }: LineAccess): Promise<Response> => {
			// The token has used some of the time.
			const left = Math.max(1, deadlineAt - clock.now());
			return await transport.unary(method, request, {
				token,
				idempotencyKey,
				audience: isToPerson ? audience : undefined,
				signal: context.signal,
				http: context.http,
				deadlineMilliseconds: Math.min(deadlineMilliseconds, left),
			});
		};
		return await this.using(async (entry) => {
			const attempts = new RenewingCall(entry, lineId, context, { clock, endsAt: deadlineAt });
			return await this.withRetries(entry, lineId, context, totalMilliseconds, () =>
				attempts.attempt((line) => onConnection(entry, line, call)),
			);
		});
	}

	async *serverStream<Request, Response>(
		lineId: string,
		method: WireMethod<Request, Response>,
		request: Request,
		options: LinkStreamOptions,
	): AsyncGenerator<Response, void, undefined> {
		const entry = this.defaults.entry();
		const { context } = options;
		entry.enter();
		try {
			yield* withRenewal(entry, lineId, options, (line, onOpen) => streamOn(entry, line, method, request, { context, onOpen }));
		} finally {
			entry.leave();
		}
	}

	connect(lineId: string): LineConnection {
		return new PooledSession(this.defaults.entry(), lineId);
	}

	/** Retries passing failures, and remembers a lasting one for other calls. */
	private async withRetries<Result>(
		{ outages }: PoolEntry,
		lineId: string,
		{ signal }: AuthContext,
		totalMilliseconds: number,
		attempt: () => Promise<Result>,
	): Promise<Result> {
		throwIfCancelled(signal);
		const { clock, random, retry } = this.defaults;
		const approach = outages.approach(lineId);
		if (approach.how === 'notAtAll') throw approach.error;
		// This shortens the retries only. One attempt may take as long as usual.
		const patience = approach.how === 'briefly' ? Math.min(totalMilliseconds, outageTimes.shortTry) : totalMilliseconds;
		const policy = { ...retry, totalMilliseconds: patience };
		try {
			// A token that is refused after its renewal, or cannot be renewed, does not become valid by another attempt.
			const result = await callWithRetry({ clock, random, signal, policy, isFinal: isTokenRefused }, attempt);
			outages.ended(lineId);
			return result;
		} catch (error) {
			outages.ended(lineId, toSpectrumError(error));
			throw error;
		}
	}

	private async using<Result>(work: (entry: PoolEntry) => Promise<Result>): Promise<Result> {
		const entry = this.defaults.entry();
		entry.enter();
		try {
			return await work(entry);
		} finally {
			entry.leave();
		}
	}
}

/** Stands for the control plane among the line IDs of outages. */
const controlPlaneId = '';

async function onConnection<Result>(
	entry: PoolEntry,
	line: LineAccess,
	call: (transport: Transport, line: LineAccess) => Promise<Result>,
): Promise<Result> {
	const connection = entry.connection(line);
	const transport = connection.acquire();
	try {
		return await call(transport, line);
	} finally {
		connection.release();
	}
}

async function* streamOn<Request, Response>(
	entry: PoolEntry,
	line: LineAccess,
	method: WireMethod<Request, Response>,
	request: Request,
	{ context, onOpen }: LinkStreamOptions,
): AsyncGenerator<Response, void, undefined> {
	const connection = entry.connection(line);
	const transport = connection.acquire();
	try {
		yield* transport.serverStream(method, request, { token: line.token, signal: context.signal, http: context.http, onOpen });
	} finally {
		connection.release();
	}
}
