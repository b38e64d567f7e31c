import type * as Grpc from './GrpcTransport';
import type * as Http from './http/HttpTransport';
import type { TransportFactory } from './Transport';

/**
 * Opens one connection. Nothing is dialled before the first call. Throws `invalid` for a CA that is not PEM. The libraries
 * are loaded by the first connection that needs them: n8n loads every node when it starts, and most processes use few of them.
 */
export const openTransport: TransportFactory = (target) => {
	/* eslint-disable @typescript-eslint/no-require-imports -- an import would load the libraries at the start of n8n */
	if ('baseUrl' in target) {
		const { HttpTransport } = require('./http/HttpTransport') as typeof Http;
		return new HttpTransport(target);
	}
	const { GrpcTransport } = require('./GrpcTransport') as typeof Grpc;
	return new GrpcTransport(target);
};
