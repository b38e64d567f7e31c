import { asFields } from '../values/json';

/** The codes of a request without an answer in time, ours and those of n8n's clients. */
export const timeoutCodes: ReadonlySet<string> = new Set(['ETIMEDOUT', 'ESOCKETTIMEDOUT', 'ECONNABORTED']);

/** The codes for a name that does not resolve, temporarily or permanently. */
export const unresolvedCodes: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME']);

/** A text in a failure, also one level down: HTTP clients often wrap the error of the socket. */
export function failureText(cause: unknown, name: 'code' | 'syscall'): string | undefined {
	const outer = asFields(cause);
	for (const value of [outer?.[name], asFields(outer?.cause)?.[name]]) if (typeof value === 'string') return value;
	return undefined;
}
