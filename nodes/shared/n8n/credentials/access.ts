import type { Gateway } from '../../spectrum/gateway/Gateway';
import { httpPort, type RequestHelpers } from './http';

/** The part of n8n's contexts that a gateway needs. */
export interface AccessContext {
	readonly helpers: RequestHelpers;
	readonly logger: { warn(message: string): void };
}

/**
 * What a gateway takes from n8n: its HTTP client, and its log for problems that are no failures.
 *
 * @param signal ends the calls when a person stops the execution. Absent: they outlive it
 */
export function accessOf({ helpers, logger }: AccessContext, signal?: AbortSignal): ConstructorParameters<typeof Gateway>[1] {
	return { http: httpPort(helpers), signal, onWarning: (message) => logger.warn(message) };
}
