import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rootCertificates } from 'node:tls';
import type * as RequestHelperFunctions from 'n8n-core/dist/execution-engine/node-execution-context/utils/request-helper-functions';
import type { HttpRequest } from '../../../nodes/shared/domain/http';
import { httpPort, type RequestHelpers } from '../../../nodes/shared/n8n/http';
import { requireFromCore } from '../../support/host/core';
import { failureOf } from '../transport/support';

const n8n = requireFromCore(
	'./execution-engine/node-execution-context/utils/request-helper-functions',
) as typeof RequestHelperFunctions;

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

	it('a server that does not answer is given up after the time limit', async () => {
		const error = await failureOf(httpPort(helpers)({ ...call, url: `${url}/silent`, timeoutMilliseconds: 200 }));
		expect(error).toBeInstanceOf(Error);
		expect(seen).toEqual(['GET /silent']);
	}, 5_000);
});

describe('a private certificate authority', () => {
	it('is trusted beside the public ones, over the older helper', async () => {
		const recorder = new Recorder();
		await httpPort(recorder.helpers)({ ...call, ca: 'PEM of ours' });
		expect(recorder.current).toEqual([]);
		expect(recorder.legacy).toEqual([
			expect.objectContaining({ timeout: 10_000, followRedirect: false, agentOptions: { ca: expect.any(Array) } }),
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
		expect(recorder.legacy).toEqual([expect.objectContaining({ agentOptions: undefined })]);
	});
});
