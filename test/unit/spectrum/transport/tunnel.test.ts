import * as http from 'node:http';
import type * as HttpProxy from 'n8n-core/dist/http-proxy';
import type { SpectrumError } from '../../../../nodes/shared/spectrum/errors/SpectrumError';
import { defaultChannelTimes, GrpcTransport } from '../../../../nodes/shared/spectrum/transport/GrpcTransport';
import { ConnectProxy, withProxies } from '../../../support/connectProxy';
import { FakeClock } from '../../../support/fakeClock';
import { requireFromCore } from '../../../support/host/core';
import { makeCertificates, type TestCertificates } from '../../../../simulator/src/net/certificates';
import { everythingIn } from '../errors/support';
import { Bench, echo, say } from './support';

const { installGlobalProxyAgent, uninstallGlobalProxyAgent } = requireFromCore('./http-proxy') as typeof HttpProxy;
const options = { token: 'a-token', deadlineMilliseconds: 20_000 };

let ours: TestCertificates;
beforeAll(async () => {
	ours = await makeCertificates();
});

const bench = new Bench();
afterEach(async () => await bench.tearDown());

let proxy: ConnectProxy;
beforeEach(async () => {
	proxy = await ConnectProxy.start();
	bench.onTearDown(() => proxy.stop());
});

async function called(address: string, tls: boolean, environment: Record<string, string>, clock?: FakeClock): Promise<unknown> {
	return await withProxies(environment, async () => {
		const transport = new GrpcTransport({ address, tls, ca: ours.caPem }, defaultChannelTimes, ...(clock === undefined ? [] : [clock]));
		bench.onTearDown(() => transport.close());
		return await transport.unary(say, 'hi', options).catch((error: unknown) => error);
	});
}

describe('a connection through a proxy', () => {
	it.each(['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'GRPC_PROXY'])(
		'is made as %s says, and is trusted by the name of the server',
		async (name) => {
			const { address } = await bench.serve({ say: echo }, ours);
			expect(await called(address, true, { [name]: `http://${proxy.address}` })).toBe('hi');
			expect(proxy.asked).toEqual([{ target: address, authorization: undefined }]);
		},
	);

	it('is made without TLS too', async () => {
		const { address } = await bench.serve({ say: echo });
		expect(await called(address, false, { HTTP_PROXY: `http://${proxy.address}` })).toBe('hi');
		expect(proxy.asked).toEqual([{ target: address, authorization: undefined }]);
	});

	it('carries user and password', async () => {
		const { address } = await bench.serve({ say: echo });
		expect(await called(address, false, { HTTP_PROXY: `http://us%3Aer:p%40ss@${proxy.address}` })).toBe('hi');
		expect(proxy.asked[0]?.authorization).toBe(`Basic ${Buffer.from('us:er:p@ss').toString('base64')}`);
	});

	it('is not made to a host that NO_PROXY names', async () => {
		const { address } = await bench.serve({ say: echo });
		expect(await called(address, false, { HTTP_PROXY: `http://${proxy.address}`, NO_PROXY: 'localhost' })).toBe('hi');
		expect(proxy.asked).toEqual([]);
	});

	it("is asked for by nothing that n8n has put in front of the process's requests", async () => {
		const { address } = await bench.serve({ say: echo });
		await withProxies({ HTTP_PROXY: `http://${proxy.address}` }, async () => {
			installGlobalProxyAgent();
			expect(http.globalAgent.constructor.name).toBe('HttpProxyManager');
			await Promise.resolve();
		});
		bench.onTearDown(() => uninstallGlobalProxyAgent());
		expect(await called(address, false, { HTTP_PROXY: `http://${proxy.address}` })).toBe('hi');
		expect([proxy.asked.length, proxy.others]).toEqual([1, []]);
	});
});

describe('a proxy that does not lead to the server', () => {
	it.each([
		[407, true],
		[403, true],
		[502, false],
	])('is named with its answer, HTTP %i', async (status, lasting) => {
		proxy.refuseWith = status;
		const error = (await called('lines.example.test:443', true, {
			HTTPS_PROXY: `http://user:pass-word@${proxy.address}`,
		})) as SpectrumError;
		expect(error).toMatchObject({
			kind: 'unavailable',
			connectionFailed: true,
			notAccepted: true,
			lasting,
			advice: expect.stringContaining('NO_PROXY'),
		});
		expect(error.message).toContain(`The proxy ${proxy.address} does not lead to lines.example.test:443: it answered HTTP ${status}`);
		expect(everythingIn(error)).not.toContain('pass-word');
	});

	it('is named when it is not there, or has no name that resolves', async () => {
		const { address } = proxy;
		proxy.stop();
		const gone = (await called('lines.example.test:443', true, { HTTPS_PROXY: `http://${address}` })) as SpectrumError;
		expect(gone).toMatchObject({ kind: 'unavailable', lasting: false, message: expect.stringContaining(`The proxy ${address} `) });
		const nameless = (await called('lines.example.test:443', true, { HTTPS_PROXY: 'http://proxy.invalid:1' })) as SpectrumError;
		expect(nameless).toMatchObject({ kind: 'unavailable', lasting: true, message: expect.stringContaining('The proxy proxy.invalid:1 ') });
	});

	it('is named when it is asked for TLS that it does not speak', async () => {
		const error = (await called('lines.example.test:443', true, { HTTPS_PROXY: `https://${proxy.address}` })) as SpectrumError;
		expect(error).toMatchObject({ kind: 'unavailable', lasting: true });
		expect(error.message).toContain('no encrypted connection to it can be made');
	});

	it('is not what is blamed for the certificate of a server behind it', async () => {
		const { address } = await bench.serve({ say: echo }, await makeCertificates());
		const error = (await called(address, true, { HTTPS_PROXY: `http://${proxy.address}` })) as SpectrumError;
		expect(error.message).toContain(`The certificate of ${address} is not trusted`);
	});

	it('that never answers is given up as a silent server is', async () => {
		const clock = new FakeClock();
		proxy.silent = true;
		const call = called('lines.example.test:443', true, { HTTPS_PROXY: `http://${proxy.address}` }, clock);
		await clock.whenWaiting();
		await clock.advance(defaultChannelTimes.ready);
		expect(await call).toMatchObject({ kind: 'unavailable', connectionFailed: true });
	});
});

it('a proxy that cannot be used is left out, and named when the server cannot be reached without it', async () => {
	const { address } = await bench.serve({ say: echo });
	const environment = { ALL_PROXY: 'socks5://user:pass-word@127.0.0.1:1' };
	expect(await called(address, false, environment)).toBe('hi');
	const error = (await called('lines.invalid:443', true, environment)) as SpectrumError;
	expect(error.message).toContain('ALL_PROXY is not the address of an HTTP proxy');
	expect(everythingIn(error)).not.toContain('pass-word');
});
