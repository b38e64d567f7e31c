import { kindTexts } from './kinds';
import { quote, safeCause } from './redact';
import { SpectrumError } from './SpectrumError';

/**
 * Turns anything that was thrown into a {@link SpectrumError}. Never throws. A SpectrumError is returned as it is, an abort
 * becomes `cancelled`, and anything else becomes `internal`, a fault of this package, with the thrown value as its cause.
 */
export function toSpectrumError(thrown: unknown): SpectrumError {
	if (thrown instanceof SpectrumError) return thrown;
	const cause = safeCause(thrown);
	if (cause.name === 'AbortError') return cancelled(cause);
	const text = quote(cause.message, []);
	return new SpectrumError({
		kind: 'internal',
		message: text === '' ? kindTexts.internal.message : `${kindTexts.internal.message}: ${text}`,
		advice: kindTexts.internal.advice,
		cause,
	});
}

/** The error for a caller that gave up, whatever the reason in its signal. */
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
