import type { IncomingMessage } from 'node:http';

/** What a page asks for. */
export interface WebRequest {
	readonly query: URLSearchParams;
	/** What `:name` in the route's path stands for, decoded. */
	readonly params: Readonly<Record<string, string>>;
	/** The body as JSON; its size is limited. Rejects with a `WebError` when it is no JSON or too large. */
	readonly json: () => Promise<unknown>;
	/** The body as bytes, up to so many. Rejects with a `WebError` when there are more. */
	readonly bytes: (limit: number) => Promise<Buffer>;
	readonly headers: IncomingMessage['headers'];
}

/** A file as an answer. */
export interface FileAnswer {
	/** Default 200. */
	readonly status?: number;
	readonly file: Uint8Array;
	readonly contentType: string;
	readonly headers?: Readonly<Record<string, string>>;
}

/** An answer in JSON; undefined is 204. */
export interface JsonAnswer {
	readonly json: unknown;
}

export type WebAnswer = FileAnswer | JsonAnswer | undefined;

/** Something that the page's server answers. */
export interface Route {
	readonly method: 'GET' | 'POST';
	/** Such as `/phone/spaces/:space`. */
	readonly path: string;
	/** Errors of the kind `WebError` say their status; any other is a refusal of the simulator, 422, with its message. */
	readonly answer: (request: WebRequest) => WebAnswer | Promise<WebAnswer>;
}

/** A page that listens, as the parts of the server see it. */
export interface PageStream {
	/** The query of `GET /events`. */
	readonly query: URLSearchParams;
	/** Tells the page something; the data travels as JSON. */
	send(event: string, data: unknown): void;
}

/** The phones or the panel: what they answer, and what they tell by themselves. */
export interface WebPart {
	readonly routes: readonly Route[];
	/** Called with each page that listens. It sends what stands now, and later changes, until the answer is called. */
	follow(page: PageStream): () => void;
	/** Called once when the server closes. */
	close(): void;
}

/** A refusal with its HTTP status. */
export class WebError extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}
