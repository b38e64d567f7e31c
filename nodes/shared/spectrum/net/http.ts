import type { Readable } from 'node:stream';

/** One part of a `multipart/form-data` body. */
export interface HttpFormPart {
	readonly field: string;
	/** Bytes are sent as a file, a text as a plain field. */
	readonly value: Buffer | string;
}

/** A `multipart/form-data` body. */
export interface HttpForm {
	readonly parts: readonly HttpFormPart[];
}

/** One request to a server of Spectrum. */
export interface HttpRequest {
	readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	readonly url: string;
	/** Absent when `headers` carry another proof of who asks. */
	readonly basicAuth?: { readonly username: string; readonly password: string };
	/** Further headers, names in lower case. They replace the usual ones. */
	readonly headers?: Readonly<Record<string, string>>;
	/** Bytes are sent as they are and are not copied. An object is sent as JSON. */
	readonly body?: Readonly<Record<string, unknown>> | Buffer | HttpForm;
	/** PEM of a private certificate authority. */
	readonly ca?: string;
	/** For the whole answer, up to the last byte of its body. With `answer: 'stream'`: up to its headers. */
	readonly timeoutMilliseconds: number;
	/** With `answer: 'stream'`, it ends the request up to the headers. From then on the reader destroys the stream. */
	readonly signal?: AbortSignal;
	/**
	 * `parsed`: the body is read, up to {@link largestAnswerBytes}. `stream`: the body is a stream, which the caller reads or
	 * destroys, and which has no limit. Default: `parsed`.
	 */
	readonly answer?: 'parsed' | 'stream';
}

/** An answer of any status. */
export interface HttpResponse {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	/** The parsed JSON, or the text if the body is not JSON. With `answer: 'stream'`: a {@link Readable}. */
	readonly body: unknown;
}

/** Largest body of an answer, after decompression: 1 MiB. */
export const largestAnswerBytes = 1024 * 1024;

/** An answer that arrived but cannot be used. */
export class UnusableAnswer extends Error {
	readonly isTooLarge: boolean;

	/** @param problem what is wrong with it, as a clause without a subject: `is larger than 1 MiB` */
	constructor(
		readonly problem: string,
		options?: ErrorOptions & {
			/** Whether its size is what is wrong. Default: false. */
			readonly isTooLarge?: boolean;
		},
	) {
		super(`The answer ${problem}`, options);
		this.isTooLarge = options?.isTooLarge ?? false;
	}
}

/**
 * The host's HTTP client. It resolves with every complete answer, of any status. It rejects when there is no answer or the
 * answer breaks off, with `code` `ETIMEDOUT` after the timeout, and with {@link UnusableAnswer} when the answer cannot be
 * read. It does not follow redirects, because they would receive the credential.
 */
export type HttpPort = (request: HttpRequest) => Promise<HttpResponse>;

/** {@link HttpResponse} of a request with `answer: 'stream'`. */
export interface StreamedResponse extends HttpResponse {
	readonly body: Readable;
}
