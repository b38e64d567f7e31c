import { connect, createServer, type AddressInfo } from 'node:net';
import * as grpc from '@grpc/grpc-js';
import type { ICredentialTestFunctions } from 'n8n-workflow';
import { credentialTests } from '../../../nodes/shared/n8n/credentials/credentialTests';
import { Bench } from '../spectrum/transport/support';

const bench = new Bench();
afterEach(async () => await bench.tearDown());

/** What the function uses of n8n; a self-hosted credential makes no HTTP call. */
const context = {
	helpers: { request: async () => await Promise.reject(new Error('No HTTP call is meant here')) },
} as unknown as ICredentialTestFunctions;

async function testServer(port: number) {
	const data = { address: `localhost:${port}`, apiKey: 'an-api-key', tls: false };
	return await credentialTests.testSpectrumSelfHosted.call(context, { id: '1', name: 'Own', type: 'spectrumSelfHostedApi', data });
}

/** A gRPC server that answers every method in one way. */
async function serve(refusal: Partial<grpc.StatusObject>, trailers: Record<string, string> = {}): Promise<number> {
	const server = new grpc.Server();
	const metadata = new grpc.Metadata();
	for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
	const getMessage = '/photon.imessage.v1.MessageService/GetMessage';
	const bytes = (value: Buffer): Buffer => value;
	const handle: grpc.handleUnaryCall<Buffer, Buffer> = (_call, callback) => callback({ ...refusal, metadata });
	const codec = { requestSerialize: bytes, requestDeserialize: bytes, responseSerialize: bytes, responseDeserialize: bytes };
	const method = { path: getMessage, requestStream: false, responseStream: false, ...codec };
	// Without the code there is no such service at all.
	if (refusal.code !== undefined) server.addService({ getMessage: method }, { getMessage: handle });
	bench.onTearDown(() => server.forceShutdown());
	return await new Promise((resolve, reject) => {
		server.bindAsync('localhost:0', grpc.ServerCredentials.createInsecure(), (error, port) => (error ? reject(error) : resolve(port)));
	});
}

test('a gRPC server without the service is not a right credential', async () => {
	const result = await testServer(await serve({}));
	expect(result).toMatchObject({ status: 'Error', message: expect.any(String) });
	expect(result.message).not.toContain('an-api-key');
});

test('a server that does not offer this one thing has accepted the token', async () => {
	const port = await serve({ code: grpc.status.FAILED_PRECONDITION }, { 'error-code': 'operationNotSupported' });
	expect(await testServer(port)).toMatchObject({ status: 'OK' });
});

test('a server that looked for the message in vain has accepted the token', async () => {
	expect(await testServer(await serve({ code: grpc.status.NOT_FOUND }))).toMatchObject({ status: 'OK' });
});

test('a server that refuses the token fails the test', async () => {
	expect(await testServer(await serve({ code: grpc.status.UNAUTHENTICATED }))).toMatchObject({ status: 'Error' });
});

/** A port whose first connections are cut; later ones lead to the server, or, without one, nowhere. */
async function cutting(connections: number, port?: number): Promise<number> {
	let left = connections;
	const proxy = createServer((socket) => {
		socket.on('error', () => undefined);
		if (left-- > 0 || port === undefined) return void socket.destroy();
		const server = connect(port, 'localhost').on('error', () => socket.destroy());
		socket.pipe(server).pipe(socket);
	});
	bench.onTearDown(() => proxy.close());
	await new Promise<void>((resolve) => proxy.listen(0, 'localhost', resolve));
	return (proxy.address() as AddressInfo).port;
}

test('a connection that breaks once does not make the credential wrong', async () => {
	expect(await testServer(await cutting(1, await serve({ code: grpc.status.NOT_FOUND })))).toMatchObject({ status: 'OK' });
});

test('nobody waits long for a server that is not there', async () => {
	const begun = performance.now();
	for (let round = 0; round < 3; round++) expect(await testServer(await cutting(Infinity))).toMatchObject({ status: 'Error' });
	// Each takes 2 s at most where nothing else runs; with the patience of the nodes it would be a minute.
	expect(performance.now() - begun).toBeLessThan(30_000);
});
