import type { Audience } from './audience';
import { codeText } from './codes';
import { kindTexts } from './kinds';
import { obstacleText, perhapsGrpcAdvice, type Obstacle } from './obstacles';
import { quote, safeCause } from './redact';
import { fromRefusal, isShedByProxy, quotedContext } from './refusal';
import { statusKinds, type GrpcStatus } from './statuses';
import { SpectrumError, type ErrorKind } from './SpectrumError';

/** A failed call, as any transport that carries gRPC's statuses can describe it. */
export interface GrpcFailure {
	readonly status: GrpcStatus;
	/** The server's text. It is shown but decides nothing. */
	readonly details?: string;
	/** The trailers of the server, names in lower case. Empty when the client made the status itself. */
	readonly trailers: Readonly<Record<string, string>>;
	/** True when the client made the status itself: no trailers came from a server. */
	readonly local: boolean;
	/** True when the connection could not be made, or broke before the answer itself arrived. */
	readonly connectionFailed: boolean;
	/** True when the call broke off, whatever the client's library calls that. Default: `connectionFailed`. */
	readonly broken?: boolean;
	/** True when no part of the request left this side. Default false. */
	readonly notSent?: boolean;
	/** Set when something answered that does not speak gRPC. */
	readonly foreign?: Foreign;
	/** What prevented the connection, if known. */
	readonly obstacle?: Obstacle;
	/** Whether the connection is encrypted. Default true. */
	readonly tls?: boolean;
	/** Whether the call went by HTTP. Default false. */
	readonly isHttp?: boolean;
	/** Set for a call that writes to a person when the line may write only to registered people. */
	readonly audience?: Audience;
	/** True when the caller aborted or closed the connection. */
	readonly cancelled: boolean;
	/** `host:port` of the server. */
	readonly address: string;
	/** Texts that must never be shown: the token. */
	readonly secrets: readonly string[];
	readonly cause?: unknown;
}

/** An answer that is not one of gRPC. */
export interface Foreign {
	/** Media type of the answer. */
	readonly contentType?: string;
	/** Whether Spectrum's HTTP server gave it. Default false. */
	readonly isHttpServer?: boolean;
}

const contextPrefix = 'error-context-';

/** The error of a failed call. Structured details decide first, then the status. The text only decides in `isShedByProxy`. */
export function fromGrpc(failure: GrpcFailure): SpectrumError {
	const { status, trailers, secrets, foreign } = failure;
	const cause = failure.cause === undefined ? undefined : safeCause(failure.cause, secrets);
	if (failure.cancelled) return new SpectrumError({ kind: 'cancelled', ...kindTexts.cancelled, status, cause });

	const code = failure.local ? undefined : trailers['error-code'];
	const isShed = shedByProxy(failure);
	const retryable = isShed || (!failure.local && trailers['x-retryable']?.toLowerCase() === 'true');
	const context = contextOf(trailers);
	if (!failure.local && foreign === undefined && failure.obstacle === undefined && !failure.connectionFailed && failure.broken !== true) {
		const { details, audience } = failure;
		return fromRefusal({ status, code, details, retryable, notAccepted: isShed, context, audience, secrets, cause });
	}
	const text: StatusText = codeText(code) ?? statusText(failure);
	const ownText = foreign === undefined || status !== 'RESOURCE_EXHAUSTED' ? quote(failure.details ?? '', secrets) : '';
	return new SpectrumError({
		kind: text.kind,
		message: ownText === '' ? text.message : `${text.message} (the ${failure.local ? 'connection' : 'server'} says: ${ownText})`,
		advice: text.advice,
		code: code === undefined || code === '' ? undefined : quote(code, secrets),
		status,
		retryable,
		connectionFailed: failure.connectionFailed,
		notAccepted: isShed || failure.notSent === true,
		lasting: text.lasting ?? false,
		context: quotedContext(context, secrets),
		cause,
	});
}

interface StatusText {
	readonly kind: ErrorKind;
	readonly message: string;
	readonly advice: string;
	readonly lasting?: boolean;
}

/** Kind and texts of a failure without a known code. */
function statusText(failure: GrpcFailure): StatusText {
	const { status, local, address } = failure;
	if (failure.foreign !== undefined) return foreignText(failure, failure.foreign);
	if (failure.obstacle !== undefined) return { kind: 'unavailable', ...obstacleText(failure.obstacle, address) };
	if (local && status === 'RESOURCE_EXHAUSTED') {
		// grpc-js checks message sizes itself and reports one that is too large with this status. It is not a quota.
		return { kind: 'tooLarge', ...kindTexts.tooLarge };
	}
	if (failure.connectionFailed || failure.broken === true) {
		return {
			kind: 'unavailable',
			message: failure.notSent === true ? `No connection to ${address}` : `No connection to ${address}, or it broke before the answer`,
			advice: `Check the address in the credential and that n8n can reach it. ${
				failure.tls === false
					? 'If the server has a certificate, switch TLS on there.'
					: 'If the server has a certificate from a private authority, put the certificate of that authority into the credential. If the server has no certificate, switch TLS off there.'
			}${failure.isHttp === true ? perhapsGrpcAdvice : ''}`,
		};
	}
	const kind = statusKinds[status];
	if (local && kind === 'timeout') {
		return { kind, message: `${address} did not answer in time`, advice: kindTexts.timeout.advice };
	}
	// This side made the status, because it could not read the answer.
	if (local && (kind === 'internal' || kind === 'unsupported')) return { kind: 'protocol', ...kindTexts.protocol };
	return { kind, ...kindTexts[kind] };
}

/** Statuses that gRPC clients also derive from HTTP statuses, with the same meaning. */
const sameInHttp: ReadonlySet<GrpcStatus> = new Set<GrpcStatus>(['UNAVAILABLE', 'UNAUTHENTICATED', 'PERMISSION_DENIED']);

/** A sign-in page, a load balancer, or another site than a Spectrum server. */
function foreignText({ status, address }: GrpcFailure, { contentType, isHttpServer = false }: Foreign): StatusText {
	if (isHttpServer) return { kind: 'protocol', ...obstacleText({ what: 'http' }, address) };
	const what = contentType === undefined ? 'something else' : quote(contentType, []);
	return {
		kind: sameInHttp.has(status) ? statusKinds[status] : 'protocol',
		message: `${address} did not answer with gRPC but with ${what}`,
		advice:
			'Check that the address and the port in the credential are those of a Spectrum server, and that no sign-in page, proxy or load balancer answers in its place.',
	};
}

function shedByProxy({ status, local, trailers, details }: GrpcFailure): boolean {
	if (local || 'x-retryable' in trailers || 'error-code' in trailers) return false;
	return isShedByProxy({ isUnavailable: status === 'UNAVAILABLE', headers: trailers, text: details ?? '' });
}

/** The `error-context-*` entries without their prefix. */
function contextOf(trailers: Readonly<Record<string, string>>): Record<string, string> {
	const context: Record<string, string> = {};
	for (const [name, value] of Object.entries(trailers)) {
		if (name.startsWith(contextPrefix) && name.length > contextPrefix.length) {
			context[name.slice(contextPrefix.length)] = value;
		}
	}
	return context;
}
