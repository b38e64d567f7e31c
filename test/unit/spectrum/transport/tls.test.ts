import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { generate } from 'selfsigned';
import { SpectrumError } from '../../../../nodes/shared/spectrum/errors/SpectrumError';
import { GrpcTransport } from '../../../../nodes/shared/spectrum/transport/GrpcTransport';
import { trustedCertificates } from '../../../../nodes/shared/spectrum/transport/rootCertificates';
import type { GrpcTarget } from '../../../../nodes/shared/spectrum/transport/Transport';
import { makeCertificates, type TestCertificates } from '../../../../simulator/src/net/certificates';
import { echo, say, startServer, type TestServer } from './support';

const options = { token: 'a-token', deadlineMilliseconds: 10_000 };

let ours: TestCertificates;
let others: TestCertificates;
let secure: TestServer;
let plain: TestServer;

beforeAll(async () => {
	[ours, others] = await Promise.all([makeCertificates(), makeCertificates()]);
	[secure, plain] = await Promise.all([startServer({ say: echo }, ours), startServer({ say: echo })]);
});
afterAll(() => {
	secure.stop();
	plain.stop();
});

async function outcome(target: GrpcTarget): Promise<unknown> {
	const transport = new GrpcTransport(target);
	try {
		return await transport.unary(say, 'hi', options);
	} catch (error) {
		return error;
	} finally {
		transport.close();
	}
}

describe('TLS', () => {
	it("trusts the credential's authority", async () => {
		expect(await outcome({ address: secure.address, tls: true, ca: ours.caPem })).toBe('hi');
	});

	it.each([
		['no authority', () => undefined],
		['another authority', () => others.caPem],
	])('refuses the server with %s in the credential', async (_name, ca) => {
		const error = await outcome({ address: secure.address, tls: true, ca: ca() });
		expect(error).toMatchObject({ kind: 'unavailable', connectionFailed: true });
	});

	it('refuses a certificate for another name', async () => {
		const elsewhere = await generate([{ name: 'commonName', value: 'elsewhere.example.test' }], {
			extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'elsewhere.example.test' }] }],
		});
		const server = await startServer({ say: echo }, { certPem: elsewhere.cert, keyPem: elsewhere.private });
		const error = await outcome({ address: server.address, tls: true, ca: elsewhere.cert });
		server.stop();
		expect(error).toMatchObject({ kind: 'unavailable', connectionFailed: true });
		expect((error as Error).message).toContain('elsewhere.example.test');
	});

	it('never falls back to plaintext, nor the other way round', async () => {
		expect(await outcome({ address: plain.address, tls: true, ca: ours.caPem })).toMatchObject({ kind: 'unavailable' });
		expect(await outcome({ address: secure.address, tls: false })).toMatchObject({ kind: 'unavailable' });
		expect(await outcome({ address: plain.address, tls: false })).toBe('hi');
	});

	it.each([
		['no PEM at all', 'hello'],
		['a broken one', '-----BEGIN CERTIFICATE-----\nbm9uc2Vuc2U=\n-----END CERTIFICATE-----'],
	])('says so when the authority is %s', (_name, ca) => {
		const open = (): unknown => new GrpcTransport({ address: secure.address, tls: true, ca });
		expect(open).toThrow(SpectrumError);
		expect(open).toThrow('CA certificate');
	});
});

describe('trustedCertificates', () => {
	const environment = { ...process.env };
	let directory: string;
	beforeEach(() => {
		directory = mkdtempSync(join(tmpdir(), 'roots-'));
		delete process.env.NODE_EXTRA_CA_CERTS;
		delete process.env.GRPC_DEFAULT_SSL_ROOTS_FILE_PATH;
	});
	afterEach(() => {
		process.env = { ...environment };
		rmSync(directory, { recursive: true });
	});

	function fileWith(pem: string): string {
		const path = join(directory, 'roots.pem');
		writeFileSync(path, pem);
		return path;
	}

	it('leaves the defaults alone without an authority', () => {
		expect(trustedCertificates(undefined)).toBeUndefined();
	});

	it('adds the authority to the public ones', () => {
		const pem = trustedCertificates(ours.caPem)?.toString() ?? '';
		expect(pem).toContain(ours.caPem.trim());
		expect(rootCertificates.length).toBeGreaterThan(50);
		for (const root of rootCertificates) expect(pem).toContain(root.trim());
	});

	it("adds the host's extra authorities", () => {
		process.env.NODE_EXTRA_CA_CERTS = fileWith(others.caPem);
		const pem = trustedCertificates(ours.caPem)?.toString() ?? '';
		expect(pem).toContain(ours.caPem.trim());
		// Node 22 and later report what they read at start, so that only Node 20 sees a change made meanwhile.
		if (Number(process.versions.node.split('.')[0]) < 22) expect(pem).toContain(others.caPem.trim());
	});

	it('goes on without extra authorities that cannot be read', () => {
		process.env.NODE_EXTRA_CA_CERTS = join(directory, 'missing.pem');
		expect(trustedCertificates(ours.caPem)?.toString()).toContain(ours.caPem.trim());
	});

	it("puts grpc-js's own list in place of the public one, as grpc-js does", () => {
		process.env.GRPC_DEFAULT_SSL_ROOTS_FILE_PATH = fileWith(others.caPem);
		expect(trustedCertificates(ours.caPem)?.toString()).toBe(`${others.caPem.trim()}\n${ours.caPem.trim()}`);
	});
});
