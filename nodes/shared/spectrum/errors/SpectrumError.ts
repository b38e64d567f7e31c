/** What went wrong, in the terms that a caller may decide on. A closed set: a new kind breaks every switch. */
export const errorKinds = [
	/** The credential or its token is wrong or expired. */
	'authentication',
	/** The credential is right, but may not do this. */
	'permission',
	/** A limit of Spectrum or Apple was reached. */
	'quota',
	/** The same write was already accepted. */
	'duplicate',
	'notFound',
	/** The request itself is wrong. */
	'invalid',
	/** The server cannot do this here: wrong plan, wrong state, missing private API. */
	'unsupported',
	/** A message or file larger than the wire allows. */
	'tooLarge',
	/** The server took the message, and Apple did not: it was not sent. */
	'notSent',
	/** No connection, or the server is down. */
	'unavailable',
	'timeout',
	'cancelled',
	/** The server failed. */
	'internal',
	/** An answer that does not follow the contract. */
	'protocol',
] as const;

export type ErrorKind = (typeof errorKinds)[number];

/** Everything known about a failure. */
export interface SpectrumErrorDetails {
	readonly kind: ErrorKind;
	/** What happened, one sentence, no secrets. */
	readonly message: string;
	/** What to do, one or two sentences. */
	readonly advice: string;
	/** The server's `error-code`, or the `code` of the control plane. */
	readonly code?: string;
	/** `RESOURCE_EXHAUSTED`, or `HTTP 429`. */
	readonly status?: string;
	/** True when the server said so (`x-retryable`). For the control plane: 429, 5xx, and a mint without an answer. */
	readonly retryable?: boolean;
	/** True when the connection could not be made, or broke before the answer itself arrived. */
	readonly connectionFailed?: boolean;
	/** True when the server certainly did not accept the request: nothing was sent, or something in front of the server refused it. */
	readonly notAccepted?: boolean;
	/** True when waiting seldom helps: a name that does not resolve, a certificate that is not trusted, wrong TLS settings. */
	readonly lasting?: boolean;
	/** True when an earlier attempt of the same call may have been accepted, whatever the answer to the last one. */
	readonly mayBeAccepted?: boolean;
	/** How long the server asked to wait, in milliseconds. */
	readonly retryAfterMilliseconds?: number;
	/** The `error-context-*` entries, without the prefix. */
	readonly context?: Readonly<Record<string, string>>;
	readonly cause?: unknown;
}

/** The pack's only error class below the nodes. Built at the edge where the failure was seen, never re-classified. */
export class SpectrumError extends Error {
	override readonly name = 'SpectrumError';
	readonly kind: ErrorKind;
	readonly advice: string;
	readonly code?: string;
	readonly status?: string;
	readonly retryable: boolean;
	readonly connectionFailed: boolean;
	readonly notAccepted: boolean;
	readonly lasting: boolean;
	readonly mayBeAccepted: boolean;
	readonly retryAfterMilliseconds?: number;
	readonly context: Readonly<Record<string, string>>;

	constructor(details: SpectrumErrorDetails) {
		super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
		this.kind = details.kind;
		this.advice = details.advice;
		this.code = details.code;
		this.status = details.status;
		this.retryable = details.retryable ?? false;
		this.connectionFailed = details.connectionFailed ?? false;
		this.notAccepted = details.notAccepted ?? false;
		this.lasting = details.lasting ?? false;
		this.mayBeAccepted = details.mayBeAccepted ?? false;
		this.retryAfterMilliseconds = details.retryAfterMilliseconds;
		this.context = details.context ?? {};
	}
}
