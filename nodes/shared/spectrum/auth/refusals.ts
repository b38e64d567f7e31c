import { SpectrumError } from '../errors/SpectrumError';

/** The final error of a refused token: our texts, with the server's code, status and context. */
export function finalRefusal(refusal: SpectrumError, message: string, advice: string): SpectrumError {
	const { code, status, context } = refusal;
	return new SpectrumError({ kind: 'authentication', message, advice, code, status, context, cause: refusal });
}
