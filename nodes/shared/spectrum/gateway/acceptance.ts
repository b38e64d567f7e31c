import type { ErrorKind, SpectrumError } from '../errors/SpectrumError';

/**
 * What each kind of failure says about the failed write. Only a write that was certainly not accepted may be sent by
 * another service. Any other write could arrive twice.
 */
export const acceptance: Readonly<Record<ErrorKind, 'notAccepted' | 'unknown'>> = {
	authentication: 'notAccepted',
	permission: 'notAccepted',
	quota: 'notAccepted',
	notFound: 'notAccepted',
	invalid: 'notAccepted',
	unsupported: 'notAccepted',
	tooLarge: 'notAccepted',
	// The server has reported that Apple did not send it.
	notSent: 'notAccepted',
	// The repeat of an accepted write. The gateway treats it as done and does not report a failure.
	duplicate: 'unknown',
	// The request may have arrived before the connection or the server failed.
	unavailable: 'unknown',
	timeout: 'unknown',
	cancelled: 'unknown',
	internal: 'unknown',
	protocol: 'unknown',
};

/** True when no attempt of the call was accepted, neither the last one nor, if known, an earlier one. */
export function isRefused(error: SpectrumError): boolean {
	return acceptance[error.kind] === 'notAccepted' && !error.mayBeAccepted;
}
