/** One HTTPS request to the control plane. */
export interface HttpRequest {
	readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
	readonly url: string;
	readonly basicAuth: { readonly username: string; readonly password: string };
	/** Sent as JSON. */
	readonly body?: Readonly<Record<string, unknown>>;
	/** PEM of a private certificate authority. */
	readonly ca?: string;
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

/**
 * The host's HTTP client. It resolves with every answer that has a status, and rejects only when there was none.
 * Redirects are not followed: a credential would travel with them.
 */
export type HttpPort = (request: HttpRequest) => Promise<HttpResponse>;
