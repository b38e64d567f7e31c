import { toSpectrumError } from '../../spectrum/errors/from';
import { SpectrumError } from '../../spectrum/errors/SpectrumError';

/** A failure of a step: what it was, and what was done before it. Undefined: nothing was. */
export function afterProgress(caught: unknown, done: string | undefined): SpectrumError {
	const error = toSpectrumError(caught);
	if (done === undefined) return error;
	return new SpectrumError({
		...error,
		message: `${error.message} (before that: ${done})`,
		advice: `${error.advice} A retry of the same execution goes on from here: what was done is not done twice.`,
		cause: error.cause,
	});
}
