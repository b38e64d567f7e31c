import type { AuthContext } from '../../auth/TokenSource';
import type { LineAccess } from '../../model/line';
import { cancelled } from '../../errors/from';
import { isPassing } from '../../errors/passing';
import { SpectrumError } from '../../errors/SpectrumError';
import type { Transport, WireMethod } from '../../transport/Transport';
import type { PoolEntry } from './poolEntry';

/** Options of a stream. */
export interface LinkStreamOptions {
	readonly context: AuthContext;
	/** Called once, when the server has accepted the call. */
	readonly onOpen?: () => void;
}

/** A connection to one line for one user alone, so that closing a broken one does not break other calls. */
export interface LineConnection {
	/** As `Link.serverStream`, over this connection. */
	serverStream<Request, Response>(
		method: WireMethod<Request, Response>,
		request: Request,
		options: LinkStreamOptions,
	): AsyncIterable<Response>;
	/** Ends every stream and the connection. Safe to call twice. */
	close(): void;
}

/** A {@link LineConnection} with the tokens of a pool entry. The entry stays in use until the connection is closed. */
export class PooledSession implements LineConnection {
	private transport: Transport | undefined;
	private isClosed = false;

	constructor(
		private readonly entry: PoolEntry,
		private readonly lineId: string,
	) {
		entry.enter();
	}

	async *serverStream<Request, Response>(
		method: WireMethod<Request, Response>,
		request: Request,
		options: LinkStreamOptions,
	): AsyncGenerator<Response, void, undefined> {
		const open = (line: LineAccess, onOpen: () => void): AsyncIterable<Response> =>
			this.transportTo(line).serverStream(method, request, {
				token: line.token,
				signal: options.context.signal,
				http: options.context.http,
				onOpen,
			});
		yield* withRenewal(this.entry, this.lineId, options, open);
	}

	close(): void {
		if (this.isClosed) return;
		this.isClosed = true;
		this.transport?.close();
		this.entry.leave();
	}

	private transportTo(line: LineAccess): Transport {
		// A stream that waited for its token while the session was closed must not dial.
		if (this.isClosed) throw cancelled(new Error('The connection was closed'));
		this.transport ??= this.entry.openTransport(line);
		return this.transport;
	}
}

/**
 * A stream whose token is renewed once if it is refused at the start. Nothing else is retried: a reader that believes the
 * stream is open would not notice that events were missing meanwhile.
 */
export async function* withRenewal<Response>(
	entry: PoolEntry,
	lineId: string,
	{ context, onOpen = () => {} }: LinkStreamOptions,
	open: (line: LineAccess, onOpen: () => void) => AsyncIterable<Response>,
): AsyncGenerator<Response, void, undefined> {
	const line = await entry.line(lineId, context);
	let isOpen = false;
	let begun = false;
	const noteOpen = (): void => {
		isOpen = true;
		onOpen();
	};
	try {
		for await (const message of open(line, noteOpen)) {
			begun = true;
			yield message;
		}
		return;
	} catch (error) {
		if (begun || !isTokenRefused(error)) throw error;
		const renewed = await entry.renewedLine(line, error, context).catch((failure: unknown) => {
			// While no new token can be had for a passing reason, the refused one does not prove that the credential is wrong.
			throw isOpen && !isPassing(failure) ? error : failure;
		});
		// The next stream uses the new token. Otherwise a server that refuses after its header would refuse every stream.
		if (isOpen) throw error;
		yield* orRefusedAgain(entry, open(renewed, onOpen));
	}
}

async function* orRefusedAgain<Response>(entry: PoolEntry, stream: AsyncIterable<Response>): AsyncGenerator<Response, void, undefined> {
	let begun = false;
	try {
		for await (const message of stream) {
			begun = true;
			yield message;
		}
	} catch (error) {
		throw !begun && isTokenRefused(error) ? entry.refusedAgain(error) : error;
	}
}

/** True when a server refused the token. A missing token on our side does not count. */
export function isTokenRefused(error: unknown): error is SpectrumError {
	return error instanceof SpectrumError && error.kind === 'authentication' && error.status !== undefined;
}
