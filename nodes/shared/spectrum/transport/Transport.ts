/** A method of the wire, with its codec: everything a transport must know of it. */
export interface WireMethod<Request, Response> {
	/** `/package.Service/Method`. */
	readonly path: string;
	encode(request: Request): Uint8Array;
	decode(bytes: Uint8Array): Response;
}

/** Options common to every call. */
export interface CallOptions {
	/** Bearer token of the line. */
	readonly token: string;
	/** Aborting ends the call at once, on the server too. */
	readonly signal?: AbortSignal;
}

/** Options of a call with one answer. */
export interface UnaryOptions extends CallOptions {
	/** How long one attempt may take, in milliseconds. */
	readonly deadlineMilliseconds: number;
	/** Sent as `x-idempotency-key`; the same on every attempt of one logical write. Absent on reads. */
	readonly idempotencyKey?: string;
	/** Set for a call that writes to a person, where only registered people may be written to. */
	readonly audience?: 'registered';
}

/** Options of a call with many answers. */
export interface StreamOptions extends CallOptions {
	/**
	 * Called once, when the server has said that it took the call: by its headers, or by the first message where a server
	 * holds the headers back until then.
	 */
	readonly onOpen?: () => void;
}

/**
 * One connection to one server. Failures are always a {@link SpectrumError}. Another way of carrying the same
 * methods joins the pack by implementing this; nothing above it knows gRPC.
 */
export interface Transport {
	/** One request, one answer, one attempt: retrying is `retry.ts`. */
	unary<Request, Response>(
		method: WireMethod<Request, Response>,
		request: Request,
		options: UnaryOptions,
	): Promise<Response>;
	/** One request, many answers. Leaving the loop early cancels the call. */
	serverStream<Request, Response>(
		method: WireMethod<Request, Response>,
		request: Request,
		options: StreamOptions,
	): AsyncIterable<Response>;
	/** Ends every call and closes the connection. Safe to call twice. */
	close(): void;
}

/** Where and how to connect. */
export interface TransportTarget {
	/** `host:port`. */
	readonly address: string;
	readonly tls: boolean;
	/** PEM of a private certificate authority. */
	readonly ca?: string;
}

/** Opens connections; the pool takes one, so that tests and other transports can put theirs in. */
export type TransportFactory = (target: TransportTarget) => Transport;
