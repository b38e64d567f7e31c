import type { GrpcFailure } from '../../errors/fromGrpc';
import { failureText, timeoutCodes, unresolvedCodes } from '../../errors/networkCodes';
import { isCertificateCode, isNotTls, type Obstacle } from '../../errors/obstacles';
import type { GrpcStatus } from '../../errors/statuses';
import { UnusableAnswer } from '../../net/http';
import { isBehindProxy } from '../../net/proxy';
import { asFields, asText } from '../../values/json';
import type { HttpTarget } from '../Transport';

/** What is known about a request that got no answer. */
interface Circumstances extends HttpTarget {
	/** Whether the headers of a streamed answer had arrived. */
	readonly hasAnswer: boolean;
	/** Whether the server would recognise a repeat, or a repeat does no harm. */
	readonly isRepeatable: boolean;
}

/** The part of a failure that the client's error tells. */
type Facts = Pick<GrpcFailure, 'status' | 'details' | 'connectionFailed' | 'broken' | 'notSent' | 'obstacle' | 'cause'>;

/** The codes of a connection that could not be made, so that nothing was sent. */
const unreached: ReadonlySet<string> = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'EADDRNOTAVAIL']);

/** The codes of Node's HTTP parser, and of TLS, for a server that speaks HTTP/2 only, as gRPC's do. */
const speaksGrpc: ReadonlySet<string> = new Set([
	'HPE_INVALID_CONSTANT',
	'HPE_INVALID_VERSION',
	'HPE_PAUSED_H2_UPGRADE',
	'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL',
]);

/** The errors of n8n's egress rules. They have no code. */
const egressErrors: ReadonlySet<string> = new Set(['SsrfBlockedIpError', 'SsrfBlockedHostnameError']);

/** What a failure of n8n's HTTP client means, in the terms that gRPC's failures have. Never decides on a text. */
export function failureFacts(cause: unknown, { hasAnswer, isRepeatable, ...target }: Circumstances): Facts {
	if (cause instanceof UnusableAnswer) {
		return { status: cause.isTooLarge ? 'RESOURCE_EXHAUSTED' : 'INTERNAL', details: cause.message, connectionFailed: false, cause };
	}
	const code = failureText(cause, 'code');
	const obstacle = obstacleOf(code, cause, target);
	const notSent =
		obstacle !== undefined ||
		(code !== undefined && unreached.has(code)) ||
		(code === 'ETIMEDOUT' && failureText(cause, 'syscall') === 'connect');
	const status = statusOf(code, notSent);
	const broken = status === 'UNAVAILABLE';
	return {
		status,
		details: detailsOf(cause, status),
		// A write without a key is not made again unless nothing of it was sent.
		connectionFailed: broken && !hasAnswer && isPassing(obstacle) && (notSent || isRepeatable),
		broken,
		notSent,
		obstacle,
		cause,
	};
}

/** Whether another attempt may meet no obstacle. Names resolve again, and certificates are renewed. */
function isPassing(obstacle: Obstacle | undefined): boolean {
	return obstacle?.what !== 'grpc' && obstacle?.what !== 'egress';
}

function obstacleOf(code: string | undefined, cause: unknown, { baseUrl, ca }: HttpTarget): Obstacle | undefined {
	if (egressErrors.has(asText(asFields(cause)?.name) ?? '')) return { what: 'egress' };
	if (code === undefined) return undefined;
	if (unresolvedCodes.has(code)) return { what: 'name', code };
	if (speaksGrpc.has(code)) return { what: 'grpc' };
	if (isCertificateCode(code)) return { what: 'certificate', code, isCaUnused: ca !== undefined && isBehindProxy(baseUrl) };
	return isNotTls(code) ? { what: 'withoutTls', code } : undefined;
}

function statusOf(code: string | undefined, notSent: boolean): GrpcStatus {
	if (notSent) return 'UNAVAILABLE';
	// A fault of this side, such as a header that cannot be sent, has no code, or one that says so.
	if (code === undefined || code.startsWith('ERR_INVALID_')) return 'INTERNAL';
	return timeoutCodes.has(code) ? 'DEADLINE_EXCEEDED' : 'UNAVAILABLE';
}

/** The client's own words. They add nothing to a timeout. */
function detailsOf(cause: unknown, status: GrpcStatus): string | undefined {
	const { message } = cause as { message?: unknown };
	return status === 'DEADLINE_EXCEEDED' || typeof message !== 'string' ? undefined : message;
}
