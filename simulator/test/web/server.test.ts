import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { longestJson } from '../../src/web/body';
import { ada, openPhones, type OpenPhones } from './openPhones';

describe('the server of the page', () => {
	let opened: OpenPhones;
	let origin: string;
	beforeAll(async () => {
		opened = await openPhones();
		origin = opened.web.url.slice(0, -1);
	});
	afterAll(async () => await opened.close());

	/** A request with any headers, which `fetch` does not allow. */
	const raw = async (
		path: string,
		options: { method?: string; headers?: Record<string, string>; body?: string } = {},
	): Promise<{ status: number; body: string }> =>
		await new Promise((resolve, reject) => {
			const { method = 'GET', headers, body } = options;
			const request = httpRequest(`${origin}${path}`, { method, headers }, (response) => {
				let text = '';
				response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
				response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
			});
			request.on('error', reject);
			request.end(body);
		});
	const act = async (headers: Record<string, string>, body = JSON.stringify({ phone: ada })): Promise<{ status: number; body: string }> =>
		await raw('/phone/settings', { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });

	test('the page comes with a policy that allows its own modules only, and the hash of its import map', async () => {
		const page = await fetch(opened.web.url);
		const policy = page.headers.get('content-security-policy') ?? '';
		expect(policy).toContain("default-src 'none'");
		expect(policy).toMatch(/script-src 'self' 'sha256-[\w+/=]+'/);
		expect(policy).not.toContain('unsafe');
		const html = await page.text();
		expect(html.match(/<script/g)).toHaveLength(2);
		const map = JSON.parse(/<script type="importmap">(.*?)<\/script>/.exec(html)?.[1] ?? '') as { imports: Record<string, string> };
		for (const address of Object.values(map.imports)) {
			const module = await fetch(`${origin}${address}`);
			expect({ address, status: module.status, type: module.headers.get('content-type') }).toEqual({
				address,
				status: 200,
				type: 'text/javascript; charset=utf-8',
			});
		}
	});

	test.each(['evil.example', 'evil.example:80', '127.0.0.1', 'localhost:1'])(
		'the host %p is not its own, so that a name which points here reaches nothing',
		async (host) => {
			expect((await raw('/', { headers: { host } })).status).toBe(421);
			expect((await raw('/events', { headers: { host } })).status).toBe(421);
		},
	);

	test('it answers by each of its own names', async () => {
		const { port } = new URL(origin);
		for (const name of ['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]'])
			expect((await raw('/', { headers: { host: `${name}:${port}` } })).status).toBe(200);
	});

	test('an action is refused from another website, from a file, and without an origin', async () => {
		for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { origin: `${origin}.evil.example` }, {}]) {
			expect({ headers, status: (await act(headers as Record<string, string>)).status }).toEqual({ headers, status: 403 });
		}
		expect((await act({ origin, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
		expect((await act({ origin, 'sec-fetch-site': 'same-origin' })).status).toBe(204);
		// Not even to look: a page of another port of this machine is another website.
		expect((await raw('/phone/lines', { headers: { origin: 'http://127.0.0.1:1' } })).status).toBe(403);
	});

	test('an action must be JSON by its type, which a form cannot send', async () => {
		expect((await act({ origin, 'content-type': 'text/plain' })).status).toBe(415);
		expect((await act({ origin }, '{')).status).toBe(400);
		expect((await act({ origin }, '[]')).status).toBe(400);
	});

	test('a body is read up to its limit, whatever its header says', async () => {
		expect((await act({ origin }, JSON.stringify({ phone: ada, more: 'x'.repeat(longestJson) }))).status).toBe(413);
		const chunked = await new Promise<number>((resolve, reject) => {
			const request = httpRequest(
				`${origin}/phone/settings`,
				{ method: 'POST', headers: { origin, 'content-type': 'application/json' } },
				(response) => {
					response.resume();
					resolve(response.statusCode ?? 0);
				},
			);
			// The server hangs up on the rest.
			request.on('error', (error: NodeJS.ErrnoException) =>
				error.code === 'EPIPE' || error.code === 'ECONNRESET' ? undefined : reject(error),
			);
			request.write('x'.repeat(longestJson));
			request.end('x'.repeat(longestJson));
		});
		expect(chunked).toBe(413);
	});

	test.each([
		'/page/../server.ts',
		'/page/..%2fserver.ts',
		'/page/%2e%2e/server.ts',
		'/page//etc/passwd',
		'/lib/express.js',
		'/lib/constructor.js',
		'/page/%00',
		'/page/%zz.js',
		'/nothing',
	])('%s is not there', async (path) => {
		const socketAnswer = await rawPath(origin, path);
		expect(socketAnswer).toMatch(/^HTTP\/1\.1 404 /);
	});

	test('a path knows its methods', async () => {
		expect((await raw('/phone/send', { headers: {} })).status).toBe(405);
		expect((await raw('/phone/lines', { method: 'DELETE', headers: { origin } })).status).toBe(405);
	});

	test('no more than 32 pages listen at once', async () => {
		const leaving = new AbortController();
		const streams = await Promise.all(Array.from({ length: 33 }, async () => await fetch(`${origin}/events`, { signal: leaving.signal })));
		expect(streams.map(({ status }) => status).sort()).toEqual([...Array.from({ length: 32 }, () => 200), 503]);
		leaving.abort();
	});

	test('closing ends the streams and frees the port; a second time changes nothing', async () => {
		const other = await openPhones();
		const stream = await fetch(`${other.web.url}events`);
		const { port } = new URL(other.web.url);
		const ended = stream.text().catch(() => 'cut');
		await other.close();
		await other.web.close();
		expect(await ended).toBeDefined();
		await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
	});
});

/** Sends a path as it is: `fetch` and node:http tidy it up. */
async function rawPath(origin: string, path: string): Promise<string> {
	const { hostname, port, host } = new URL(origin);
	return await new Promise((resolve, reject) => {
		const socket = connect(Number(port), hostname, () =>
			socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
		);
		let text = '';
		socket.setEncoding('utf8').on('data', (piece: string) => (text += piece));
		socket.on('end', () => resolve(text)).on('error', reject);
	});
}
