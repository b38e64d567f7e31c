import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** How often a call is made while n8n takes its database for gone: it looks anew every two seconds. */
const mostTries = 30;

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
		for (let tries = 1; ; tries++) {
			const response = await fetch(`${this.baseUrl}${path}`, {
				method,
				headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
				body: body === undefined ? undefined : JSON.stringify(body),
				signal: AbortSignal.timeout(120_000),
			});
			if (response.ok) return response;
			const text = await response.text();
			// Said before n8n does anything, when its process was halted for some seconds.
			const isHalted = response.status === 503 && text.includes('Database is not ready');
			if (!isHalted || tries === mostTries) throw new ApiError(`${method} ${path}`, response.status, text);
			await sleep(1_000);
		}
	}
}
