import { toSpectrumError } from '../errors/from';
import type { SpectrumError } from '../errors/SpectrumError';

/** The outcome of one call. */
export type Outcome<Result> = { readonly ok: true; readonly value: Result } | { readonly ok: false; readonly error: SpectrumError };

/** Makes one call and returns its failure as a value. Never rejects. */
export async function outcomeOf<Result>(call: () => Promise<Result>): Promise<Outcome<Result>> {
	try {
		return { ok: true, value: await call() };
	} catch (caught) {
		return { ok: false, error: toSpectrumError(caught) };
	}
}

/** Whether the same call may succeed a moment later: there were too many requests, or the server or the network is down. */
export function isPassing(error: SpectrumError): boolean {
	return error.retryable || error.connectionFailed || error.kind === 'timeout';
}
