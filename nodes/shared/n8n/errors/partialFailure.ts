import { toSpectrumError } from '../../spectrum/errors/from';
import { SpectrumError } from '../../spectrum/errors/SpectrumError';

/** The failure of a step, together with what was done before it. `done` is undefined when nothing was. */
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
