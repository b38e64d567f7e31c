import type { ErrorKind, SpectrumError } from '../../errors/SpectrumError';

/** Failures of the connection, the credential, a limit or the caller. They say nothing about the subject of a look-up. */
const notAboutSubject: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['unavailable', 'timeout', 'cancelled', 'quota', 'authentication']);

const unknown: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['notFound', 'invalid']);

/**
 * Whether the server of a line has answered that it does not have the subject of a look-up, or that its name is invalid.
 * The next answer would be the same. A failure without an answer of the server, such as a line that is not listed at the
 * moment, may pass.
 */
export function isUnknownToServer(error: SpectrumError): boolean {
	return unknown.has(error.kind) && error.status !== undefined && !isOfControlPlane(error);
}

/**
 * Whether a failure is about the subject of the look-up: the server refuses it, fails because of it, or gives an answer
 * that cannot be read. Such a failure may pass or last. Failures of the control plane never count, because it only gives
 * tokens.
 */
export function isAboutSubject(error: SpectrumError): boolean {
	return !notAboutSubject.has(error.kind) && !error.connectionFailed && !isOfControlPlane(error);
}

function isOfControlPlane({ status }: SpectrumError): boolean {
	return status?.startsWith('HTTP ') === true;
}
