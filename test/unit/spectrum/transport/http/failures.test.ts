import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { httpPort } from '../../../../../nodes/shared/n8n/credentials/http';
import { makeCertificates, type TestCertificates } from '../../../../../simulator/src/net/certificates';
import { ConnectProxy, withProxies } from '../../../../support/connectProxy';
import { json, marker } from '../../../../support/httpServer';
import { n8nHttp } from '../../../../support/n8nHttp';
import { startServer } from '../support';
import { HttpBench, options, refusalAt, sendText, sent, token } from './support';

let ours: TestCertificates;
beforeAll(async () => {
	ours = await makeCertificates();
});

const bench = new HttpBench();
afterEach(async () => await bench.tearDown());

/** A server that does this with each connection that has sent something. */
async function serverThat(act: (socket: Socket) => void): Promise<string> {
	const server = createServer((socket) => {
		socket.on('error', () => {});
		socket.once('data', () => act(socket));
	});
	server.listen(0, 'localhost');
	await once(server, 'listening');
	bench.onTearDown(() => server.close());
	return `http://localhost:${(server.address() as AddressInfo).port}`;
}

/** A port that nobody listens on. */
async function closedPort(): Promise<number> {
	const server = await startServer({});
	server.stop();
	return server.port;
}

const nothingSent = { kind: 'unavailable', status: 'UNAVAILABLE', connectionFailed: true, notAccepted: true };

describe.each(['current', 'older'] as const)('over the %s helper of n8n', (which) => {
	const http = n8nHttp(which);
	const failure = async (baseUrl: string, more = {}) =>
		await withProxies({}, async () => await refusalAt(bench.transport({ baseUrl }), { http, ...more }));

	it('a server that is not there has got nothing', async () => {
		const baseUrl = `http://localhost:${await closedPort()}`;
		const error = await failure(baseUrl);
		expect(error).toMatchObject({ ...nothingSent, lasting: false });
		expect(error.message).toContain(`No connection to ${baseUrl}`);
		// So it may be asked again, whatever it was asked.
		expect(await failure(baseUrl, { idempotencyKey: undefined })).toMatchObject(nothingSent);
	});

	it('a name that does not resolve says so', async () => {
		const error = await failure('https://spectrum-lines.invalid');
		expect(error).toMatchObject({ ...nothingSent, lasting: true });
		expect(error.message).toMatch(/^The name in https:\/\/spectrum-lines\.invalid cannot be resolved \(E/);
	});

	it('a certificate that is not trusted says so', async () => {
		const server = await bench.server(json(sent), ours);
		const error = await failure(server.url);
		expect(error).toMatchObject({ ...nothingSent, lasting: true, advice: expect.stringContaining('CA Certificate') });
		expect(server.seen).toEqual([]);
	});

	it('a server without TLS says so', async () => {
		const server = await bench.server(json(sent));
		const error = await failure(server.url.replace('http:', 'https:'));
		expect(error).toMatchObject({ ...nothingSent, lasting: true });
		expect(error.message).toContain('does not speak TLS');
	});

	it.each<[string, (socket: Socket) => void]>([
		['is reset', (socket) => socket.resetAndDestroy()],
		['ends', (socket) => socket.end()],
		['ends within the headers', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-ty')],
		[
			'ends within the answer',
			(socket) => socket.end('HTTP/1.1 200 OK\r\nx-spectrum-middleware: 1\r\ncontent-length: 50\r\n\r\n{"message":'),
		],
	])('a connection that %s leaves open whether the server accepted the call', async (_name, act) => {
		const baseUrl = await serverThat(act);
		expect(await failure(baseUrl)).toMatchObject({
			kind: 'unavailable',
			connectionFailed: true,
			notAccepted: false,
			// Servers of gRPC end such connections, too.
			advice: expect.stringContaining('If it is the address of a gRPC server, choose gRPC'),
		});
		// Without a key, a second one might be a second message.
		expect(await failure(baseUrl, { idempotencyKey: undefined })).toMatchObject({
			kind: 'unavailable',
			connectionFailed: false,
			retryable: false,
		});
	});

	it('a refusal that breaks off still says its status', async () => {
		const baseUrl = await serverThat((socket) => socket.end('HTTP/1.1 503 No\r\ncontent-length: 50\r\n\r\n{"code":'));
		expect(await failure(baseUrl)).toMatchObject({ kind: 'unavailable', retryable: true, connectionFailed: false });
	});

	it('no failure shows the token', async () => {
		for (const baseUrl of [`http://localhost:${await closedPort()}`, await serverThat((socket) => socket.end())]) {
			const error = await failure(baseUrl);
			expect([error.message, error.stack, String(error.cause), JSON.stringify(error), JSON.stringify(error.cause)].join()).not.toContain(
				token,
			);
		}
	});
});

it('an answer that is compressed wrongly cannot be read', async () => {
	const server = await bench.server((response) => response.writeHead(200, { ...marker, 'content-encoding': 'gzip' }).end('not compressed'));
	expect(await refusalAt(bench.transport({ baseUrl: server.url }))).toMatchObject({ kind: 'protocol', connectionFailed: false });
});

it('a server with an authority of its own is reached with it', async () => {
	const server = await bench.server(json(sent), ours);
	const transport = bench.transport({ baseUrl: server.url, ca: ours.caPem });
	expect(await withProxies({}, async () => await sendText(transport))).toMatchObject({ id: 'message-1' });
});

describe('a proxy of this n8n', () => {
	it('carries the calls', async () => {
		const server = await bench.server(json(sent), ours);
		const proxy = await ConnectProxy.start();
		bench.onTearDown(() => proxy.stop());
		const transport = bench.transport({ baseUrl: server.url, ca: ours.caPem });
		const error = await withProxies({ HTTPS_PROXY: `http://${proxy.address}` }, async () => await refusalAt(transport));
		expect(proxy.asked).toHaveLength(1);
		// n8n's client does not use the authority there.
		expect(error).toMatchObject({ ...nothingSent, lasting: true, advice: expect.stringMatching(/NODE_EXTRA_CA_CERTS.*NO_PROXY/) });
	});
});

it("an address that n8n's own rules forbid is not tried again", async () => {
	const blocked = Object.assign(new Error('The request was blocked because it resolves to a restricted IP address'), {
		name: 'SsrfBlockedIpError',
	});
	const http = httpPort({ httpRequest: async () => await Promise.reject(blocked), request: options.http as never });
	const error = await refusalAt(bench.transport({ baseUrl: 'http://10.0.0.1' }), { http });
	expect(error).toMatchObject({ kind: 'unavailable', connectionFailed: false, notAccepted: true, lasting: true });
	expect(error.message).toContain('This n8n does not allow nodes to call http://10.0.0.1');
});

it('a fault of this side is not tried again', async () => {
	const http = httpPort({
		httpRequest: async () => await Promise.reject(new TypeError('undefined is no function')),
		request: options.http as never,
	});
	expect(await refusalAt(bench.transport({ baseUrl: 'http://localhost:1' }), { http })).toMatchObject({
		connectionFailed: false,
		retryable: false,
	});
});

it('a connection that cannot be made in time was not used', async () => {
	const failed = Object.assign(new Error('connect ETIMEDOUT 192.0.2.1:443'), { code: 'ETIMEDOUT', syscall: 'connect' });
	const http = httpPort({ httpRequest: async () => await Promise.reject(failed), request: options.http as never });
	expect(await refusalAt(bench.transport({ baseUrl: 'http://192.0.2.1' }), { http })).toMatchObject({ ...nothingSent, lasting: false });
});
