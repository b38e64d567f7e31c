import type { ErrorKind, SpectrumError } from '../../errors/SpectrumError';

/** Refusals in a row, each after a renewal of the token, that make the credential count as wrong. */
const refusalsThatCount = 2;

/** Refusals by the control plane. It knows the project and its secret, so one answer is enough. */
const wrongCredential: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['authentication', 'permission', 'notFound']);

/**
 * Whether waiting cannot help: the project or secret is wrong, a permission is missing, a renewed token is refused again,
 * the credential cannot be used as it is, or its connection has no streams. Every other failure is retried without end.
 *
 * @param refusals how often in a row this line's token was refused, including this time
 */
export function isFatal(error: SpectrumError, refusals: number): boolean {
	if (error.status?.startsWith('HTTP ') === true) return wrongCredential.has(error.kind);
	if (error.kind === 'permission') return true;
	// Without a status, this side refused it. A server that cannot do something may learn it.
	if (error.kind === 'unsupported') return error.status === undefined;
	if (error.kind === 'authentication') return error.status === undefined || refusals >= refusalsThatCount;
	return false;
}
