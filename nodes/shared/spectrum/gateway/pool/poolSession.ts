import type { AuthContext } from '../../auth/TokenSource';
import type { LineAccess } from '../../model/line';
import { cancelled } from '../../errors/from';
import { SpectrumError } from '../../errors/SpectrumError';
import type { Transport, WireMethod } from '../../transport/Transport';
import type { PoolEntry } from './poolEntry';

/** Options of a stream. */
export interface LinkStreamOptions {
	readonly context: AuthContext;
	/** Called once, when the server has said that it took the call. */
	readonly onOpen?: () => void;
}

/** A connection to one line that nothing else uses, so that a broken one can be left without breaking other calls. */
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

/** {@link LineConnection} with the tokens of a pool's entry. The entry stays in use until it is closed. */
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
			this.transportTo(line).serverStream(method, request, { token: line.token, signal: options.context.signal, onOpen });
		yield* withRenewal(this.entry, this.lineId, options, open);
	}

	close(): void {
		if (this.isClosed) return;
		this.isClosed = true;
		this.transport?.close();
		this.entry.leave();
	}

	private transportTo(line: LineAccess): Transport {
		// A stream that was still waiting for its token when the session was closed must not dial any more.
		if (this.isClosed) throw cancelled(new Error('The connection was closed'));
		this.transport ??= this.entry.openTransport(line);
		return this.transport;
	}
}

/**
 * A stream whose token is renewed once when it is refused at the start. Nothing else is tried again, because only the
 * reader knows where to go on: one that was told that the server listens would not notice that it did not for a while.
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
			// That a token was refused says nothing of the credential as long as no other can be had for a passing reason.
			throw isOpen && !isPassing(failure) ? error : failure;
		});
		// The next stream has the new token: without it, a server that refuses after its header would do so for good.
		if (isOpen) throw error;
		yield* orRefusedAgain(entry, open(renewed, onOpen));
	}
}

function isPassing(failure: unknown): boolean {
	return failure instanceof SpectrumError && (failure.retryable || failure.connectionFailed);
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

/** True when a server, and not this side, said that the token is not good. */
export function isTokenRefused(error: unknown): error is SpectrumError {
	return error instanceof SpectrumError && error.kind === 'authentication' && error.status !== undefined;
}
