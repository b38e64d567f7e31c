import { Metadata, type status } from '@grpc/grpc-js';
import type { RpcError } from '../calls/errors';
import type { CallMetadata } from '../calls/record';

/** Metadata as plain text, every value of a key in one. */
export function plainMetadata(metadata: Metadata): CallMetadata {
	return Object.fromEntries(Object.keys(metadata.getMap()).map((key) => [key, metadata.get(key).map(String).join(', ')]));
}

/** The error as trailers. */
export function toServiceError(error: RpcError): { code: status; details: string; metadata: Metadata } {
	const metadata = new Metadata();
	if (error.code !== '') metadata.set('error-code', error.code);
	metadata.set('x-retryable', String(error.retryable));
	for (const [key, value] of Object.entries(error.context)) metadata.set(`error-context-${key}`, value);
	return { code: error.status, details: error.message, metadata };
}
