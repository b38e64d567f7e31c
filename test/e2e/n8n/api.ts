import { randomUUID } from 'node:crypto';

/** A refusal of n8n, with what it said. */
export class ApiError extends Error {
	constructor(
		call: string,
		readonly status: number,
		readonly body: string,
	) {
		super(`${call} was answered with ${status}: ${body.slice(0, 500)}`);
	}
}

/** HTTP to one n8n, as its editor does it: a session cookie and the id of one browser. */
export class Connection {
	private readonly browserId = randomUUID();
	private cookie = '';
	private apiKey = '';

	constructor(private readonly baseUrl: string) {}

	/** The editor's API; the answer is what stands under `data`. */
	async rest<Data>(method: string, path: string, body?: object): Promise<Data> {
		const headers = { 'browser-id': this.browserId, cookie: this.cookie };
		const response = await this.send(method, `/rest${path}`, headers, body);
		const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
		if (cookies.length > 0) this.cookie = cookies.join('; ');
		const { data } = (await response.json()) as { data: Data };
		return data;
	}

	/** The public API, with the key of {@link useKey}. */
	async public<Data>(path: string): Promise<Data> {
		const response = await this.send('GET', `/api/v1${path}`, { 'x-n8n-api-key': this.apiKey });
		return (await response.json()) as Data;
	}

	/** A file that the editor loads. */
	async file<Data>(path: string): Promise<Data> {
		const response = await this.send('GET', path, { 'browser-id': this.browserId, cookie: this.cookie });
		return (await response.json()) as Data;
	}

	useKey(apiKey: string): void {
		this.apiKey = apiKey;
	}

	private async send(method: string, path: string, headers: Record<string, string>, body?: object): Promise<Response> {
		const response = await fetch(`${this.baseUrl}${path}`, {
			method,
			headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
			body: body === undefined ? undefined : JSON.stringify(body),
			signal: AbortSignal.timeout(120_000),
		});
		if (response.ok) return response;
		throw new ApiError(`${method} ${path}`, response.status, await response.text());
	}
}
