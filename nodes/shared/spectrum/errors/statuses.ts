import type { ErrorKind } from './SpectrumError';

/** The names of gRPC's status codes, failures only, in the order of their numbers from 1. */
export const grpcStatuses = [
	'CANCELLED',
	'UNKNOWN',
	'INVALID_ARGUMENT',
	'DEADLINE_EXCEEDED',
	'NOT_FOUND',
	'ALREADY_EXISTS',
	'PERMISSION_DENIED',
	'RESOURCE_EXHAUSTED',
	'FAILED_PRECONDITION',
	'ABORTED',
	'OUT_OF_RANGE',
	'UNIMPLEMENTED',
	'INTERNAL',
	'UNAVAILABLE',
	'DATA_LOSS',
	'UNAUTHENTICATED',
] as const;

export type GrpcStatus = (typeof grpcStatuses)[number];

/** What a status from the server means when its code is missing or unknown. */
export const statusKinds: Readonly<Record<GrpcStatus, ErrorKind>> = {
	// A caller's own cancellation is recognised before this table is used. A server that cancels has gone away.
	CANCELLED: 'unavailable',
	UNKNOWN: 'internal',
	INVALID_ARGUMENT: 'invalid',
	DEADLINE_EXCEEDED: 'timeout',
	NOT_FOUND: 'notFound',
	ALREADY_EXISTS: 'duplicate',
	PERMISSION_DENIED: 'permission',
	RESOURCE_EXHAUSTED: 'quota',
	FAILED_PRECONDITION: 'unsupported',
	ABORTED: 'unavailable',
	OUT_OF_RANGE: 'invalid',
	UNIMPLEMENTED: 'unsupported',
	INTERNAL: 'internal',
	UNAVAILABLE: 'unavailable',
	DATA_LOSS: 'internal',
	UNAUTHENTICATED: 'authentication',
};
