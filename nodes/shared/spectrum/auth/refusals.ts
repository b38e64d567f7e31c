import { SpectrumError } from '../errors/SpectrumError';

/** The final error of a refused token: our words, and the code, status and context that the server gave. */
export function finalRefusal(refusal: SpectrumError, message: string, advice: string): SpectrumError {
	const { code, status, context } = refusal;
	return new SpectrumError({ kind: 'authentication', message, advice, code, status, context, cause: refusal });
}
