import { toSpectrumError } from './from';
import type { SpectrumError } from './SpectrumError';

/** The result of a call, or its failure. */
export type Outcome<Result> = { readonly ok: true; readonly value: Result } | { readonly ok: false; readonly error: SpectrumError };

/** Makes one call and returns its failure as a value. Never rejects. */
export async function outcomeOf<Result>(call: () => Promise<Result>): Promise<Outcome<Result>> {
	try {
		return { ok: true, value: await call() };
	} catch (caught) {
		return { ok: false, error: toSpectrumError(caught) };
	}
}
