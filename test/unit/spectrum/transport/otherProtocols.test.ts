import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { GrpcTransport } from '../../../../nodes/shared/spectrum/transport/GrpcTransport';
import { makeCertificates } from '../../../../simulator/src/net/certificates';
import { withProxies } from '../../../support/connectProxy';
import { HttpTwoServer } from '../../../support/httpTwo';
import { Bench, failureOf, say } from './support';

const options = { token: 'a-token', deadlineMilliseconds: 20_000 };

const bench = new Bench();
afterEach(async () => await bench.tearDown());

async function listen(server: Server & { closeAllConnections?: () => void }): Promise<string> {
	server.listen(0, 'localhost');
	await once(server, 'listening');
	bench.onTearDown(() => {
		server.closeAllConnections?.();
		server.close();
	});
	return `localhost:${(server.address() as AddressInfo).port}`;
}

async function failure(address: string, tls: boolean, ca?: string) {
	return await withProxies({}, async () => {
		const transport = new GrpcTransport({ address, tls, ca });
		bench.onTearDown(() => transport.close());
		return (await failureOf(transport.unary(say, 'hi', options))) as Error;
	});
}

/** Keeps what it was asked with. */
const seen: string[] = [];
const answer: RequestListener = (request, response) => {
	seen.push(JSON.stringify([request.url, request.headers]));
	response.writeHead(404, { 'x-spectrum-middleware': '1' }).end('{}');
};

describe('gRPC to the address of an HTTP server', () => {
	beforeEach(() => seen.splice(0));

	it('says so, and tells the server no token', async () => {
		const address = await listen(createServer(answer));
		const error = await failure(address, false);
		expect(error).toMatchObject({
			kind: 'unavailable',
			lasting: true,
			notAccepted: true,
			advice: expect.stringContaining('Choose HTTP as "Connection"'),
		});
		expect(error.message).toContain(`${address} speaks HTTP, not gRPC`);
		expect(seen.join()).not.toContain('a-token');
	});

	it.each([
		['offers HTTP/1 only', ['http/1.1']],
		['negotiates nothing', undefined],
	])('says so over TLS to a server that %s', async (_name, ALPNProtocols) => {
		const { caPem, certPem: cert, keyPem: key } = await makeCertificates();
		const address = await listen(createSecureServer({ cert, key, ...(ALPNProtocols === undefined ? {} : { ALPNProtocols }) }, answer));
		const error = await failure(address, true, caPem);
		expect(error.message).toContain(`${address} speaks HTTP, not gRPC`);
		expect(error).toMatchObject({ lasting: true, notAccepted: true });
	});

	it('says so when the HTTP server answers over HTTP/2', async () => {
		const server = await HttpTwoServer.start((stream) => {
			stream.respond({ ':status': 404, 'content-type': 'application/json', 'x-spectrum-middleware': '1' });
			stream.end('{}');
		});
		bench.onTearDown(() => server.stop());
		const error = await failure(server.address, false);
		expect(error).toMatchObject({ kind: 'protocol', lasting: true, advice: expect.stringContaining('Choose HTTP as "Connection"') });
	});
});
