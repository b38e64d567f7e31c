import type { HttpPort } from '../net/http';

/** A method of the wire, with its codec: everything that a transport needs. */
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
	/** The HTTP client of the execution that calls. Only calls over HTTP need it: a connection belongs to no execution. */
	readonly http?: HttpPort;
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
	 * Called once, when the server has accepted the call: with its headers, or with the first message if the server holds
	 * the headers back until then.
	 */
	readonly onOpen?: () => void;
}

/**
 * One connection to one server. Failures are always a {@link SpectrumError}. Another protocol for the same methods
 * would implement this interface; nothing above it knows gRPC.
 */
export interface Transport {
	/** One request, one answer, one attempt. Retries are made by `retry.ts`. */
	unary<Request, Response>(method: WireMethod<Request, Response>, request: Request, options: UnaryOptions): Promise<Response>;
	/** One request, many answers. Leaving the loop early cancels the call. */
	serverStream<Request, Response>(method: WireMethod<Request, Response>, request: Request, options: StreamOptions): AsyncIterable<Response>;
	/** Ends every call and closes the connection. Safe to call twice. */
	close(): void;
}

/** Where and how to connect by gRPC. */
export interface GrpcTarget {
	/** `host:port`. */
	readonly address: string;
	readonly tls: boolean;
	/** PEM of a private certificate authority. */
	readonly ca?: string;
}

/** Where calls go by HTTP. */
export interface HttpTarget {
	/** Without a trailing slash. */
	readonly baseUrl: string;
	/** PEM of a private certificate authority. */
	readonly ca?: string;
	/** Chooses a dedicated line (contract 9.4). */
	readonly instanceId?: string;
}

export type TransportTarget = GrpcTarget | HttpTarget;

/** Opens connections. The pool receives a factory, so that tests and other transports can supply their own. */
export type TransportFactory = (target: TransportTarget) => Transport;
