import { EventEmitter, once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { rootCertificates } from 'node:tls';
import { gzipSync } from 'node:zlib';
import type * as RequestHelperFunctions from 'n8n-core/dist/execution-engine/node-execution-context/utils/request-helper-functions';
import { largestAnswerBytes, UnusableAnswer, type HttpRequest } from '../../../nodes/shared/spectrum/net/http';
import { httpPort, type RequestHelpers } from '../../../nodes/shared/n8n/credentials/http';
import { FakeClock } from '../../support/fakeClock';
import { requireFromCore } from '../../support/host/core';
import { failureOf } from '../spectrum/transport/support';

const n8n = requireFromCore('./execution-engine/node-execution-context/utils/request-helper-functions') as typeof RequestHelperFunctions;

/** n8n's own: every node has both, a credential test has the older one alone. */
const legacy: RequestHelpers = {
	request: async (uriOrObject, options) =>
		(await n8n.proxyRequestToAxios(undefined, undefined, undefined, uriOrObject, options)) as unknown,
};
const current: RequestHelpers = {
	httpRequest: async (options) => await n8n.httpRequest(options),
	request: async () => await Promise.reject(new Error('The older helper is not meant here')),
};

const call: HttpRequest = {
	method: 'GET',
	url: 'https://control.example.test/',
	basicAuth: { username: 'project-1', password: 'the-project-secret' },
	timeoutMilliseconds: 10_000,
};

/** Keeps the options of every call, and answers 200. */
class Recorder {
	readonly current: unknown[] = [];
	readonly legacy: unknown[] = [];
	readonly helpers: RequestHelpers = {
		httpRequest: async (options) => {
			this.current.push(options);
			return await Promise.resolve({ statusCode: 200, headers: {}, body: '{}' });
		},
		request: async (options) => {
			this.legacy.push(options);
			return (await Promise.resolve({ statusCode: 200, headers: {}, body: '{}' })) as unknown;
		},
	};
}

describe.each([
	['current', current],
	['legacy', legacy],
])("over n8n's %s helper", (_name, helpers) => {
	let server: Server;
	let seen: string[];
	let url: string;

	beforeEach(async () => {
		seen = [];
		server = createServer((request, response) => {
			seen.push(`${request.method} ${request.url}`);
			if (request.url === '/silent') return;
			if (request.url === '/large') return void response.end(JSON.stringify({ text: 'x'.repeat(largestAnswerBytes) }));
			if (request.url === '/bomb') {
				response.writeHead(200, { 'content-encoding': 'gzip' });
				return void response.end(gzipSync(Buffer.alloc(64 * largestAnswerBytes, 0x20)));
			}
			if (request.url?.startsWith('/broken/') === true) {
				response.writeHead(200, { 'content-encoding': request.url.slice('/broken/'.length) });
				return void response.end('this is not compressed at all, whatever the header says');
			}
			if (request.url === '/packed') {
				response.writeHead(200, { 'content-encoding': 'gzip' });
				return void response.end(gzipSync('{"succeed":true,"text":"grüße"}'));
			}
			if (request.url === '/cut') {
				response.writeHead(200, { 'content-length': '100' });
				response.write('{"succeed":');
				return void setImmediate(() => response.destroy());
			}
			if (request.url === '/page') return void response.writeHead(503, { 'content-type': 'text/html' }).end('<h1>Sorry</h1>');
			if (request.url === '/headers') return void dripHeaders(request.socket);
			if (request.url === '/drip') {
				response.writeHead(200, { 'content-type': 'application/json' });
				return void drip((byte) => response.write(byte), request.socket);
			}
			if (request.url === '/moved') response.writeHead(302, { location: '/elsewhere' });
			response.end('{"succeed":true}');
		});
		server.listen(0, 'localhost');
		await once(server, 'listening');
		url = `http://localhost:${(server.address() as AddressInfo).port}`;
	});
	afterEach(async () => {
		server.closeAllConnections();
		server.close();
		await once(server, 'close');
	});

	it.each(['GET', 'POST'] as const)('a redirect of a %s is an answer and is not followed', async (method) => {
		const body = method === 'POST' ? { a: 1 } : undefined;
		const answer = await httpPort(helpers)({ ...call, method, body, url: `${url}/moved` });
		expect(answer).toMatchObject({ status: 302, headers: { location: '/elsewhere' } });
		expect(seen).toEqual([`${method} /moved`]);
	});

	it.each(['/drip', '/headers'])('an answer that comes one byte after the other (%s) is given up when its time is up', async (path) => {
		const clock = new FakeClock();
		const left = new Promise<void>((resolve) => server.once('connection', (socket: Socket) => socket.once('close', () => resolve())));
		const answer = failureOf(httpPort(helpers, clock)({ ...call, url: `${url}${path}`, timeoutMilliseconds: 30_000 }));
		await new Promise((resolve) => dripped.once('many', resolve));
		await clock.advance(29_999);
		await new Promise((resolve) => dripped.once('many', resolve));
		await clock.advance(1);
		expect(await answer).toMatchObject({ code: 'ETIMEDOUT' });
		// The server is not kept busy either.
		await left;
		expect(clock.pending).toBe(0);
	});

	it('an answer that comes one byte after the other is left when the caller gives up', async () => {
		const clock = new FakeClock();
		const controller = new AbortController();
		const answer = failureOf(httpPort(helpers, clock)({ ...call, url: `${url}/drip`, signal: controller.signal }));
		await new Promise((resolve) => dripped.once('many', resolve));
		controller.abort();
		expect(await answer).toMatchObject({ name: 'AbortError' });
		expect(clock.pending).toBe(0);
	});

	it.each(['/large', '/bomb'])('an answer that is too large (%s) is given up', async (path) => {
		const error = await failureOf(httpPort(helpers)({ ...call, url: `${url}${path}` }));
		expect(error).toBeInstanceOf(UnusableAnswer);
		expect(error).toMatchObject({ problem: 'is larger than 1 MiB' });
	});

	it.each(['gzip', 'br', 'deflate'])('an answer that says %s and is not is named', async (encoding) => {
		const error = await failureOf(httpPort(helpers)({ ...call, url: `${url}/broken/${encoding}` }));
		expect(error).toMatchObject({ problem: 'is compressed in a way that cannot be read' });
	});

	it('an answer that breaks off is no answer', async () => {
		const error = await failureOf(httpPort(helpers)({ ...call, url: `${url}/cut` }));
		expect(error).toMatchObject({ code: expect.stringMatching(/ECONNRESET|ERR_/) });
		expect(error).not.toBeInstanceOf(UnusableAnswer);
	});

	it('an answer that is compressed, or is no JSON, is read', async () => {
		const ask = async (path: string) => await httpPort(helpers)({ ...call, url: `${url}${path}` });
		expect(await ask('/packed')).toMatchObject({ status: 200, body: { succeed: true, text: 'grüße' } });
		expect(await ask('/page')).toMatchObject({ status: 503, body: '<h1>Sorry</h1>' });
		expect(await ask('/')).toMatchObject({ status: 200, body: { succeed: true } });
	});

	it('a server that does not answer is given up after the time limit', async () => {
		const error = await failureOf(httpPort(helpers)({ ...call, url: `${url}/silent`, timeoutMilliseconds: 200 }));
		expect(error).toBeInstanceOf(Error);
		expect(seen).toEqual(['GET /silent']);
	});
});

const dripped = new EventEmitter();

/** One byte after the other for as long as there is a connection. */
function drip(write: (byte: string) => unknown, socket: Socket): void {
	let count = 0;
	const timer = setInterval(() => {
		write(' ');
		count += 1;
		if (count % 5 === 0) dripped.emit('many');
	}, 2);
	socket.once('close', () => clearInterval(timer));
}

function dripHeaders(socket: Socket): void {
	socket.on('error', () => {});
	socket.write('HTTP/1.1 200 OK\r\nx-long: ');
	drip((byte) => socket.write(byte), socket);
}

describe('an answer that is asked for as a stream', () => {
	const streamed = async (helpers: RequestHelpers, url: string): Promise<string> => {
		const { body } = await httpPort(helpers)({ ...call, url, answer: 'stream' });
		const pieces: Buffer[] = [];
		for await (const piece of body as AsyncIterable<Buffer>) pieces.push(piece);
		return Buffer.concat(pieces).toString();
	};

	it.each<[string, unknown, string]>([
		['bytes', Buffer.from('{"a":1}'), '{"a":1}'],
		['a text', 'grüße', 'grüße'],
		['JSON', { a: 1 }, '{"a":1}'],
		['nothing', '', ''],
		['no body', undefined, ''],
	])('is one, even when the host has read it and gives %s', async (_name, body, expected) => {
		const httpRequest = async () => await Promise.resolve({ statusCode: 200, headers: {}, body });
		expect(await streamed({ httpRequest, request: legacy.request }, 'https://spectrum.example.test/')).toBe(expected);
	});

	it('has no limit of its own', async () => {
		const size = 3 * largestAnswerBytes;
		const server = createServer((_request, response) => response.end(Buffer.alloc(size, 'x')));
		server.listen(0, 'localhost');
		await once(server, 'listening');
		const { port } = server.address() as AddressInfo;
		for (const helpers of [current, legacy]) expect(await streamed(helpers, `http://localhost:${port}/`)).toHaveLength(size);
		server.closeAllConnections();
		server.close();
	});
});

describe('a private certificate authority', () => {
	it('is trusted beside the public ones, over the older helper', async () => {
		const recorder = new Recorder();
		await httpPort(recorder.helpers)({ ...call, ca: 'PEM of ours' });
		expect(recorder.current).toEqual([]);
		expect(recorder.legacy).toEqual([
			expect.objectContaining({
				timeout: 10_000,
				followRedirect: false,
				agentOptions: { ca: expect.any(Array), signal: expect.any(AbortSignal) },
			}),
		]);
		const { ca } = (recorder.legacy[0] as { agentOptions: { ca: string[] } }).agentOptions;
		expect(ca).toContain('PEM of ours');
		expect(rootCertificates.length).toBeGreaterThan(0);
		expect(ca).toEqual(expect.arrayContaining([...rootCertificates]));
	});

	it('that is not given leaves the defaults untouched', async () => {
		const recorder = new Recorder();
		await httpPort(recorder.helpers)(call);
		await httpPort({ request: recorder.helpers.request })(call);
		expect(recorder.current).toHaveLength(1);
		expect(recorder.legacy).toEqual([expect.objectContaining({ agentOptions: { signal: expect.any(AbortSignal) } })]);
	});
});
