/** One HTTPS request to the control plane. */
export interface HttpRequest {
	readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
	readonly url: string;
	readonly basicAuth: { readonly username: string; readonly password: string };
	/** Sent as JSON. */
	readonly body?: Readonly<Record<string, unknown>>;
	/** PEM of a private certificate authority. */
	readonly ca?: string;
	/** For the whole answer, to the last byte of its body. */
	readonly timeoutMilliseconds: number;
	readonly signal?: AbortSignal;
}

/** Any answer, whatever its status. */
export interface HttpResponse {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	/** Parsed when it was JSON, else the text. */
	readonly body: unknown;
}

/** Largest body of an answer, after decompression: 1 MiB. */
export const largestAnswerBytes = 1024 * 1024;

/** An answer that came and cannot be taken. */
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
 * The host's HTTP client. It resolves with every whole answer that has a status, and rejects when there was none, when
 * it broke off, with `code` `ETIMEDOUT` when the time was up, and with {@link UnusableAnswer} when it cannot be read.
 * Redirects are not followed: a credential would travel with them.
 */
export type HttpPort = (request: HttpRequest) => Promise<HttpResponse>;
