import * as grpc from '@grpc/grpc-js';
import type { AuthContext } from '../../../../nodes/shared/spectrum/auth/TokenSource';
import type { CloudConnection, SelfHostedConnection } from '../../../../nodes/shared/spectrum/model/connection';
import { createPool, type ConnectionPool, type Link, type PoolOptions } from '../../../../nodes/shared/spectrum/gateway/pool/pool';
import { makeCertificates } from '../../../../simulator/src/net/certificates';
import { cloud, FakeControlPlane, success } from '../auth/support';
import { Bench, type SayHandler, type startServer } from '../transport/support';

type Handlers = Parameters<typeof startServer>[0];

/** The context of a self-hosted credential, which asks no control plane. */
export const noHttp: AuthContext = { http: async () => await Promise.reject(new Error('no HTTP here')) };

/** A self-hosted credential with one plaintext line. Its line is called by the address. */
export function selfHosted(address: string, token = 'a-token'): SelfHostedConnection {
	return { kind: 'selfHosted', tls: false, lines: [{ address, token, phone: '+15550000001' }] };
}

/** Refuses a call as a server does. */
export function refusal(status: grpc.status, trailers: Record<string, string>): Partial<grpc.StatusObject> {
	const metadata = new grpc.Metadata();
	for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
	return { code: status, metadata };
}

export const unauthenticated = refusal(grpc.status.UNAUTHENTICATED, { 'error-code': 'unauthenticated' });
export const busy = refusal(grpc.status.UNAVAILABLE, { 'error-code': 'serviceUnavailable', 'x-retryable': 'true' });

export function headerOf(call: { metadata: grpc.Metadata }, name: string): string {
	return String(call.metadata.get(name)[0] ?? '');
}

/** Echoes for the given token only, and notes the tokens that came. */
export function guarded(token: string, seen: string[]): SayHandler {
	return (call, callback) => {
		const authorization = headerOf(call, 'authorization');
		seen.push(authorization);
		if (authorization === `Bearer ${token}`) callback(null, call.request);
		else callback(unauthenticated);
	};
}

/** A control plane whose mints give token-1, token-2, … */
export function minting(expiresIn = 3_600): FakeControlPlane {
	return new FakeControlPlane((number) => success({ type: 'shared', token: `token-${number}`, expiresIn }));
}

/** A {@link Bench} with pools, and one set of certificates for all of its servers. */
export class PoolBench extends Bench {
	private readonly certificates = makeCertificates();

	/** A pool whose retries do not wait. */
	newPool(options: Partial<PoolOptions> = {}): ConnectionPool {
		const pool = createPool({ random: () => 0, ...options });
		this.onTearDown(() => pool.close());
		return pool;
	}

	/** A link to a self-hosted server, whose line is called by its address. */
	async selfHostedLink(handlers: Handlers, options?: Partial<PoolOptions>): Promise<{ address: string; link: Link }> {
		const { address } = await this.serve(handlers);
		return { address, link: this.newPool(options).link(selfHosted(address)) };
	}

	/** A TLS server behind a proxy that counts connections, and a cloud credential that leads there. */
	async serveCloud(handlers: Handlers) {
		const certificates = await this.certificates;
		const server = await this.serve(handlers, certificates);
		const proxy = await this.proxyTo(server.port);
		const connection: CloudConnection = { ...cloud, sharedAddress: proxy.address, ca: certificates.caPem };
		return { proxy, connection };
	}

	/** A link to a cloud project on the shared plan. */
	async cloudLink(handlers: Handlers, plane = minting(), options: Partial<PoolOptions> = {}) {
		const { connection, proxy } = await this.serveCloud(handlers);
		const context: AuthContext = { http: plane.http };
		return { plane, context, proxy, link: this.newPool(options).link(connection) };
	}
}
