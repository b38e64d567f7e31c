import { Readable } from 'node:stream';
import type { IHttpRequestOptions } from 'n8n-workflow';
import { replyTo } from '../../../nodes/shared/n8n/asking/messages';
import type { RequestHelpers } from '../../../nodes/shared/n8n/credentials/http';
import { post } from '../../../nodes/shared/n8n/asking/post';
import { FakeClock } from '../../support/fakeClock';

/** n8n's helpers, of which only the current one is meant here. */
const helpersWith = (httpRequest: RequestHelpers['httpRequest']): RequestHelpers => ({
	httpRequest,
	request: async () => await Promise.reject(new Error('The older helper is not meant here')),
});

const url = 'https://n8n.example.test/automation/webhook-waiting/7/reply-ask?signature=token';
const ownHttps = { N8N_PROTOCOL: 'https', N8N_SSL_KEY: 'key.pem', N8N_SSL_CERT: 'certificate.pem' };

test.each<[string, Record<string, string>, string | undefined]>([
	['nothing', {}, 'http://127.0.0.1:5678'],
	['a port', { N8N_PORT: '8080' }, 'http://127.0.0.1:8080'],
	['every address', { N8N_LISTEN_ADDRESS: '::' }, 'http://127.0.0.1:5678'],
	['one address', { N8N_LISTEN_ADDRESS: '10.0.0.7' }, 'http://10.0.0.7:5678'],
	['one address of IPv6', { N8N_LISTEN_ADDRESS: 'fd00::7' }, 'http://[fd00::7]:5678'],
	['HTTPS at a proxy', { N8N_PROTOCOL: 'https' }, 'http://127.0.0.1:5678'],
	['HTTPS without a certificate', { N8N_PROTOCOL: 'https', N8N_SSL_KEY: 'key.pem' }, 'http://127.0.0.1:5678'],
	['HTTPS of its own', ownHttps, undefined],
	['a proxy for HTTP, which would see the token', { HTTP_PROXY: 'http://proxy.test:3128' }, undefined],
	['a proxy for everything', { all_proxy: 'http://proxy.test:3128' }, undefined],
	['a proxy for others', { http_proxy: 'http://proxy.test:3128', NO_PROXY: 'localhost,127.0.0.1' }, 'http://127.0.0.1:5678'],
	['a proxy for HTTPS', { HTTPS_PROXY: 'http://proxy.test:3128' }, 'http://127.0.0.1:5678'],
])(
	'with %s in the settings of n8n, an answer goes to this machine first and then to the public address',
	async (_case, environment, local) => {
		const asked: string[] = [];
		const request = async (options: IHttpRequestOptions) => {
			asked.push(options.url);
			return await Promise.resolve({ statusCode: 502, body: '<html>' });
		};
		expect(await post(helpersWith(request), { environment }, { url, secret: 'ours' }, { question: 'q', secret: 'ours' })).toBe(
			'unreachable',
		);
		const expected = local === undefined ? [] : [`${local}/webhook-waiting/7/reply-ask?signature=token`];
		expect(asked).toEqual([...expected, url]);
	},
);

test('our own reply on this machine is enough', async () => {
	const asked: string[] = [];
	const request = async (options: IHttpRequestOptions) => {
		asked.push(options.url);
		return await Promise.resolve({ statusCode: 200, body: replyTo('q', 'taken') });
	};
	expect(await post(helpersWith(request), { environment: {} }, { url, secret: 'ours' }, { question: 'q', secret: 'ours' })).toBe('taken');
	expect(asked).toHaveLength(1);
});

test('an answer that comes byte by byte, or is endless, is given up: nobody waits for it', async () => {
	const endless = new Readable({
		read() {
			this.push(Buffer.alloc(64 * 1024, ' '));
		},
	});
	const silent = new Readable({ read: () => {} });
	const bodies = [endless, silent];
	const clock = new FakeClock();
	const outcome = post(
		helpersWith(async () => await Promise.resolve({ statusCode: 200, headers: {}, body: bodies.shift() })),
		{ environment: {} },
		{ url, secret: 'ours' },
		{ question: 'q', secret: 'ours' },
		clock,
	);
	while (bodies.length > 0 || clock.pending === 0) await new Promise((resolve) => setImmediate(resolve));
	await clock.advance(10_000);
	expect(await outcome).toBe('unreachable');
	expect([endless.destroyed, silent.destroyed]).toEqual([true, true]);
	expect(clock.pending).toBe(0);
});
