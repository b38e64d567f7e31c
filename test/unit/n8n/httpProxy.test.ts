import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type * as RequestHelperFunctions from 'n8n-core/dist/execution-engine/node-execution-context/utils/request-helper-functions';
import { ControlPlane } from '../../../nodes/shared/spectrum/auth/controlPlane';
import type { SpectrumError } from '../../../nodes/shared/spectrum/errors/SpectrumError';
import { httpPort } from '../../../nodes/shared/n8n/credentials/http';
import { ConnectProxy, withProxies } from '../../support/connectProxy';
import { requireFromCore } from '../../support/host/core';
import { makeCertificates } from '../../../simulator/src/net/certificates';
import { cloud } from '../spectrum/auth/support';
import { Bench, failureOf } from '../spectrum/transport/support';

const n8n = requireFromCore('./execution-engine/node-execution-context/utils/request-helper-functions') as typeof RequestHelperFunctions;
const http = httpPort({
	httpRequest: async (options) => await n8n.httpRequest(options),
	request: async (uriOrObject, options) =>
		(await n8n.proxyRequestToAxios(undefined, undefined, undefined, uriOrObject, options)) as unknown,
});

const bench = new Bench();
afterEach(async () => await bench.tearDown());

/** A private control plane with a certificate of its own authority. */
async function privateControlPlane() {
	const { caPem, certPem: cert, keyPem: key } = await makeCertificates();
	const server = createServer({ cert, key }, (_request, response) => response.end('{"succeed":true,"data":[]}'));
	server.listen(0, 'localhost');
	await once(server, 'listening');
	bench.onTearDown(() => {
		server.closeAllConnections();
		server.close();
	});
	const url = `https://localhost:${(server.address() as AddressInfo).port}`;
	return new ControlPlane({ ...cloud, controlPlaneUrl: url, ca: caPem }, http);
}

it("a private control plane is reached with the credential's CA, and past a proxy that NO_PROXY leaves out", async () => {
	const plane = await privateControlPlane();
	const proxy = await ConnectProxy.start();
	bench.onTearDown(() => proxy.stop());
	expect(await withProxies({}, async () => await plane.webhooks())).toEqual([]);
	expect(await withProxies({ HTTPS_PROXY: `http://${proxy.address}`, NO_PROXY: 'localhost' }, async () => await plane.webhooks())).toEqual(
		[],
	);
	expect(proxy.asked).toEqual([]);
});

it("behind a proxy n8n's client does not know the credential's CA, and the error says what to do", async () => {
	const plane = await privateControlPlane();
	const proxy = await ConnectProxy.start();
	bench.onTearDown(() => proxy.stop());
	const error = (await withProxies(
		{ HTTPS_PROXY: `http://${proxy.address}` },
		async () => await failureOf(plane.webhooks()),
	)) as SpectrumError;
	expect(proxy.asked).toHaveLength(1);
	expect(error).toMatchObject({ kind: 'unavailable', advice: expect.stringMatching(/NODE_EXTRA_CA_CERTS.*NO_PROXY/) });
	expect(error.message).toContain('certificate');
});
