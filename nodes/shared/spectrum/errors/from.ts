import { kindTexts } from './kinds';
import { quote, safeCause } from './redact';
import { SpectrumError } from './SpectrumError';

/**
 * Makes a {@link SpectrumError} of anything that was thrown. Total: it never throws. A SpectrumError stays itself, an
 * abort becomes `cancelled`, everything else is `internal`, a fault of this package, with what was thrown as its cause.
 */
export function toSpectrumError(thrown: unknown): SpectrumError {
	if (thrown instanceof SpectrumError) return thrown;
	const cause = safeCause(thrown);
	if (cause.name === 'AbortError') return cancelled(cause);
	const said = quote(cause.message, []);
	return new SpectrumError({
		kind: 'internal',
		message: said === '' ? kindTexts.internal.message : `${kindTexts.internal.message}: ${said}`,
		advice: kindTexts.internal.advice,
		cause,
	});
}

/** The error of a caller that gave up, whatever reason its signal carries. */
export function cancelled(reason?: unknown): SpectrumError {
	return new SpectrumError({
		kind: 'cancelled',
		...kindTexts.cancelled,
		cause: reason === undefined ? undefined : safeCause(reason),
	});
}

/** Throws `cancelled` when the signal was aborted. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
	if (signal?.aborted === true) throw cancelled(signal.reason);
}
