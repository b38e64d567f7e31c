import type * as Grpc from './GrpcTransport';
import type { TransportFactory } from './Transport';

/**
 * Opens one connection. Nothing is dialled before the first call. Throws `invalid` for a CA that is not PEM. grpc-js is
 * loaded by the first connection: n8n loads every node when it starts, and most processes use few of them.
 */
export const openGrpcTransport: TransportFactory = (target) => {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load grpc-js at the start of n8n
	const { GrpcTransport } = require('./GrpcTransport') as typeof Grpc;
	return new GrpcTransport(target);
};
