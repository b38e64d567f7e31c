import type { AuthContext } from '../../auth/TokenSource';
import type { Clock } from '../../timing/clock';
import type { LineAccess, LineInventory } from '../../model/line';
import { throwIfCancelled, toSpectrumError } from '../../errors/from';
import { callWithRetry, type RetryPolicy } from '../../transport/retry';
import type { Transport, WireMethod } from '../../transport/Transport';
import type { KnownSpaces } from './knownSpaces';
import { outageTimes } from './outages';
import type { PoolEntry } from './poolEntry';
import { isRefusal, PooledSession, withRenewal, type LineConnection, type LinkStreamOptions } from './poolSession';
import { RenewingCall } from './renewingCall';
import type { WriteMemory } from './writeMemory';

export type { LineConnection, LinkStreamOptions } from './poolSession';

/** Options of a call with one answer. */
export interface LinkUnaryOptions {
	readonly context: AuthContext;
	/** How long one attempt may take. Default 30 s (see `poolTimes`). */
	readonly deadlineMilliseconds?: number;
	/** The stable key of one logical write; absent on reads. */
	readonly idempotencyKey?: string;
	/** How long all attempts together may take. Default 60 s, or the deadline of one attempt when that is longer. */
	readonly totalMilliseconds?: number;
	/** True for a write that reaches no person, such as an upload. Default false. */
	readonly toNobody?: boolean;
}

/** One credential's way to its lines. Cheap: the connections behind it belong to the pool. */
export interface Link {
	/** Which line knows which conversation, shared by all executions of the credential. */
	readonly knownSpaces: KnownSpaces;
	/** What was written, shared likewise. */
	readonly memory: WriteMemory;
	/**
	 * The lines there are now, as far as is known; `renewed` asks again, however fresh what is known may be. A control
	 * plane that fails for a passing reason is asked again, by default for up to a minute.
	 */
	inventory(context: AuthContext, renewed?: boolean, patienceMilliseconds?: number): Promise<LineInventory>;
	/**
	 * One logical call on a line. It carries a live token; when that is refused, one renewal is forced and the call is
	 * made once more. Failures that are marked retryable, and connections that broke before an answer, are retried
	 * with the same key. Rejects with `invalid` when there is no such line.
	 */
	unary<Request, Response>(
		lineId: string,
		method: WireMethod<Request, Response>,
		request: Request,
		options: LinkUnaryOptions,
	): Promise<Response>;
	/**
	 * One stream on a line, begun by the first `next()`. A token refused at the start is renewed once;
	 * nothing else is retried, because only the reader knows where to go on.
	 */
	serverStream<Request, Response>(
		lineId: string,
		method: WireMethod<Request, Response>,
		request: Request,
		options: LinkStreamOptions,
	): AsyncIterable<Response>;
	/** A connection of its own to one line; dialled by its first stream. Close it. */
	connect(lineId: string): LineConnection;
}

/** What a link takes from its pool. */
export interface PooledLinkOptions {
	/** Asked for by each call: an entry that nobody used for long has been dropped. */
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
			this.persistently(entry, controlPlane, context, patienceMilliseconds, () => entry.inventory(context, renewed)),
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
		const totalMilliseconds =
			options.totalMilliseconds ?? Math.max(retry.totalMilliseconds, options.deadlineMilliseconds ?? 0);
		const deadlineAt = clock.now() + totalMilliseconds;
		const isToPerson = idempotencyKey !== undefined && options.toNobody !== true;
		const call = async (transport: Transport, { token, audience }: LineAccess): Promise<Response> => {
			// Minting has used some of the time too.
			const left = Math.max(1, deadlineAt - clock.now());
			return await transport.unary(method, request, {
				token,
				idempotencyKey,
				audience: isToPerson ? audience : undefined,
				signal: context.signal,
				deadlineMilliseconds: Math.min(deadlineMilliseconds, left),
			});
		};
		return await this.using(async (entry) => {
			const attempts = new RenewingCall(entry, lineId, context);
			return await this.persistently(entry, lineId, context, totalMilliseconds, () =>
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

	/** Tries again what passes, and keeps in mind for others what did not. */
	private async persistently<Result>(
		{ outages }: PoolEntry,
		way: string,
		{ signal }: AuthContext,
		totalMilliseconds: number,
		attempt: () => Promise<Result>,
	): Promise<Result> {
		throwIfCancelled(signal);
		const { clock, random, retry } = this.defaults;
		const approach = outages.approach(way);
		if (approach.how === 'notAtAll') throw approach.error;
		// Only how long it is tried again: what an attempt carries may take as long as ever.
		const patience = approach.how === 'briefly' ? Math.min(totalMilliseconds, outageTimes.shortTry) : totalMilliseconds;
		const policy = { ...retry, totalMilliseconds: patience };
		try {
			// A token that is refused after its renewal, or cannot be renewed, will not become good by trying again.
			const result = await callWithRetry({ clock, random, signal, policy, isFinal: isRefusal }, attempt);
			outages.ended(way);
			return result;
		} catch (error) {
			outages.ended(way, toSpectrumError(error));
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

/** The way that mints and lists lines, beside those to the lines themselves. */
const controlPlane = '';

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
		yield* transport.serverStream(method, request, { token: line.token, signal: context.signal, onOpen });
	} finally {
		connection.release();
	}
}
