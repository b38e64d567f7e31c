/** One HTTPS request to the control plane. */
export interface HttpRequest {
	readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
	readonly url: string;
	readonly basicAuth: { readonly username: string; readonly password: string };
	/** Sent as JSON. */
	readonly body?: Readonly<Record<string, unknown>>;
	/** PEM of a private certificate authority. */
	readonly ca?: string;
	/** For the whole answer, up to the last byte of its body. */
	readonly timeoutMilliseconds: number;
	readonly signal?: AbortSignal;
}

/** An answer of any status. */
export interface HttpResponse {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	/** The parsed JSON, or the text if the body is not JSON. */
	readonly body: unknown;
}

/** Largest body of an answer, after decompression: 1 MiB. */
export const largestAnswerBytes = 1024 * 1024;

/** An answer that arrived but cannot be used. */
export class UnusableAnswer extends Error {
	/** @param problem what is wrong with it, as a clause without a subject: `is larger than 1 MiB` */
	constructor(
		readonly problem: string,
		options?: ErrorOptions,
	) {
		super(`The answer ${problem}`, options);
	}
}

/**
 * The host's HTTP client. It resolves with every complete answer, of any status. It rejects when there is no answer or the
 * answer breaks off, with `code` `ETIMEDOUT` after the timeout, and with {@link UnusableAnswer} when the answer cannot be
 * read. It does not follow redirects, because they would receive the credential.
 */
export type HttpPort = (request: HttpRequest) => Promise<HttpResponse>;
