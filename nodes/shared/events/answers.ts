import type { ErrorKind, SpectrumError } from '../errors/SpectrumError';

/** Failures that say nothing of what was asked about: of the connection, the credential, a limit, or our own end. */
const aboutTheWay: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['unavailable', 'timeout', 'cancelled', 'quota', 'authentication']);

/**
 * Whether a failure is about the one thing that was asked for: the server refuses it, fails over it, or says of it what
 * nobody understands. It may pass, as a part of the server that is not there for a moment does, and it may last. The
 * control plane, asked for a token, knows of no such thing.
 */
export function isRefusal(error: SpectrumError): boolean {
	return !aboutTheWay.has(error.kind) && !error.connectionFailed && !isOfControlPlane(error);
}

function isOfControlPlane({ status }: SpectrumError): boolean {
	return status?.startsWith('HTTP ') === true;
}
