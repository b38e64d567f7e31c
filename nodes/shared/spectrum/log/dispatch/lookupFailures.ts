import type { ErrorKind, SpectrumError } from '../../errors/SpectrumError';

/** Failures that say nothing of what was asked about: of the connection, the credential, a limit, or our own end. */
const aboutTheWay: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['unavailable', 'timeout', 'cancelled', 'quota', 'authentication']);

const unknown: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['notFound', 'invalid']);

/**
 * Whether a line's server has answered that it does not have what was asked for, or that nobody can have it by that
 * name. Asked again, it would say the same. What no server said, such as of a line that is not in the list at the
 * moment, may be otherwise later.
 */
export function isUnknownThere(error: SpectrumError): boolean {
	return unknown.has(error.kind) && error.status !== undefined && !isOfControlPlane(error);
}

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
