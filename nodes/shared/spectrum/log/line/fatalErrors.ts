import type { ErrorKind, SpectrumError } from '../../errors/SpectrumError';

/** How often in a row a server may refuse the token, each time after a renewal, before it counts as wrong. */
const refusalsThatCount = 2;

/** Refusals by the control plane, which knows project and secret themselves. */
const wrongCredential: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['authentication', 'permission', 'notFound']);

/**
 * The failures that no waiting heals: a wrong project or secret, a permission that is not there, a token that is refused
 * again after its renewal, a credential that cannot be used as it is. Everything else is tried again for ever.
 *
 * @param refusals how often in a row this line's token was refused, this time included
 */
export function isHopeless(error: SpectrumError, refusals: number): boolean {
	if (error.status?.startsWith('HTTP ') === true) return wrongCredential.has(error.kind);
	if (error.kind === 'permission') return true;
	if (error.kind === 'authentication') return error.status === undefined || refusals >= refusalsThatCount;
	return false;
}
