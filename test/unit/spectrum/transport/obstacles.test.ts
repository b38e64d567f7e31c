import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { SpectrumError } from '../../../../nodes/shared/spectrum/errors/SpectrumError';
import { GrpcTransport } from '../../../../nodes/shared/spectrum/transport/GrpcTransport';
import type { GrpcTarget } from '../../../../nodes/shared/spectrum/transport/Transport';
import { withProxies } from '../../../support/connectProxy';
import { makeCertificates, type TestCertificates } from '../../../../simulator/src/net/certificates';
import { Bench, count, echo, failureOf, say, startServer } from './support';

const options = { token: 'a-token', deadlineMilliseconds: 20_000 };

let ours: TestCertificates;
let others: TestCertificates;
beforeAll(async () => {
	[ours, others] = await Promise.all([makeCertificates(), makeCertificates('elsewhere.example.test')]);
});

const bench = new Bench();
afterEach(async () => await bench.tearDown());

async function failure(target: GrpcTarget): Promise<SpectrumError> {
	return await withProxies({}, async () => {
		const transport = new GrpcTransport(target);
		bench.onTearDown(() => transport.close());
		const error = (await failureOf(transport.unary(say, 'hi', options))) as SpectrumError;
		// A stream says the same.
		const again = (await failureOf(transport.serverStream(count, 'x', options).next())) as SpectrumError;
		expect([again.kind, again.lasting]).toEqual([error.kind, error.lasting]);
		return error;
	});
}

const nothingSent = { kind: 'unavailable', connectionFailed: true, notAccepted: true };

describe('a server that cannot be reached says why', () => {
	it('its name does not resolve', async () => {
		const error = await failure({ address: 'spectrum-lines.invalid:443', tls: true });
		expect(error).toMatchObject({ ...nothingSent, lasting: true });
		expect(error.message).toMatch(/^The name in spectrum-lines\.invalid:443 cannot be resolved \(E[A-Z_]+\)/);
	});

	it('it is not there', async () => {
		const server = await startServer({ say: echo });
		server.stop();
		for (const tls of [true, false]) {
			const error = await failure({ address: server.address, tls });
			expect(error).toMatchObject({ ...nothingSent, lasting: false });
			expect(error.message).toMatch(`No connection to ${server.address} `);
		}
	});

	it('its certificate is not trusted', async () => {
		const { address } = await bench.serve({ say: echo }, ours);
		for (const ca of [undefined, others.caPem]) {
			const error = await failure({ address, tls: true, ca });
			expect(error).toMatchObject({ ...nothingSent, lasting: true, advice: expect.stringContaining('CA Certificate') });
			expect(error.message).toContain(`The certificate of ${address} is not trusted (`);
		}
	});

	it('its certificate is for another name', async () => {
		const { address } = await bench.serve({ say: echo }, others);
		const error = await failure({ address, tls: true, ca: others.caPem });
		expect(error).toMatchObject({ ...nothingSent, lasting: true });
		expect(error.message).toContain('ERR_TLS_CERT_ALTNAME_INVALID');
	});

	it('it speaks no TLS', async () => {
		const { address } = await bench.serve({ say: echo });
		const error = await failure({ address, tls: true, ca: ours.caPem });
		expect(error).toMatchObject({ ...nothingSent, lasting: true, advice: expect.stringContaining('off in the credential') });
		expect(error.message).toContain(`${address} does not speak TLS`);
	});

	it('it expects TLS, which is off', async () => {
		const { address } = await bench.serve({ say: echo }, ours);
		const error = await failure({ address, tls: false });
		expect(error).toMatchObject({ ...nothingSent, lasting: true, advice: 'Switch "Encrypted Connection (TLS)" on in the credential.' });
		expect(error.message).toContain(`${address} expects TLS`);
	});

	it('it ends what it takes, which may pass', async () => {
		const server = createServer((socket) => socket.destroy());
		server.listen(0, 'localhost');
		await once(server, 'listening');
		bench.onTearDown(() => server.close());
		const error = await failure({ address: `localhost:${(server.address() as AddressInfo).port}`, tls: false });
		expect(error).toMatchObject({ ...nothingSent, lasting: false });
		expect(error.advice).toContain('switch TLS on');
	});
});

it('a call that ends before a connection is there was not sent', async () => {
	const server = createServer(() => {});
	server.listen(0, 'localhost');
	await once(server, 'listening');
	bench.onTearDown(() => server.close());
	const transport = bench.open(`localhost:${(server.address() as AddressInfo).port}`);
	const error = await failureOf(transport.unary(say, 'hi', { ...options, deadlineMilliseconds: 50 }));
	expect(error).toMatchObject({ ...nothingSent, status: 'DEADLINE_EXCEEDED', lasting: false });
});

it('a call that was sent and is not answered in time is not one of them', async () => {
	const transport = await bench.connect({
		say: (call, callback) => (call.request.toString() === 'first' ? callback(null, call.request) : undefined),
	});
	await transport.unary(say, 'first', options);
	const error = await failureOf(transport.unary(say, 'hi', { ...options, deadlineMilliseconds: 500 }));
	expect(error).toMatchObject({ kind: 'timeout', connectionFailed: false, notAccepted: false });
});
