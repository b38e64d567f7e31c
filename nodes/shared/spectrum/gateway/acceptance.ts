import type { ErrorKind, SpectrumError } from '../errors/SpectrumError';

/**
 * What a failure says about the write that failed. Only what is known not to have been accepted may be sent another
 * way: everything else could arrive twice.
 */
export const acceptance: Readonly<Record<ErrorKind, 'notAccepted' | 'unknown'>> = {
	authentication: 'notAccepted',
	permission: 'notAccepted',
	quota: 'notAccepted',
	notFound: 'notAccepted',
	invalid: 'notAccepted',
	unsupported: 'notAccepted',
	tooLarge: 'notAccepted',
	// The server has said what became of it.
	notSent: 'notAccepted',
	// The repeat of a write that was accepted. The gateway takes it for done, so that it is no failure there.
	duplicate: 'unknown',
	// The request may have arrived before the connection, or the server behind it, went away.
	unavailable: 'unknown',
	timeout: 'unknown',
	cancelled: 'unknown',
	internal: 'unknown',
	protocol: 'unknown',
};

/** True when nothing of the call was accepted: neither by its last attempt nor, as far as is known, by one before. */
export function isRefused(error: SpectrumError): boolean {
	return acceptance[error.kind] === 'notAccepted' && !error.mayBeAccepted;
}
